"""The MCP server: assistants find four tools, which ask the base as the HTTP API does.

MCP is the Model Context Protocol; the official SDK speaks it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.api import operations
from bot.api.access import CLIENT, MOST_BYTES, BearerAccess, RequestLimits
from bot.api.models import Answered, FactHeld, SheetMade, TopicsHeld
from bot.api.operations import Busy, NotHeld, Turns, View, Withdrawn, audience_of
from bot.config import ApiClient, Scope
from bot.engine.engine import AnsweringEngine
from bot.replies import LANGUAGES
from bot.replies.as_json import Json

Model = TypeVar("Model", bound=BaseModel)

PATH: Final = "/mcp"
ALIVE: Final = "/healthz"
INSTRUCTIONS: Final = """\
This server answers from a curated base of facts, each with its source and its date.
Put the user's question to `ask` in their own words.
Only `answers` answers it: pass an answer on with its source and its `as_of`, and with every one of its `claims`.
Where `decision` is `suggest` or `none`, say that the base does not hold it. `suggestions` are other questions that it
answers; offer them as such, and never pass one off as the answer. Do not fill the gap from memory."""
READS: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@dataclass(frozen=True, slots=True)
class Tools:
    """What an assistant may call. Over HTTP the request says who asks; else `client` does."""

    turns: Turns
    clock: Callable[[], dt.datetime]
    client: ApiClient | None

    async def ask(
        self,
        question: Annotated[str, Field(description="One question in plain words, as the user put it.")],
        context: Context,
    ) -> Answered:
        """Answer a question from the base: with facts and their sources, or with the reason why it does not hold it."""
        today = self.clock().date()
        return await self._call(Answered, Scope.ASK, context, lambda engine: operations.ask(engine, question, today))

    async def get_fact(
        self, fact: Annotated[str, Field(description="The id of a fact, such as `ask` returns.")], context: Context
    ) -> FactHeld:
        """Get a fact with its sources; `superseded_by` names the fact that holds now, where it is of the past."""
        return await self._call(FactHeld, Scope.FACTS, context, lambda engine: operations.get_fact(engine.base, fact))

    async def list_topics(self, context: Context) -> TopicsHeld:
        """List the topics of the base, with how many facts each holds."""
        return await self._call(TopicsHeld, Scope.FACTS, context, lambda engine: operations.list_topics(engine.base))

    async def brief(
        self,
        topic: Annotated[str, Field(description="The name of a topic, as `list_topics` returns it.")],
        context: Context,
        about: Annotated[str, Field(description="Only what concerns this year or name.")] = "",
        language: Annotated[
            str | None, Field(description=f"The language of the sheet's own words: {', '.join(LANGUAGES)}.")
        ] = None,
    ) -> SheetMade:
        """Get the fact sheet of a topic: all that holds now, grouped, with numbered sources."""
        today = self.clock().date()
        return await self._call(
            SheetMade, Scope.BRIEF, context, lambda engine: operations.brief(engine, topic, about, language, today)
        )

    async def _call(
        self, form: type[Model], scope: Scope, context: Context, work: Callable[[AnsweringEngine], dict[str, Json]]
    ) -> Model:
        """Do the work for whoever asks; what it cannot do becomes a sentence for the assistant."""
        client = self.client or _client_of(context)
        if scope not in client.scopes:
            raise ToolError(f"this token lacks the scope {scope}")
        try:
            return form.model_validate(await self.turns.in_view(audience_of(client), work))
        except (NotHeld, Withdrawn) as error:
            raise ToolError(str(error)) from None
        except Busy:
            raise ToolError("too many requests wait; come again in a second") from None


def _client_of(context: Context) -> ApiClient:
    """Return the program whose token let the request in."""
    request = context.request_context.request
    assert isinstance(request, Request)  # noqa: S101 (BearerAccess stands before it)
    client: ApiClient = getattr(request.state, CLIENT)
    return client


def build_mcp_server(view: View, clock: Callable[[], dt.datetime], client: ApiClient | None, version: str) -> MCPServer:
    """Build the server; `client` is who asks where no request says so."""
    tools = Tools(Turns(view), clock, client)
    server: MCPServer = MCPServer(
        "briefing-bot", title="Briefing bot", instructions=INSTRUCTIONS, version=version, log_level="WARNING"
    )
    for tool in (tools.ask, tools.get_fact, tools.list_topics, tools.brief):
        server.add_tool(tool, annotations=READS, structured_output=True)
    return server


async def alive(request: Request) -> Response:
    """Answer while the event loop turns."""
    return PlainTextResponse("alive")


def build_mcp_application(server: MCPServer, clients: tuple[ApiClient, ...]) -> ASGIApp:
    """Build what serves it over HTTP: each request stands alone, and brings its token."""
    application = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BYTES,
        # A page that has a name lead here (DNS rebinding) has no token, by which every request is judged.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    application.router.routes.append(Route(ALIVE, alive, methods=["GET"]))
    return BearerAccess(application, clients, RequestLimits(), frozenset({ALIVE}))
