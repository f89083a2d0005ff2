"""A decision → the reply that a person reads, as Telegram HTML and as plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from bot.factbase.model import Fact, FactBase
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.replies.answer import answer_lines, told
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, fit, span, to_html, to_plain, units
from bot.replies.settle import settle
from bot.replies.words import ABOUT_ASKS, MISSING, NEAREST, NOT_HELD, UNDERSTOOD

# About what a phone shows of a button before it cuts the text off.
LABEL_UNITS: Final = 34


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact to choose; `label` is for its button and has a number where the text lists the choices."""

    fact: str
    question: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Telegram HTML of at most 4,096 units, the same as plain text, and what may be chosen."""

    html: str
    plain: str
    choices: tuple[Choice, ...] = ()


def render(
    decision: Decision,
    base: FactBase,
    *,
    today: dt.date,
    fold: Callable[[str], str],
    note: str | None = None,
) -> Reply:
    """Write the reply to a decision; `fold` is the matcher's, `note` a line of the caller's to go first."""
    decision = settle(decision, base)
    head: list[Line] = [(span(note, Style.SMALL, gives=Yield.CONTEXT),)] if note else []
    if decision.understood and not isinstance(decision, Answer):
        understood = UNDERSTOOD.format(question=decision.understood)
        head.append((span(understood, Style.SMALL, gives=Yield.CONTEXT),))
    match decision:
        case Answer():
            lines = head + _answer(decision, base, today, fold)
            return Reply(to_html(fit(lines)), to_plain(lines))
        case Suggest():
            return _with_choices([*head, _sentence(decision.reason)], decision.choices, base)
        case NoAnswer():
            lines = [*head, _sentence(decision.reason or NOT_HELD)]
            if decision.nearest:
                lines.append((span(NEAREST),))
            return _with_choices(lines, decision.nearest, base)
        case _:
            assert_never(decision)


def pick(base: FactBase, fact: str, *, asked: str = "") -> Answer:
    """Make the decision that a person takes by choosing a fact."""
    chosen = Candidate(fact, 1.0, base.by_id[fact].question.text)
    return Answer(asked, (chosen,), (chosen,))


def _answer(decision: Answer, base: FactBase, today: dt.date, fold: Callable[[str], str]) -> list[Line]:
    asked = fold(decision.question)
    lines: list[Line] = []
    for candidate in decision.facts:
        holds = told(base, candidate, fold)
        is_echo = len(decision.facts) == 1 and fold(holds.fact.question.text) == asked
        if lines:
            lines.append(EMPTY_LINE)
        head = (
            _understood(holds.fact) if decision.understood else None if is_echo else holds.fact.question.text
        )
        lines += answer_lines(base, holds, head=head, today=today)
    if decision.missing:
        parts = "; ".join(f"“{part}”" for part in decision.missing)
        lines += [EMPTY_LINE, (span(MISSING.format(parts=parts), gives=Yield.CONTEXT),)]
    return lines


def _understood(fact: Fact) -> str:
    """Say what a follow-up was taken to ask: the thing and what is told of it, else the fact's question."""
    if fact.about is None or fact.asks is None:
        return fact.question.text
    return ABOUT_ASKS.format(about=fact.about, asks=fact.asks.replace("-", " "))


def _with_choices(lines: list[Line], candidates: Iterable[Candidate], base: FactBase) -> Reply:
    questions = {candidate.fact: base.by_id[candidate.fact].question.text for candidate in candidates}
    numbered = [f"{number}. {text}" for number, text in enumerate(questions.values(), start=1)]
    listed: list[Line] = [(span(text, gives=Yield.CONTEXT),) for text in numbered]
    # Buttons speak for themselves unless a phone would cut what tells them apart.
    is_long = any(units(text) > LABEL_UNITS for text in questions.values())
    labels = numbered if is_long else questions.values()
    choices = (Choice(fact, questions[fact], label) for fact, label in zip(questions, labels, strict=True))
    return Reply(
        html=to_html(fit(lines + listed if is_long else lines)),
        plain=to_plain(lines + listed),
        choices=tuple(choices),
    )


def _sentence(text: str) -> Line:
    """Write a reason as a sentence of its own."""
    text = text.strip()
    if text and text[-1] not in ".!?…":
        text += "."
    return (span(text[:1].upper() + text[1:], gives=Yield.CONTEXT),)
