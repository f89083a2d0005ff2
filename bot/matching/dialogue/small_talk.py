"""Tells small talk, and words that lead on or point back, from questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.matcher import Matcher
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import (
    AROUND_TALK,
    LEADING,
    PERSONAL,
    POINTING,
    SAYING_NOTHING,
    SMALL_TALK,
    TALK,
    THANKS,
)
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.query import Query

_SAME_WORD: Final = 0.8  # similarity from which a word is one of the base with a slip
MOST_WORDS: Final = 12  # a longer message says itself what it is about


def is_talk(question: str, matcher: Matcher) -> bool:
    """Return whether a message is small talk, or words to or about the bot, and asks for nothing that a base may hold.

    Every word of it is in a closed list, and one of them is talk; so is a message without words, such as a smile.
    """
    tokens = matcher.linker.resolve(tokenise(question))
    lists = (SMALL_TALK, TALK, LEADING, POINTING, PERSONAL, AROUND_TALK)
    if not all(any(token in words for words in lists) for token in tokens):
        return False
    is_telling = any(token in SMALL_TALK | TALK and token not in AROUND_TALK | SAYING_NOTHING for token in tokens)
    return not tokens or is_telling or speaks_to_bot(question, tokens)


def is_thanks(question: str) -> bool:
    """Return whether a message says thanks."""
    return any(token in THANKS for token in tokenise(question))


def keeps_context(question: str, matcher: Matcher) -> bool:
    """Return whether a message that is not answered leaves the conversation where it was.

    It does where it asks nothing ("thanks", "ok", a smile), and where it speaks of what was said ("is that true?")
    and names nothing of its own.
    """
    query = matcher.read(question)
    if is_small_talk(query):
        return True
    points = any(token in POINTING for token in query.tokens) or speaks_to_bot(question, query.tokens)
    return points and len(query.tokens) <= MOST_WORDS and not _names_its_own(query, matcher)


def is_small_talk(query: Query) -> bool:
    """Return whether a message asks nothing."""
    return not query.kinds and all(token in SMALL_TALK or token in LEADING for token in query.tokens)


def _names_its_own(query: Query, matcher: Matcher) -> bool:
    """Return whether a question has a name, a number, or a word that the base does not know."""
    return bool(query.cased) or any(
        is_constraint(token) or country_of(token) is not None or not is_plain(token, matcher) for token in query.tokens
    )


def speaks_to_bot(question: str, tokens: Sequence[str]) -> bool:
    """Return whether a message is about the speakers ("who are you?"), politeness and corrections apart."""
    written = tokenise(question)
    if "meant" in tokens or "mean" in tokens:
        return False
    # at the end, "you" is taken for politeness and dropped
    is_last = bool(written) and written[-1] in PERSONAL and "thank" not in written
    return is_last or any(token in PERSONAL for token in tokens)


def is_plain(token: str, matcher: Matcher) -> bool:
    """Return whether a word is on one of these lists, or one that the base has too."""
    small = token in LEADING or token in POINTING or token in PERSONAL or token in SMALL_TALK
    return small or any(value >= _SAME_WORD for _, value in matcher.index.term_matches(token))
