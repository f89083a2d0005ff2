"""Reads the translations of the bot's own sentences from bot/locale; English is in the code itself."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.replies.localisation import Words, primary_language

ENGLISH: Final = Words("en", NullTranslations())
LANGUAGES: Final = ("en", "ru", "hi")  # those that the bot speaks
# Where the bot does not speak a language, it uses another one for all of a reply, rather than two.
FALLBACKS: Final = {"kk": "ru"}


def spoken(language: str) -> str:
    """Return a language, or the one that the bot uses in its place."""
    primary = primary_language(language)
    return language if primary in LANGUAGES else FALLBACKS.get(primary, language)


def words_in(*wanted: str | None) -> Words:
    """Return the Words of the first wanted language that the bot speaks, else English; None is passed over."""
    return _words(_first(primary_language(spoken(language)) for language in wanted if language))


def _first(languages: Iterable[str]) -> str:
    return next((language for language in languages if language in LANGUAGES), ENGLISH.language)


@cache
def _words(language: str) -> Words:
    """Read and compile a catalogue, once; at run time, so that a clone needs no build and nothing is out of date."""
    if language == ENGLISH.language:
        return ENGLISH
    path = files("bot") / "locale" / language / "LC_MESSAGES" / "bot.po"
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
