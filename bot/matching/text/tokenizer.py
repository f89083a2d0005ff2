"""Turns text as people type it into plain lower-case tokens, the same way for facts and questions.

A token is a run of letters, a number, an ordinal ("3rd"), or a designator that mixes both ("2r").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.matching.text.lexicon import (
    BARE_CONTRACTIONS,
    CONTRACTIONS,
    GREETINGS,
    NUMBER_UNITS,
    ORDINAL_WORDS,
    PHRASE_NOISE,
    TRAILING_NOISE,
    UNIT_SUFFIXES,
)
from bot.matching.text.numerals import is_year, join_number_words

MAX_CHARACTERS = 4096  # the longest message Telegram carries

# Letters of other scripts that are drawn like Latin ones; used only inside a word that already mixes scripts.
_LOOK_ALIKES = str.maketrans("аеорсухкмтнвіјѕԁɡոαορτυνκικ", "aeopcyxkmthbijsdgnaoptuvkik")
_CYRILLIC_TWINS = str.maketrans("aeopcyxkmthb", "аеорсухкмтнв")
_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")
_PLAIN_MARKS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_CHAT_NOISE = re.compile(r"https?://\S+|(?<![\w@])@\w+|</?\w+>|\\u[0-9a-f]{4}")
# \w leaves out Devanagari vowel signs, which are marks; a word may hold them after its first letter.
LETTER = r"[^\W\d_]"
MARK = r"[\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963]"
_RUSSIAN_ENDING = r"(?:й|я|е|х|м|го|му|ый|ая|ое|ые|ую|ой|ых|ым|ого|ому)"
# "2024-25" is one year of accounts, neither 2024 nor 2025
_TWO_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)(?![\d–/-])")
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:[.:]\d+)+|\d+-{_RUSSIAN_ENDING}(?!\w)"
    rf"|(?:{LETTER}|{MARK})+(?:'{LETTER}+)?|\d+(?:{LETTER}|{MARK})*"
)
_ASCII_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.:]\d+)+|[a-z]+(?:'[a-z]+)?|\d+[a-z]*")
_LATIN = re.compile(r"[a-z]")
_DIGIT_TAIL = re.compile(r"(\d+)([^\W\d_]+)\Z")
_NOISE_FIRST = frozenset(phrase[0] for phrase in PHRASE_NOISE)
_NOISE_LAST = frozenset(phrase[-1] for phrase in TRAILING_NOISE)
_ORDINAL = re.compile(rf"(\d+)(?:st|nd|rd|th|-?{_RUSSIAN_ENDING}|वां|वाँ|वीं|वें|वा)\Z")
_SCRIPTS = (("LATIN", "latin"), ("CYRILLIC", "cyrillic"), ("DEVANAGARI", "devanagari"))


@lru_cache(maxsize=4096)
def script_of(word: str) -> str:
    """Return the script of a word's first letter of a known one: latin, cyrillic, devanagari or other."""
    if word.isascii():
        return "latin"
    for character in word:
        name = unicodedata.name(character, "")
        for prefix, script in _SCRIPTS:
            if name.startswith(prefix):
                return script
    return "other"


def fold(text: str) -> str:
    """Return text in lower case, without differences in width, diacritics, apostrophes and invisible characters."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text.lower()
    # a character may stand for several, such as "⑳"; the limit holds for what they are
    text = unicodedata.normalize("NFKC", text.replace("´", "'"))[:MAX_CHARACTERS]
    text = text.translate(_APOSTROPHES)
    return " ".join([word.lower() if word.isascii() else _fold_word(word) for word in text.split(" ")])


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    text = word.casefold()
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        is_stroke = category == "Mn" and not "\u0900" <= character <= "\u0dff"
        # й is a letter of its own; every other stroke or dot is dropped
        if is_stroke and not (character == "\u0306" and kept and kept[-1] == "и"):
            continue
        kept.append(str(unicodedata.decimal(character)) if category == "Nd" else character)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN_MARKS)


def _unmix(word: str) -> str:
    """Spell a word that mixes Latin with look-alike letters in one script; leave any other."""
    if (word.isascii() and word[0].isalpha()) or not _LATIN.search(word):
        return word
    latin = sum("a" <= c <= "z" for c in word)
    return word.translate(_LOOK_ALIKES if latin * 2 >= len(word) else _CYRILLIC_TWINS)


def _spell_digits(token: str) -> list[str]:
    """Split "18th" into an ordinal, "5pm" into its number and unit; keep a designator such as "2r" whole."""
    ordinal = _ORDINAL.match(token)
    if ordinal:
        number = str(int(ordinal.group(1)))
        return [number if is_year(number) else f"{number}#"]  # "в 2018-м" says the year
    tail = _DIGIT_TAIL.match(token)
    if not tail:
        return [token]
    number, letters = tail.group(1), _unmix(tail.group(2))
    return [number, letters] if letters in UNIT_SUFFIXES or len(letters) > 3 else [number + letters]


def _joined_years(span: re.Match[str]) -> str:
    """Write two years that follow each other as one token, 2024:25; leave any other two as they are."""
    first, second = span.groups()
    follows = int(second[-2:]) == (int(first) + 1) % 100 and len(second) in (2, 4)
    return f"{first}:{second[-2:]}" if follows else span[0]


def tokenise(text: str) -> list[str]:
    """Return the tokens of a text in order; only links, mentions, tags and punctuation are dropped."""
    tokens, has_number_words = words_of(text)
    return join_number_words(tokens) if has_number_words else tokens


def words_of(text: str) -> tuple[list[str], bool]:
    """Return the tokens of a text with its number words as they are, and whether it has any."""
    folded = fold(text)
    if "@" in folded or "://" in folded or "<" in folded or "\\" in folded:
        folded = _CHAT_NOISE.sub(" ", folded)
    folded = _TWO_YEARS.sub(_joined_years, folded)
    is_ascii = folded.isascii()
    pattern = _ASCII_TOKEN if is_ascii else _TOKEN
    tokens: list[str] = []
    spoken = False
    for token in pattern.findall(folded):
        if not is_ascii or token[0].isdigit():
            token = _unmix(token)
        if token[0].isdigit():
            token = token.replace(",", "")
            tokens += _spell_digits(token) if not token.isdecimal() else [str(int(token))]
            continue
        if "'" in token:
            if token in CONTRACTIONS:
                tokens += CONTRACTIONS[token]
                continue
            head, _, tail = token.partition("'")
            token = head if tail == "s" else head + tail
        spoken = spoken or token in NUMBER_UNITS or token in ORDINAL_WORDS
        if token in BARE_CONTRACTIONS:
            tokens += BARE_CONTRACTIONS[token]
        else:
            tokens.append(token)
    return tokens, spoken


def may_have_noise(first: str, last: str) -> bool:
    """Return whether `without_noise` may drop something of tokens that begin and end with these."""
    return first in GREETINGS or first in _NOISE_FIRST or last in GREETINGS or last in _NOISE_LAST


def without_noise(tokens: list[str]) -> list[str]:
    """Drop greetings and politeness at either end ("hey bot, could you tell me … please") if words remain."""
    start, end = 0, len(tokens)
    moved = True
    while moved:
        moved = False
        while start < end and tokens[start] in GREETINGS:
            start += 1
            moved = True
        while end > start and tokens[end - 1] in GREETINGS:
            end -= 1
            moved = True
        for phrase in PHRASE_NOISE if start < end and tokens[start] in _NOISE_FIRST else ():
            if tuple(tokens[start : start + len(phrase)]) == phrase and start + len(phrase) < end:
                start += len(phrase)
                moved = True
        for phrase in TRAILING_NOISE if start < end and tokens[end - 1] in _NOISE_LAST else ():
            if tuple(tokens[end - len(phrase) : end]) == phrase and end - len(phrase) > start + 1:
                end -= len(phrase)
                moved = True
    return tokens[start:end] if end > start else tokens
