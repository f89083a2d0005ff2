"""Writes the reply to a decision, as Telegram HTML and as plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from bot.factbase.model import Fact, FactBase, PartialDate
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.messages.replies import ABOUT_ASKS, AS_KNOWN, AS_KNOWN_ONLY, MISSING, NEAREST, QUOTED, UNDERSTOOD
from bot.replies.answer import answer_lines, resolve
from bot.replies.catalogues import ENGLISH, words_in
from bot.replies.languages import base_language, reply_languages, same, wording
from bot.replies.layout import EMPTY_LINE, Line, Style, Yield, fit, span, to_html, to_plain, units
from bot.replies.localisation import Words, primary_language
from bot.replies.settle import settle
from bot.replies.table import table_texts
from bot.tables.answer import TableAnswer

# About what a phone shows of a button before it cuts the text off.
LABEL_UNITS: Final = 34


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact to choose; `label` is for its button and has a number where the text lists the choices.

    With `as_of` it is chosen as it held then.
    """

    fact: str
    question: str
    label: str
    as_of: PartialDate | None = None


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
    language: str = ENGLISH.language,
) -> Reply:
    """Write the reply to a decision; `fold` is the matcher's, `note` a line of the caller's to go first.

    The bot's own words are in the chat's `language`, facts in the one that the question is in.
    """
    own, asked_in = reply_languages(decision, base, language)
    say = words_in(own, base_language(base))
    return render_settled(settle(decision, base, say), base, say, asked_in, today=today, fold=fold, note=note)


def render_settled(
    decision: Decision,
    base: FactBase,
    say: Words,
    asked_in: str,
    *,
    today: dt.date,
    fold: Callable[[str], str],
    note: str | None = None,
    page: int = 0,
) -> Reply:
    """Write the reply to a decision without withdrawn facts; facts are told in the language `asked_in`.

    `page` is that of a table, counted from 0.
    """
    head: list[Line] = [(span(note, Style.SMALL, gives=Yield.CONTEXT),)] if note else []
    if decision.understood and not isinstance(decision, Answer):
        understood = say(UNDERSTOOD, question=decision.understood)
        head.append((span(understood, Style.SMALL, gives=Yield.CONTEXT),))
    match decision:
        case TableAnswer():
            return Reply(*table_texts(decision, base, say, asked_in, today=today, fold=fold, head=head, page=page))
        case Answer():
            lines = head + _answer(decision, base, say, asked_in, today, fold)
            return Reply(to_html(fit(lines)), to_plain(lines))
        case Suggest():
            date = decision.choices[0].as_of
            dated = [(span(say(AS_KNOWN, date=say.date(date))),)] if date is not None else []
            lines = [*head, *dated, _sentence(say.reason(decision.reason))]
            return _with_choices(lines, decision.choices, base, asked_in)
        case NoAnswer():
            lines = [*head, _sentence(say.reason(decision.reason))]
            if decision.nearest:
                lines.append((span(say(NEAREST)),))
            return _with_choices(lines, decision.nearest, base, asked_in)
        case _:
            assert_never(decision)


def pick(base: FactBase, fact: str, *, asked: str = "", as_of: PartialDate | None = None) -> Answer:
    """Make the decision for a fact that a person chose, as it held on `as_of` if given."""
    chosen = Candidate(fact, 1.0, base.by_id[fact].question.text, as_of=as_of)
    return Answer(asked, (chosen,), (chosen,))


def _answer(
    decision: Answer, base: FactBase, say: Words, language: str, today: dt.date, fold: Callable[[str], str]
) -> list[Line]:
    asked = fold(decision.question)
    holding = [resolve(base, candidate, fold, today) for candidate in decision.facts]
    lines: list[Line] = []
    named: set[str] = set()  # languages that an untranslated fact has been said to be in
    for holds in holding:
        question = wording(holds.fact, language).question
        is_echo = len(decision.facts) == 1 and fold(question) == asked
        if lines:
            lines.append(EMPTY_LINE)
        head = _understood(holds.fact, say, language) if decision.understood else None if is_echo else question
        told_in = primary_language(wording(holds.fact, language).language)
        names_language = told_in != primary_language(language) and told_in not in named
        named.add(told_in)
        lines += answer_lines(base, holds, say, language, head=head, today=today, names_language=names_language)
    date = decision.facts[0].as_of
    if date is not None:
        is_past = any(holds.newer is not None for holds in holding)
        lines.insert(0, (span(say(AS_KNOWN_ONLY if is_past else AS_KNOWN, date=say.date(date))),))
    if decision.missing:
        parts = "; ".join(say(QUOTED, text=part) for part in decision.missing)
        lines += [EMPTY_LINE, (span(say(MISSING, parts=parts), gives=Yield.CONTEXT),)]
    return lines


def _understood(fact: Fact, say: Words, language: str) -> str:
    """Say how a follow-up was understood: the thing and what is asked of it, else the fact's question."""
    if fact.about is None or fact.asks is None or not same(language, ENGLISH.language):
        return wording(fact, language).question  # what is asked has an English name only
    return say(ABOUT_ASKS, about=fact.about, asks=fact.asks.replace("-", " "))


def _with_choices(lines: list[Line], candidates: Iterable[Candidate], base: FactBase, language: str) -> Reply:
    dates = {candidate.fact: candidate.as_of for candidate in candidates}
    questions = {fact: wording(base.by_id[fact], language).question for fact in dates}
    numbered = [f"{number}. {text}" for number, text in enumerate(questions.values(), start=1)]
    listed: list[Line] = [(span(text, gives=Yield.CONTEXT),) for text in numbered]
    # Buttons speak for themselves unless a phone would cut what tells them apart.
    is_long = any(units(text) > LABEL_UNITS for text in questions.values())
    labels = numbered if is_long else questions.values()
    choices = (Choice(fact, questions[fact], label, dates[fact]) for fact, label in zip(questions, labels, strict=True))
    return Reply(
        html=to_html(fit(lines + listed if is_long else lines)),
        plain=to_plain(lines + listed),
        choices=tuple(choices),
    )


def _sentence(text: str) -> Line:
    """Write a reason as a sentence of its own."""
    text = text.strip()
    if text and text[-1] not in ".!?…।":
        text += "."
    return (span(text[:1].upper() + text[1:], gives=Yield.CONTEXT),)
