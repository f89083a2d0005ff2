"""A webhook of a plain bot: it notes each delivery and answers as a test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TypeAlias

from tests.fake_telegram import Json

Answer: TypeAlias = tuple[int, dict[str, str], bytes]
OK: Answer = (200, {}, b"")


@dataclass(frozen=True)
class Delivered:
    """One POST; `ended` is when it was answered."""

    path: str
    headers: dict[str, str]
    update: Json
    began: float
    ended: float


class Receiver:
    """Listens on 127.0.0.1; `answer` decides how each update is answered, and may wait."""

    def __init__(self, answer: Callable[[Json], Answer] = lambda update: OK) -> None:
        self.answer = answer
        self.delivered: list[Delivered] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                began = time.monotonic()
                update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, headers, body = receiver.answer(update)
                receiver.delivered.append(Delivered(self.path, dict(self.headers), update, began, time.monotonic()))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def ids(self) -> list[int]:
        """The update ids in the order of the answers."""
        return [int(delivered.update["update_id"]) for delivered in self.delivered]

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
