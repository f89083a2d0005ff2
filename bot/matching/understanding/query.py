"""Parses tokens into a query: the kinds of answer asked for, negation, corrections and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.matching.text.lexicon import (
    AUXILIARIES,
    CLAUSE_WORDS,
    DURATIONS,
    FILED_UNDER,
    KIND_NOUNS,
    LEADS_TO_QUESTION,
    NEGATIONS,
    OPEN_QUESTION_WORDS,
    OPENINGS,
    QUESTION_WORDS,
)
from bot.matching.text.spelling import is_key_slip
from bot.matching.text.word_frequency import zipf
from bot.matching.understanding.disfluency import without_reparanda

_CORRECTABLE = (
    *("who", "where", "when", "what", "which", "why", "how", "many", "much", "whose", "whom"),
    *("когда", "сколько", "какой", "какая", "какие", "каких", "почему", "зачем", "kahan", "kitne", "kisne"),
)
_ASKING = sorted(QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS, key=len, reverse=True)
_KNOWN_WORD = 2.9  # Zipf value from which a word is taken as it stands
_COUNTED_WORDS = 3
_LINKS = frozenset({"is", "are", "was", "were", "the", "of", "a"})
_BEFORE_NEGATING_NO = frozenset({"is", "are", "was", "were", "has", "have", "had", "with", "there"})
_HOW = frozenset({"many", "much", "long", "often", "far", "old", "big", "large", "high", "tall", "fast"})
_LONGEST_REPARANDUM = 8  # words before a correction that it may take back
_SHORT = 8  # tokens; in so few any question word asks


@dataclass(frozen=True, slots=True)
class Query:
    """A question or phrasing in its parts.

    `tokens[reparandum[0]:reparandum[1]]` were corrected by what follows them; the words that announce the correction
    ("no wait") are gone from `tokens`.
    """

    tokens: tuple[str, ...]
    kinds: frozenset[str]  # of answer: who, where, when, how many, how much
    is_negated: bool | None  # None where only a clause beside the question is
    reparandum: tuple[int, int] = (0, 0)
    # what "how many" or "how much" counts; empty where that is the amount of a verb, None without either
    counted: frozenset[str] | None = None
    opening: str = ""  # the question word that the sentence turns on, open ones included
    cased: frozenset[str] = frozenset()  # words written as names
    is_statement: bool = False  # no question word, and no verb in front


def parse_query(tokens: Sequence[str], cased: frozenset[str] = frozenset(), *, corrections: bool = True) -> Query:
    """Parse the tokens of a question; phrasings of the base are parsed with `corrections` off."""
    words = [word for token in tokens for word in spelt_in_english(token)]
    end = 0
    if corrections:
        words, end = without_reparanda(words)
    # a correction that asks anew takes back all that was asked before
    asks_anew = any(word in QUESTION_WORDS or word in OPEN_QUESTION_WORDS for word in words[end : end + 4])
    start = 0 if asks_anew else max(0, end - _LONGEST_REPARANDUM)
    asked = words[end:]
    kinds = kinds_of(asked) or (kinds_of(words) if end else frozenset())
    return Query(
        tokens=tuple(words),
        kinds=kinds,
        # "not, um, held" goes on where it was: a negation before it still holds
        is_negated=_is_negated(asked if asks_anew else words),
        reparandum=(start, end),
        counted=_counted(asked),
        opening=_opening(asked),
        cased=cased,
        is_statement=not _has_question(asked),
    )


@lru_cache(maxsize=20_000)
def spelt_in_english(token: str) -> tuple[str, ...]:
    """Return a question word in English and spelt right, whatever its language (kab: when); any other word as it is."""
    filed = FILED_UNDER.get(token)
    if filed:
        return filed
    if not token.isalpha() or zipf(token) > _KNOWN_WORD:
        return (token,)
    for asking in _ASKING:
        if token.startswith(asking) and token[len(asking) :] in AUXILIARIES:
            return (*FILED_UNDER.get(asking, (asking,)), token[len(asking) :])  # wherewas
    if not 3 <= len(token) <= 8:
        return (token,)
    near = [
        word
        for word in _CORRECTABLE
        if abs(len(word) - len(token)) <= 1 and OSA.distance(token, word, score_cutoff=1) == 1
    ]
    # a letter left out, doubled or swapped is likelier than another letter, unless that lies beside the right one
    likely = [word for word in near if len(word) != len(token) or sorted(word) == sorted(token)]
    likely = likely or [word for word in near if is_key_slip(token, word)]
    return FILED_UNDER.get(likely[0], (likely[0],)) if len(likely) == 1 else (token,)


def kinds_of(tokens: Sequence[str]) -> frozenset[str]:
    """Return the explicit kinds of answer that the tokens ask for: who, where, when, how many, how much."""
    kinds = set()
    is_first = True
    if len(tokens) > 1 and tokens[0] in KIND_NOUNS and tokens[1] in ("of", "for", "and"):
        kinds.add(KIND_NOUNS[tokens[0]])  # telegraphic: "venue of …"
    if len(tokens) > 1 and tokens[-1] == "since":
        kinds.add("when")
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if token == "how" and following in ("many", "much"):
            if tokens[position + 2 : position + 3] and tokens[position + 2] not in DURATIONS:
                kinds.add(f"how {following}")
        elif token in QUESTION_WORDS:
            if _asks(tokens, position, following, is_first=is_first):
                kinds.add(QUESTION_WORDS[token])
        elif token in OPEN_QUESTION_WORDS:
            if is_first and following in KIND_NOUNS:
                kinds.add(KIND_NOUNS[following])
        else:
            continue
        is_first = False
    return frozenset(kinds)


def _asks(tokens: Sequence[str], position: int, following: str, *, is_first: bool) -> bool:
    """Return whether a question word asks, rather than joining two clauses ("when using my card …")."""
    if following in AUXILIARIES or (position > 0 and tokens[position - 1] in ("and", "or", "и", "और")):
        return True
    if not is_first:
        return False
    if position == 0 and QUESTION_WORDS[tokens[0]] not in ("when", "where"):
        return True
    later = tokens[position + 1 :]
    if any(token in QUESTION_WORDS or token in OPEN_QUESTION_WORDS for token in later):
        return False
    return len(tokens) <= _SHORT or (position > 0 and tokens[position - 1] in LEADS_TO_QUESTION)


def _counted(tokens: Sequence[str]) -> frozenset[str] | None:
    """Return the words between "how many" or "how much" and the verb, None without either."""
    for position in range(len(tokens) - 1):
        if tokens[position] == "how" and tokens[position + 1] in ("many", "much"):
            words = []
            start = position + 2
            while start < len(tokens) and tokens[start] in _LINKS:  # "how much was the trade"
                start += 1
            for token in tokens[start : start + _COUNTED_WORDS]:
                if token in AUXILIARIES:
                    break
                words.append(token)
            return frozenset(words)
    return None


def _opening(tokens: Sequence[str]) -> str:
    """Return the first question word, "which" read as "what" and "how many" as one; "whether" for a verb in front."""
    for position, token in enumerate(tokens):
        if token == "how" and position + 1 < len(tokens):
            following = tokens[position + 1]
            return f"how {following}" if following in _HOW else "how"
        if token in QUESTION_WORDS:
            return QUESTION_WORDS[token]
        if token in OPEN_QUESTION_WORDS:
            return OPENINGS.get(token, token)
    return "whether" if tokens and tokens[0] in AUXILIARIES else ""


def _has_question(tokens: Sequence[str]) -> bool:
    return bool(tokens) and (
        tokens[0] in AUXILIARIES or any(token in QUESTION_WORDS or token in OPEN_QUESTION_WORDS for token in tokens)
    )


def _is_negated(tokens: Sequence[str]) -> bool | None:
    """Return whether the question itself is negated; None for a clause beside it ("I can't log in, how do I …")."""
    at = [position for position in range(len(tokens)) if _negates(tokens, position)]
    if not at:
        return False
    if len(tokens) <= _SHORT:
        return True
    asks = next((p for p, t in enumerate(tokens) if t in QUESTION_WORDS or t in OPEN_QUESTION_WORDS), None)
    if asks is None and tokens[0] in AUXILIARIES:
        asks = 0
    if asks is None:
        return None
    end = next((p for p in range(asks + 1, len(tokens)) if tokens[p] in CLAUSE_WORDS), len(tokens))
    return True if any(asks < position < end for position in at) else None


def _negates(tokens: Sequence[str], position: int) -> bool:
    token = tokens[position]
    if token == "no":
        return position > 0 and tokens[position - 1] in _BEFORE_NEGATING_NO
    if token not in NEGATIONS:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    return not (token == "not" and (following in ("sure", "only", "know") or tokens[max(0, position - 1)] == "or"))
