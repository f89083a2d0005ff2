"""Explains a reply: why a fact was told, or why none was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_percent

from bot.factbase.model import Fact, FactBase
from bot.matching.decision import Candidate, Violation, Why
from bot.matching.dialogue.follow_up import FollowUpContext
from bot.messages import explain as words
from bot.messages.catalogue import Message
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, span
from bot.replies.localisation import Words
from bot.replies.table import steps_in_words
from bot.tables.plan import Plan

NOTHING: Final = FollowUpContext()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The facts that a reply told, and those that came next, each with what it was matched by.

    `after` is what completed a question that went on from another; empty where the question was whole.
    """

    told: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    is_chosen: bool = False
    after: FollowUpContext = NOTHING
    plan: Plan | None = None  # of an answer over many facts

    def may_be_meant(self, fact: str) -> bool:
        """Return whether the question left room for a fact: not if it named another year, number or name."""
        weighed = (*self.told, *self.others)
        these = [candidate for candidate in weighed if candidate.fact == fact] or weighed
        return not these or any(not candidate.violations for candidate in these)


def why_lines(explanation: Explanation, base: FactBase, say: Words, *, is_for_curator: bool) -> list[Line]:
    """Write why a reply was given; facts that this base lacks, as the chat may not see them, are left out."""
    told = [candidate for candidate in explanation.told if candidate.fact in base.by_id]
    others = [candidate for candidate in explanation.others if candidate.fact in base.by_id]
    if not told:
        lines = [_line(say(words.NOT_SURE))]
        if others:
            lines += [_rival(others[0], say, words.NEAREST, words.NEAREST_BLOCKED)]
            lines += _place(base.by_id[others[0].fact], say) if is_for_curator else ()
        return lines
    if explanation.plan is not None:
        return [_line(steps_in_words(explanation.plan, base, say))]
    lines = []
    for candidate in told:
        lines += [EMPTY_LINE] if lines else []
        fact = base.by_id[candidate.fact]
        lines.append((span(wording(fact, say.language).question, Style.SMALL, gives=Yield.CONTEXT),))
        matched = say(words.MATCHED, phrase=candidate.phrase, confidence=_percent(candidate.confidence, say))
        lines.append(_line(say(words.CHOSEN) if explanation.is_chosen else matched))
        lines += _place(candidate.told(base), say) if is_for_curator else ()
    if not explanation.is_chosen:
        least = min(candidate.confidence for candidate in told)
        lines += (
            [_rival(others[0], say, words.NEXT, words.NEXT_BLOCKED, least)]
            if others
            else [_line(say(words.NOTHING_NEAR))]
        )
        lines += _place(base.by_id[others[0].fact], say) if others and is_for_curator else ()
    return lines


def _rival(other: Candidate, say: Words, free: Message, blocked: Message, above: float = 1.0) -> Line:
    if other.violations:
        blocks = "; ".join(block_in_words(block, say) for block in other.violations)
        return _line(say(blocked, phrase=other.phrase, blocks=blocks))
    lead = _percent(max(0.0, above - other.confidence), say)
    return _line(say(free, phrase=other.phrase, confidence=_percent(other.confidence, say), lead=lead))


def block_in_words(block: Violation, say: Words) -> str:
    """Say which violation keeps a fact from being the answer."""
    kind = say(words.KINDS[block.kind]) if block.kind in words.KINDS else block.kind
    asked, held = (say.proper(text) if block.kind == Why.NAME else text for text in (block.asked, block.held))
    if held:
        return say(words.DIFFERS, kind=kind, asked=asked, held=held)
    return say(words.LACKS, kind=kind, asked=asked) if asked else kind


def _place(fact: Fact, say: Words) -> Iterator[Line]:
    """Yield where a fact stands in the files, for curators."""
    yield _line(say(words.STANDS, fact=fact.id, path=short(fact.place.path), line=fact.place.line))


def short(path: str) -> str:
    """Return the last folder and the name of a path, so that nothing of the machine shows."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _percent(share: float, say: Words) -> str:
    """Write a probability as a percentage, rounded down, so that nothing looks certain."""
    return format_percent(int(share * 100) / 100, locale=say.locale)


def _line(text: str) -> Line:
    return (span(text, gives=Yield.CONTEXT),)
