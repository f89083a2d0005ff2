"""Writes an answer over many facts: a table on a phone, ten rows a page, or the whole of it as plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.factbase.model import Fact, FactBase, Status
from bot.matching.decision import Candidate
from bot.messages import tables as words
from bot.replies.answer import answer_lines, resolve
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, fit, span, to_html, to_plain, units
from bot.replies.localisation import Words, primary_language
from bot.replies.sources import source_lines
from bot.tables.answer import TableAnswer
from bot.tables.operations import Row, Table
from bot.tables.plan import Operation, Plan

MOST_ROWS: Final = 10
BLOCK_WIDTH: Final = 34  # characters of a monospaced line that a phone shows whole
BLOCK_COLUMNS: Final = range(2, 5)
_GAP: Final = "  "
_BY_DATE: Final = (Operation.TIMELINE, Operation.EVENTS)


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows to show, and what writing them needs."""

    table: Table
    rows: tuple[Row, ...]
    first: int  # number of the first row, from 1
    base: FactBase
    say: Words
    language: str
    today: dt.date
    numbers: dict[str, int]  # source → its number


def pages_in(table: Table) -> int:
    """Return how many pages of rows a table has."""
    return max(1, -(-len(table.rows) // MOST_ROWS))


def rows_on(table: Table, page: int) -> tuple[Row, ...]:
    """Return the rows of a page, counted from 0; the last page for a number that is too high."""
    page = min(max(page, 0), pages_in(table) - 1)
    return table.rows[page * MOST_ROWS : (page + 1) * MOST_ROWS]


def table_texts(
    decision: TableAnswer,
    base: FactBase,
    say: Words,
    language: str,
    *,
    today: dt.date,
    fold: Callable[[str], str],
    head: Sequence[Line] = (),
    page: int = 0,
) -> tuple[str, str]:
    """Write a table as Telegram HTML, one page of it, and as plain text, all of it."""
    table = decision.table
    single = _single(table)
    above = [*head, *_above(table, base, say)]
    if single is not None:
        candidate = Candidate(single.id, 1.0, single.question.text)
        question = wording(single, language).question
        shown = resolve(base, candidate, fold, today)
        lines = [*above, *answer_lines(base, shown, say, language, head=question, today=today)]
        lines += _below(table, say, base)
        return to_html(fit(lines)), to_plain(lines)
    rows = rows_on(table, page)
    first = table.rows.index(rows[0]) + 1 if rows else 1
    one = _page(table, rows, first, base, say, language, today)
    turned = _turned(table, first, len(rows), say)
    html = [*above, *_body(one), *turned, *_below(table, say, base), EMPTY_LINE, *_sources(one)]
    whole = _page(table, table.rows, 1, base, say, language, today)
    plain = [*above, *_columns_of_text(whole), *_below(table, say, base), EMPTY_LINE, *_sources(whole)]
    return to_html(fit(html)), to_plain(plain)


def _single(table: Table) -> Fact | None:
    """Return the one fact of a table that is better told as any other answer."""
    if len(table.rows) != 1 or len(table.columns) != 1 or table.plan.operation not in _TOLD_ALONE:
        return None
    return table.rows[0].cells[0]


_TOLD_ALONE: Final = (Operation.PICK, Operation.VERIFY)


def _page(
    table: Table, rows: tuple[Row, ...], first: int, base: FactBase, say: Words, language: str, today: dt.date
) -> _Page:
    told = [fact for row in rows for fact in row.cells if fact is not None]
    told += [table.stated] if table.stated is not None else []
    keys = dict.fromkeys(citation.source for fact in told for citation in fact.citations)
    return _Page(table, rows, first, base, say, language, today, {key: at for at, key in enumerate(keys, start=1)})


def _above(table: Table, base: FactBase, say: Words) -> list[Line]:
    """Say what the rows are of, and how far the base reaches."""
    plan = table.plan
    lines: list[Line] = []
    if plan.operation is Operation.VERIFY:
        verdict = words.YES if table.verdict else words.UNSTATED if table.verdict is None else words.NO
        return [(span(say(verdict), Style.BOLD),)]
    if plan.operation is Operation.COUNT:
        return _counted(table, say)
    if plan.operation is Operation.TIMELINE:
        return [(span(say(words.BY_DATE, name=plan.subjects[0]), Style.SMALL, gives=Yield.CONTEXT),)]
    if plan.operation is Operation.EVENTS:
        return [(span(say(words.IN_YEAR, year=plan.year), Style.SMALL),)]
    if plan.operation is Operation.COMPARE:
        names = say.enumeration(table.columns)
        return [(span(say(words.COMPARED, names=names), Style.SMALL, gives=Yield.CONTEXT),)]
    if plan.operation is Operation.CARD:
        return [(span(table.columns[0], Style.BOLD, gives=Yield.CONTEXT),)]
    lines.append((span(_scope_in_words(table, base, say), Style.SMALL, gives=Yield.CONTEXT),))
    if plan.operation is Operation.PICK and _single(table) is not None:
        lines.append((span(table.rows[0].head, Style.BOLD, gives=Yield.CONTEXT),))
    return lines


def _scope_in_words(table: Table, base: FactBase, say: Words) -> str:
    plan = table.plan
    series = plan.series or ""
    if not series and not plan.subjects:
        named = heading_of(table.columns[0], base, say)
        return say(words.EVERYWHERE, heading=named, count=say.number(len(table.rows)))
    held = table.held or tuple(row.head for row in table.rows)
    if plan.operation is Operation.PICK:
        return say.count(words.OF_HELD, len(held), series=_with_conditions(plan, say), first=held[0], last=held[-1])
    if plan.conditions:
        count, whole = say.number(len(table.rows)), say.number(len(held))
        return say(words.FOUND, series=series, conditions=_conditions(plan, say), count=count, held=whole)
    return say.count(words.HELD, len(held), series=series, first=held[0], last=held[-1])


def _with_conditions(plan: Plan, say: Words) -> str:
    return f"{plan.series or ''} ({_conditions(plan, say)})" if plan.conditions else plan.series or ""


def _conditions(plan: Plan, say: Words) -> str:
    return ", ".join(("≠ " if one.is_negated else "") + say.proper(one.said) for one in plan.conditions)


def _counted(table: Table, say: Words) -> list[Line]:
    plan, number = table.plan, len(table.rows)
    if table.stated is not None and table.stated_number is not None:
        name = table.stated.about or ""
        stated = say(words.COUNTED_BY_SOURCE, number=say.number(table.stated_number), name=name)
        beside = words.HELD_BESIDE if table.stated_number == number else words.HELD_FEWER
        return [(span(stated, Style.BOLD, gives=Yield.CONTEXT),), (span(say.count(beside, number)),)]
    if plan.conditions:
        conditions = _conditions(plan, say)
        text = say(words.COUNTED_WITH, count=say.number(number), series=plan.series or "", conditions=conditions)
    else:
        text = say.count(words.COUNTED, number, series=plan.series or "")
    return [(span(text, Style.BOLD, gives=Yield.CONTEXT),)]


def _below(table: Table, say: Words, base: FactBase) -> list[Line]:
    if not table.unknown:
        return []
    return [(span(say(words.UNKNOWN, names=", ".join(table.unknown)), Style.SMALL, gives=Yield.CONTEXT),)]


def _turned(table: Table, first: int, count: int, say: Words) -> list[Line]:
    if len(table.rows) <= MOST_ROWS:
        return []
    values = (first, first + count - 1, len(table.rows))
    shown = dict(zip(("first", "last", "count"), map(say.number, values), strict=True))
    return [(span(say(words.PAGE, **shown), Style.SMALL),)]


def _body(page: _Page) -> list[Line]:
    """Write the rows as a monospaced block if it fits a phone, else a line each."""
    return _as_block(page) or [_line(page, row, number) for number, row in enumerate(page.rows, start=page.first)]


def _as_block(page: _Page) -> list[Line]:
    if page.table.plan.operation in (*_BY_DATE, Operation.CARD) or len(page.table.columns) + 1 not in BLOCK_COLUMNS:
        return []
    cells = _cells(page)
    widths = [max(units(row[at]) for row in cells) for at in range(len(cells[0]))]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > BLOCK_WIDTH:
        return []
    return [(Span("\n".join(_padded(row, widths) for row in cells), Style.BLOCK),)]


def _cells(page: _Page) -> list[list[str]]:
    """Return a line of headings, and one for each row."""
    table = page.table
    heads = ["", *(heading_of(column, page.base, page.say) for column in table.columns)]
    if table.plan.operation is Operation.COMPARE:
        heads = ["", *table.columns]
    rows = [[_head(page, row), *(_cell(page, fact) for fact in row.cells)] for row in page.rows]
    return [[span(text).text for text in row] for row in [heads, *rows]]


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (width - units(text)) for text, width in zip(row, widths, strict=True))
    return _GAP.join(padded).rstrip()


def _line(page: _Page, row: Row, number: int) -> Line:
    """Write a row as one line; what was asked is bold."""
    parts: list[Span] = [Span(f"{number}. ")]
    is_compared = page.table.plan.operation is Operation.COMPARE
    if page.table.plan.operation in _BY_DATE:
        fact = row.cells[0]
        if fact is not None:
            date = page.say.date(row.date) if row.date is not None else ""
            question = wording(fact, page.language).question
            parts += [span(date, Style.BOLD), Span(" "), span(question, gives=Yield.CONTEXT), Span(" ")]
            parts.append(span(_cell(page, fact), gives=Yield.ANSWER))
        return tuple(parts)
    is_asked = bool(page.table.plan.properties) or is_compared or page.table.plan.operation is Operation.CARD
    parts += [span(_head(page, row), Style.PLAIN if is_asked else Style.BOLD, gives=Yield.CONTEXT), Span(": ")]
    for at, fact in enumerate(row.cells):
        parts += [Span("; ")] if at else []
        parts += [span(page.table.columns[at]), Span(": ")] if is_compared else []
        parts.append(span(_cell(page, fact), Style.BOLD if is_asked else Style.PLAIN, gives=Yield.ANSWER))
    return tuple(parts)


def _head(page: _Page, row: Row) -> str:
    if page.table.plan.operation in (Operation.COMPARE, Operation.CARD):
        return heading_of(row.head, page.base, page.say)
    return row.head


def _cell(page: _Page, fact: Fact | None) -> str:
    """Write a fact in a table: its answer, how far it is established, and the numbers of its sources."""
    if fact is None:
        return page.say(words.NOT_HELD)
    text = wording(fact, page.language).answer.strip().removesuffix(".")
    marks = [page.say(words.MARK_DISPUTED)] if fact.claims else []
    marks += [page.say(words.MARK_PLANNED)] if fact.status is Status.PLANNED else []
    marks += [page.say(words.MARK_REPORTED)] if fact.status is Status.REPORTED else []
    noted = f" ({', '.join(marks)})" if marks else ""
    numbers = dict.fromkeys(page.numbers[citation.source] for citation in fact.citations)
    return f"{text}{noted} " + "".join(f"[{number}]" for number in numbers)


def heading_of(kind: str, base: FactBase, say: Words) -> str:
    """Return what heads the column of a property, in the chat's language if the base has a word for it."""
    held = base.phrasings.properties.get(kind)
    called = held.called if held is not None else {}
    found = called.get(primary_language(say.language)) or called.get("en") or ()
    return found[0] if found else kind.replace("-", " ")


def _columns_of_text(page: _Page) -> list[Line]:
    """Write the rows for a terminal, in columns; where cells are long, a line for each cell but the first."""
    if page.table.plan.operation in _BY_DATE:
        return [_line(page, row, number) for number, row in enumerate(page.rows, start=page.first)]
    cells = _cells(page)
    heads = cells[0] if len(cells[0]) > 2 else []
    if page.table.plan.operation is Operation.COMPARE and any(len(cell) > BLOCK_WIDTH for row in cells for cell in row):
        return [_line(page, row, number) for number, row in enumerate(page.rows, start=page.first)]
    widths = [max(units(row[at]) for row in cells) for at in range(len(cells[0]))]
    return [(Span(_padded(row, widths)),) for row in ([heads] if heads else []) + cells[1:]]


def _sources(page: _Page) -> Iterable[Line]:
    told = [fact for row in page.rows for fact in row.cells if fact is not None]
    told += [page.table.stated] if page.table.stated is not None else []
    citations = [citation for fact in told for citation in fact.citations]
    for number, line in enumerate(source_lines(page.base, citations, page.say), start=1):
        yield (Span(f"[{number}] "), *line)


def steps_in_words(plan: Plan, base: FactBase, say: Words) -> str:
    """Say how a question over many facts was read."""
    steps = [say(words.OPERATIONS[plan.operation.value])]
    steps += [say(words.STEP_SERIES, series=plan.series)] if plan.series is not None else []
    steps += [say(words.STEP_SUBJECTS, names=", ".join(plan.subjects))] if plan.subjects else []
    properties = ", ".join(heading_of(kind, base, say) for kind in plan.properties)
    steps += [say(words.STEP_PROPERTIES, names=properties)] if properties else []
    steps += [say(words.STEP_CONDITION, said=say.proper(condition.said)) for condition in plan.conditions]
    steps += [say(words.STEP_YEAR, year=plan.year)] if plan.year is not None else []
    position = plan.position
    if position is not None and position.beside is not None:
        steps.append(say(words.STEP_BEFORE if position.index < 0 else words.STEP_AFTER, name=position.beside))
    elif position is not None:
        step = words.STEP_FROM_END if position.index < 0 else words.STEP_FROM_START
        steps.append(say(step, number=abs(position.index)))
    return say(words.READ_AS, steps="; ".join(steps))
