"""Sums up the editions of a series at the head of a sheet: when, where and in which country each was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.briefing.citations import Bibliography
from bot.briefing.document import Item, Section, Statement
from bot.factbase.model import Fact, FactBase, Status, ValueType
from bot.messages.briefing import AT_A_GLANCE
from bot.messages.tables import MARK_DISPUTED, MARK_PLANNED, MARK_REPORTED
from bot.replies.languages import wording
from bot.replies.layout import clean
from bot.replies.localisation import Words
from bot.replies.table import heading_of

TYPES: Final = (ValueType.SPAN, ValueType.DATE, ValueType.PLACE, ValueType.COUNTRY)
FEWEST: Final = 2  # editions that are worth a table
MARKS: Final = {Status.PLANNED: MARK_PLANNED, Status.REPORTED: MARK_REPORTED}


def editions_at_a_glance(base: FactBase, facts: Sequence[Fact], cited: Bibliography, say: Words) -> tuple[Section, ...]:
    """Make a section for each series of which the facts tell several editions."""
    held = {(fact.about, fact.asks): fact for fact in facts if fact.about is not None}
    types = {kind: one.type for kind, one in base.phrasings.properties.items() if one.type in TYPES}
    kinds = sorted(types, key=lambda kind: TYPES.index(types[kind]))
    sections = []
    for name, series in base.phrasings.series.items():
        rows = [(member, [held[member, kind] for kind in kinds if (member, kind) in held]) for member in series.members]
        items = tuple(_item(member, told, base, cited, say) for member, told in rows if told)
        if len(items) >= FEWEST:
            sections.append(Section(f"{say(AT_A_GLANCE)}: {name}", items))
    return tuple(sections)


def _item(member: str, told: Sequence[Fact], base: FactBase, cited: Bibliography, say: Words) -> Item:
    return Item(member, tuple(_statement(fact, base, cited, say) for fact in told))


def _statement(fact: Fact, base: FactBase, cited: Bibliography, say: Words) -> Statement:
    """Write one cell, with how far it is established."""
    marks = [say(MARK_DISPUTED)] if fact.claims else []
    marks += [say(MARKS[fact.status])] if fact.status in MARKS else []
    noted = f" ({', '.join(marks)})" if marks else ""
    text = f"{heading_of(fact.asks or '', base, say)}: {wording(fact, say.language).answer}{noted}"
    return Statement(" ".join(clean(text).split()), "", cited.references(fact.citations))
