"""Tests of /preflight with the real process."""

from __future__ import annotations

from tests.chat.talking import Talk


def test_preflight(talk: Talk) -> None:
    """A curator gets in private what needs a look, grouped, with places; nobody else gets any of it."""
    found = talk.reply(talk.curator, "/preflight 2026-12-10 kazind")
    lines = found.text.splitlines()
    assert lines[0] == "To look at before 10 December 2026: 3"
    assert found.parts("bold") == ["From a single source (3)"]
    assert lines[3].startswith("• kazind-2018-date, facts_of_talk/kazind.yaml:")
    assert "no topic kazid; topics are kazind" in talk.reply(talk.curator, "/preflight 2026-12-10 kazid").text
    for wrong in ("/preflight", "/preflight kazind"):
        assert "Write the day of the briefing first" in talk.reply(talk.curator, wrong).text
    group = talk.group(talk.curator)
    assert talk.reply(talk.curator, "/preflight 2026-12-10", chat=group).text == "Ask me that in private."
    ann = talk.telegram.user("Ann")
    assert "single source" not in talk.reply(ann, "/preflight 2026-12-10").text
