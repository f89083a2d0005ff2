"""Tests of replies and of what goes with them, on a small base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.dialogue.answer_service import AnswerService, context_in_view, is_complete
from bot.engine.engine import AnsweringEngine
from bot.engine.files import load_base
from bot.factbase.audience import ANYBODY
from bot.factbase.stated import held_by
from bot.matching import FollowUpContext, Matcher
from bot.matching.decision import Answer, NoAnswer
from tests.commands.bases import FACTS, PHRASINGS

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
WHERE = "where was DRILL 2018?"
PLACE = "drill-2018-place"
DATE = "    as_of: 2019-01-02\n"
NOTE = "You asked at 11:00."


def engine_of(folder: Path, facts: str = FACTS) -> AnsweringEngine:
    """Load facts into an engine."""
    folder.mkdir()
    for name, content in (("drill", facts), ("phrasings", PHRASINGS)):
        (folder / f"{name}.yaml").write_text(content)
    base = load_base((folder,))
    return AnsweringEngine(base, Matcher(base))


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[AnswerService]:
    """A service that answers from the facts of the command tests."""
    service = AnswerService(engine_of(tmp_path / "facts"))
    yield service
    service.close()


async def test_an_answer(service: AnswerService) -> None:
    """An answer comes with its note, its facts with hashes, and a context for the next message."""
    result = await service.answer(WHERE, NOW, "en", NOTE)
    assert result.reply.plain.startswith(NOTE)
    assert result.facts == (PLACE,)
    assert result.fact_hashes == {PLACE: held_by(service.whole_base.by_id[PLACE])}
    assert result.context.facts == (PLACE,)
    assert (result.is_chosen, result.language) == (False, "en")


async def test_a_follow_up(service: AnswerService) -> None:
    """A follow-up tells which earlier context completed it."""
    first = await service.answer(WHERE, NOW, "en")
    result = await service.answer("and in 2019?", NOW, "en", context=first.context)
    assert result.decision is not None
    assert result.decision.understood
    assert result.resolved_with.facts == (PLACE,)


@pytest.mark.parametrize("text", ["thanks", "what is the capital of France?"])
async def test_every_reply_has_the_note(service: AnswerService, text: str) -> None:
    """Small talk and refusals begin with the note as well, and tell no fact."""
    result = await service.answer(text, NOW, "en", NOTE)
    assert result.reply.plain.startswith(NOTE)
    assert (result.facts, result.fact_hashes) == ((), None)


async def test_unasked(service: AnswerService) -> None:
    """What nobody asked is answered only if the decision is fit."""
    found = await service.answer_if(is_complete, WHERE, NOW, "en", ANYBODY)
    assert found is not None
    assert isinstance(found.decision, Answer)
    assert await service.answer_if(lambda decision: False, WHERE, NOW, "en", ANYBODY) is None


async def test_told_again(service: AnswerService, tmp_path: Path) -> None:
    """Facts are told again as they are now; a fact that is withdrawn is not, nor one that the base no longer has."""
    told = (await service.answer(WHERE, NOW, "en")).decision
    assert isinstance(told, Answer)
    again = await service.tell_again(told.facts, NOW, "en", NOTE, ANYBODY)
    assert again is not None
    assert again.facts == (PLACE,)

    service.engine = engine_of(tmp_path / "withdrawn", FACTS.replace(DATE, f"{DATE}    withdrawn: 2026-11\n", 1))
    withdrawn = await service.tell_again(told.facts, NOW, "en", NOTE, ANYBODY)
    assert withdrawn is not None
    assert isinstance(withdrawn.decision, NoAnswer)
    assert (withdrawn.facts, withdrawn.fact_hashes) == ((), None)

    service.engine = engine_of(tmp_path / "renamed", FACTS.replace(PLACE, "another-place"))
    assert await service.tell_again(told.facts, NOW, "en", NOTE, ANYBODY) is None


async def test_what_may_not_be_seen_is_not_followed(service: AnswerService) -> None:
    """A context loses the facts that the chat does not see, and all of it if its subject is not seen."""
    whole = service.whole_base
    seen = replace(whole, facts=whole.facts[1:])
    both = FollowUpContext((PLACE, "drill-2019-place"))
    assert context_in_view(both, seen, whole).facts == ("drill-2019-place",)
    assert context_in_view(both, whole, whole) == both
