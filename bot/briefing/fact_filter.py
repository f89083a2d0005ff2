"""Selects the facts that carry words such as "2022" or "Otar", by the names and years of the base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.factbase.model import Fact
from bot.matching.text.numerals import is_year
from bot.matching.text.stemmer import stem
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker


def filter_facts(facts: Iterable[Fact], text: str, names: EntityLinker) -> tuple[Fact, ...]:
    """Return the facts that carry every term of a text: words in any form, names in any spelling, years.

    A fact carries the years of its question, answer and validity; the year of its sources only if it has no other.
    """
    wanted = _terms(text, names)
    return tuple(fact for fact in facts if wanted and wanted <= _carried(fact, names))


def years_of(facts: Iterable[Fact], names: EntityLinker) -> tuple[str, ...]:
    """List the years by which facts can be narrowed."""
    return tuple(sorted({token for fact in facts for token in _carried(fact, names) if is_year(token)}))


def _carried(fact: Fact, names: EntityLinker) -> frozenset[str]:
    said = [fact.question.text, fact.answer, fact.about or "", (fact.asks or "").replace("-", " ")]
    for translation in fact.translations:
        said += [translation.question.text if translation.question else "", translation.answer or ""]
    tokens = {term for text in said for term in _terms(text, names)}
    tokens |= {str(year) for year in _valid(fact)}
    if not any(is_year(token) for token in tokens):
        tokens.add(str(fact.as_of.year))
    return frozenset(tokens)


def _terms(text: str, names: EntityLinker) -> frozenset[str]:
    return frozenset(stem(token) for token in names.resolve(tokenise(text)))


def _valid(fact: Fact) -> Sequence[int]:
    """List the years in which a fact is valid, as far as it says."""
    start, end = fact.valid_from, fact.valid_to
    if start and end:
        return range(start.year, end.year + 1)
    return [date.year for date in (start, end) if date]
