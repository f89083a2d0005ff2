"""Rewrites a follow-up as a whole question, by the facts that were given before it.

What is missing is the thing asked about ("when?" after an answer on KAZIND 2018) or what is asked of it
("and in 2019?").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from bot.factbase.model import Fact
from bot.matching.decision import Answer, Decision
from bot.matching.dialogue.small_talk import MOST_WORDS, is_plain, is_small_talk, speaks_to_bot
from bot.matching.matcher import Matcher
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import (
    AUXILIARIES,
    KIND_NOUNS,
    LEADING,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    POINTING,
    QUESTION_WORDS,
    SMALL_WORDS_OF_NAMES,
)
from bot.matching.text.numerals import is_ordinal, is_year
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import script_of, tokenise
from bot.matching.understanding.entity_linker import names_in, shown, with_subject

_CORRECTABLE: Final = 5  # letters of a word in which one slip is forgiven
_STANDING_FOR: Final = frozenset({"one", "ones", "that", "this"})
_OPEN: Final = frozenset({"many", "much"})
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")
_SIMPLE_OPENING: Final = re.compile(r"(?:where|when)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUpContext:
    """The facts that a person was last given in a chat, and when.

    `about` is what the person has asked about since, where the base had no answer; the next follow-up is about that.
    """

    facts: tuple[str, ...] = ()
    asked_at: dt.datetime | None = None
    about: str | None = None

    def lasting(self, now: dt.datetime, lasts: dt.timedelta) -> FollowUpContext:
        """Return this context if it is younger than `lasts`, else an empty one."""
        is_fresh = self.asked_at is not None and dt.timedelta(0) <= now - self.asked_at <= lasts
        return self if is_fresh else FollowUpContext()


@dataclass(frozen=True, slots=True)
class RewrittenQuestion:
    """A follow-up as a whole question, and what a fact has to be about and to tell to answer it."""

    text: str
    about: str | None
    asks: str | None = None
    words: tuple[str, ...] = ()  # with which the follow-up itself asks; empty where it asks what was asked before
    is_open: bool = False  # "how many?", or "why?" of a fact without a cause: no fact answers it for certain
    is_certain: bool = True  # false where the question may as well be about something else

    def fits(self, fact: Fact, matcher: Matcher) -> bool:
        """Return whether a fact is about the thing and tells what was asked, in the words with which the base asks."""
        if self.asks is not None and fact.asks != self.asks:
            return False
        if self.about is not None and fact.about != self.about:
            named = matcher.read(self.about).tokens
            if not set(named) <= set(matcher.texts.question(fact).tokens):
                return False
        return not self.words or self.speaks_of(fact, matcher)

    def speaks_of(self, fact: Fact, matcher: Matcher) -> bool:
        """Return whether the follow-up uses only words with which the base asks for what the fact tells."""
        return _speaks_of(self.words, fact, matcher)


def resolve_follow_up(question: str, context: FollowUpContext, matcher: Matcher) -> tuple[RewrittenQuestion, ...]:
    """Return the whole questions that a follow-up may stand for, one for each fact that it may follow.

    Empty where the question is whole, follows nothing, or asks nothing. A phrasing of the base is whole.
    """
    if not context.facts:
        return ()
    query = matcher.read(question)
    tokens = query.tokens
    if not tokens or len(tokens) > MOST_WORDS or is_small_talk(query):
        return ()
    if speaks_to_bot(question, tokens):
        return ()
    if tokens[0] in AUXILIARIES or " ".join(tokens) in matcher.index.texts:
        return ()
    names = names_in(tokens, matcher.linker)
    numbers = [token for token in tokens if token[0].isdigit()]
    nouns = _asked_nouns(tokens, matcher)
    words = tuple(t for t in tokens if t in nouns or _asks(t, is_numbered=bool(numbers)))
    if all(word in AUXILIARIES for word in words):
        words = _words_asking_what(tokens)
    if (names or not numbers) and bool(names) == bool(words):
        return ()  # it names a thing and asks something, or neither
    if names and _words_asking_what(tokens):
        return ()  # what is KAZIND?
    if names and "?" not in question and len(tokens) == len(matcher.read(" ".join(names)).tokens):
        return ()  # a bare name may ask for anything
    facts = [matcher.base.current(matcher.base.by_id[f]) for f in context.facts if f in matcher.base.by_id]
    if not words:
        found = [c for fact in facts for c in _asked_of_another(question, fact, names, numbers, matcher)]
    elif query.opening == "why" and len(words) == 1 and not numbers and context.about is None:
        found = [c for fact in facts for c in _why(fact, matcher)]
    else:
        subjects = {context.about or subject_of(fact, matcher): None for fact in facts}
        found = [c for s in subjects if s for c in _asked_of_it(question, s, words, numbers, matcher)]
    return tuple({rewritten.text: rewritten for rewritten in found}.values())


def _asks(token: str, *, is_numbered: bool) -> bool:
    """Return whether a token says what is asked; "in which year" asks when, "the year 2019" says which."""
    if is_constraint(token) or token in POINTING or token == "i":
        return False
    return token not in LEADING or (token in KIND_NOUNS and not is_numbered)


def _asked_nouns(tokens: Sequence[str], matcher: Matcher) -> frozenset[str]:
    """Return the nouns with which a question asks as the base does: "which edition in 2022" asks for the edition."""
    behind = (noun for word, noun in pairwise(tokens) if word in OPEN_QUESTION_WORDS and noun not in KIND_NOUNS)
    return matcher.texts.asked_nouns.intersection(behind)


def _words_asking_what(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a sentence that asks with small words alone: "what was the 2022 one about" asks what about.

    A question word with its verb makes a sentence; nothing of it is left to the question before.
    """
    asking = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS
    if not any(word in asking and verb in AUXILIARIES for word, verb in pairwise(tokens)):
        return ()
    return tuple(t for t in tokens if t in asking or (t in LEADING and t not in SMALL_WORDS_OF_NAMES | _STANDING_FOR))


def subject_of(fact: Fact, matcher: Matcher) -> str | None:
    """Return what a fact is about: its `about`, else the one name in its question."""
    if fact.about is not None:
        return fact.about
    names = names_in(matcher.texts.question(fact).tokens, matcher.linker)
    return names[0] if len(names) == 1 else None


def edition_of(subject: str, number: str, matcher: Matcher) -> str | None:
    """Return the name of another edition of the same series; None for a number that names none."""
    name = matcher.base.names.get(subject)
    if name is None:
        return None
    series = name.parts or (subject,)
    before, after = (f"{shown(number)} ", "") if is_ordinal(number) else ("", f" {number}")
    texts = [before + part + after for part in series]
    if is_year(number) and not name.parts and _YEAR.search(subject):
        texts = [_YEAR.sub(number, subject)]  # an edition whose series has no name of its own
    for text in texts:
        known = matcher.linker.display.get(" ".join(matcher.read(text).tokens))
        if known is not None:
            return known
    has_editions = bool(_YEAR.search(subject)) or any(series[0] in other.parts for other in matcher.base.names.values())
    return texts[0] if has_editions and (is_year(number) or is_ordinal(number)) else None


def _asked_of_another(
    question: str, fact: Fact, names: Sequence[str], numbers: Sequence[str], matcher: Matcher
) -> Iterator[RewrittenQuestion]:
    """Ask what a fact tells of other names, or of other editions of what it is about."""
    subject = subject_of(fact, matcher)
    if subject is not None:
        for other in names or [e for n in numbers if (e := edition_of(subject, n, matcher))]:
            text = _asked_again(question, fact, subject, other, matcher)
            if text is not None:
                yield RewrittenQuestion(text, other, fact.asks)
    elif not names and len(numbers) == 1 and is_year(numbers[0]):
        years = set(_YEAR.findall(fact.question.text))
        if len(years) == 1:
            yield RewrittenQuestion(_YEAR.sub(numbers[0], fact.question.text), None)


def _asked_of_it(
    question: str, subject: str, words: tuple[str, ...], numbers: Sequence[str], matcher: Matcher
) -> Iterator[RewrittenQuestion]:
    """Ask something of what was answered before, or of the edition of it that the question numbers."""
    about = edition_of(subject, numbers[0], matcher) if numbers else subject
    if about is None or len(numbers) > 1:
        return
    query = matcher.read(question)
    is_led = any(token in POINTING for token in query.tokens) or with_subject(question, "") != f": {question}"
    is_known = all(is_plain(word, matcher) and country_of(word) is None for word in words)
    is_certain = is_known and not query.cased and (is_led or "?" in question or bool(query.opening))
    is_open = all(word in _OPEN for word in words)
    yield RewrittenQuestion(with_subject(question, about), about, None, words, is_open, is_certain)


def _why(fact: Fact, matcher: Matcher) -> Iterator[RewrittenQuestion]:
    """Ask for the reason of what a fact tells; a question that cannot be reworded only brings near facts."""
    subject = subject_of(fact, matcher)
    text = fact.question.text
    if _SIMPLE_OPENING.match(text):
        yield RewrittenQuestion(_SIMPLE_OPENING.sub("Why ", text), subject, words=("why",))
    elif subject is not None:
        yield RewrittenQuestion(f"{subject}: why?", subject, words=("why",), is_open=True)


def _asked_again(question: str, fact: Fact, subject: str, other: str, matcher: Matcher) -> str | None:
    """Put a fact's question with another name, in the script of the follow-up where the base has a template in it."""
    templates = matcher.base.phrasings.asks.get(fact.asks or "", ())
    scripts = [script_of(token) for token in tokenise(question) if token.isalpha()]
    own = script_of(fact.question.text[0].lower())
    script = scripts[0] if scripts else own
    if script == own and subject in fact.question.text:
        return fact.question.text.replace(subject, other)
    for template in templates:
        plain = template.text.replace("{about}", "").split()
        if plain and script_of(plain[0].lower()) == script:
            return template.text.replace("{about}", other)
    if templates:
        return templates[0].text.replace("{about}", other)
    return fact.question.text.replace(subject, other) if subject in fact.question.text else None


def _speaks_of(words: Sequence[str], fact: Fact, matcher: Matcher) -> bool:
    """Return whether each word is one with which the base asks for this; any other may ask for something else."""
    known = matcher.texts.words_asking_for(fact)
    kinds = matcher.texts.question(fact).kinds
    return all(
        word in AUXILIARIES or word in LIGHT_WORDS or KIND_NOUNS.get(word) in kinds or _is_among(word, known)
        for word in words
    )


def _is_among(word: str, known: Set[str]) -> bool:
    if word in known or stem(word) in {stem(other) for other in known}:
        return True
    return len(word) >= _CORRECTABLE and any(OSA.distance(word, other, score_cutoff=1) == 1 for other in known)


_MOST_CANDIDATES: Final = 3  # the fact that is meant nearly always stands first


def context_after_refusal(matcher: Matcher, question: str, alone: Decision) -> FollowUpContext:
    """Return what may follow a refused question: a fact that answers it for another edition, and the edition asked for.

    "Where was KAZIND 2031?" is refused; "and in 2019?" then asks where KAZIND 2019 was. The fact itself was not given,
    so "when?" asks about the edition that the base lacks, and is refused as well.
    """
    tokens = matcher.read(question).tokens
    numbers = [token for token in tokens if token[0].isdigit()]
    names = names_in(tokens, matcher.linker)
    if isinstance(alone, Answer) or len(numbers) > 1 or len(names) != 1:
        return FollowUpContext()
    for candidate in alone.candidates[:_MOST_CANDIDATES]:
        fact = candidate.told(matcher.base)
        about = edition_of(subject_of(fact, matcher) or "", numbers[0], matcher) if numbers else names[0]
        if about is not None and any(
            _is_answer(matcher.decide(_with_edition(question, numbers, shown(held))), candidate.fact)
            for held in matcher.texts.question(fact).tokens
            if held[0].isdigit()
        ):
            return FollowUpContext((candidate.fact,), about=about)
    return FollowUpContext()


def _with_edition(question: str, numbers: list[str], held: str) -> str:
    """Ask about another edition: put its number for the one asked for, or behind a question without a number."""
    if not numbers:
        return f"{question} {held}"
    return re.sub(rf"(?<!\d){re.escape(shown(numbers[0]))}(?!\d)", held, question, flags=re.IGNORECASE)


def _is_answer(found: Decision, fact: str) -> bool:
    return isinstance(found, Answer) and [candidate.fact for candidate in found.facts] == [fact]
