"""The fact base → lists of its topics and its sources, as many messages as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.briefing.request import topics_held
from bot.chat import words
from bot.factbase.model import Citation, Fact, FactBase
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import MESSAGE_LIMIT, Line, Span, Style, Yield, fit, length, span, to_html, to_plain
from bot.replies.sources import source_lines

EXAMPLES: Final = 2


def topics(base: FactBase, say: Words, page: str | None = None) -> list[Reply]:
    """List the topics in the base's order, each with the number of its facts and one question; then a link to them."""
    lines: list[Line] = [(span(say(words.TOPICS)),)]
    for topic in base.topics:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        if held:
            before, between, after = _around(say, say.count(words.FACTS, len(held)))
            title = span(topic.title, Style.BOLD, gives=Yield.CONTEXT)
            question = span(example_of(held, say.language), gives=Yield.CONTEXT)
            lines.append((Span(before), title, Span(between), question, Span(after)))
    if page is not None:
        lines.append((span(say(words.ALL_FACTS), url=page),))
    return paged(lines)


def sources(base: FactBase, say: Words) -> list[Reply]:
    """List the sources, newest first, as replies cite them."""
    newest = sorted(
        base.sources.values(),
        key=lambda source: (source.published or source.accessed, source.key),
        reverse=True,
    )
    lines: list[Line] = [(span(say(words.SOURCES)),)]
    for source in newest:
        (line,) = source_lines(base, [Citation(source.key, None, source.place)], say)
        lines.append((Span("• "), *line))
    return paged(lines)


def example_of(facts: Iterable[Fact], language: str) -> str:
    """Choose a question to show: the first that is not minor, else the first."""
    in_order = sorted(facts, key=lambda fact: (fact.minor, fact.id))
    return wording(in_order[0], language).question if in_order else "…"


def examples_of(base: FactBase, language: str) -> list[str]:
    """Choose questions to show: of each of the topics with the most facts the one that may be asked in most ways."""
    largest = sorted(topics_held(base), key=lambda held: -held[1])[:EXAMPLES]
    found = []
    for topic, _ in largest:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        most = min(held, key=lambda fact: (fact.minor, -len(base.phrases_of(fact)), fact.id))
        found.append(wording(most, language).question)
    return found


def paged(lines: Iterable[Line]) -> list[Reply]:
    """Break lines into messages that fit."""
    return [Reply(to_html(page), to_plain(page)) for page in _pages(lines)]


def _pages(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    page: list[Line] = []
    for line in lines:
        if page and length([*page, line]) > MESSAGE_LIMIT:
            yield fit(page)
            page = []
        page.append(line)
    yield fit(page)


def _around(say: Words, facts: str) -> tuple[str, str, str]:
    """Cut the line of a topic at the places of its title and its example, which look otherwise."""
    before, between, after = say(words.TOPIC, title="\0", facts=facts, example="\0").split("\0")
    return before, between, after
