"""Tests of who may look at the whole base: only the module that narrows it to an audience."""

from __future__ import annotations

import re

from tests.tree import PROJECT, python_files

NARROWING = {
    "bot/chat/dialogue/answer_service.py",
    "bot/chat/serving/application.py",  # for the health page
    "bot/chat/reload/reloader.py",  # puts a new one in its place
}


def test_nothing_is_shown_from_the_whole_base() -> None:
    """Within bot/chat only what narrows the base to an audience knows the engine that holds it whole."""
    users = {
        path
        for path in python_files("bot/chat")
        if re.search(r"\bAnsweringEngine\b|(?:answer\w*|self)\.engine\b", (PROJECT / path).read_text("utf-8"))
    }

    assert users == NARROWING
