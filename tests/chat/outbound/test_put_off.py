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
from bot.chat.outbound import curator_notices
from bot.chat.outbound.curator_notices import Notices
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.rate_limit import NoRateLimits
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.scheduling import publisher
from bot.chat.scheduling.publisher import Publisher
from bot.config import Chat, Settings
from bot.engine.engine import AnsweringEngine
from bot.engine.files import load_base
from bot.factbase.audience import ANYBODY
from bot.matching import Matcher
from bot.replies.message import text_reply
from bot.schedules.topic_changes import content_hashes
from bot.store.database.store import Store
from bot.store.gaps import gaps, misses
from bot.store.gaps.misses import Miss, MissKind
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


def desk_of(folder: Path, text: str = FACTS) -> AnsweringEngine:
    """Load the facts of the tests into an engine."""
    folder.mkdir()
    for name, content in (("drill", text), ("phrasings", PHRASINGS)):
        (folder / f"{name}.yaml").write_text(content)
    base = load_base((folder,))
    return AnsweringEngine(base, Matcher(base))


class Place:
    """A sender and an answer service over a fake Telegram and a store."""

    def __init__(self, folder: Path, store: Store) -> None:
        async def handle(update: Any) -> None: ...

        telegram: Any = Telegram()
        self.telegram = telegram
        self.store, self.answering = store, AnswerService(desk_of(folder / "facts"))
        outbox = Outbox(UpdateWorker(store, handle).ledger, NoRateLimits(), "1:x")
        self.sender = Sender(self.telegram, outbox, ChatPolicies(Settings(), store).move)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """The parts on a store of their own."""
    store = Store(engine_of(f"sqlite:///{tmp_path}/bot.db"), 1)
    await store.open()
    made = Place(tmp_path, store)
    yield made
    made.answering.close()
    await store.close()


def posting_of(place: Place) -> Publisher:
    """Make a publisher that serves every chat."""

    async def of(chat: int) -> ChatPolicy:
        return ChatPolicy(chat, True, ANYBODY, Chat())

    places: Any = SimpleNamespace(of=of)
    return Publisher(place.sender, place.answering, places, place.store, 3600.0, lambda: NOW)


async def post(place: Place, made: Publisher, what: str, zone: str = "UTC", minutes: int = 0) -> tuple[str, Schedule]:
    """Post a slot that was due so many minutes ago; return its state and its schedule."""
    one, bot = Schedule(f"{what} {zone}", 1, 5, 0, "0 2 * * *", zone, "drill", what, "en", 0.0, 0.0), place.store.bot
    slot = Slot(one.id, int(NOW.timestamp()) - 60 * minutes)
    await place.store.run(lambda c: schedules.configure(c, bot, [(one, {"drill-2018-place": "old"})]))
    await place.store.run(lambda c: posts.enter(c, bot, [slot], PostState.CLAIMED, 0.0, place.store.worker))
    await made.post(slot, one)
    last = await place.store.run(lambda c: posts.last_of(c, bot, [one.id]))
    (kept,) = [s for s in await place.store.run(lambda c: schedules.every(c, bot, {one.id})) if s.id == one.id]
    return last[one.id].state, kept


async def test_posts(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage pauses no schedule; the content posted is remembered; a day is a day in the schedule's time zone."""
    monkeypatch.setattr(publisher, "ATTEMPTS", 1)
    place.telegram.away = [NetworkError("no"), RetryAfter(120), NetworkError("no")]
    made, old = posting_of(place), place.answering.engine
    for minutes in (30, 20, 10):
        state, schedule = await post(place, made, "whole", minutes=minutes)
        assert (state, schedule.failures, schedule.paused_at) == (PostState.CLAIMED, 0, None)

    browse = place.answering.browse

    async def browse_before_a_reload(*arguments: Any) -> Any:
        found = await browse(*arguments)
        place.answering.engine = desk_of(tmp_path / "new", FACTS.replace("In Otar.", "In Umroi."))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(place.answering, "browse", browse_before_a_reload)
        assert (await post(place, made, "changed"))[0] == PostState.SENT
    assert "In Otar." in place.telegram.sent[0]
    told = await place.store.run(lambda c: schedules.told_last(c, 1, "changed UTC"))
    assert told == content_hashes(old.base, "drill")

    due = "    as_of: 2019-01-02\n"
    place.answering.engine = desk_of(tmp_path / "due", FACTS.replace(due, f"{due}    review_by: 2026-11-24\n", 1))
    states = [(await post(place, made, "due", zone))[0] for zone in ("UTC", "Asia/Almaty")]
    assert states == [PostState.EMPTY, PostState.SENT]


async def test_curators(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A curator who could not be reached is told when Telegram is back, once."""
    monkeypatch.setattr(curator_notices, "AGAIN", 0.2)
    place.telegram.away = [RetryAfter(120)]
    notices = Notices(place.sender, place.store, (7000,))
    for _ in range(2):
        await notices.tell("refused", "version", text_reply("x"), frozenset(), "mended")
    assert place.telegram.sent == ["x"]


async def test_late_answers(place: Place) -> None:
    """Somebody who asked in vain is answered at the next look after an outage; until then the gap stays open."""
    settings, store, asked = Settings(), place.store, "where was DRILL 2018?"
    one = Miss(
        "m", MissKind.REFUSED, "p", "room", asked, "{}", "", "en", "[]", "[]", NOW.timestamp(), chat_id=55, message_id=9
    )
    await store.run(lambda c: misses.record(c, 1, one, lambda shape, other: True))
    places, memory = ChatPolicies(settings, store), DialogueMemory(store, "1:x", lambda: NOW)
    later = LateAnswers(place.sender, place.answering, places, memory, False)
    nothing: Any = None
    week, again = dt.timedelta(days=7), QuestionComparison(place.answering)
    work = GapFollowUp(again, places, nothing, later, nothing, store, (), week, lambda: NOW)
    place.telegram.away = [RetryAfter(120)]
    for is_whole, still_open in ((False, 1), (True, 0)):
        assert await work.look_again() is is_whole
        assert len(await store.run(lambda c: gaps.listed(c, 1))) == still_open
    assert len(place.telegram.sent) == 1
