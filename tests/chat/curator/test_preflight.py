"""Tests of /preflight with the whole bot."""

from __future__ import annotations

from bot.messages import chat as chat_words
from tests.chat.talking import Talk


def test_preflight(talk: Talk) -> None:
    """A curator gets, in private, what needs a look, grouped and with places; nobody else gets any of it."""
    found = talk.reply(talk.curator, "/preflight 2026-12-10 kazind")
    assert found.text.startswith("To check before 10 December 2026: ")
    # What others have asked this bot in vain meanwhile may stand there, too.
    assert "From a single source (3)" in found.parts("bold")
    assert "\n• kazind-2018-date, facts_of_talk/kazind.yaml:" in found.text
    assert "topic kazid. My topics: kazind" in talk.reply(talk.curator, "/preflight 2026-12-10 kazid").text
    for wrong in ("/preflight", "/preflight kazind"):
        assert chat_words.PREFLIGHT_USAGE in talk.reply(talk.curator, wrong).text
    group = talk.group(talk.curator)
    assert talk.reply(talk.curator, "/preflight 2026-12-10", chat=group).text == chat_words.NOT_IN_PRIVATE
    ann = talk.telegram.user("Ann")
    assert "single source" not in talk.reply(ann, "/preflight 2026-12-10").text


def test_set_aside(talk: Talk) -> None:
    """A curator sets a finding aside until a day, with the reason; afterwards it is counted instead of listed."""
    assert "until when, and why" in talk.reply(talk.curator, "/preflight dismiss kazind-2018-date 2099-06-01").text
    assert (
        "There is nothing to check about x" in talk.reply(talk.curator, "/preflight dismiss x 2099-06-01 Read it.").text
    )
    done = talk.reply(talk.curator, "/preflight dismiss kazind-2018-date 2099-06-01 There is no other source.")
    assert done.text == "kazind-2018-date is set aside until 1 June 2099."
    assert talk.rows("SELECT kind, who, why FROM dismissals") == [
        ("single-sourced", talk.curator.first_name, "There is no other source.")
    ]
    found = talk.reply(talk.curator, "/preflight 2026-12-10 kazind").text
    assert "kazind-2018-date," not in found
    assert found.endswith("One more is set aside.")
    talk.rows("DELETE FROM dismissals")
