"""Links the spellings of names in a question to the base's names, in any script, joined or split, or with a slip.

A name becomes one token ("=kazind"); the name of an edition becomes the tokens of its parts: "third {KAZIND}" is
"=kazind 2018".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.factbase.model import Name
from bot.matching.text.lexicon import SMALL_WORDS_OF_NAMES
from bot.matching.text.numerals import ROMAN_NUMERALS, is_number, is_year
from bot.matching.text.spelling import Speller
from bot.matching.text.stemmer import skeleton
from bot.matching.text.tokenizer import tokenise
from bot.matching.text.word_frequency import is_name_like

_CORRECTABLE = 4  # letters; slips in shorter words of a name are left
_REMEMBERED = 20_000
_SURE = 0.7  # the least similarity at which a misspelt name is taken for the name
_MOST_MISSPELT = 2  # words of a name that is found in spite of a slip
_SHORTEST_MISSPELT = 5  # letters of such a name


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part of a text with the names linked that stand in it."""

    words: tuple[str, ...]  # of names spelt right
    tokens: tuple[str, ...]
    endings: tuple[str, ...]  # letters of its last words, two and more, with which a name may begin
    named: tuple[str, ...]  # its tokens before editions were found
    begins_edition: bool  # its first tokens could end the name of an edition
    ends_edition: bool  # its last tokens could begin one


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
        self._right: dict[str, str] = {}  # words looked up before, spelt right
        self._misspelt: dict[str, str | None] = {}  # letters looked up before
        self._apart: dict[tuple[str, str], bool] = {}  # last word of a part and first of the next
        self._nameless_words: set[str] = set()  # that begin no name, whatever follows
        self._nameless: set[tuple[str, str]] = set()  # words that begin no name before such a word, "" at the end
        self._linked = {words: self._with_names(words) for texts in spellings.values() for words in texts}
        self._composites: dict[frozenset[str], tuple[str, ...]] = {}  # tokens of a spelling → tokens of its name
        self._composite_tokens: set[str] = set(SMALL_WORDS_OF_NAMES)
        self._most_composite_tokens = 0
        self._editions: set[tuple[str, str]] = set()  # token of a name, year of an edition of it
        for name in sorted((n for n in names.values() if n.parts), key=lambda n: n.name):
            self._add_composite(name.name, spellings[name.name])
        self._composite_words = self._composite_tokens - SMALL_WORDS_OF_NAMES
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
        return self._with_composites(self._with_short_editions(self._with_names(self._all_spelt_right(tokens))))

    def part(self, tokens: Sequence[str]) -> LinkedPart:
        """Link the names in a part of a text, which is not empty; `are_apart` says whether parts can be joined."""
        if not self._tokens:
            return LinkedPart(tuple(tokens), tuple(tokens), (), tuple(tokens), False, False)
        words = tuple(self._all_spelt_right(tokens))
        named = self._with_short_editions(self._with_names(words))
        tails = ("".join(words[start:]) for start in range(max(0, len(words) - self._most_words), len(words) - 1))
        return LinkedPart(
            words,
            tuple(self._with_composites(named)),
            tuple(filter(self._may_go_on, tails)),
            tuple(named),
            self._touches_edition(named),
            self._touches_edition(named[::-1]),
        )

    def are_apart(self, left: LinkedPart, right: LinkedPart) -> bool:
        """Return whether a text of two parts has just the tokens of both; False where that would have to be tried."""
        if left.ends_edition and right.begins_edition:
            return False
        if len(right.named[0]) == 2 and left.named[-1] in self._series:
            return False
        if left.words[-1] in ROMAN_NUMERALS or right.words[0] in ROMAN_NUMERALS:
            return False
        pair = left.words[-1], right.words[0]
        if left.endings and any(self._may_go_on(letters + pair[1]) for letters in left.endings):
            return False
        if pair not in self._apart:
            if len(self._apart) >= _REMEMBERED:
                self._apart.clear()
            letters = "".join(pair)
            self._apart[pair] = not self._may_go_on(letters) and not self._name_with_slip(letters, pair)
        return self._apart[pair]

    def _may_go_on(self, letters: str) -> bool:
        """Return whether these letters spell a name, or begin one."""
        return letters in self._prefixes or skeleton(letters) in self._prefixes

    def _touches_edition(self, tokens: Iterable[str]) -> bool:
        """Return whether tokens begin with some that an edition's name may have; small words alone are none."""
        for token in tokens:
            if token not in SMALL_WORDS_OF_NAMES:
                return token in self._composite_tokens
        return True  # what stands on the other side of small words is not known

    def _all_spelt_right(self, tokens: Sequence[str]) -> list[str]:
        right = self._right
        found = [right.get(token) or self._spelt_right(token) for token in tokens]
        if not ROMAN_NUMERALS.keys().isdisjoint(found):
            for at in range(1, len(found)):
                number = ROMAN_NUMERALS.get(found[at])
                if number and found[at - 1] + number in self._tokens:  # KazSat II
                    found[at] = number
        return found

    def _spelt_right(self, token: str) -> str:
        """Return the word of a name that a rare word is a slip for; any other word as it is."""
        if len(self._right) >= _REMEMBERED:
            self._right.clear()
        found = token
        if token not in self._words and len(token) >= _CORRECTABLE and token.isalpha() and is_name_like(token):
            near = self._word_speller.near(token, least=_SURE, most=2)
            if len(near) == 1 or (len(near) > 1 and near[0][1] > near[1][1]):
                found = near[0][0]
        self._right[token] = found
        return found

    def _with_names(self, tokens: Sequence[str]) -> list[str]:
        """Put the token of a name in the place of the words that spell it."""
        out: list[str] = []
        position, size = 0, len(tokens)
        words, pairs = self._nameless_words, self._nameless
        while position < size:
            token = tokens[position]
            if token in words or (token, tokens[position + 1] if position + 1 < size else "") in pairs:
                out.append(token)
                position += 1
            else:
                found, taken = self._name_at(tokens, position)
                out.append(found or token)
                position += taken
        return out

    def _name_at(self, tokens: Sequence[str], position: int) -> tuple[str | None, int]:
        """Return the name that begins at a position and how many words it takes, the longest one first."""
        letters = tokens[position]
        most = min(self._most_words, len(tokens) - position)
        windows = [letters]
        while len(windows) < most and self._may_go_on(letters):
            letters += tokens[position + len(windows)]
            windows.append(letters)
        goes_on = self._may_go_on(letters)  # with more words it may be a name
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
            self._remember_as_nameless(tokens[position], tokens[position + 1] if position + 1 < len(tokens) else "")
        return None, 1

    def _remember_as_nameless(self, word: str, following: str) -> None:
        """Keep that a word begins no name before another, or, as most words, before none."""
        if len(self._nameless) + len(self._nameless_words) >= _REMEMBERED:
            self._nameless.clear()
            self._nameless_words.clear()
        if skeleton(word) and not self._may_go_on(word) and not is_name_like(word):
            self._nameless_words.add(word)
        else:
            self._nameless.add((word, following))

    def _name_with_slip(self, letters: str, words: Sequence[str]) -> str | None:
        """Return the name that one or two uncommon words spell with a slip; None for a slip for several names."""
        if len(letters) < _SHORTEST_MISSPELT or not letters.isalpha() or not all(map(is_name_like, words)):
            return None
        if letters not in self._misspelt:
            if len(self._misspelt) >= _REMEMBERED:
                self._misspelt.clear()
            self._misspelt[letters] = self._nearest_name(letters)
        return self._misspelt[letters]

    def _nearest_name(self, letters: str) -> str | None:
        near = self._name_speller.near(skeleton(letters), least=_SURE, most=2)
        best = {self._tokens[word] for word, value in near if value == near[0][1]}
        return best.pop() if len(best) == 1 else None

    def _with_short_editions(self, tokens: list[str]) -> list[str]:
        """Read "=kazind 18" as 2018 and "=kazind iii" as the third, where the name has editions by year."""
        for position, token in enumerate(tokens):
            beside = tokens[max(0, position - 1) : position] + tokens[position + 1 : position + 2]
            if token in ROMAN_NUMERALS and not self._series.isdisjoint(beside):
                tokens[position] = ROMAN_NUMERALS[token] + "#"
            if len(token) == 2 and position and tokens[position - 1] in self._series and is_number(token):
                is_past = (tokens[position - 1], "19" + token) in self._editions
                tokens[position] = ("19" if is_past else "20") + token
        return tokens

    def _with_composites(self, tokens: list[str]) -> list[str]:
        """Put the tokens of an edition's name in the place of those that spell it, in any order."""
        if self._composite_words.isdisjoint(tokens):
            return tokens
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
