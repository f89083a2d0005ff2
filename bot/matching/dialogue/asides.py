"""Takes out of a message what was said with the question and asks nothing: who writes, what for, in what hurry.

"Briefing in 5 min, where was KAZIND 2018? Regards, Maj. R. Thapa" asks where KAZIND 2018 was; the 5 and the name are no
part of it. An aside is a piece of its own between marks, and one word of it at least says that it is one. Where a fact
that the message may ask for speaks of that word, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.matching.matcher import Matcher
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import (
    ASIDE_OPENINGS,
    ASIDE_SIGNS,
    ASIDE_WORDS,
    AUXILIARIES,
    FRAME_WORDS,
    GREETINGS,
    LEADING,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    PERSONAL,
    POINTING,
    PRESENTING,
    QUESTION_WORDS,
    RANKS,
    REPORTING,
    SIGNATURES,
    SMALL_WORDS_OF_NAMES,
)
from bot.matching.text.numerals import is_ordinal, is_year
from bot.matching.text.tokenizer import fold, tokenise
from bot.matching.understanding.query import spelt_in_english

MOST_CHARACTERS: Final = 500  # a longer message is a story
_MOST_WORDS: Final = 12  # of an aside
_MOST_OTHERS: Final = 2  # words of any kind beside a sign that it is one
_WORDS_OF_SIGN: Final = 2  # so many words that often stand in asides are as good as a sign
_NEAR: Final = 4  # facts that a question may ask for
_LEAST: Final = 2  # tokens of the question that is left
_ASKING: Final = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS
_SMALL: Final = (
    LEADING | LIGHT_WORDS | FRAME_WORDS | PERSONAL | POINTING | GREETINGS | AUXILIARIES | SMALL_WORDS_OF_NAMES
)
_BEFORE_PLACES: Final = frozenset({"from", "at", "of", "with", "из", "от", "se"})
# A full stop behind an initial or a short form of a rank ends nothing, nor does a mark inside a number or a word.
_END: Final = re.compile(r"[?!;।？！\n]+|[.,:](?=\s|$)|\s[-–—]+\s|[()]")
_INITIAL: Final = re.compile(r"(?:^|[\s.])(\w{1,5})$")
_ANY_REPORTING: Final = "|".join(" ".join(phrase) for phrase in REPORTING)
_ANY_ASKING: Final = "|".join(sorted(word for word in _ASKING if word.isalpha()))
_REPORTED: Final = re.compile(
    rf"(?:^|[?!.,:;\n])(?P<who>[^?!.,:;\n]*?)\b(?:{_ANY_REPORTING})[\s,:]+(?=(?:\w+\s+)?(?:{_ANY_ASKING})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a message between marks."""

    start: int
    end: int  # behind the mark that ends it
    text: str
    mark: str
    tokens: tuple[str, ...]


def without_asides(message: str, matcher: Matcher) -> str:
    """Return a message without its asides; the message itself where it has none, or nothing would be left."""
    if len(message) > MOST_CHARACTERS:
        return message
    kept = _without_reporting(message, matcher)
    pieces = _pieces(kept, matcher)
    asides = _asides(pieces, matcher) if len(pieces) > 1 else set[int]()
    if asides:
        left = "".join(kept[piece.start : piece.end] for at, piece in enumerate(pieces) if at not in asides)
        left = left.strip(" \t\n,;:-–—")
        is_question = len(matcher.read(left).tokens) >= _LEAST
        kept = left if is_question and not _may_be_asked(left, pieces, asides, matcher) else kept
    return kept


def _without_reporting(message: str, matcher: Matcher) -> str:
    """Leave out who asks ("my boss wants to know where …"), where the base has no such name."""
    found = _REPORTED.search(message)
    if found is None:
        return message
    who = tokenise(found["who"])
    if len(who) > _MOST_WORDS or _asks(who) or _names(who, matcher):
        return message
    return message[: found.start("who")] + message[found.end() :]


def _pieces(message: str, matcher: Matcher) -> list[_Piece]:
    found: list[_Piece] = []
    start = 0
    for match in _END.finditer(message):
        if match[0] == "." and _is_short_form(message[start : match.start()]):
            continue
        found.append(_piece(message, start, match.start(), match.end(), match[0], matcher))
        start = match.end()
    found.append(_piece(message, start, len(message), len(message), "", matcher))
    return [piece for piece in found if piece.tokens]


def _piece(message: str, start: int, stop: int, end: int, mark: str, matcher: Matcher) -> _Piece:
    text = message[start:stop]
    return _Piece(start, end, text, mark, tuple(matcher.linker.resolve(tokenise(text))))


def _is_short_form(text: str) -> bool:
    last = _INITIAL.search(text)
    return last is not None and (len(last[1]) == 1 or fold(last[1]) in RANKS)


def _asides(pieces: Sequence[_Piece], matcher: Matcher) -> set[int]:
    found = {at for at, piece in enumerate(pieces) if _is_aside(piece, matcher)}
    signed = next((at for at, piece in enumerate(pieces) if at and _is_signature(pieces[at:], matcher)), len(pieces))
    return found.union(range(signed, len(pieces)))


def _is_aside(piece: _Piece, matcher: Matcher) -> bool:
    tokens = piece.tokens
    if "?" in piece.mark or len(tokens) > _MOST_WORDS or _asks(tokens) or _names(tokens, matcher):
        return False
    if _presents(piece) or _greets(piece):
        return True
    if any(is_year(token) or is_ordinal(token) for token in tokens):
        return False
    others = [t for t in tokens if t not in ASIDE_SIGNS and t not in ASIDE_WORDS and t not in _SMALL and t.isalpha()]
    if any(tokens[: len(opening)] == opening for opening in ASIDE_OPENINGS):
        return len(others) <= _MOST_OTHERS
    if any(token in ASIDE_SIGNS for token in tokens):
        return len(others) <= _MOST_OTHERS
    return not others and sum(token in ASIDE_WORDS for token in tokens) >= _WORDS_OF_SIGN


def _is_signature(pieces: Sequence[_Piece], matcher: Matcher) -> bool:
    """Return whether a message ends in these words of who wrote it: a closing formula, or a rank with a name."""
    tokens = [token for piece in pieces for token in piece.tokens]
    if len(tokens) > _MOST_WORDS or any("?" in piece.mark for piece in pieces) or any(t in _ASKING for t in tokens):
        return False
    if any(tuple(tokens[: len(phrase)]) == phrase for phrase in SIGNATURES):
        return True
    words = [word for piece in pieces for word in piece.text.split()]
    is_named = all(word[0].isupper() for word in words) and not _names(tokens, matcher)
    return is_named and len(words) > 1 and tokens[0] in RANKS


def _presents(piece: _Piece) -> bool:
    """Return whether somebody says who writes: "Anna here from the embassy", "this is Maj Thapa"."""
    tokens = piece.tokens
    is_opened = any(tokens[: len(phrase)] == phrase for phrase in PRESENTING if len(phrase) > 1)
    if not is_opened and not any((token,) in PRESENTING for token in tokens[1:4]):
        return False
    written = {fold(word) for word in re.findall(r"\w+", piece.text) if word[0].isupper()}
    is_named = False
    for at, token in enumerate(tokens):
        if token in written - {"i"} or token in RANKS:
            is_named = is_named or (token not in _SMALL and (token,) not in PRESENTING)
        elif token in _BEFORE_PLACES:
            return is_named
        elif token not in _SMALL and token not in ASIDE_WORDS and (token,) not in PRESENTING and at:
            return False
    return is_named


def _greets(piece: _Piece) -> bool:
    """Return whether somebody is greeted by name: "Hi Anna"."""
    words = piece.text.split()
    is_greeting = piece.tokens[0] in GREETINGS and 1 < len(words) <= 3
    return is_greeting and all(word[0].isupper() for word in words[1:])


def _asks(tokens: Sequence[str]) -> bool:
    words = [word for token in tokens for word in spelt_in_english(token)]
    return any(word in _ASKING for word in words) or (bool(words) and words[0] in AUXILIARIES)


def _names(tokens: Sequence[str], matcher: Matcher) -> bool:
    """Return whether there is a name of the base, or a country, among tokens."""
    linked = matcher.linker.resolve(tokens)
    return any(token[0] == "=" or (country_of(token) and token not in ASIDE_WORDS) for token in linked)


def _may_be_asked(left: str, pieces: Sequence[_Piece], asides: set[int], matcher: Matcher) -> bool:
    """Return whether a fact that the question may ask for has a word that makes an aside of a piece."""
    index = matcher.index
    signs = {
        token
        for at in asides
        for token in pieces[at].tokens
        if token in ASIDE_SIGNS or (token in ASIDE_WORDS and token not in _SMALL)
    }
    near = [candidate for candidate in matcher.rank(left)[:_NEAR] if candidate.number >= 0]
    facts = {index.phrases[candidate.number].fact for candidate in near}
    held = {token.rstrip("s") for fact in facts for phrase in index.by_fact[fact] for token in phrase.query.tokens}
    return any(sign.rstrip("s") in held for sign in signs)
