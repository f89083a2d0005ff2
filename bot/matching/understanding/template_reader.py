"""Reads templates that are filled with names, such as "where was {about} held", each template and each name once.

The readings are joined where the name meets the rest. Where a join might read otherwise than the whole text does, there
is none, and the whole text is to be read: a word that belongs to a name on the other side, a number of several words,
politeness at an end.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from bot.factbase.model import FactBase
from bot.matching.text.capitals import Capitals, capitalised_in, capitals_of
from bot.matching.text.lexicon import NUMBER_UNITS, ORDINAL_WORDS
from bot.matching.text.numerals import join_number_words
from bot.matching.text.token_class import is_constraint
from bot.matching.text.tokenizer import fold, may_have_noise, without_noise, words_of
from bot.matching.understanding.entity_linker import LinkedPart
from bot.matching.understanding.query import Query, parse_query, spelt_in_english
from bot.matching.understanding.reader import QuestionReader

SLOT: Final = "{about}"
_LONGEST: Final = 200  # characters; in longer texts a limit of the tokeniser could fall
_DASHES: Final = "-–/"  # which join two years
_NUMBER_WORDS: Final = frozenset({*NUMBER_UNITS, "and"})
_MORE_OF_A_NUMBER: Final = _NUMBER_WORDS | ORDINAL_WORDS.keys()


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands before the name, the name, or what stands behind it."""

    text: str
    folded: str
    spoken: tuple[str, ...]  # its words, numbers among them as they are spoken
    words: tuple[str, ...]
    linked: LinkedPart
    tokens: tuple[str, ...]
    capitals: Capitals


class TemplateReader:
    """Reads filled templates as a `QuestionReader` does, corrections off."""

    def __init__(self, reader: QuestionReader) -> None:
        self._reader = reader
        self._parts: dict[str, _Part | None] = {}  # None for those that cannot be joined
        self._frames: dict[tuple[str, int], Query] = {}  # template and how many tokens fill it

    def readings(self, base: FactBase, known: Container[str]) -> Mapping[str, Query]:
        """Return the readings of the base's filled templates that can be joined, by their text; not of known texts."""
        found: dict[str, Query] = {}
        for fact in base.facts:
            for template in base.phrasings.asks.get(fact.asks, ()) if fact.about and fact.asks else ():
                text = template.text.replace(SLOT, fact.about or "")
                if text not in known and text not in found:
                    query = self.read(template.text, fact.about or "")
                    if query is not None:
                        found[text] = query
        return found

    def read(self, template: str, name: str) -> Query | None:
        """Return the reading of a template that a name fills; None where the whole text must be read."""
        before, _, behind = template.partition(SLOT)
        if SLOT not in template or SLOT in behind or len(before) + len(name) + len(behind) > _LONGEST:
            return None
        parts = [self._part(text) for text in (before, name, behind) if text]
        filling = self._part(name) if name else None
        if filling is None or not all(map(is_constraint, filling.tokens)):
            return None  # words could be those that a question turns on
        joined: list[_Part] = []
        for part in parts:
            if part is None or (joined and not self._are_apart(joined[-1], part)):
                return None
            joined.append(part)
        if _has_noise(joined):
            return None
        return self._fill(template, before, behind, filling, capitalised_in([part.capitals for part in joined]))

    def _part(self, text: str) -> _Part | None:
        if text not in self._parts:
            self._parts[text] = self._read_part(text)
        return self._parts[text]

    def _read_part(self, text: str) -> _Part | None:
        spoken, has_number_words = words_of(text)
        if not spoken or "`" in text:  # that is an apostrophe only beside other letters than ASCII's
            return None
        if not has_number_words and not _MORE_OF_A_NUMBER.isdisjoint({*spoken} - {"and"}):
            return None  # from a contraction
        words = join_number_words(spoken) if has_number_words else spoken
        linked = self._reader.linker.part(self._reader.with_synonyms(words))
        tokens = tuple([word for token in linked.tokens for word in spelt_in_english(token)])
        return _Part(text, fold(text).strip(), tuple(spoken), tuple(words), linked, tokens, capitals_of(text))

    def _are_apart(self, left: _Part, right: _Part) -> bool:
        """Return whether two parts read the same together as each by itself."""
        if not (left.text.endswith(" ") or right.text.startswith(" ")):
            return False
        if left.folded[-1:] in _DASHES or right.folded[:1] in _DASHES:
            return False
        if left.spoken[-1] in _NUMBER_WORDS and right.spoken[0] in _MORE_OF_A_NUMBER:
            return False
        return self._reader.linker.are_apart(left.linked, right.linked)

    def _fill(self, template: str, before: str, behind: str, filling: _Part, cased: frozenset[str]) -> Query:
        """Parse a template with placeholders, once for each number of tokens, and put a name's tokens in."""
        placeholders = {f"=\0{number}": token for number, token in enumerate(filling.tokens)}
        key = template, len(placeholders)
        frame = self._frames.get(key)
        if frame is None:
            left, right = (self._part(text) if text else None for text in (before, behind))
            tokens = [*(left.linked.tokens if left else ()), *placeholders, *(right.linked.tokens if right else ())]
            frame = self._frames[key] = parse_query(tokens, corrections=False)
        counted = frame.counted
        return Query(
            tokens=tuple([placeholders.get(token, token) for token in frame.tokens]),
            kinds=frame.kinds,
            is_negated=frame.is_negated,
            reparandum=frame.reparandum,
            counted=frozenset([placeholders.get(token, token) for token in counted]) if counted else counted,
            opening=frame.opening,
            cased=cased,
            is_statement=frame.is_statement,
        )


def _has_noise(parts: list[_Part]) -> bool:
    """Return whether politeness at either end of a text would be dropped."""
    if not may_have_noise(parts[0].words[0], parts[-1].words[-1]):
        return False
    words = [word for part in parts for word in part.words]
    return len(without_noise(words)) != len(words)
