"""Writes a decision as the JSON object that the command line promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, assert_never

from bot.factbase.model import Citation, Fact, FactBase, PartialDate, Source
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.replies.catalogues import ENGLISH
from bot.replies.settle import settle
from bot.replies.table import steps_in_words
from bot.tables.answer import TableAnswer
from bot.tables.operations import Table
from bot.tables.plan import Operation
from bot.tables.plan_record import VERSION, as_record

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def as_json(decision: Decision, base: FactBase) -> dict[str, Json]:
    """Return the object of ask and chat, keys in the contract's order; it reads the same in every language."""
    decision = settle(decision, base)
    answers: list[Json] = []
    missing: list[Json] = []
    suggestions: list[Json] = []
    match decision:
        case Answer():
            kind, reason = "answer", _reason(decision, base)
            answers = [_answer(candidate, base) for candidate in decision.facts]
            missing = list(decision.missing)
        case Suggest():
            kind, reason = "suggest", ENGLISH.reason(decision.reason)
            suggestions = _suggestions(decision.choices, base)
        case NoAnswer():
            kind, reason = "none", ENGLISH.reason(decision.reason)
            suggestions = _suggestions(decision.nearest, base)
        case _:
            assert_never(decision)
    written: dict[str, Json] = {
        "question": decision.question,
        "understood": decision.understood,
        "decision": kind,
        "answers": answers,
        "missing": missing,
        "suggestions": suggestions,
        "candidates": [
            {"fact": candidate.fact, "confidence": _rounded(candidate.confidence)}
            for candidate in decision.candidates[:5]
        ],
        "reason": reason,
    }
    if isinstance(decision, TableAnswer):
        written["table"] = _table(decision.table)
    return written


def _table(table: Table) -> Json:
    """Return the table of an answer over many facts; docs/tables.md tells its form and version."""
    verdict = {True: "yes", False: "no", None: "unstated"}[table.verdict]
    is_compared = table.plan.operation is Operation.COMPARE
    return {
        "version": VERSION,
        "plan": as_record(table.plan),
        "columns": list(table.columns),
        "rows": [
            {
                "property" if is_compared or table.plan.operation is Operation.CARD else "subject": row.head,
                "date": _date(row.date),
                "facts": [fact.id if fact is not None else None for fact in row.cells],
                "values": [fact.answer if fact is not None else None for fact in row.cells],
            }
            for row in table.rows
        ],
        "count": len(table.rows) if table.plan.operation is Operation.COUNT else None,
        "held": list(table.held),
        "unknown": list(table.unknown),
        "stated": None if table.stated is None else {"fact": table.stated.id, "number": table.stated_number},
        "verdict": verdict if table.plan.operation is Operation.VERIFY else None,
    }


def _reason(decision: Answer, base: FactBase) -> str:
    if isinstance(decision, TableAnswer):
        return steps_in_words(decision.table.plan, base, ENGLISH)
    return " ".join(_matched(candidate, base) for candidate in decision.facts)


def _matched(candidate: Candidate, base: FactBase) -> str:
    matched = f"It matches “{candidate.phrase}”"
    if candidate.as_of is None:
        return f"{matched}."
    since = "" if candidate.told(base).is_current else ", and was superseded since"
    return f"{matched}, as of {candidate.as_of}{since}."


def _answer(candidate: Candidate, base: FactBase) -> Json:
    fact = candidate.told(base)
    return {
        "fact": fact.id,
        "question": fact.question.text,
        "answer": fact.answer,
        "as_of": str(fact.as_of),
        "status": fact.status.value,
        "confidence": _rounded(candidate.confidence),
        "claims": claims_as_json(fact, base),
        "sources": sources_as_json(fact.citations, base),
    }


def claims_as_json(fact: Fact, base: FactBase) -> list[Json]:
    """Return what the sources of a disputed fact say, each with its sources; an empty list for any other."""
    return [
        {"answer": claim.answer, "as_of": str(claim.as_of), "sources": sources_as_json(claim.citations, base)}
        for claim in fact.claims
    ]


def sources_as_json(citations: Iterable[Citation], base: FactBase) -> list[Json]:
    """Return the sources of a fact, each with the spot in it."""
    return [_cited(citation, base) for citation in citations]


def _cited(citation: Citation, base: FactBase) -> Json:
    return {**source_as_json(base.sources[citation.source]), "locator": citation.locator}


def source_as_json(source: Source) -> dict[str, Json]:
    """Return a source."""
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "published": _date(source.published),
        "url": source.url,
        "archived": source.archived,
        "accessed": _date(source.accessed),
        "reliability": source.reliability,
    }


def _suggestions(candidates: Iterable[Candidate], base: FactBase) -> list[Json]:
    return [
        {
            "fact": candidate.fact,
            "question": base.by_id[candidate.fact].question.text,
            "confidence": _rounded(candidate.confidence),
        }
        for candidate in candidates
    ]


def _date(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _rounded(confidence: float) -> float:
    return round(confidence, 4)
