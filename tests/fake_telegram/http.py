"""HTTP requests to methods and back: bodies, faults, long polls, the journal."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from .bots import Bot
from .faults import BadAnswer, ConnectionReset, Fault, Hang, Refused, Slow
from .journal import Request
from .methods import METHODS, Call
from .polling import get_updates
from .refusals import Refusal, bad_request, too_many_requests
from .webhook import Delivery
from .wire import Json, Upload, typed
from .world import World

MAX_BODY = 60 * 1024 * 1024
CUT = 0  # the status of a request that got no answer


class Gateway:
    """The HTTP side of the server; everything here runs in the server's loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks: set[asyncio.Task[Any]] = set()
        self.delivery = Delivery(world, self._by_webhook_reply)

    def application(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_route("*", "/{path:.*}", self._handle)
        return application

    async def close(self) -> None:
        """End requests that wait, and deliveries."""
        for task in list(self._tasks):
            task.cancel()
        await self.delivery.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await self._respond(request)
        finally:
            self._tasks.discard(task)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/file/bot"):
            return self._file(request.path)
        token, _, name = request.path.removeprefix("/bot").partition("/")
        bot = self._world.bots.get(token)
        method = METHODS.get(name.lower(), (name, None))[0] if name.lower() != "getupdates" else "getUpdates"
        try:
            params, files = await _read(request)
            refusal = self._refuse_address(request.path, token, bot, method)
        except ValueError:
            params, files, refusal = {}, {}, bad_request("can't parse the body as JSON")
        record = self._world.journal.record(bot, method, params, files)
        if refusal or bot is None:
            refusal = refusal or Refusal(401, "Unauthorized")
            return self._sent(record, refusal.code, refusal.body())
        try:
            return await self._obey(request, bot, record)
        except asyncio.CancelledError:
            self._world.journal.answered(record, CUT, "the client went away")
            raise

    async def _obey(self, request: web.Request, bot: Bot, record: Request) -> web.StreamResponse:
        fault = self._world.faults.take(record.method, record.params)
        if fault is not None:
            record.fault = repr(fault)
            return await self._faulty(request, bot, record, fault)
        status, answer = await self._carry_out(bot, record)
        if self._world.answer_delay and record.method != "getUpdates":
            await asyncio.sleep(self._world.answer_delay)
        return self._sent(record, status, answer)

    def _refuse_address(self, path: str, token: str, bot: Bot | None, method: str) -> Refusal | None:
        if not path.startswith("/bot") or not token.partition(":")[0].isdigit():
            return Refusal(404, "Not Found")
        if bot is None:
            return Refusal(401, "Unauthorized")
        if bot.logged_out:
            return bad_request("Logged out")
        return None if method == "getUpdates" or method.lower() in METHODS else Refusal(404, "Not Found")

    async def _faulty(self, request: web.Request, bot: Bot, record: Request, fault: Fault) -> web.StreamResponse:
        answer: tuple[int, Json] = (CUT, {})
        if isinstance(fault, Slow) or fault.stored:
            answer = await self._carry_out(bot, record)
        match fault:
            case Slow(seconds=seconds):
                await asyncio.sleep(seconds)
                return self._sent(record, *answer)
            case Refused():
                return self._sent(record, fault.code, fault.refusal().body())
            case BadAnswer():
                self._world.journal.answered(record, fault.status, fault.body.decode(errors="replace"))
                return web.Response(status=fault.status, body=fault.body, content_type=fault.content_type)
            case Hang(seconds=seconds):
                self._world.journal.answered(record, CUT, f"hangs; carried out: {answer[1]}")
                await asyncio.sleep(seconds)
            case ConnectionReset():
                self._world.journal.answered(record, CUT, f"reset; carried out: {answer[1]}")
        _reset(request)
        return web.Response()

    async def _carry_out(self, bot: Bot, record: Request) -> tuple[int, Json]:
        """Run a method; an error of the fake itself is a violation, not a mystery."""
        oracle, wrong = self._world.oracle, False
        try:
            for sentence in oracle.request(record.method, record.params, record.files) if oracle else ():
                self._world.violation(sentence)
                wrong = True
            result = await self._run(bot, record)
        except Refusal as refusal:
            return refusal.code, refusal.body()
        except Exception as error:  # a fault of the fake must fail the test, not look like Telegram
            self._world.violation(f"the fake failed at {record}: {error!r}")
            return 500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        if oracle and not wrong and record.method != "getUpdates":  # updates were looked at one by one
            for sentence in oracle.result(record.method, result):
                self._world.violation(sentence)
        return 200, {"ok": True, "result": result}

    async def _run(self, bot: Bot, record: Request) -> Any:
        if record.method == "getUpdates":
            return await get_updates(self._world, bot, record.params)
        with self._world.changed:
            call = Call(self._world, bot, record.params, record.files)
            self._limit(call, record.method)
            before = bot.webhook
            result = METHODS[record.method.lower()][1](call)
        if bot.webhook is not before:
            if bot.webhook is None:
                self.delivery.forget(bot)
            else:
                self.delivery.webhook_set(bot, bot.webhook)
        return result

    def _limit(self, call: Call, method: str) -> None:
        limits = self._world.limits
        if limits and "chat_id" in call.params:
            seconds = limits.refuse(method, call.bot.id, call.chat)
            if seconds:
                raise too_many_requests(seconds)

    async def _by_webhook_reply(self, bot: Bot, name: str, params: Json) -> None:
        method = METHODS.get(name.lower(), (name, None))[0]
        record = self._world.journal.record(bot, method, typed(params), {})
        record.via_webhook = True
        if method.lower() in METHODS:
            status, answer = await self._carry_out(bot, record)
        else:
            status, answer = 404, Refusal(404, "Not Found").body()
        self._world.journal.answered(record, status, answer)

    def _sent(self, record: Request, status: int, answer: Json) -> web.Response:
        self._world.journal.answered(record, status, answer)
        return web.Response(status=status, body=json.dumps(answer).encode(), content_type="application/json")

    def _file(self, path: str) -> web.Response:
        file = self._world.files.get(path.rsplit("/", 1)[-1])
        return web.Response(body=file.data) if file else web.Response(status=404)


async def _read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters and files, from the address, a form, a multipart body or JSON."""
    fields: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.read()
        fields |= json.loads(body) if body else {}
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = Upload(value.filename, value.file.read())
                value.file.close()
            else:
                fields[name] = value.decode() if isinstance(value, (bytes, bytearray)) else value
    return typed(fields), files


def _reset(request: web.Request) -> None:
    """Cut the connection as a crashed server does: RST, no answer."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
