"""Tests of messages that must be sent exactly once: after an outage they are sent, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.chat.curator.gap_follow_up import GapFollowUp, LateAnswers
from bot.chat.dialogue.answer_service import AnswerService, QuestionComparison
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.outbound.curator_notices import Notices
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.rate_limit import NoRateLimits
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.scheduling.publisher import Publisher
from bot.chat.services import Services
from bot.config import Chat, Config, Settings
from bot.engine.engine import AnsweringEngine
from bot.engine.files import load_base
from bot.factbase.audience import ANYBODY
from bot.matching import Matcher
from bot.replies.message import text_reply
from bot.schedules.topic_changes import content_hashes
from bot.store.database.store import Store
from bot.store.gaps import gaps, misses
from bot.store.gaps.misses import GapMatch, Miss, MissKind
from bot.store.schedules import posts, schedules
from bot.store.schedules.posts import PostState, Slot
from bot.store.schedules.schedules import Schedule
from tests.commands.bases import FACTS, PHRASINGS
from tests.store.conftest import engine_of

NOW = dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC)
REFUSED = aiohttp.ClientConnectorError(SimpleNamespace(host="h", port=1, ssl=None), OSError())  # type: ignore[arg-type]


class Telegram:
    """Raises the errors that the test puts in `away`, then takes messages."""

    id, username = 1, "briefbot"

    def __init__(self) -> None:
        self.away, self.sent = list[TelegramError](), list[str]()

    async def send_message(self, chat: int, text: str, **more: object) -> Any:
        """Take a message, or raise the next error."""
        if self.away:
            raise self.away.pop() from REFUSED
        self.sent.append(text)
        return SimpleNamespace(message_id=len(self.sent))


def facts_engine(folder: Path, text: str = FACTS) -> AnsweringEngine:
    """Load the facts of the tests into an engine."""
    folder.mkdir()
    for name, content in (("drill", text), ("phrasings", PHRASINGS)):
        (folder / f"{name}.yaml").write_text(content)
    base = load_base((folder,))
    return AnsweringEngine(base, Matcher(base))


class Parts:
    """A sender and an answer service over a fake Telegram and a store."""

    def __init__(self, folder: Path, store: Store) -> None:
        async def handle(update: Any) -> None: ...

        async def probe() -> None: ...

        telegram: Any = Telegram()
        self.telegram = telegram
        self.store, self.answer_service = store, AnswerService(facts_engine(folder / "facts"))
        outbox = Outbox(UpdateWorker(store, handle).ledger, NoRateLimits(), "1:x", probe)
        self.sender = Sender(self.telegram, outbox, ChatPolicies(Settings(), store).move)


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    """The parts on a store of their own."""
    store = Store(engine_of(f"sqlite:///{tmp_path}/bot.db"), 1)
    await store.open()
    publisher = Parts(tmp_path, store)
    yield publisher
    publisher.answer_service.close()
    await store.close()


def publisher_of(parts: Parts) -> Publisher:
    """Make a publisher that serves every chat."""

    async def of(chat: int) -> ChatPolicy:
        return ChatPolicy(chat, True, ANYBODY, Chat())

    policies: Any = SimpleNamespace(of=of)
    return Publisher(parts.sender, parts.answer_service, policies, parts.store, 3600.0, lambda: NOW, attempts=1)


async def post(
    parts: Parts, publisher: Publisher, what: str, zone: str = "UTC", minutes: int = 0
) -> tuple[str, Schedule]:
    """Post a slot that was due so many minutes ago; return its state and its schedule."""
    one, bot = Schedule(f"{what} {zone}", 1, 5, 0, "0 2 * * *", zone, "drill", what, "en", 0.0, 0.0), parts.store.bot
    slot = Slot(one.id, int(NOW.timestamp()) - 60 * minutes)
    await parts.store.run(lambda c: schedules.configure(c, bot, [(one, {"drill-2018-place": "old"})]))
    await parts.store.run(lambda c: posts.enter(c, bot, [slot], PostState.CLAIMED, 0.0, parts.store.worker))
    await publisher.post(slot, one)
    last = await parts.store.run(lambda c: posts.last_of(c, bot, [one.id]))
    (kept,) = [s for s in await parts.store.run(lambda c: schedules.every(c, bot, {one.id})) if s.id == one.id]
    return last[one.id].state, kept


async def test_posts(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage pauses no schedule; the content posted is remembered; a day is a day in the schedule's time zone."""
    parts.telegram.away = [NetworkError("no"), RetryAfter(120), NetworkError("no")]
    publisher, old = publisher_of(parts), parts.answer_service.engine
    for minutes in (30, 20, 10):
        state, schedule = await post(parts, publisher, "whole", minutes=minutes)
        assert (state, schedule.failures, schedule.paused_at) == (PostState.CLAIMED, 0, None)

    browse = parts.answer_service.browse

    async def browse_before_a_reload(*arguments: Any) -> Any:
        found = await browse(*arguments)
        parts.answer_service.engine = facts_engine(tmp_path / "new", FACTS.replace("In Otar.", "In Umroi."))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(parts.answer_service, "browse", browse_before_a_reload)
        assert (await post(parts, publisher, "changed"))[0] == PostState.SENT
    assert "In Otar." in parts.telegram.sent[0]
    told = await parts.store.run(lambda c: schedules.told_last(c, 1, "changed UTC"))
    assert told == content_hashes(old.base, "drill")

    date = "    as_of: 2019-01-02\n"
    overdue = FACTS.replace(date, f"{date}    review_by: 2026-11-24\n", 1)
    parts.answer_service.engine = facts_engine(tmp_path / "due", overdue)
    states = [(await post(parts, publisher, "due", zone))[0] for zone in ("UTC", "Asia/Almaty")]
    assert states == [PostState.EMPTY, PostState.SENT]


async def test_curators(parts: Parts) -> None:
    """A curator who could not be reached is told when Telegram is back, once."""
    parts.telegram.away = [RetryAfter(120)]
    notices = Notices(parts.sender, parts.store, (7000,), again=0.2)
    for _ in range(2):
        await notices.tell("refused", "version", text_reply("x"), frozenset(), "mended")
    assert parts.telegram.sent == ["x"]


async def test_late_answers(parts: Parts) -> None:
    """Somebody who asked in vain is answered at the next look after an outage; until then the gap stays open."""
    settings, store, asked = Settings(feedback=False), parts.store, "where was DRILL 2018?"
    one = Miss(
        "m", MissKind.REFUSED, "p", "room", asked, "{}", "", "en", "[]", "[]", NOW.timestamp(), chat_id=55, message_id=9
    )
    await store.run(lambda c: misses.record(c, 1, one, GapMatch(None, 0)))
    nothing: Any = None
    services = Services(
        config=Config(settings=settings),
        bot=nothing,
        store=store,
        outbox=nothing,
        sender=parts.sender,
        notices=nothing,
        answer_service=parts.answer_service,
        memory=DialogueMemory(store, "1:x", lambda: NOW),
        policies=ChatPolicies(settings, store),
        chat_contexts=nothing,
        access=nothing,
        clock=lambda: NOW,
    )
    comparison = QuestionComparison(parts.answer_service)
    work = GapFollowUp(services, comparison, nothing, LateAnswers(services), nothing)
    parts.telegram.away = [RetryAfter(120)]
    for is_whole, still_open in ((False, 1), (True, 0)):
        assert await work.put_all_gaps_again() is is_whole
        assert len(await store.run(lambda c: gaps.listed(c, 1))) == still_open
    assert len(parts.telegram.sent) == 1
