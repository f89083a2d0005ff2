"""The fact base → lists of its topics and its sources, as many messages as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.chat import words
from bot.factbase.model import Citation, Fact, FactBase
from bot.replies import Reply
from bot.replies.layout import MESSAGE_LIMIT, Line, Span, Style, Yield, fit, length, span, to_html, to_plain
from bot.replies.sources import source_lines


def topics(base: FactBase) -> list[Reply]:
    """List the topics in the base's order, each with the number of its facts and one question."""
    lines: list[Line] = [(span(words.TOPICS),)]
    for topic in base.topics:
        held = [fact for fact in base.facts if fact.topic == topic.name and fact.is_current]
        if held:
            count = words.ONE_FACT if len(held) == 1 else words.FACTS.format(count=len(held))
            before, between, after = _around(words.TOPIC, count)
            title = span(topic.title, Style.BOLD, gives=Yield.CONTEXT)
            question = span(example_of(held), gives=Yield.CONTEXT)
            lines.append((Span(before), title, Span(between), question, Span(after)))
    return paged(lines)


def sources(base: FactBase) -> list[Reply]:
    """List the sources, newest first, as replies cite them."""
    newest = sorted(
        base.sources.values(),
        key=lambda source: (source.published or source.accessed, source.key),
        reverse=True,
    )
    lines: list[Line] = [(span(words.SOURCES),)]
    for source in newest:
        (line,) = source_lines(base, [Citation(source.key, None, source.place)])
        lines.append((Span("• "), *line))
    return paged(lines)


def example_of(facts: Iterable[Fact]) -> str:
    """Choose a question to show: the first that is not minor, else the first."""
    in_order = sorted(facts, key=lambda fact: (fact.minor, fact.id))
    return in_order[0].question.text if in_order else "…"


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


def _around(template: str, facts: str) -> tuple[str, str, str]:
    """Cut a sentence at the places of its title and its example."""
    before, _, rest = template.partition("{title}")
    between, _, after = rest.partition("{example}")
    return before, between.format(facts=facts), after
