"""HTTP as uvicorn speaks it, with an end to the patience for the head of a request."""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0  # from the connection, or the first byte, to the end of the headers


def patient_for(seconds: float) -> type[H11Protocol]:
    """Make the protocol of a server that closes connections whose headers take longer."""

    class Protocol(H11Protocol):
        """Speaks HTTP on one connection."""

        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch() if self.conn.their_state is h11.IDLE else self._unwatch()

        def _watch(self) -> None:
            if self._head is None:
                self._head = self.loop.call_later(seconds, self.transport.close)

        def _unwatch(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

    return Protocol
