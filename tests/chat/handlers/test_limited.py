"""Tests of facts that are limited to some chats: no way to ask from elsewhere shows that they exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.chat.guests import QUESTION, SECRET, VALLEY, Guests
from tests.chat.talking import Talk
from tests.fake_telegram import Message, Person

TRACES: Final = ("Silent Valley", "General B", "memo", "Operation", "zamin-")
# A name that the base has nowhere: of what is limited nothing more is known.
STRANGE: Final = "Qumra"


def everything_in(message: Message) -> str:
    """Return all that a message shows or carries."""
    return f"{message.text} {message.links} {message.data.get('reply_markup')}"


def asked_by(person: Person, at: Guests, where: str) -> Callable[[str], Message]:
    """Return a way to ask, in private or in one of the chats."""
    if where == "private":
        return lambda text: at.reply(person, text)
    return lambda text: at.reply(person, text if text.startswith("/") else f"/ask {text}", chat=getattr(at, where))


@pytest.mark.parametrize("where", ["private", "plain", "listening", "ruled"])
@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        "Zamin",
        "Operation Zamin?",
        "who commanded Zamin",
        "who commanded Zamni?",
        "where was Замин held?",
        "when and where was Zamin, and who commanded it?",
        "Where was Zamin held? In the Silent Valley?",
        "what is in the memo?",
        "/topics",
        "/sources",
        "/brief@briefbot",
        "/brief@briefbot secret",
        "/brief@briefbot Zamin",
        "/help@briefbot",
    ],
)
def test_asking(text: str, where: str, at: Guests) -> None:
    """No question and no list elsewhere shows a trace, neither as answer or choice nor among the nearest."""
    shown = everything_in(asked_by(at.ann, at, where)(text))
    echo = shown.replace(text, "")
    assert [trace for trace in TRACES if trace in echo and trace not in text] == []
    assert VALLEY not in shown


@pytest.mark.parametrize("text", [SECRET, "who commanded Zamin?", "Zamin", "when was Zamin?"])
def test_as_if_it_were_not_there(text: str, at: Guests) -> None:
    """A question about a limited fact is refused in the same words as one about something unknown."""
    group = at.new_group(at.ann)
    replies = [at.reply(at.ann, f"/ask {one}", chat=group) for one in (text, text.replace("Zamin", STRANGE))]
    one, other = (everything_in(reply).replace("Zamin", STRANGE) for reply in replies)
    assert one == other


def test_following_up_elsewhere(at: Guests) -> None:
    """A follow-up elsewhere does not continue from an answer in the chat that may see the fact."""
    group = at.new_group(at.ann)
    assert at.bold(at.ann, f"/ask {SECRET}", chat=at.limited) in ([VALLEY], [])
    assert at.reply(at.ann, "/ask who commanded it?", chat=at.limited).text
    for text in ("/ask where?", "/ask who commanded it?", "/ask and in 2018?"):
        shown = everything_in(at.reply(at.ann, text, chat=group))
        assert not any(trace in shown for trace in (*TRACES, "Zamin"))
    assert "Zamin" not in everything_in(at.reply(at.ann, "who commanded it?"))


@pytest.mark.parametrize("command", ["/why", "/source", "/ask", "/ask@briefbot"])
def test_asking_back(command: str, at: Guests) -> None:
    """/why says nothing of facts that the chat may not see, not even to curators."""
    group = at.new_group(at.ann, at.bob)
    for person in (at.ann, at.bob):
        refusal = at.reply(person, f"/ask {SECRET}", chat=group)
        shown = everything_in(at.reply(person, command, chat=group, reply_to=refusal))
        assert not any(trace in shown for trace in TRACES)
    quoted = at.bob.says(SECRET, chat=group)
    assert VALLEY not in everything_in(at.reply(at.ann, "/ask", chat=group, reply_to=quoted))


def test_links_and_buttons(at: Guests) -> None:
    """Neither a link to the fact nor a button with its name opens it."""
    for person in (at.ann, at.bob):
        opened = at.telegram.wait_for_reply(person.starts("zamin-place"))
        assert opened.text == at.reply(person, "/start").text
        assert opened.text == at.telegram.wait_for_reply(person.starts("no-such-fact")).text
    offered = at.reply(at.ann, "/ask where was KAZIND held?", chat=at.new_group(at.ann))
    stored = offered.chat.stored(offered.id)
    assert stored is not None
    for data in ("fact:zamin-place", "again:zamin-place", "vote:up"):
        stored.data["reply_markup"] = {"inline_keyboard": [[{"text": "press", "callback_data": data}]]}
        press = at.ann.presses(stored.snapshot().button("press"))
        assert "text" in at.telegram.wait_for_callback_answer(press)
    now = at.telegram.now(offered)
    assert now is not None
    assert now.version == offered.version


def test_a_thumb_down(at: Guests) -> None:
    """A curator learns where a limited fact that somebody voted down stands, not what it says or what was asked."""
    at.reply(at.bob, "/start")
    told = at.reply(at.ann, "/ask where was Zamin held, and who commanded Zamin?", chat=at.limited)
    assert told.parts("bold") == [VALLEY, "General B Tester."]
    before = at.telegram.bot_messages(at.telegram.private_chat(at.bob))[-1]
    at.ann.presses(told.button("👎"))
    report = at.telegram.wait_for_message(at.telegram.private_chat(at.bob), after=before)
    assert "secret.yaml" in report.text
    assert not any(trace in report.text for trace in (VALLEY, "General B", "Zamin"))


def test_an_edit(at: Guests) -> None:
    """A question edited into one about a limited fact is not answered either."""
    group = at.new_group(at.ann)
    asked = at.ann.says(f"/ask {QUESTION}", chat=group)
    reply = at.telegram.wait_for_reply(asked)
    at.ann.edits(asked, f"/ask {SECRET}")
    assert VALLEY not in everything_in(at.telegram.wait_for_edit(reply))


def test_unasked(at: Guests) -> None:
    """No unasked answer tells what the chat may not see."""
    at.silent(at.ann, SECRET, chat=at.listening)


@pytest.mark.parametrize("chat_type", ["sender", "private", "group", "supergroup", "channel"])
@pytest.mark.parametrize("text", ["", SECRET, "zamin", "silent valley"])
def test_inline(text: str, chat_type: str, at: Guests) -> None:
    """Inline mode offers no limited fact, as a chosen one may be sent anywhere."""
    query = at.ann.asks_inline(text, chat_type=chat_type)
    answer = at.telegram.wait_for_inline_answer(query)
    assert not any(trace in str(answer["results"]) for trace in (*TRACES, "Zamin"))
    assert answer["is_personal"]


def test_what_curators_see_of_gaps(at: Guests) -> None:
    """The gap console shows no question that came near a limited fact, however many facts came nearer."""
    asked = "who guarded Zamin beside KAZIND 2018?"
    at.reply(at.ann, f"/ask {asked}", chat=at.limited)
    at.reply(at.ann, "/help@briefbot", chat=at.limited)
    near, store = '["kazind-2018-place", "zamin-place"]', Talk(at.telegram, at.process)
    store.rows("UPDATE gaps SET nearest = ?, askers = 99 WHERE question LIKE '%guarded%'", near)
    assert store.rows("SELECT askers FROM gaps WHERE question = ?", asked) == [(99,)]
    for command in ("/stats", "/preflight 2026-12-10", "/gaps"):
        first = at.bob.says(command)
        at.telegram.wait_for_reply(first)
        at.reply(at.bob, "/help")
        sent = at.telegram.bot_messages(at.telegram.private_chat(at.bob))
        assert not any("guarded" in everything_in(message) for message in sent), command


def test_where_it_may_be_seen(at: Guests) -> None:
    """In the chat that it is limited to, it is answered, listed, chosen and explained."""
    room = at.limited
    assert "Zamin" in at.reply(at.ann, "/topics", chat=room).text
    assert "The Zamin memo" in at.reply(at.ann, "/sources", chat=room).text
    told = at.reply(at.ann, "/ask who commanded Zamin?", chat=room)
    if "a short while ago" not in told.text:
        assert told.parts("bold") == ["General B Tester."]
    assert "Zamin" in at.reply(at.ann, "/why", chat=room, reply_to=told).text
    assert "The Zamin memo" in at.reply(at.ann, "/source", chat=room, reply_to=told).text
