"""Tests of the files of a new base: they load, hold nothing to mend, and are answered from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot import factbase
from bot.checks import check
from bot.config.file import read_settings
from bot.config.settings import Settings
from bot.curation.starter.files import FirstTopic, facts_of, starter_files
from bot.engine.evaluation import evaluate, read_questions
from bot.matching import Matcher
from bot.replies import settle

ROOT = Path("new")
TOPIC = FirstTopic("spring-fair", "The fair: in spring", "en", "2026-11-24", "briefing-bot")


def test_a_new_base_is_sound() -> None:
    """No rule finds anything in it, its settings are the defaults, and its questions come out right."""
    files = starter_files(ROOT, TOPIC)
    base, problems = factbase.load(facts_of(files).items())
    assert base is not None, problems
    matcher = Matcher(base)
    questions, wrong = read_questions("new/questions.yaml", files["new/questions.yaml"], base)

    assert check(base, today=dt.date(2026, 11, 24), asks=matcher) == []
    assert read_settings("new/config.yaml", files["new/config.yaml"], Path()) == (Settings(), [])
    assert wrong == []
    assert evaluate(questions, lambda ask: settle(matcher.decide(ask), base), base).misses == ()
