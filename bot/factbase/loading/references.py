"""Reports what is defined twice in a base, and references that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

from bot.factbase.loading.conform import did_you_mean, schema_problem
from bot.factbase.loading.outline import Outline, PlacedText
from bot.factbase.model import Name
from bot.problems import Problem, quoted


def reference_problems(found: Outline, names: Collection[Name], is_unread: Callable[[str], bool]) -> Iterator[Problem]:
    """Yield clashes and references that lead nowhere; `is_unread` tells whether an unreadable file has a word."""
    yield from _misnamed(found.files)
    yield from _taken((topic for _, topic in found.files), "topic", "topic-file")
    yield from _taken(found.ids, "id", "id-taken")
    yield from _taken(found.source_keys, "source", "source-taken")
    yield from _unknown(found.cited, found.source_keys, is_unread, "source", "source-unknown")
    yield from _unknown(
        found.asks, found.kinds, is_unread, "'asks' kind", "asks-unknown", " under asks: in phrasings.yaml"
    )
    yield from _unknown(
        found.properties, found.kinds, is_unread, "'asks' kind", "property-unknown", " under asks: in phrasings.yaml"
    )
    yield from _unknown_names(found.about, "about-unknown", found, names, is_unread)
    yield from _unknown_names(found.members, "series-unknown", found, names, is_unread)
    yield from _taken(found.members, "member", "series-unknown")
    yield from _templates(found.templates)


def _misnamed(files: Iterable[tuple[str, PlacedText]]) -> Iterator[Problem]:
    for stem, topic in files:
        if topic.text != stem:
            what = f"topic {quoted(topic.text)} is not the name of the file"
            mend = f"write topic: {stem}, or rename the file to {topic.text}.yaml"
            yield schema_problem(topic.place, what, mend, "topic-file")


def _taken(mentions: Iterable[PlacedText], what: str, rule: str) -> Iterator[Problem]:
    first: dict[str, PlacedText] = {}
    for mention in sorted(mentions, key=lambda mention: mention.place):
        holder = first.setdefault(mention.text, mention)
        if holder is not mention:
            text = f"{what} {quoted(mention.text)} is taken at {holder.place}"
            yield schema_problem(mention.place, text, "choose another", rule)


def _unknown(
    mentions: Iterable[PlacedText],
    known: Iterable[PlacedText],
    is_unread: Callable[[str], bool],
    what: str,
    rule: str,
    where: str = "",
) -> Iterator[Problem]:
    words = frozenset(mention.text for mention in known)
    add = f"add it{where}"
    otherwise = f"{add}, or use one of {', '.join(sorted(words))}" if 0 < len(words) <= 12 else add

    @cache
    def mend(word: str) -> str:
        return did_you_mean(word, words, otherwise)

    for mention in mentions:
        if mention.text not in words and not is_unread(mention.text):
            yield schema_problem(mention.place, f"unknown {what} {quoted(mention.text)}", mend(mention.text), rule)


def _unknown_names(
    mentions: Iterable[PlacedText],
    rule: str,
    found: Outline,
    names: Collection[Name],
    is_unread: Callable[[str], bool],
) -> Iterator[Problem]:
    known = {written.name for written in found.names}
    owners = {spelling.text: name.name for name in names for spelling in name.spellings}
    otherwise = "add it under names: with its spellings"
    for mention in mentions:
        if mention.text in known or is_unread(mention.text):
            continue
        owner = owners.get(mention.text)
        mend = f"did you mean {quoted(owner)}?" if owner else did_you_mean(mention.text, known, otherwise)
        yield schema_problem(mention.place, f"unknown name {quoted(mention.text)}", mend, rule)


def _templates(templates: Iterable[PlacedText]) -> Iterator[Problem]:
    for template in templates:
        before, found, after = template.text.partition("{about}")
        if not found or {"{", "}"} & set(before + after):
            what = f"phrasing {quoted(template.text)} does not have {{about}} once"
            yield schema_problem(template.place, what, "write {about} where the name goes", "template-about")
