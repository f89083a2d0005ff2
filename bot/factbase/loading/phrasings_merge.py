"""Merges the phrasings of several folders, and reports words that two of them give different meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.factbase.loading.conform import schema_problem
from bot.factbase.loading.nodes import MappingNode
from bot.factbase.loading.outline import File
from bot.factbase.model import Phrase, Phrasings
from bot.problems import Place, Problem, quoted


def merged(one: Phrasings, other: Phrasings) -> Phrasings:
    """Merge the phrasings of two files; for a kind that both have, those of the first come first."""
    asks: dict[str, tuple[Phrase, ...]] = dict(one.asks)
    for kind, templates in other.asks.items():
        held = asks.get(kind, ())
        known = {(template.language, template.text) for template in held}
        asks[kind] = held + tuple(each for each in templates if (each.language, each.text) not in known)
    synonyms: dict[str, Mapping[str, str]] = dict(one.synonyms)
    for language, words in other.synonyms.items():
        synonyms[language] = {**words, **synonyms.get(language, {})}
    return Phrasings(asks, synonyms, {**other.properties, **one.properties}, {**other.series, **one.series})


def synonym_problems(held: Phrasings, path: str, more: Phrasings, file: File) -> Iterator[Problem]:
    """Yield a problem for each word that has another meaning in the file at `path`, read before."""
    for language, words in more.synonyms.items():
        for word, meaning in words.items():
            first = held.synonyms.get(language, {}).get(word, meaning)
            if first != meaning:
                what = f"{quoted(word)} stands for {quoted(meaning)} here and for {quoted(first)} in {path}"
                place = _place(file, language, word)
                yield schema_problem(place, what, "keep it in one of the two", "synonym-taken")


def _place(file: File, language: str, word: str) -> Place:
    synonyms = file.root.get("synonyms")
    for name, entry in synonyms.entries.items() if isinstance(synonyms, MappingNode) else ():
        if name.lower() == language and isinstance(entry.value, MappingNode) and word in entry.value.entries:
            return entry.value.entries[word].key.place
    return file.root.place
