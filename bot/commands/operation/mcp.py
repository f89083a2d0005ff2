"""`mcp`: serves the base to assistants by the Model Context Protocol, over standard input and output or over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.commands.opening import add_common, configured
from bot.commands.output import remark
from bot.config import ApiClient, Config
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from starlette.types import ASGIApp

NO_MCP: Final = "MCP needs the extra mcp: install it with python -m pip install 'briefing-bot[mcp]'"
NOBODY: Final = "no program may ask yet; let one in with python -m bot token NAME"
MOST: Final = 100_000  # requests a minute of whoever started the process


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--http",
        action="store_true",
        help="serve at /mcp of LISTEN_ADDRESS and PORT, instead of standard input and output",
    )
    parser.add_argument(
        "--client", metavar="NAME", help="see what this program of 'api' in config.yaml sees, instead of anybody"
    )
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Serve until the other side ends, or a signal comes; exit with 0."""
    try:
        from bot.api.mcp_server import build_mcp_application, build_mcp_server
    except ImportError:
        raise BotError(NO_MCP) from None
    from bot import VERSION
    from bot.chat.process import log_setup
    from bot.chat.process.redaction import secrets_of
    from bot.commands.operation.watched_base import WatchedBase
    from bot.engine.engine import check_topics, load_engine

    config = configured(arguments, serving=arguments.http)
    clients = config.settings.api
    if arguments.http and not clients:
        raise BotError(NOBODY)
    client = None if arguments.http else _client(clients, arguments.client)
    log_setup.configure(secrets_of(config), config.settings.log_level, config.settings.log_format)
    engine = load_engine(config, remark)
    check_topics(config.settings.chats, engine.base)
    base = WatchedBase(config, engine)
    server = build_mcp_server(base, lambda: dt.datetime.now(dt.UTC), client, VERSION)

    async def serve() -> None:
        async with base.watched():
            if arguments.http:
                await _serve_http(config, build_mcp_application(server, clients))
            else:
                await server.run_stdio_async()

    asyncio.run(serve())
    return 0


def _client(clients: Sequence[ApiClient], name: str | None) -> ApiClient:
    if name is None:
        return ApiClient("here", "", per_minute=MOST)
    found = next((client for client in clients if client.name == name), None)
    if found is None:
        held = ", ".join(client.name for client in clients) or "none"
        raise BotError(f"'api' in config.yaml names no program {quoted(name)}; there are: {held}")
    return found


async def _serve_http(config: Config, application: ASGIApp) -> None:
    import uvicorn

    from bot.chat.process.shutdown import Shutdown, leave_in_peace
    from bot.chat.serving.http_server import QuietServer, listen

    stop = Shutdown()
    stop.listen()
    server = QuietServer(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
    )

    async def end() -> None:
        await stop.wait()
        server.should_exit = True

    with listen(config.telegram.listen_address, config.telegram.port) as opened:
        remark(f"serving MCP on port {config.telegram.port}")
        async with asyncio.TaskGroup() as group:
            ending = group.create_task(end())
            await server.serve(sockets=[opened])
            ending.cancel()
    leave_in_peace()
