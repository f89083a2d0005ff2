"""Tests of who may look at the whole base: nobody but the room that narrows it."""

from __future__ import annotations

import re

from tests.tree import PROJECT, python_files

NARROWING = {
    "bot/chat/dialogue/answer_service.py",
    "bot/chat/serving/application.py",  # for the page of health
    "bot/chat/reload/reloader.py",  # puts another in its place
}


def test_nothing_is_shown_from_the_whole_base() -> None:
    """In the room of chats only what narrows the base to an audience knows the desk that holds it whole."""
    users = {
        path
        for path in python_files("bot/chat")
        if re.search(r"\bDesk\b|\.desk\b", (PROJECT / path).read_text("utf-8"))
    }

    assert users == NARROWING
