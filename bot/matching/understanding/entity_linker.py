"""Links the spellings of names in a question to the base's names, in any script, joined or split, or with a slip.

A name becomes one token ("=kazind"); the name of an edition becomes the tokens of its parts: "third {KAZIND}" is
"=kazind 2018".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Final

from bot.factbase.model import Name
from bot.matching.text.lexicon import SMALL_WORDS_OF_NAMES
from bot.matching.text.numerals import is_number, is_year
from bot.matching.text.spelling import Speller
from bot.matching.text.stemmer import skeleton
from bot.matching.text.tokenizer import tokenise
from bot.matching.text.word_frequency import is_name_like

_CORRECTABLE = 4  # letters; slips in shorter words of a name are left
_REMEMBERED = 20_000
_SURE = 0.7  # the least similarity at which a misspelt name is taken for the name
_MOST_MISSPELT = 2  # words of a name that is found in spite of a slip
_SHORTEST_MISSPELT = 5  # letters of such a name


class EntityLinker:
    """Finds names in tokens. Longer spellings win over shorter ones, earlier ones over later ones."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self.display: dict[str, str] = {}  # tokens of a name, joined by spaces → the name as the base writes it
        self._tokens: dict[str, str] = {}  # letters of a spelling without spaces → token of its name
        self._prefixes: set[str] = set()  # of those letters
        self._most_words = 1
        spellings = {
            name.name: [tuple(tokenise(spelling.text)) for spelling in name.spellings] for name in names.values()
        }
        for name in names.values():
            if not name.parts:
                self._add_name(name.name, spellings[name.name])
        self._words = {word for texts in spellings.values() for words in texts for word in words}
        self._word_speller = Speller(word for word in self._words if word.isalpha() and len(word) >= _CORRECTABLE)
        self._name_speller = Speller(letters for letters in self._tokens if letters.isalpha())
        self._corrected: dict[str, str] = {}
        self._misspelt: dict[str, str | None] = {}  # letters looked up before
        self._nameless: set[tuple[str, str]] = set()  # words that begin no name before such a word, "" at the end
        self._linked = {words: self._with_names(words) for texts in spellings.values() for words in texts}
        self._composites: dict[frozenset[str], tuple[str, ...]] = {}  # tokens of a spelling → tokens of its name
        self._composite_tokens: set[str] = set(SMALL_WORDS_OF_NAMES)
        self._most_composite_tokens = 0
        self._editions: set[tuple[str, str]] = set()  # token of a name, year of an edition of it
        for name in sorted((n for n in names.values() if n.parts), key=lambda n: n.name):
            self._add_composite(name.name, spellings[name.name])
        self._series = frozenset(name for name, _ in self._editions)
        self.spelling_tokens = self._tokens_by_canonical(names, spellings)
        self._canonical_by_token: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for canonical in self.spelling_tokens:
            if canonical:
                self._canonical_by_token[canonical[0]].append(canonical)
        del self._linked

    def _add_name(self, name: str, spellings: Iterable[Sequence[str]]) -> None:
        token = "=" + " ".join(tokenise(name))
        self.display[token] = name
        for words in spellings:
            letters = "".join(words)
            for written in (letters, skeleton(letters)):
                self._tokens.setdefault(written, token)
                self._prefixes.update(written[:end] for end in range(1, len(written) + 1))
            self._most_words = max(self._most_words, len(words) + 1)

    def _add_composite(self, name: str, spellings: Iterable[tuple[str, ...]]) -> None:
        canonical = tuple(self._with_names(tokenise(name)))
        self.display[" ".join(canonical)] = name
        for before, after in pairwise(canonical):
            if before[0] == "=" and is_year(after):
                self._editions.add((before, after))
        for words in spellings:
            tokens = self._linked[words]
            key = frozenset(tokens) - SMALL_WORDS_OF_NAMES
            self._composites.setdefault(key, canonical)
            self._composite_tokens |= key
            self._most_composite_tokens = max(self._most_composite_tokens, len(tokens) + 1)

    def _tokens_by_canonical(
        self, names: Mapping[str, Name], spellings: Mapping[str, Iterable[tuple[str, ...]]]
    ) -> Mapping[tuple[str, ...], frozenset[str]]:
        """Return, for the tokens of each name, every token that one of its spellings has."""
        found: dict[tuple[str, ...], set[str]] = {}
        for name in names:
            canonical = tuple(self._with_names(tokenise(name)))
            tokens = found.setdefault(canonical, set())
            for words in spellings[name]:
                tokens.update(words, self._linked[words])
        return {canonical: frozenset(tokens) for canonical, tokens in found.items()}

    def spellings_in(self, tokens: set[str]) -> Iterator[frozenset[str]]:
        """Yield, for each name whose tokens are all among these, the tokens of its spellings."""
        for token in tokens:
            for canonical in self._canonical_by_token.get(token, ()):
                if tokens.issuperset(canonical):
                    yield self.spelling_tokens[canonical]

    def resolve(self, tokens: Sequence[str]) -> list[str]:
        """Replace spellings by names; tokens that belong to none stay."""
        if not self._tokens:
            return list(tokens)
        linked = self._with_names([self._spelt_right(token) for token in tokens])
        linked = self._with_two_digit_years(linked)
        return self._with_composites(linked) if self._composites else linked

    def _spelt_right(self, token: str) -> str:
        """Return the word of a name that a rare word is a slip for; any other word as it is."""
        if token in self._words or len(token) < _CORRECTABLE or not token.isalpha() or not is_name_like(token):
            return token
        if token not in self._corrected:
            if len(self._corrected) >= _REMEMBERED:
                self._corrected.clear()
            near = self._word_speller.near(token, least=_SURE, most=2)
            is_clear = len(near) == 1 or (len(near) > 1 and near[0][1] > near[1][1])
            self._corrected[token] = near[0][0] if is_clear else token
        return self._corrected[token]

    def _with_names(self, tokens: Sequence[str]) -> list[str]:
        """Put the token of a name in the place of the words that spell it."""
        out: list[str] = []
        position = 0
        pairs = list(zip_longest(tokens, tokens[1:], fillvalue=""))
        nameless = self._nameless
        while position < len(tokens):
            if pairs[position] in nameless:
                out.append(tokens[position])
                position += 1
                continue
            found, size = self._name_at(tokens, position)
            out.append(found or tokens[position])
            position += size
        return out

    def _name_at(self, tokens: Sequence[str], position: int) -> tuple[str | None, int]:
        """Return the name that begins at a position and how many words it takes, the longest one first."""
        letters = tokens[position]
        most = min(self._most_words, len(tokens) - position)
        windows = [letters]
        while len(windows) < most and (letters in self._prefixes or skeleton(letters) in self._prefixes):
            letters += tokens[position + len(windows)]
            windows.append(letters)
        goes_on = letters in self._prefixes or skeleton(letters) in self._prefixes  # with more words it may be a name
        if len(windows) < min(most, _MOST_MISSPELT):
            windows.append(letters + tokens[position + 1])
        for size in range(len(windows), 0, -1):
            letters = windows[size - 1]
            found = self._tokens.get(letters) or (None if letters.isascii() else self._tokens.get(skeleton(letters)))
            if not found and size <= _MOST_MISSPELT:
                found = self._name_with_slip(letters, tokens[position : position + size])
            if found:
                return found, size
        if len(windows) <= _MOST_MISSPELT and not goes_on:  # so that no words behind these two can change it
            if len(self._nameless) >= _REMEMBERED:
                self._nameless.clear()
            self._nameless.add((tokens[position], tokens[position + 1] if position + 1 < len(tokens) else ""))
        return None, 1

    def _name_with_slip(self, letters: str, words: Sequence[str]) -> str | None:
        """Return the name that one or two uncommon words spell with a slip; None for a slip for several names."""
        if len(letters) < _SHORTEST_MISSPELT or not letters.isalpha():
            return None
        if letters not in self._misspelt:
            if len(self._misspelt) >= _REMEMBERED:
                self._misspelt.clear()
            is_uncommon = all(is_name_like(word) for word in words)
            self._misspelt[letters] = self._nearest_name(letters) if is_uncommon else None
        return self._misspelt[letters]

    def _nearest_name(self, letters: str) -> str | None:
        near = self._name_speller.near(skeleton(letters), least=_SURE, most=2)
        best = {self._tokens[word] for word, value in near if value == near[0][1]}
        return best.pop() if len(best) == 1 else None

    def _with_two_digit_years(self, tokens: list[str]) -> list[str]:
        """Read "=kazind 18" as 2018 where the name has editions by year."""
        for position in range(1, len(tokens)):
            name, token = tokens[position - 1 : position + 1]
            if len(token) == 2 and name in self._series and is_number(token):
                tokens[position] = ("19" if (name, "19" + token) in self._editions else "20") + token
        return tokens

    def _with_composites(self, tokens: Sequence[str]) -> list[str]:
        """Put the tokens of an edition's name in the place of those that spell it, in any order."""
        out: list[str] = []
        position = 0
        while position < len(tokens):
            if tokens[position] in self._composite_tokens:
                canonical, size = self._composite_at(tokens, position)
                out += canonical
                position += size
            else:
                out.append(tokens[position])
                position += 1
        return out

    def _composite_at(self, tokens: Sequence[str], position: int) -> tuple[Sequence[str], int]:
        """Return the tokens of the name that begins at a position, and how many tokens it takes; else the one token."""
        end = position
        last = min(len(tokens), position + self._most_composite_tokens)
        while end < last and tokens[end] in self._composite_tokens:
            end += 1
        if end - position > 1 and tokens[position] not in SMALL_WORDS_OF_NAMES:
            for stop in range(end, position + 1, -1):
                if tokens[stop - 1] not in SMALL_WORDS_OF_NAMES:
                    canonical = self._composites.get(frozenset(tokens[position:stop]) - SMALL_WORDS_OF_NAMES)
                    if canonical:
                        return canonical, stop - position
        return tokens[position : position + 1], 1


_LONGEST: Final = 8  # tokens of a name
_PRONOUN = re.compile(r"\b(?:it|they|them|this one|that one|это|оно|они)\b|(?<!\S)(?:यह|वह|ये|वे)(?!\S)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:and|so|but|or|then|also|а|и|но|ну|और|तो|aur)\b[\s,]*", re.IGNORECASE)


def names_in(tokens: Sequence[str], linker: EntityLinker) -> tuple[str, ...]:
    """Return the names among tokens, in order, as the base writes them, each with a number that follows.

    So "KAZIND 2031" is a name although the base has other years only.
    """
    found: dict[str, None] = {}
    position = 0
    while position < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
            name = linker.display.get(" ".join(tokens[position : position + size]))
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
    """Return a number as a sentence writes it: 4th for the token 4#."""
    if not token.endswith("#"):
        return token
    number = token[:-1]
    is_teen = number[-2:-1] == "1"
    return number + ("th" if is_teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def leads_on(question: str) -> bool:
    """Return whether a question begins as one that goes on from another ("and …", "but …")."""
    return _LEAD.match(question.strip()) is not None


def with_subject(question: str, subject: str) -> str:
    """Put a name into a question that lacks it: for a pronoun, else in front ("KAZIND 2019: who took part")."""
    question = _LEAD.sub("", question.strip()) or question
    written = f"the {subject}" if subject[:1].islower() else subject
    replaced, count = _PRONOUN.subn(lambda _: written, question, count=1)
    return replaced if count else f"{subject}: {question}"
