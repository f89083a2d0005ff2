"""A phrasing → the language that its letters show, among those of a base."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from bot.matching.normalise import script_of

_OF_SCRIPT: Final = {"cyrillic": "ru", "devanagari": "hi", "latin": "en"}


def language_seen(text: str, usual: str, held: Set[str]) -> str:
    """Give the language of a script that the usual language is not written in, if the base has it."""
    scripts = [script_of(word) for word in text.lower().split() if any(map(str.isalpha, word))]
    if not scripts:
        return usual
    script = max(scripts, key=scripts.count)
    seen = _OF_SCRIPT.get(script, usual)
    usual_script = next((name for name, language in _OF_SCRIPT.items() if language == usual), "latin")
    return seen if script != usual_script and seen in held else usual
