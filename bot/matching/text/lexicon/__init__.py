"""Word lists by language, read once from en.json, ru.json and hi.json, which all have the same lists.

All words are in folded spelling; Hindi is in both scripts. A string in a file holds words separated by spaces, save for
phrases, contractions and families of irregular forms, where it holds one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "ru", "hi")


@cache
def document(language: str) -> dict[str, Any]:
    """Return the lists of a language by their name."""
    found: dict[str, Any] = json.loads(files(__name__).joinpath(f"{language}.json").read_text("utf-8"))
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for line in document(language)[name] for word in line.split())


def _by_word(name: str) -> dict[str, str]:
    """Return the key of each word of a list that is given by key."""
    return {
        word: key
        for language in LANGUAGES
        for key, lines in document(language)[name].items()
        for line in lines
        for word in line.split()
    }


def _numbers(name: str) -> dict[str, int]:
    return {word: int(value) for word, value in _by_word(name).items()}


def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """Return phrases as their words, longest first."""
    found = (tuple(phrase.split()) for language in LANGUAGES for phrase in document(language)[name])
    return tuple(sorted(found, key=len, reverse=True))


def _spelt_out(name: str) -> dict[str, tuple[str, ...]]:
    return {short: tuple(full.split()) for language in LANGUAGES for short, full in document(language)[name].items()}


def _families(name: str) -> dict[str, str]:
    """Return the first form of each family of forms, by form."""
    found = (family.split() for language in LANGUAGES for family in document(language)[name])
    return {form: family[0] for family in found for form in family}


def _opposites(name: str) -> dict[str, frozenset[tuple[int, int]]]:
    """Return for each word the lines that it stands in, and on which side of the line."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    lines = (line for language in LANGUAGES for line in document(language)[name])
    for number, line in enumerate(lines):
        for pole, words in enumerate(line.split("|")):
            for word in words.split():
                found[word].add((number, pole))
    return {word: frozenset(places) for word, places in found.items()}


# Questions.
QUESTION_WORDS: Final = _by_word(
    "question_words"
)  # word → the kind of answer it asks for; only these kinds are constraints
OPEN_QUESTION_WORDS: Final = _words("open_question_words")  # they ask for no kind; the first of a sentence is the one
OPENINGS: Final = _by_word("openings")  # open question word → the English one that means the same
FILED_UNDER: Final = {word: tuple(kind.split()) for word, kind in QUESTION_WORDS.items()}  # kab is read as "when"
KIND_NOUNS: Final = _by_word("kind_nouns")  # right behind "what" or "which" they ask for this kind of answer
DURATIONS: Final = _words("durations")  # "how many days" asks for a duration, not for a number of things
NEGATIONS: Final = _words("negations")
CLAUSE_WORDS: Final = _words("clause_words")  # a negation behind one of them is not the question's
AUXILIARIES: Final = _words("auxiliaries")
LEADS_TO_QUESTION: Final = _words("leads_to_question")  # before a question word that asks in the middle of a sentence
# Words that wrap a question without changing what it asks: is it possible to, I want to know.
FRAME_WORDS: Final = _words("frame_words")
LIGHT_WORDS: Final = _words("light_words")  # they say nothing of their own beside what is asked
LATIN_HINDI: Final = _words("latin_hindi")  # small words that no list of word frequencies has
ASKED_FOR: Final = _words("asked_for")  # right behind "which" or "what" they say of what kind the answer is

# Numbers and forms of words.
NUMBER_UNITS: Final = _numbers("numbers")
ORDINAL_WORDS: Final = _numbers("ordinals")
UNIT_SUFFIXES: Final = _words("unit_suffixes")
CONTRACTIONS: Final = _spelt_out("contractions")
BARE_CONTRACTIONS: Final = _spelt_out("bare_contractions")  # the same without the apostrophe, as phones leave it
IRREGULAR_FORMS: Final = _families("irregular_forms")

# Politeness and corrections.
GREETINGS: Final = _words("greetings")
PLEASANTRIES: Final = _words("pleasantries")  # words of texts that ask for nothing, where there are no others
PHRASE_NOISE: Final = _phrases("phrase_noise")  # dropped before a question
TRAILING_NOISE: Final = _phrases("trailing_noise")  # dropped behind a question
CORRECTIONS: Final = _phrases("corrections")  # what people say when they take words back
BEFORE_PLAIN_NO: Final = _words(
    "before_plain_no"
)  # behind them "no" is a determiner ("there is no …") and corrects nothing

# Words that turn a question into another.
OPPOSITES: Final = _opposites("opposites")
BEYOND: Final = _words("beyond")  # they ask for another time, part or sum than what the fact says
QUALIFIERS: Final = _words("qualifiers")  # they make another office of one
INTENTS: Final = _words("intents")  # they say that something is not done yet

# Dialogue.
LEADING: Final = _words("leading")  # they lead to the next question, or stand around the year or name that it is about
POINTING: Final = _words("pointing")  # they stand for what was spoken of
PERSONAL: Final = _words("personal")  # who says "you" or "I" speaks with somebody, not of what was answered
SMALL_TALK: Final = GREETINGS | _words("small_talk")
TALK: Final = PLEASANTRIES | _words("talk")  # who says so only talks; with other such words it still asks nothing
AROUND_TALK: Final = _words("around_talk")  # they stand around the words of talk, and say nothing without them
SAYING_NOTHING: Final = _words("saying_nothing")  # small talk beside a question, but not by themselves
THANKS: Final = _words("thanks")
SMALL_WORDS_OF_NAMES: Final = _words("small_words_of_names")  # left aside where names are compared

# What is said with a question and is no part of it.
ASIDE_SIGNS: Final = _words("aside_signs")  # one of them makes an aside of a piece between marks: for slide 7
ASIDE_WORDS: Final = _words("aside_words")  # two of them do, where there are no others: room 12 here
ASIDE_OPENINGS: Final = _phrases("aside_openings")  # what follows says what the answer is for
SIGNATURES: Final = _phrases("signatures")  # what follows at the end is who wrote
PRESENTING: Final = _phrases("presenting")  # beside a name they say who writes
RANKS: Final = _words("ranks")
REPORTING: Final = _phrases("reporting")  # right before a question word, behind whoever asks
