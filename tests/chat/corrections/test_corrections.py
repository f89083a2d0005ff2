"""Tests of answers that are corrected after a change of the base, with the real bot."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.chat.corrections.editor import StaleAnswer
from bot.chat.corrections.stale_answers import CorrectionsTask
from bot.engine.files import load_base
from bot.factbase.model import FactBase
from bot.factbase.stated import held_by
from bot.messages import corrections as corrections_words
from bot.store.conversations import contexts
from bot.store.conversations.contexts import AnswerRecord, DialogueState
from bot.store.database.store import Store
from tests.bot_process import BotProcess, StartedBot
from tests.bot_thread import BotThread
from tests.chat.changing import UMROI, copy, write
from tests.chat.talking import CONFIG, CURATORS, OTAR, WHERE, Talk
from tests.fake_telegram import FakeTelegram, Message
from tests.store.conftest import engine_of

PITHORAGARH = "In Pithoragarh."
CHANGED = "I have corrected"


def notices(talk: Talk, chat: object) -> list[Message]:
    """List the messages about corrections in a chat."""
    return [message for message in talk.telegram.bot_messages(chat) if CHANGED in message.text]  # type: ignore[arg-type]


def wait_for_notice(talk: Talk, chat: object, number: int = 1) -> Message:
    """Wait for so many messages about corrections, and return the last."""
    until = time.monotonic() + 20
    while len(found := notices(talk, chat)) < number:
        assert time.monotonic() < until, talk.process.output_tail()
        time.sleep(0.05)
    return found[-1]


def test_a_room_hears_of_a_change(own: Talk) -> None:
    """Answers are edited and note what they said before, one message says so once; a mere rewording changes nothing."""
    ann = own.telegram.user("Ann")
    room = own.group(ann)
    own.reply(ann, "/briefing@briefbot start Exercises", chat=room)
    first = own.reply(ann, f"@briefbot {WHERE}", chat=room)
    other = own.reply(ann, "@briefbot where was KAZIND 2019?", chat=room)
    private = own.reply(ann, WHERE)
    again = own.reply(ann, "location of KAZIND 2018?")
    write(own, OTAR, "At the Otar military area.")
    own.process.wait_for_log("answering from version")
    write(own, "At the Otar military area.", UMROI)

    edited = own.telegram.wait_for_edit(first)
    assert edited.parts("bold") == [UMROI]
    assert f"earlier: {OTAR}" in edited.text
    assert edited.text.splitlines()[0].startswith("corrected ")
    assert [button.text for button in edited.buttons] == [button.text for button in first.buttons]
    notice = wait_for_notice(own, room)
    assert notice.reply_to == first.id
    assert notice.text.splitlines()[1:] == [f"• Where was KAZIND 2018 held? Now: {UMROI}"]
    for one in (private, again):
        assert own.telegram.wait_for_edit(one).parts("bold") == [UMROI]
    told = wait_for_notice(own, private.chat)
    assert (told.reply_to, "2 of my answers" in told.text) == (again.id, True)
    assert own.telegram.now(other) == other

    (line,) = own.rows("SELECT text FROM briefing_lines WHERE kind = 'correction'")
    assert f"Now: {UMROI}" in line[0]
    changes = own.reply(ann, "/changes").text
    assert "Corrected" in changes
    assert f"Where was KAZIND 2018 held? {UMROI} (" in changes
    assert f"earlier: {OTAR})" in changes
    assert own.reply(ann, "/changes x").text == corrections_words.HOW_MANY_DAYS.format(most="365")

    own.process.stop()
    write(own, PITHORAGARH, "In Umroi, in 2020.")
    write(own, f"    answer: {UMROI}\n", f"    answer: {UMROI}\n    withdrawn: 2026-11-24\n")
    own.process.start().wait_until_ready()
    assert own.telegram.wait_for_edit(other).parts("bold") == ["In Umroi, in 2020."]
    assert "withdrawn on 24 November 2026" in own.telegram.wait_for_edit(edited).text
    last = wait_for_notice(own, room, 2)
    assert last.reply_to == other.id
    assert corrections_words.TAKEN_BACK.format(question="• Where was KAZIND 2018 held?") in last.text
    own.process.stop()
    own.process.start().wait_until_ready()
    own.settle(ann)
    assert len(notices(own, room)) == 2
    assert own.telegram.now(other).version == 1  # type: ignore[union-attr]


def test_a_chat_that_is_gone_stops_no_other(own: Talk) -> None:
    """A deleted answer and a chat that removed the bot are passed over; others are corrected, also inline."""
    ann, ben = own.telegram.user("Ann"), own.telegram.user("Ben")
    left, kept = own.group(ann), own.group(ben)
    own.reply(ann, f"@briefbot {WHERE}", chat=left)
    deleted = own.reply(ann, WHERE)
    query = ben.asks_inline("where was KAZIND 2018 held?")
    first = own.telegram.wait_for_inline_answer(query)["results"][0]
    inline = ben.chooses(query, first["id"], chat=own.telegram.private_chat(ben))
    standing = own.reply(ben, f"@briefbot {WHERE}", chat=kept)
    ann.deletes(deleted)
    left.removes(own.process.bot)
    write(own, OTAR, UMROI)
    wait_for_notice(own, kept)
    assert own.telegram.now(standing).parts("bold") == [UMROI]  # type: ignore[union-attr]
    assert own.telegram.wait_for_edit(inline).parts("bold") == [UMROI]
    own.settle(ann)
    assert notices(own, deleted.chat) == []


def test_an_answer_whose_update_is_tried_again(process_of_own: Talk) -> None:
    """An answer sent before a kill is sent once and corrected like any other, as is a late answer."""
    own = process_of_own
    assert isinstance(own.process, BotProcess)
    ann = own.telegram.user("Ann")
    room = own.group(ann)
    unknown = ann.says("which steppe saw KAZIND 2018?")
    own.telegram.wait_for_reply(unknown)
    own.settle(ann)
    is_done = "BEFORE UPDATE OF state ON inbox WHEN NEW.state = 'done'"
    own.rows(f"CREATE TRIGGER cut {is_done} BEGIN SELECT RAISE(ABORT, ''); END")
    first = own.reply(ann, f"@briefbot {WHERE}", chat=room)
    wait_until(lambda: bool(own.rows("SELECT 1 FROM given")), own.process)
    own.process.kill()
    own.rows("DROP TRIGGER cut")
    own.process.start().wait_until_ready()
    wait_until(lambda: bool(own.rows("SELECT 1 FROM inbox WHERE state = 'done' AND claims > 1")), own.process)
    assert own.telegram.bot_messages(room) == [first]
    question = "    question: Where was KAZIND 2018 held?\n"
    write(own, question, f"{question}    aliases: [which steppe saw KAZIND 2018]\n")
    own.telegram.wait_until(lambda: len(own.telegram.replies(unknown)) == 2, "the late answer", 40)
    own.settle(ann)
    write(own, OTAR, UMROI)
    for one in (first, own.telegram.replies(unknown)[-1]):
        assert UMROI in own.telegram.wait_for_edit(one).text


def test_two_processes_say_it_once(postgres_url: str, tmp_path: Path) -> None:
    """All processes of a store take over a change, but only one corrects and tells; a bad base is reported once."""
    copy(tmp_path / "facts")
    file = tmp_path / "facts" / "kazind.yaml"
    text = file.read_text()
    with FakeTelegram() as telegram, ExitStack() as running:
        telegram.bot(can_read_all_group_messages=True)
        both = [
            running.enter_context(
                BotThread(
                    telegram,
                    tmp_path / name,
                    facts=tmp_path / "facts",
                    config=CONFIG,
                    env={"TELEGRAM_LIMITS": "off", "DATABASE_URL": postgres_url},
                )
            ).wait_until_ready()
            for name in ("one", "two")
        ]
        curator, ann = telegram.user("Cora", id=CURATORS[0]), telegram.user("Ann")
        telegram.wait_for_reply(curator.says("/start"))
        answer = telegram.wait_for_reply(ann.says(WHERE))
        file.write_text(text.replace(f"answer: {OTAR}", "answer: [no]"))
        for process in both:
            wait_until(lambda process=process: "were not loaded" in process.stderr, process)  # type: ignore[misc]
        file.write_text(text.replace(OTAR, UMROI))
        assert telegram.wait_for_edit(answer, timeout=30).parts("bold") == [UMROI]
        for process in both:
            wait_until(lambda process=process: "answering from version" in process.stderr, process)  # type: ignore[misc]
        telegram.wait_for_message(answer.chat, where=lambda message: CHANGED in message.text)
        for person in (ann, curator):
            telegram.wait_for_reply(person.says("/help"))
        assert telegram.now(answer).version == answer.version + 1  # type: ignore[union-attr]
        said = [m.text for chat in (answer.chat, telegram.private_chat(curator)) for m in telegram.bot_messages(chat)]
        assert [sum(words in one for one in said) for words in (CHANGED, "were not loaded", "are fixed")] == [1, 1, 1]


class SlowEditor:
    """Corrects answers when the test lets it."""

    def __init__(self, store: Store) -> None:
        self.store, self.corrected = store, asyncio.Queue[str]()
        self.is_let, self.begun = asyncio.Event(), asyncio.Event()

    async def correct(self, chat: int, messages: Sequence[StaleAnswer]) -> bool:
        """Record which facts were corrected."""
        self.begun.set()
        await self.is_let.wait()
        for told, out in messages:
            held = {**(told.held or {}), **{fact: one.hash_now for fact, one in out.items()}}
            await self.store.run(partial(contexts.replace_content, bot=self.store.bot, one=told, held=held))
            for fact in out:
                self.corrected.put_nowait(fact)
        return True


async def test_a_change_amid_a_correction(tmp_path: Path) -> None:
    """A change during a slow correction is corrected next."""
    copy(tmp_path / "facts")
    file, bases = tmp_path / "facts" / "kazind.yaml", list[FactBase]()
    for old, new in ((OTAR, OTAR), (OTAR, UMROI), (PITHORAGARH, UMROI)):
        file.write_text(file.read_text().replace(old, new))
        bases.append(load_base((tmp_path / "facts",)))
    store, places = Store(engine_of(f"sqlite:///{tmp_path}/bot.db"), 1), ("kazind-2018-place", "kazind-2019-place")
    await store.open()
    answering: Any = SimpleNamespace(whole_base=bases[0])
    mender: Any = SlowEditor(store)
    correcting = CorrectionsTask(answering, mender, store, 7, lambda: dt.datetime.now(dt.UTC))
    await correcting.changed(bases[0], bases[0])
    work = asyncio.create_task(correcting.run())
    for chat, fact in enumerate(places):
        one = AnswerRecord(
            chat, 1, None, "{}", DialogueState((), None, time.time()), {fact: held_by(bases[0].by_id[fact])}
        )
        await store.run(lambda c, one=one: contexts.record_answer(c, 1, one))  # type: ignore[misc]
    for before, after in pairwise(bases):
        answering.whole_base = after
        await correcting.changed(before, after)
        await asyncio.wait_for(mender.begun.wait(), 5)
    mender.is_let.set()
    async with asyncio.timeout(5):
        assert {await mender.corrected.get() for _ in places} == set(places)
    work.cancel()
    await store.close()


def wait_until(is_so: Callable[[], bool], process: StartedBot) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, process.output_tail()
        time.sleep(0.05)
