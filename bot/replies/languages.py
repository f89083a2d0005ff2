"""Finds the language that a question was asked in, and a fact's wording in a language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from babel import Locale, UnknownLocaleError

from bot.factbase.model import Fact, FactBase, Translation
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.matching.text.tokenizer import script_of
from bot.replies.catalogues import ENGLISH, LANGUAGES, spoken
from bot.replies.localisation import primary_language


@dataclass(frozen=True, slots=True)
class Wording:
    """A fact's question and answer as they are told, and the language of the answer."""

    question: str
    answer: str
    language: str


def base_language(base: FactBase) -> str:
    """Return the language that most topics are written in, of several the first topic's."""
    counts = Counter(topic.language for topic in base.topics)
    return max(counts, key=lambda language: counts[language], default=ENGLISH.language)


def language_asked(decision: Decision, base: FactBase, chat: str) -> str:
    """Return the language of the phrasing that matched, or one in the question's script; else the chat's.

    A fact that was chosen rather than asked for is told in the chat's language.
    """
    if not ({primary_language(chat)} & {*LANGUAGES, *map(primary_language, base.languages)}):
        chat = base_language(base)
    best = _best(decision)
    if best is None or not decision.question.strip():
        return chat
    matched = _language_of(best, base)
    script = _script(decision.question)
    if matched is not None and script == _script(best.phrase):
        return matched
    written_so = (language for language in (chat, *sorted(base.languages)) if _own_script(language) == script)
    return next(written_so, matched or chat)


def reply_languages(decision: Decision, base: FactBase, chat: str) -> tuple[str, str]:
    """Return the language of the bot's own words, which is the chat's, and that of the facts.

    In a chat whose language the bot does not speak, both are one language that all these facts have, if there is one.
    """
    asked = language_asked(decision, base, chat)
    if primary_language(chat) in LANGUAGES:
        return chat, asked
    facts = [candidate.told(base) for candidate in _shown(decision) if candidate.fact in base.by_id]
    first = asked if decision.question.strip() else chat
    for language in map(primary_language, (spoken(first), spoken(chat), base_language(base), ENGLISH.language)):
        if language in LANGUAGES and all(same(wording(fact, language).language, language) for fact in facts):
            return language, language
    return chat, asked


def wording(fact: Fact, language: str) -> Wording:
    """Return the wording of a fact in a language as far as it is translated, else in its own."""
    own = Wording(fact.question.text, fact.answer, fact.question.language)
    translation = _translation(fact, language)
    if translation is None:
        return own
    question = translation.question.text if translation.question else own.question
    # A disputed fact shows what each source says, which has no translation.
    if translation.answer is None or fact.claims:
        return Wording(question, own.answer, own.language)
    return Wording(question, translation.answer, translation.language)


def _translation(fact: Fact, language: str) -> Translation | None:
    if same(fact.question.language, language):
        return None
    near = [translation for translation in fact.translations if same(translation.language, language)]
    return max(near, key=lambda translation: translation.language == language, default=None)


def same(one: str, other: str) -> bool:
    """Return whether two codes are of one language, whatever the country."""
    return primary_language(one) == primary_language(other)


def _best(decision: Decision) -> Candidate | None:
    return next(iter((*_shown(decision), *decision.candidates)), None)


def _shown(decision: Decision) -> tuple[Candidate, ...]:
    match decision:
        case Answer():
            return decision.facts
        case Suggest():
            return decision.choices
        case NoAnswer():
            return decision.nearest
        case _:
            assert_never(decision)


def _language_of(candidate: Candidate, base: FactBase) -> str | None:
    """Find the language of the phrasing that came closest, which may be an earlier fact's."""
    current = base.current(base.by_id[candidate.fact])
    earlier = (fact for fact in base.facts if fact is not current and base.current(fact) is current)
    return next(
        (
            phrase.language
            for fact in chain((current,), earlier)
            for phrase in base.phrases_of(fact)
            if phrase.text == candidate.phrase
        ),
        None,
    )


def _script(text: str) -> str:
    """Name the script of most words; on a tie not the Latin one, in which names are often left."""
    scripts = Counter(script_of(word) for word in text.split() if word[:1].isalpha())
    return max(scripts, key=lambda script: (scripts[script], script != "latin"), default="")


def _own_script(language: str) -> str:
    try:
        return script_of(Locale.parse(language, sep="-").language_name or "")
    except (ValueError, UnknownLocaleError):
        return ""
