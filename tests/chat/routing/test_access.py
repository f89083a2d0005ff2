"""Tests of whom the bot replies to, and how often, with the real process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from telegram import CallbackQuery, User

from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.process.clock import utc_now
from bot.chat.protocol.update_context import UpdateContext, handling
from bot.chat.routing.access import AccessControl
from bot.config import Settings
from bot.config.environment import read_database
from bot.config.settings import Asking
from bot.messages import chat as chat_words
from bot.messages import chat as words
from bot.store.database.engine import open_engine
from bot.store.database.store import Store
from tests.bot_thread import BotThread
from tests.chat.guests import FACTS, OTAR, QUESTION
from tests.fake_telegram import FakeTelegram, Group
from tests.fake_telegram.membership import set_status

LISTED, CURATOR = 7001, 7002
GROUP = -1_001_000_000_001  # the first group of a fake Telegram
NOTICE = chat_words.SLOW_DOWN
OPTIONS: dict[str, Any] = {"facts": FACTS, "env": {"TELEGRAM_LIMITS": "off"}}
OTHERS = ["where was KAZIND 2018 held?", "where was KAZIND 2019 held?", "who commanded KAZIND 2018?"]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotThread]:
    """A bot that serves one user, one group, and its curator."""
    with FakeTelegram() as telegram:
        telegram.bot(supports_inline_queries=True)
        group = telegram.supergroup("Listed", members=[telegram.user("Ann", id=LISTED)])
        config = f"access: [{LISTED}, {group.id}]\ncurators: [{CURATOR}]\n"
        with BotThread(telegram, tmp_path_factory.mktemp("listed"), config=config, **OPTIONS) as process:
            yield process.wait_until_ready()


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotThread]:
    """A bot with low quotas, which in one group answers unasked."""
    with FakeTelegram() as telegram:
        telegram.bot(can_read_all_group_messages=True)
        group = telegram.supergroup("Listening", members=[telegram.user("Ann", id=LISTED), telegram.world.only_bot()])
        asking = "asking: {per_person: 4, per_person_in_group: 3, per_chat: 5, unasked: 2}\n"
        config = f"{asking}chats: {{{group.id}: {{mode: listening}}}}\n"
        with BotThread(telegram, tmp_path_factory.mktemp("strict"), config=config, **OPTIONS) as process:
            yield process.wait_until_ready()


def test_who_is_on_the_list(listed: BotThread) -> None:
    """People on the list are served; others are told once how to get on it, and nothing inline."""
    telegram = listed.telegram
    ann, vera, zoe = telegram.world.people[LISTED], telegram.user("Vera", id=CURATOR), telegram.user("Zoe", id=9009)
    assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    assert telegram.wait_for_reply(vera.says(QUESTION)).parts("bold") == [OTAR]
    refused = telegram.wait_for_reply(zoe.says(QUESTION))
    assert refused.text == chat_words.NOT_FOR_YOU.format(number="9009")
    unheard = [zoe.says(text) for text in (QUESTION, "/topics", "/start kazind-2018-place")]
    assert telegram.wait_for_inline_answer(zoe.asks_inline(QUESTION))["results"] == []
    assert telegram.wait_for_inline_answer(ann.asks_inline(QUESTION))["results"] != []
    assert [telegram.replies(said) for said in unheard] == [[], [], []]


def test_which_chats_are_on_the_list(listed: BotThread) -> None:
    """In a chat on the list everybody is served; in any other chat not even those who are served in private."""
    telegram = listed.telegram
    ann, zoe = telegram.world.people[LISTED], telegram.user("Zoe")
    group = telegram.world.chats[GROUP]
    assert isinstance(group, Group)
    for one in (zoe, listed.bot):
        group.adds(one)
    other = telegram.supergroup("Other", members=[ann, zoe])
    assert telegram.wait_for_reply(zoe.says(f"/ask {QUESTION}", chat=group)).parts("bold") == [OTAR]
    other.adds(listed.bot)
    introduced = telegram.wait_for_message(other)
    assert introduced.text.endswith(f"send my admins its ID: {other.id}")
    refused = telegram.wait_for_reply(ann.says(f"/ask@briefbot {QUESTION}", chat=other))
    assert refused.text == introduced.text
    unheard = zoe.says(f"/ask@briefbot {QUESTION}", chat=other)
    offered = telegram.wait_for_reply(zoe.says("/ask where was KAZIND held?", chat=group))
    stored = other.stored(refused.id)
    assert stored is not None
    stored.data["reply_markup"] = offered.data["reply_markup"]
    press = zoe.presses(stored.snapshot().button("2018"))
    assert telegram.wait_for_callback_answer(press)["text"] == chat_words.NO_BUTTON_HERE
    assert telegram.replies(unheard) == []


def test_privacy_mode_is_told(listed: BotThread) -> None:
    """The introduction says whether the bot sees all messages, in the language of the person who adds it."""
    telegram = listed.telegram
    olga = telegram.user("Olga", language_code="ru")
    group = telegram.world.chats[GROUP]
    assert isinstance(group, Group)
    group.adds(olga)
    for is_admin, expected in ((False, "Я вижу здесь не все сообщения"), (True, "Я вижу здесь все сообщения")):
        if group.member(listed.bot).present:
            group.removes(listed.bot)
        before = telegram.bot_messages(group)
        if is_admin:
            set_status(telegram.world, group, listed.bot, "administrator", by=olga, rights={})
        else:
            group.adds(listed.bot, by=olga)
        introduced = telegram.wait_for_message(group, after=before[-1] if before else None)
        assert "/ask@briefbot" in introduced.text
        assert expected in introduced.text
        asked = olga.says(f"/ask@briefbot who commanded KAZIND 201{8 + is_admin}?", chat=group)
        assert telegram.wait_for_reply(asked).text


def test_one_person_asks_too_much(strict: BotThread) -> None:
    """A person above the quota is told so once, wherever they ask; others are served."""
    telegram = strict.telegram
    eve, bob = telegram.user("Eve"), telegram.user("Bob")
    for text in (*OTHERS, "/topics"):
        assert telegram.wait_for_reply(eve.says(text)).text != NOTICE
    assert telegram.wait_for_reply(eve.says(QUESTION)).text == NOTICE
    group = telegram.supergroup("Room", members=[eve, bob, strict.bot])
    eve.says("/help")
    eve.says(f"/ask {QUESTION}", chat=group)
    assert telegram.wait_for_reply(bob.says(f"/ask {QUESTION}", chat=group)).parts("bold") == [OTAR]
    assert len(telegram.bot_messages(telegram.private_chat(eve))) == 5
    assert len(telegram.bot_messages(group)) == 1


def test_many_people_ask_too_much_in_one_chat(strict: BotThread) -> None:
    """A chat above its quota gets one notice, however many people ask; elsewhere they are served."""
    telegram = strict.telegram
    people = [telegram.user(f"Person {number}") for number in range(8)]
    group = telegram.supergroup("Crowd", members=[*people, strict.bot])
    for person in people[:5]:
        assert telegram.wait_for_reply(person.says("/help@briefbot", chat=group)).text != NOTICE
    assert telegram.wait_for_reply(people[5].says("/help@briefbot", chat=group)).text == NOTICE
    for person in people[6:]:
        telegram.wait_until_confirmed(person.says("/help@briefbot", chat=group))
    assert telegram.wait_for_reply(people[6].says(QUESTION)).parts("bold") == [OTAR]
    assert len(telegram.bot_messages(group)) == 6


def test_few_answers_unasked(strict: BotThread) -> None:
    """A chat gets so many unasked answers an hour, also over a restart; questions to the bot are answered."""
    telegram = strict.telegram
    ann, group = telegram.world.people[LISTED], telegram.world.chats[GROUP]
    for text in OTHERS[:2]:
        assert telegram.wait_for_reply(ann.says(text, chat=group)).parts("bold") != []
    first = ann.says(OTHERS[2], chat=group)
    assert strict.stop() == 0
    second = ann.says(OTHERS[2], chat=group)
    strict.start().wait_until_ready()
    assert telegram.wait_for_reply(ann.says(f"/ask {OTHERS[2]}", chat=group)).parts("bold") != []
    assert [telegram.replies(said) for said in (first, second)] == [[], []]


def test_a_topic_that_is_not_there(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A chat limited to a topic that the base lacks is an error, reported at the start."""
    telegram.bot()
    process = BotThread(telegram, tmp_path, facts=FACTS, config="chats: {-5: {topics: [kazint]}}\n")
    with process:
        assert process.wait() == 2
    assert "'chats.-5.topics' names 'kazint', which is no topic; did you mean 'kazind'?" in process.stderr


def test_one_person_floods_a_group(strict: BotThread) -> None:
    """Of a hundred questions at once few are answered and one notice is sent; whoever asks next is answered."""
    telegram = strict.telegram
    ann, bob = telegram.user("Loud"), telegram.user("Quiet")
    group = telegram.supergroup("Flooded", members=[ann, bob, strict.bot])
    flood = [ann.says(f"/ask@briefbot {QUESTION} {number}", chat=group) for number in range(100)]
    asked = bob.says(f"/ask@briefbot {QUESTION}", chat=group)
    assert telegram.wait_for_reply(asked).parts("bold") == [OTAR]
    assert telegram.wait_for_reply(flood[3]).text == NOTICE
    assert strict.stop() == 0
    replies = [reply.text for said in flood for reply in telegram.replies(said)]
    assert (replies.count(NOTICE), len(replies)) == (1, 4)
    strict.start().wait_until_ready()


async def test_limits_count_from_the_arrival(tmp_path: Path) -> None:
    """However long the replies to a flood take, each message counts at the time at which it came."""
    engine = open_engine(read_database({"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}, tmp_path))
    store, nothing = Store(engine, 1), cast(Any, None)
    await store.open()
    now = count(1000.0, 50.0)
    memory = DialogueMemory(store, "1:x", utc_now)
    access = AccessControl(nothing, nothing, memory, Settings(asking=Asking(per_person=3)), lambda: next(now))
    press = CallbackQuery("1", User(7, "Ann", is_bot=False), "1")
    with handling(UpdateContext("update 1", stored_at=1000.0)):
        refusals = [await access.refusal(press, None) for _ in range(5)]
    with handling(UpdateContext("update 2", stored_at=1061.0)):
        refusals.append(await access.refusal(press, None))
    assert refusals == [None, None, None, words.SLOW_DOWN, words.SLOW_DOWN, None]
    await store.close()
