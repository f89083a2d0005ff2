"""Splits a message that asks several things into questions of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.matching.matcher import Matcher
from bot.matching.text.lexicon import AUXILIARIES, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import fold
from bot.matching.understanding.entity_linker import names_in, with_subject

MOST_PARTS: Final = 6
MOST_CHARACTERS: Final = 500  # a longer message is a story

_ASKING = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS
_SENTENCE_END = re.compile(r"(?<=[?!;।？！\n])[?!;।？！\s]*|(?<=[a-zа-я]{2}[.])\s+")
_JOINT = re.compile(r",?\s*(?:\b(?:and|plus|also|и|а|также|और|तथा|aur)\s+(?:also\s+)?|&\s*|(?<=,)\s*)", re.IGNORECASE)
_LISTED = re.compile(r"[,;:&/+]|\b(?:and|plus|и|aur)\b|(?<!\S)और(?!\S)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_LIST_OF_YEARS = re.compile(
    rf"(?P<name>(?:(?<!\w)\w[\w-]*\s+)?){_YEAR.pattern}"
    rf"(?:\s*(?:,|&|/|\+|\band\b|\bplus\b|\bи\b|और|\baur\b)+\s*(?:in\s+|(?P=name))?{_YEAR.pattern})+",
    re.IGNORECASE,
)
_LEADING = frozenset(
    """
    in at on for since from to by with until of about under during
    в на с из от о к по для до
    """.split()  # noqa: SIM905 - a list of words reads as text
)
_WORD = re.compile(r"[^\s,;:.?!।？！()\"«»“”]+")
_SPANS = (["between"], ["from"], ["между"], ["с"])
_LEADS = (["and"], ["or"], ["but"], ["а"], ["и"], ["और"], ["aur"])
_CLOSING = " \t\n,;:.?!।？！"
_HOW = frozenset({"many", "much", "long", "often"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: as it was written, and as a question that stands alone."""

    written: str
    question: str
    is_named: bool  # it has a name of the base, its own or one from another part


def split(question: str, matcher: Matcher) -> tuple[Part, ...]:
    """Split a message into questions; a part without a name takes the name of the nearest part that has one.

    Empty where the message asks one thing, or too many. What comes after a part that is no whole question
    ("and in 2019?") is left as it is written: the answers before it say what it is about.
    """
    written = pieces(question)
    if len(written) == 1:
        return _of_years(question, matcher)
    if len(written) > MOST_PARTS:
        return ()
    if matcher.read(question).reparandum[1]:
        return ()  # what was corrected is not asked
    whole = next((at for at, text in enumerate(written) if not _has_question(text)), len(written))
    stated = [_standing(written[:whole], position) for position in range(whole)]
    named = [names_in(matcher.read(text).tokens, matcher.linker) for text in stated]
    parts = []
    for position, text in enumerate(stated):
        donors = [*reversed(named[:position]), *named[position + 1 :]]
        names = next((names for names in donors if names), ())
        if names and not any(is_constraint(token) for token in matcher.read(text).tokens):
            text = with_subject(text, names[-1])
        parts.append(Part(written[position], text, bool(named[position] or names)))
    return (*parts, *(Part(text, text, False) for text in written[whole:]))


def properties(question: str, matcher: Matcher) -> tuple[Part, ...]:
    """Split a list of what is asked of one thing ("KAZIND 2018: place, dates") into a question for each.

    Empty unless every word asks for something as the base does, so that nothing else is taken for a list.
    """
    pieces = [piece for piece in _LISTED.split(question) if piece.strip(_CLOSING)]
    names = names_in(matcher.read(question).tokens, matcher.linker)
    if len(names) != 1 or not 2 <= len(pieces) <= MOST_PARTS:
        return ()
    found = []
    known = frozenset().union(*matcher.texts.stems_by_kind)
    named = set(matcher.read(names[0]).tokens)
    for piece in pieces:
        tokens = matcher.read(piece).tokens
        rest = [token for token in tokens if token not in named]
        if any(is_constraint(token) or stem(token) not in known for token in rest):
            return ()
        if rest:
            is_named = named <= set(tokens)
            found.append(Part(piece.strip(_CLOSING), piece if is_named else f"{names[0]} {piece.strip()}", True))
    return tuple(found) if len(found) > 1 else ()


def _of_years(question: str, matcher: Matcher) -> tuple[Part, ...]:
    """Ask for each year in a list of them ("KAZIND 2018, 2019 and KAZIND 2021") as if it stood there alone."""
    if len(_YEAR.findall(question)) < 2:
        return ()
    lists = list(_LIST_OF_YEARS.finditer(question))
    years = _YEAR.findall(lists[0].group()) if len(lists) == 1 else []
    if not 2 <= len(set(years)) <= MOST_PARTS or not names_in(matcher.read(question).tokens, matcher.linker):
        return ()
    start, end = lists[0].span()
    if _words(question[:start])[-1:] in _SPANS or _words(lists[0]["name"] or "") in _SPANS:
        return ()
    texts = [f"{question[:start]}{lists[0]['name']}{year}{question[end:]}" for year in dict.fromkeys(years)]
    return tuple(Part(text, text, True) for text in texts)


def pieces(text: str) -> tuple[str, ...]:
    """Cut a message where one question ends and another begins; what asks nothing goes with what follows."""
    if len(text) > MOST_CHARACTERS:
        return (text,)
    if sum(word in _ASKING for word in _words(text)) < 2 and sum(map(text.count, "?!.।？！\n")) < 2:
        return (text.strip(_CLOSING),)
    found: list[str] = []
    rest = ""
    for sentence in _SENTENCE_END.split(text):
        if not sentence.strip(_CLOSING):
            continue
        if not _has_question(sentence) and not (found and _leads_on(sentence)):
            rest += sentence
            continue
        found += _clauses((rest + " " + sentence).strip() if rest else sentence)
        rest = ""
    if rest and found:
        found[-1] += " " + rest
    return tuple(piece.strip(_CLOSING) for piece in found) if found else (text.strip(_CLOSING),)


def _clauses(sentence: str) -> list[str]:
    """Cut a sentence before a question word that "and" or a comma joins to another question."""
    found: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        left, right = sentence[start : joint.start()], sentence[joint.end() :]
        if not joint.group().strip() or not left.strip(_CLOSING):
            continue
        if _has_question_word(_words(left)) and _opens_question(_words(right)):
            found.append(left)
            start = joint.end()
    found.append(sentence[start:])
    return found


def _standing(written: Sequence[str], position: int) -> str:
    """Return a part; one that is a bare question word gets the rest of its neighbour ("when" before "where was X")."""
    text = written[position]
    if not _is_bare(_words(text)):
        return text
    for neighbour in (*written[position + 1 :], *reversed(written[:position])):
        words = neighbour.split()
        if not _is_bare(_words(neighbour)) and len(words) > 1:
            is_simple = fold(words[0]) in QUESTION_WORDS and fold(words[1]) not in _HOW
            return " ".join([text, *words[1:]]) if is_simple else text
    return text


def _is_bare(words: Sequence[str]) -> bool:
    return len(words) <= 3 and all(word in _ASKING or word in _LEADING or word in _HOW for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _has_question_word(words: Sequence[str]) -> bool:
    return any(word in _ASKING for word in words)


def _opens_question(words: Sequence[str]) -> bool:
    after = words[1:] if words and words[0] in _LEADING else words
    return bool(after) and after[0] in _ASKING


def _leads_on(sentence: str) -> bool:
    """Return whether a sentence asks by what was said before: "And in 2019?"."""
    return sentence.rstrip().endswith(("?", "？")) and _words(sentence)[:1] in _LEADS


def _has_question(sentence: str) -> bool:
    words = _words(sentence)
    return _has_question_word(words) or (bool(words) and words[0] in AUXILIARIES)
