"""Spellings of the base's names in a question → the names themselves, whatever script, split or slip.

A name is one token ("=kazind"); a name of an edition is its parts in their plain form:
"third {KAZIND}" → "=kazind 2018".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot.factbase.model import Name
from bot.matching.text.spelling import Speller
from bot.matching.text.stemmer import skeleton
from bot.matching.text.tokenizer import is_number, is_year, tokenise
from bot.matching.text.word_frequency import is_name_like

_SMALL_WORDS = frozenset({"the", "a", "an", "of", "in", "at", "on", "for", "to", "and", "s", "во", "в", "на"})
_MENDABLE = 4  # a shorter word of a name is not mended
_REMEMBERED = 20_000
_SURE = 0.7  # the least similarity at which a misspelt name is taken for the name


class EntityLinker:
    """Finds names in tokens. Longer spellings win over shorter ones, earlier ones over later ones."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self._atoms: dict[str, str] = {}  # letters of a spelling without spaces → token
        self._atom_words = 1
        self.display: dict[str, str] = {}  # token → the name as the base writes it
        plain = [name for name in names.values() if not name.parts]
        for name in plain:
            token = "=" + " ".join(tokenise(name.name))
            self.display[token] = name.name
            for spelling in name.spellings:
                words = tokenise(spelling.text)
                key = "".join(words)
                self._atoms.setdefault(key, token)
                self._atoms.setdefault(skeleton(key), token)
                self._atom_words = max(self._atom_words, len(words) + 1)
        self._words = {word for name in names.values() for s in name.spellings for word in tokenise(s.text)}
        self._word_speller = Speller(word for word in self._words if word.isalpha() and len(word) >= _MENDABLE)
        self._mended: dict[str, str] = {}
        self._found: dict[str, str | None] = {}  # what was made of letters before
        self._speller = Speller(key for key in self._atoms if key.isalpha())
        self._composites: dict[frozenset[str], tuple[str, ...]] = {}
        self._composite_words = 0
        self._editions: set[tuple[str, str]] = set()
        for name in sorted((n for n in names.values() if n.parts), key=lambda n: n.name):
            self._add_composite(name)
        self.spelling_tokens = self._tokens_by_canonical(names)

    def _add_composite(self, name: Name) -> None:
        canonical = tuple(self._with_atoms(tokenise(name.name)))
        self.display[" ".join(canonical)] = name.name
        for before, after in pairwise(canonical):
            if before[0] == "=" and is_year(after):
                self._editions.add((before, after))
        for spelling in name.spellings:
            tokens = self._with_atoms(tokenise(spelling.text))
            self._composites.setdefault(frozenset(tokens) - _SMALL_WORDS, canonical)
            self._composite_words = max(self._composite_words, len(tokens) + 1)

    def _tokens_by_canonical(self, names: Mapping[str, Name]) -> Mapping[tuple[str, ...], frozenset[str]]:
        """Canonical tokens of a name → every token that one of its spellings holds."""
        found: dict[tuple[str, ...], set[str]] = {}
        for name in names.values():
            canonical = tuple(self._with_atoms(tokenise(name.name)))
            tokens = found.setdefault(canonical, set())
            for spelling in name.spellings:
                words = tokenise(spelling.text)
                tokens.update(words, self._with_atoms(words))
        return {canonical: frozenset(tokens) for canonical, tokens in found.items()}

    def resolve(self, tokens: Sequence[str]) -> list[str]:
        """Replace spellings by names; tokens that belong to none stay."""
        if not self._atoms:
            return list(tokens)
        resolved = self._with_two_digit_years(self._with_atoms([self._mend(token) for token in tokens]))
        return self._with_composites(resolved) if self._composites else resolved

    def _mend(self, token: str) -> str:
        """Spell a rare word as the word of a name that it is a slip for; any other word stays."""
        if token in self._words or len(token) < _MENDABLE or not token.isalpha() or not is_name_like(token):
            return token
        if token not in self._mended:
            if len(self._mended) >= _REMEMBERED:
                self._mended.clear()
            near = self._word_speller.near(token, least=_SURE, most=2)
            is_clear = len(near) == 1 or (len(near) > 1 and near[0][1] > near[1][1])
            self._mended[token] = near[0][0] if is_clear else token
        return self._mended[token]

    def _with_atoms(self, tokens: Sequence[str]) -> list[str]:
        out: list[str] = []
        position = 0
        while position < len(tokens):
            for size in range(min(self._atom_words, len(tokens) - position), 0, -1):
                token = self._atom(tokens[position : position + size])
                if token:
                    out.append(token)
                    position += size
                    break
            else:
                out.append(tokens[position])
                position += 1
        return out

    def _atom(self, words: Sequence[str]) -> str | None:
        """The name that words spell, exactly or, for one or two uncommon words, with a slip."""
        letters = "".join(words)
        exact = self._atoms.get(letters) or self._atoms.get(skeleton(letters))
        if exact or len(words) > 2 or len(letters) < 5 or not letters.isalpha():
            return exact
        if letters not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[letters] = self._misspelt(letters) if all(is_name_like(word) for word in words) else None
        return self._found[letters]

    def _misspelt(self, letters: str) -> str | None:
        near = self._speller.near(skeleton(letters), least=_SURE, most=2)
        best = {self._atoms[word] for word, value in near if value == near[0][1]}
        return best.pop() if len(best) == 1 else None

    def _with_two_digit_years(self, tokens: list[str]) -> list[str]:
        """Read "=kazind 18" as 2018 where the name has editions by year."""
        named = {name for name, _ in self._editions}
        for position in range(1, len(tokens)):
            name, token = tokens[position - 1 : position + 1]
            if len(token) == 2 and is_number(token) and name in named:
                tokens[position] = ("19" if (name, "19" + token) in self._editions else "20") + token
        return tokens

    def _with_composites(self, tokens: list[str]) -> list[str]:
        out: list[str] = []
        position = 0
        while position < len(tokens):
            for size in range(min(self._composite_words, len(tokens) - position), 1, -1):
                window = tokens[position : position + size]
                if window[0] in _SMALL_WORDS or window[-1] in _SMALL_WORDS:
                    continue
                canonical = self._composites.get(frozenset(window) - _SMALL_WORDS)
                if canonical:
                    out += canonical
                    position += size
                    break
            else:
                out.append(tokens[position])
                position += 1
        return out


_LONGEST: Final = 8  # tokens of a name
_PRONOUN = re.compile(r"\b(?:it|they|them|this one|that one|это|оно|они)\b|(?<!\S)(?:यह|वह|ये|वे)(?!\S)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:and|so|but|or|then|also|а|и|но|ну|और|तो|aur)\b[\s,]*", re.IGNORECASE)


def names_in(tokens: Sequence[str], names: EntityLinker) -> tuple[str, ...]:
    """Give the names that tokens hold, in order, as the base writes them, with a number that follows.

    So "KAZIND 2031" is a name although the base holds other years only.
    """
    found: dict[str, None] = {}
    position = 0
    while position < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
            name = names.display.get(" ".join(tokens[position : position + size]))
            if name is not None:
                position += size
                if size == 1 and position < len(tokens) and tokens[position][0].isdigit():
                    name += f" {shown(tokens[position])}"
                    position += 1
                found[name] = None
                break
        else:
            position += 1
    return tuple(found)


def shown(token: str) -> str:
    """Write a number as in a sentence: 4# → 4th."""
    if not token.endswith("#"):
        return token
    number = token[:-1]
    is_teen = number[-2:-1] == "1"
    return number + ("th" if is_teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def leads_on(question: str) -> bool:
    """Whether a question begins as one that goes on from another ("and …", "but …")."""
    return _LEAD.match(question.strip()) is not None


def with_subject(question: str, subject: str) -> str:
    """Put a name into a question without it: for a pronoun, else in front ("KAZIND 2019: who took part")."""
    question = _LEAD.sub("", question.strip()) or question
    written = f"the {subject}" if subject[:1].islower() else subject
    replaced, count = _PRONOUN.subn(lambda _: written, question, count=1)
    return replaced if count else f"{subject}: {question}"
