"""The HTTP API, `/api/v1`: FastAPI makes its description as OpenAPI, which is served at `/api/v1/openapi.json`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp

from bot import metrics
from bot.api import operations
from bot.api.access import CLIENT, BearerAccess, Refused, RequestLimits
from bot.api.models import Answered, FactHeld, FactsHeld, QuestionAsked, SheetMade, TopicsHeld, Trouble
from bot.api.operations import Busy, NotHeld, Turns, View, Withdrawn, audience_of
from bot.config import ApiClient, Scope
from bot.engine.engine import AnsweringEngine
from bot.replies import LANGUAGES
from bot.replies.as_json import Json

PREFIX: Final = "/api/v1"
OPENAPI: Final = "/openapi.json"
NAME: Final = r"^[A-Za-z0-9_.-]{1,64}$"
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Trouble, "description": "No token, or one that is not known here."},
    403: {"model": Trouble, "description": "The token does not reach this far."},
    429: {"model": Trouble, "description": "Too many requests; Retry-After says when to come again."},
    503: {"model": Trouble, "description": "Too many requests wait; Retry-After says when to come again."},
}
CACHED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "What If-None-Match names is still so."},
    404: {"model": Trouble, "description": "The base holds nothing of this name that this program may see."},
}

bearer: Final = HTTPBearer(auto_error=False, description="A token of `briefing-bot token NAME`.")


@dataclass(frozen=True, slots=True)
class Answering:
    """What the handlers work with."""

    turns: Turns
    clock: Callable[[], dt.datetime]

    @property
    def today(self) -> dt.date:
        """The day as it is now, in UTC as in every reply."""
        return self.clock().date()


class Allowed:
    """Lets a program through whose token has a scope."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __call__(self, request: Request) -> ApiClient:
        """Return who asks."""
        client: ApiClient = getattr(request.state, CLIENT)
        if self._scope not in client.scopes:
            raise Refused(
                403,
                f"the token lacks the scope {self._scope}",
                {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self._scope}"'},
            )
        return client


def answering(request: Request) -> Answering:
    """Return what the handlers work with."""
    found: Answering = request.app.state.answering
    return found


With = Annotated[Answering, Depends(answering)]
MayAsk = Annotated[ApiClient, Depends(Allowed(Scope.ASK))]
MaySeeFacts = Annotated[ApiClient, Depends(Allowed(Scope.FACTS))]
MayBrief = Annotated[ApiClient, Depends(Allowed(Scope.BRIEF))]


def build_http_api(clients: Sequence[ApiClient], view: View, clock: Callable[[], dt.datetime]) -> ASGIApp:
    """Build the application that is mounted at the prefix."""
    application = FastAPI(
        title="briefing-bot",
        version="1",
        summary="Answers from a curated fact base, each with its source, or none.",
        openapi_url=OPENAPI,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        dependencies=[Depends(bearer)],
        responses=REFUSALS,
        redirect_slashes=False,
    )
    application.state.answering = Answering(Turns(view), clock)
    application.add_api_route("/ask", ask, methods=["POST"], response_model=Answered, summary="Ask a question")
    for path, handler, model, summary in (
        ("/facts", facts, FactsHeld, "List the facts that hold now"),
        ("/facts/{fact}", fact, FactHeld, "Get a fact"),
        ("/topics", topics, TopicsHeld, "List the topics"),
        ("/brief/{topic}", brief, SheetMade, "Get the fact sheet of a topic"),
    ):
        application.add_api_route(
            path, handler, methods=["GET"], response_model=model, summary=summary, responses=CACHED
        )
    application.exception_handler(Refused)(refused)
    application.exception_handler(NotHeld)(not_held)
    application.exception_handler(Withdrawn)(withdrawn)
    application.exception_handler(Busy)(busy)
    application.exception_handler(RequestValidationError)(malformed)
    return BearerAccess(application, clients, RequestLimits(), frozenset({PREFIX + OPENAPI}))


async def ask(asked: QuestionAsked, client: MayAsk, by: With) -> JSONResponse:
    """Answer one question, alone. An answer carries its source; without one, `decision` is `suggest` or `none`."""
    question, today = asked.question, by.today
    found = await by.turns.in_view(audience_of(client), lambda engine: operations.ask(engine, question, today))
    metrics.api_questions.labels(outcome=str(found["decision"])).inc()
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


async def facts(
    request: Request, client: MaySeeFacts, by: With, topic: Annotated[str | None, Query(pattern=NAME)] = None
) -> Response:
    """List the facts that hold now, all or those of a topic."""
    return await _cached(request, client, by, lambda engine: operations.list_facts(engine.base, topic))


async def fact(request: Request, client: MaySeeFacts, by: With, fact: Annotated[str, Path(pattern=NAME)]) -> Response:
    """Get a fact by its id, one that was superseded too; 410 for one that was withdrawn."""
    return await _cached(request, client, by, lambda engine: operations.get_fact(engine.base, fact))


async def topics(request: Request, client: MaySeeFacts, by: With) -> Response:
    """List the topics that hold facts now."""
    return await _cached(request, client, by, lambda engine: operations.list_topics(engine.base))


async def brief(
    request: Request,
    client: MayBrief,
    by: With,
    topic: Annotated[str, Path(pattern=NAME)],
    about: Annotated[str, Query(max_length=200, description="Only what concerns this year or name.")] = "",
    language: Annotated[str | None, Query(description=f"Of the sheet's own words: {', '.join(LANGUAGES)}.")] = None,
) -> Response:
    """Get the fact sheet of a topic: what holds now, grouped, with numbered sources."""
    today = by.today
    return await _cached(
        request,
        client,
        by,
        lambda engine: operations.brief(engine, topic, about, language, today),
        day=today,
    )


async def _cached(
    request: Request,
    client: ApiClient,
    by: Answering,
    work: Callable[[AnsweringEngine], dict[str, Json]],
    day: dt.date | None = None,
) -> Response:
    """Answer with what the base of now holds, or only say that the caller has it already."""
    has = request.headers.get("If-None-Match", "")

    def found(engine: AnsweringEngine) -> tuple[str, dict[str, Json] | None]:
        tag = f'W/"{engine.base.version}"' if day is None else f'W/"{engine.base.version}-{day}"'
        return tag, None if tag in has else work(engine)

    tag, value = await by.turns.in_view(audience_of(client), found)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return Response(status_code=304, headers=headers) if value is None else JSONResponse(value, headers=headers)


async def refused(request: Request, error: Exception) -> Response:
    """Say why a request was refused."""
    assert isinstance(error, Refused)  # noqa: S101
    return error.response()


async def not_held(request: Request, error: Exception) -> Response:
    """Say that nothing of that name is held."""
    return JSONResponse({"detail": str(error)}, 404)


async def withdrawn(request: Request, error: Exception) -> Response:
    """Say that the fact was withdrawn."""
    return JSONResponse({"detail": str(error)}, 410)


async def busy(request: Request, error: Exception) -> Response:
    """Say that too many wait."""
    return JSONResponse({"detail": "too many requests wait; come again"}, 503, {"Retry-After": "1"})


async def malformed(request: Request, error: Exception) -> Response:
    """Say what in a request is wrong, without repeating what was sent."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    parts = (f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in found)
    return JSONResponse({"detail": "; ".join(parts)}, 422)
