"""Decides from the candidates: an answer, suggestions, or the honest reply that the base has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.matching.retrieval.index import Index
from bot.matching.text.lexicon import GREETINGS
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query
from bot.matching.verification.conditions import Pair, unmet
from bot.matching.verification.editions import MOST_SHOWN, MOST_SIBLINGS, WHICH_EDITION, other_edition, siblings_of
from bot.matching.verification.fact_profile import FactProfiles
from bot.matching.verification.judgement import Verifier

_CHOICES = 4
_NEAREST = 3
_AS_WELL = 0.8  # share of the best confidence
_TOO_CLOSE = 0.3  # a rival with so much of the best one's odds makes it a choice
# Weight from which a word of the phrasing has to be said for a question to be complete.
_TELLING_HERE = 0.28
# Share of the odds that an answer needs, where the fact is met by name and nothing of it is left unsaid.
_COMPLETE = 0.25
_REJECTED = 0.35  # probability below which the judge overrules the spelling
# What is exact: no judge of meaning overrules these.
EXACT = frozenset({"name-unsaid", "number-unsaid", "preposition", "country", "country-unsaid", "turned"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot answers or suggests, and the share of wrong answers that a judge may give."""

    answer_at: float = 0.8
    suggest_at: float = 0.3
    max_wrong: float = 0.01


def decide(
    question: str,
    query: Query,
    candidates: Sequence[Candidate],
    index: Index,
    profiles: FactProfiles,
    thresholds: Thresholds,
    verifier: Verifier | None = None,
) -> Decision:
    """Turn candidates, best first, into a decision; those with violations never answer, wherever they stand.

    A question that is a phrasing of just one fact gets that fact, however near others come. Where the spelling does not
    settle it, the verifier's judge may.
    """
    shown = tuple(candidates[:MOST_SHOWN])
    free = [c for c in candidates if not c.violations]
    if phrased := _phrased(query, free, index):
        return _answer(question, phrased, index, shown)
    best = free[0] if free else None
    # a first candidate with violations is likelier what was meant, so that no other is the answer
    is_first = best is not None and not candidates[0].violations
    if best and best.confidence >= thresholds.suggest_at:
        editions = siblings_of(best, query, index)
        if editions:
            return Suggest(question, _with_undated(editions, best, free, index), WHICH_EDITION, shown)
        is_clear = is_first and is_ahead(best, free, query, index, thresholds)
        if is_clear and not falls_short(best, query, index, profiles) and not is_rejected(best, query, free, verifier):
            return _answer(question, best, index, shown)
    elsewhere = other_edition(question, query, candidates, best, index, profiles.linker)
    if elsewhere:
        return elsewhere
    if is_first and (judged := accepted(query, free, verifier, thresholds)):
        return _answer(question, judged, index, shown)
    if best and best.confidence >= thresholds.suggest_at and len(free) > 1:
        near = sum(c.confidence >= thresholds.suggest_at for c in free)
        return Suggest(question, tuple(free[: max(2, min(_CHOICES, near))]), Reason(Why.SEVERAL_NEAR), shown)
    is_small_talk = all(token in GREETINGS for token in query.tokens)
    return NoAnswer(
        question, _why_not(candidates, query, profiles.linker), () if is_small_talk else shown[:_NEAREST], shown
    )


def is_ahead(best: Candidate, free: Sequence[Candidate], query: Query, index: Index, thresholds: Thresholds) -> bool:
    """Return whether the best fact is sure enough by its spelling, and no other comes near."""
    rival = _odds(free[1]) if len(free) > 1 else 0.0
    needed = thresholds.answer_at / max(1e-9, 1.0 - thresholds.answer_at)
    if is_complete(best, query, index):
        needed *= _COMPLETE
    return _odds(best) >= needed and rival < _TOO_CLOSE * _odds(best)


def is_rejected(best: Candidate, query: Query, free: Sequence[Candidate], verifier: Verifier | None) -> bool:
    """Return whether the judge finds that a fact without a name, which the spelling would answer, is not what is asked.

    Names, years and the many phrasings of named facts are a surer sign than the judge.
    """
    if verifier is None or verifier.is_named(best):
        return False
    verdict = verifier.verdict(query, free)
    return verdict is not None and (verdict.candidate.fact != best.fact or verdict.probability < _REJECTED)


def accepted(
    query: Query, free: Sequence[Candidate], verifier: Verifier | None, thresholds: Thresholds
) -> Candidate | None:
    """Return the fact that the judge is sure enough of for the budget of wrong answers, with its probability.

    No exact condition may be broken, and a question with two question words is no single question.
    """
    if len(query.kinds) > 1:
        return None
    verdict = verifier.verdict(query, free) if verifier else None
    if verifier is None or verdict is None or not EXACT.isdisjoint(verdict.unmet):
        return None
    is_sure = verdict.probability >= verifier.acceptance.least(thresholds.max_wrong)
    return replace(verdict.candidate, confidence=verdict.probability) if is_sure else None


def _with_undated(
    editions: tuple[Candidate, ...], best: Candidate, free: Sequence[Candidate], index: Index
) -> tuple[Candidate, ...]:
    """Put before the editions a fact without year or number that fits nearly as well: who holds the office now."""
    undated = [
        candidate
        for candidate in free
        if candidate.confidence >= _AS_WELL * best.confidence
        and not any(token[0].isdigit() for token in index.phrases[candidate.number].query.tokens)
    ]
    return (*undated[:1], *editions)[:MOST_SIBLINGS]


def _phrased(query: Query, free: Sequence[Candidate], index: Index) -> Candidate | None:
    """Return the candidate that alone has the question as a phrasing."""
    fact = index.fact_phrased(query.tokens)
    return next((c for c in free if index.phrases[c.number].fact == fact), None) if fact is not None else None


def _odds(candidate: Candidate) -> float:
    return candidate.confidence / max(1e-9, 1.0 - candidate.confidence)


def is_complete(best: Candidate, query: Query, index: Index) -> bool:
    """Return whether a question names what the fact is about and leaves out no telling word of the phrasing."""
    indexed = index.phrases[best.number]
    if not any(token[0] == "=" for token in indexed.query.tokens):
        return False
    said = {term for token in query.tokens for term in index.terms(token)}
    return all(
        term in said or weight < _TELLING_HERE for term, weight in zip(indexed.terms, indexed.weights, strict=True)
    )


def falls_short(best: Candidate, query: Query, index: Index, profiles: FactProfiles) -> bool:
    """Return whether a question asks something else than the fact that fits it best, however well the rest fits."""
    indexed = index.phrases[best.number]
    return any(unmet(Pair(query, indexed, index, profiles.of(indexed.fact))))


def _answer(question: str, best: Candidate, index: Index, shown: tuple[Candidate, ...]) -> Decision:
    fact = index.facts[index.phrases[best.number].fact]
    if fact.withdrawn:
        return NoAnswer(question, Reason(Why.WITHDRAWN, withdrawn=(fact.withdrawn,)), (), shown)
    return Answer(question, (best,), shown)


def _why_not(candidates: Sequence[Candidate], query: Query, linker: EntityLinker) -> Reason:
    """Return what the base lacks: the first violation of the surest candidate, wherever it stands."""
    nearest = max(candidates, key=lambda candidate: candidate.confidence, default=None)
    if nearest is None or not nearest.violations:
        return Reason(Why.NOT_HELD)
    violation = nearest.violations[0]
    why = Why(violation.kind)
    asked = linker.display.get("=" + violation.asked, violation.asked)
    return Reason(why, tuple(sorted(query.kinds)) if why is Why.QUESTION_WORD else (asked,))
