"""Finds the known words that a misspelt word is probably meant for.

Neighbours are found by their deletions (Garbe's symmetric deletion, one deletion on either side), longer words also by
the letter trigrams they share; both are then scored by rapidfuzz.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

_SHORTEST = 4  # shorter words are too easily another word
_LONG = 7  # from here on two slips are forgiven
_PREFIX = 10

# Neighbours on a QWERTY keyboard: a slip to one of these is likelier than any other letter.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS: dict[str, set[str]] = defaultdict(set)
for _row, _letters in enumerate(_ROWS):
    for _column, _letter in enumerate(_letters):
        for _other_row in (_row - 1, _row, _row + 1):
            if 0 <= _other_row < len(_ROWS):
                _KEYS[_letter].update(_ROWS[_other_row][max(0, _column - 1) : _column + 2])


def deletions(word: str) -> set[str]:
    """Return the word and all that is left of it when one letter is dropped."""
    head, tail = word[:_PREFIX], word[_PREFIX:]
    return {word, *(head[:i] + head[i + 1 :] + tail for i in range(len(head)))}


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def is_key_slip(typed: str, meant: str) -> bool:
    """Return whether two words of the same length differ in one letter that lies next to the right one."""
    if len(typed) != len(meant):
        return False
    wrong = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0] in _KEYS.get(wrong[0][1], ())


def similarity(typed: str, meant: str) -> float:
    """Return how likely one word is a misspelling or a form of the other, from 0 to 1 where they are equal."""
    if typed == meant:
        return 1.0
    longest = max(len(typed), len(meant))
    if longest < _SHORTEST:
        return 0.0
    distance: float = OSA.distance(typed, meant, score_cutoff=3)
    allowed = 1 if longest < _LONG else 2 if longest < 11 else 3
    if distance <= allowed:
        if is_key_slip(typed, meant):
            distance -= 0.3
        elif len(typed) == len(meant) and longest < _LONG and sorted(typed) != sorted(meant):
            distance += 0.5  # another letter far from the right one makes a short word another word
        if typed[0] != meant[0]:
            distance += 0.5
        return max(0.0, 1.0 - distance / (longest * 0.75 + 0.5))
    shared = 0
    for a, b in zip(typed, meant, strict=False):
        if a != b:
            break
        shared += 1
    # forms of one word share their beginning: deliver, delivery, deliverable
    return 0.55 * shared / longest + 0.2 if shared >= 5 and shared >= 0.6 * longest else 0.0


class Speller:
    """Finds known words near a typed one; ties go to the word first in the alphabet."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: Sequence[str] = sorted({word for word in words if len(word) >= _SHORTEST})
        self._by_deletion: dict[str, list[int]] = defaultdict(list)
        self._by_trigram: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            for left in deletions(word):
                self._by_deletion[left].append(number)
            if len(word) >= _LONG - 1:
                for trigram in _trigrams(word):
                    self._by_trigram[trigram].append(number)

    def near(self, typed: str, *, least: float = 0.55, most: int = 4) -> list[tuple[str, float]]:
        """Return known words and their similarity, best first, at most `most` of them."""
        if len(typed) < _SHORTEST - 1:
            return []
        numbers: set[int] = set()
        for left in deletions(typed):
            numbers.update(self._by_deletion.get(left, ()))
        if len(typed) >= _LONG - 1:
            numbers.update(self._sharing_trigrams(typed))
        found = [(self._words[n], similarity(typed, self._words[n])) for n in numbers]
        found = [(word, value) for word, value in found if value >= least]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found[:most]

    def _sharing_trigrams(self, typed: str) -> list[int]:
        counts: dict[int, int] = defaultdict(int)
        trigrams = _trigrams(typed)
        for trigram in trigrams:
            postings = self._by_trigram.get(trigram, ())
            if len(postings) <= 400:
                for number in postings:
                    counts[number] += 1
        least = max(2, int(len(trigrams) * 0.35))
        return [number for number, count in counts.items() if count >= least]
