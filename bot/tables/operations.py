"""Works a plan out over the rows: every operation is a function of the plan, the tables and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.factbase.model import Fact, PartialDate, Status, ValueType
from bot.matching.text.numerals import is_year
from bot.tables.judging import Judged, has_words, judge, meets, scope
from bot.tables.plan import Criterion, Operation, Plan, Position
from bot.tables.rows import DATED, Cell, Tables
from bot.tables.subjects import ordinals
from bot.tables.values import Value, only_date, read_span

FEWEST_SHARED: Final = 2  # properties of subjects that can be compared
CARD_ORDER: Final = (
    ValueType.TEXT,
    ValueType.PLACE,
    ValueType.COUNTRY,
    ValueType.SPAN,
    ValueType.DATE,
    ValueType.ORDINAL,
    ValueType.ORGANISATION,
    ValueType.PERSON,
    ValueType.NUMBER,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a subject, or a date, or a property, and the facts in its columns; None is not held."""

    head: str
    cells: tuple[Fact | None, ...]
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a plan brings.

    `columns` are properties, or the subjects of a comparison. Of the `held` members, from `first` to `last`, the rows
    are those that meet the conditions; of the `unknown` ones the base does not tell. `stated` is the fact by which a
    source counts the series, `verdict` the answer to yes or no; None where the facts do not say.
    """

    plan: Plan
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    held: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    stated: Fact | None = None
    stated_number: int | None = None
    verdict: bool | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that the table tells, in the order of its rows."""
        told = [fact for row in self.rows for fact in row.cells if fact is not None]
        told += [self.stated] if self.stated is not None else []
        return tuple({fact.id: fact for fact in told}.values())


def work_out(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    """Work a plan out; None where the base cannot answer it."""
    return _OPERATIONS[plan.operation](plan, tables, today)


def _columns(plan: Plan, tables: Tables, subjects: Sequence[str]) -> tuple[str, ...]:
    """Return what to show of subjects: what was asked, else what the conditions look at, else when they were."""
    if plan.properties:
        return plan.properties
    kinds = [kind for condition in plan.conditions for kind in condition.kinds[:1]]
    dated = tables.kinds_of(subjects, DATED)[:1]
    return tuple(dict.fromkeys((*kinds, *dated))) or tables.kinds_of(subjects, CARD_ORDER)[:1]


def _rows(
    plan: Plan, subjects: Sequence[str], columns: Sequence[str], tables: Tables, today: dt.date
) -> tuple[Row, ...]:
    rows = []
    for subject in subjects:
        cells = [tables.cell(subject, kind, today) for kind in columns]
        facts = tuple(cell.fact if cell is not None else None for cell in cells)
        if not any(facts) and not plan.properties:
            facts = (*facts[:-1], _any_fact(subject, tables, today)) if facts else ()
        rows.append(Row(subject, facts))
    return tuple(rows)


def _any_fact(subject: str, tables: Tables, today: dt.date) -> Fact | None:
    """Return a fact that shows that there is a subject."""
    kinds = tables.kinds_of((subject,), CARD_ORDER)
    cell = tables.cell(subject, kinds[0], today) if kinds else None
    return cell.fact if cell is not None else None


def _list(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    judged = judge(plan, tables, today)
    columns = _columns(plan, tables, judged.met)
    rows = _rows(plan, judged.met, columns, tables, today) if columns else ()
    if plan.series is None and not plan.subjects:
        columns, rows = columns[:1], _in_one_column(judged.met, columns, tables, today)
    unknown = judged.unknown
    if plan.properties:
        lacking = tuple(row.head for row in rows if row.cells[0] is None)
        unknown = tuple(member for member in judged.held if member in {*unknown, *lacking})
        rows = tuple(row for row in rows if row.cells[0] is not None)
    return Table(plan, columns, rows, judged.held, unknown) if rows else None


def _in_one_column(subjects: Sequence[str], kinds: Sequence[str], tables: Tables, today: dt.date) -> tuple[Row, ...]:
    """Show of each subject the first of several properties that are called the same."""
    rows = []
    for subject in subjects:
        cells = (tables.cell(subject, kind, today) for kind in kinds)
        fact = next((cell.fact for cell in cells if cell is not None), None)
        rows.append(Row(subject, (fact,)))
    return tuple(rows)


def _count(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    past = Plan(plan.operation, plan.series, plan.subjects, (), plan.conditions, is_past=True)
    judged = judge(past, tables, today)
    if (judged.unknown and plan.conditions) or not judged.met:
        return None
    columns = _columns(plan, tables, judged.met)
    rows = _rows(plan, judged.met, columns, tables, today)
    stated = None if plan.conditions or plan.subjects else _stated(judged.met, tables, today)
    number = max(ordinals(tables, stated.about or "", today)) if stated is not None else None
    return Table(plan, columns, rows, judged.held, judged.unknown, stated, number)


def _stated(members: Sequence[str], tables: Tables, today: dt.date) -> Fact | None:
    """Return the fact that says the highest number that a member of the series has in it."""
    found: list[tuple[int, Fact]] = []
    for member in members:
        for kind in tables.kinds_of((member,), (ValueType.ORDINAL,)):
            cell = tables.cell(member, kind, today)
            if cell is not None and len(cell.values) == 1 and cell.values[0].ordinal is not None:
                found.append((cell.values[0].ordinal, cell.fact))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _pick(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    judged = judge(plan, tables, today)
    position = plan.position
    if position is None or any(not tables.is_ahead(member, today) for member in judged.unknown):
        return None
    chosen = _chosen(position, plan, judged, tables, today)
    if not chosen:
        return None
    columns = _columns(plan, tables, chosen)
    rows = _rows(plan, chosen, columns, tables, today)
    has_all = all(row.cells and row.cells[0] is not None for row in rows)
    if plan.properties and (len(rows) == 1 or not any(row.cells[0] for row in rows)) and not has_all:
        return None
    return Table(plan, columns, rows, judged.held)


def _chosen(position: Position, plan: Plan, judged: Judged, tables: Tables, today: dt.date) -> tuple[str, ...]:
    """Return the members at a place in the order; none where the base does not reach so far."""
    members = [member for member in judged.met if not tables.is_ahead(member, today)]
    if position.beside is not None:
        members = list(judged.met)
        if position.beside not in members:
            return ()
        at = members.index(position.beside) + position.index
        return (members[at],) if 0 <= at < len(members) else ()
    if abs(position.index) > len(members) or position.count > len(members):
        return ()
    if position.index < 0:
        end = len(members) + position.index + 1
        return tuple(members[max(0, end - position.count) : end])
    if not plan.conditions and not _begins(members, tables, today):
        return ()
    start = position.index - 1
    return tuple(members[start : start + position.count])


def _begins(members: Sequence[str], tables: Tables, today: dt.date) -> bool:
    """Return whether the base holds a series from its beginning on, without gaps, as far as facts number it."""
    numbered = {member: ordinals(tables, member, today) for member in members}
    return all(not said or said == {at} for at, said in enumerate(numbered.values(), start=1))


def _compare(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    subjects = plan.subjects
    shared = [k for k in tables.kinds_of(subjects, tuple(ValueType)) if all(k in tables.facts[s] for s in subjects)]
    kinds: Sequence[str] = plan.properties
    if not kinds:
        if len(shared) < FEWEST_SHARED:
            return None
        kinds = shared
    rows = []
    for kind in kinds:
        cells = [tables.cell(subject, kind, today) for subject in subjects]
        rows.append(Row(kind, tuple(cell.fact if cell is not None else None for cell in cells)))
    if not all(any(row.cells) for row in rows):
        return None
    return Table(plan, subjects, tuple(rows), subjects)


def _verify(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    """Answer yes or no; never no because the base is silent."""
    if plan.position is not None:
        chosen = _pick(Plan(Operation.PICK, plan.series, plan.subjects, position=plan.position), tables, today)
        subjects: tuple[str, ...] = (chosen.rows[0].head,) if chosen is not None else ()
    else:
        subjects = tuple(s for s in scope(plan, tables) if plan.subjects or not tables.is_ahead(s, today))
    if not subjects:
        return None
    condition = plan.conditions[0]
    verdicts = {subject: meets(condition, subject, tables, today) for subject in subjects}
    if len(plan.conditions) > 1:
        return None
    yes = [subject for subject, verdict in verdicts.items() if verdict]
    # who is not named may have been there, and a place may have another name
    is_silent = condition.test is Criterion.INVOLVING or (
        condition.test is Criterion.WHERE and condition.country is None
    )
    if yes:
        shown = yes
    elif all(said is False for said in verdicts.values()) and not is_silent:
        # of a series the base may lack the very member that was there
        shown = list(subjects)
    elif len(subjects) == 1 and condition.test is Criterion.INVOLVING:
        rows = _rows(plan, subjects, condition.kinds[:1], tables, today)
        return Table(plan, condition.kinds[:1], rows, subjects) if rows[0].cells[0] else None
    else:
        return None
    verdict = True if yes else False if len(subjects) == 1 else None
    columns = condition.kinds[:1] if any(tables.cell(s, condition.kinds[0], today) for s in shown) else condition.kinds
    return Table(plan, columns, _rows(plan, shown, columns, tables, today), subjects, verdict=verdict)


def _card(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    subject = plan.subjects[0] if plan.subjects else ""
    if plan.position is not None:
        chosen = _pick(Plan(Operation.PICK, plan.series, position=plan.position), tables, today)
        subject = chosen.rows[0].head if chosen is not None and len(chosen.rows) == 1 else ""
    kinds = tables.facts.get(subject, {})
    order = {kind: at for at, kind in enumerate(tables.base.phrasings.properties)}
    cells = [cell for kind in kinds if (cell := tables.cell(subject, kind, today)) is not None]
    cells.sort(key=lambda cell: (cell.fact.minor, order.get(cell.kind, len(order)), cell.kind))
    rows = tuple(Row(cell.kind, (cell.fact,)) for cell in cells)
    if not rows and plan.series is not None:
        return None
    return Table(plan, (subject,), rows, (subject,)) if rows else None


def _timeline(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    """Put the dated facts about a name, and about the members of a series of that name, in the order of their dates."""
    subjects = {*plan.subjects, *(tables.members(plan.series) if plan.series is not None else ())}
    rows = []
    tokens = [tuple(tables.read(subject)) for subject in plan.subjects]
    for fact in tables.base.facts:
        if fact.is_current and (fact.about in subjects or _is_named(fact, tokens, tables)):
            is_of_member = fact.about in tables.series_of and fact.about not in plan.subjects
            span = date_of(fact, tables) if is_of_member else _loosely_dated(fact, tables)
            if span is not None:
                rows.append(Row(fact.about or "", (fact,), span))
    rows.sort(key=lambda row: (row.date or PartialDate(0), row.cells[0].id if row.cells[0] else ""))
    return Table(plan, ("",), tuple(rows), tuple(sorted(subjects))) if rows else None


def _is_named(fact: Fact, names: Sequence[Sequence[str]], tables: Tables) -> bool:
    """Return whether a fact that is about nothing of its own asks about one of the names."""
    if fact.about is not None:
        return False
    asked = Value(tuple(tables.read(fact.question.text)))
    return any(has_words(asked, name) for name in names)


def _loosely_dated(fact: Fact, tables: Tables) -> PartialDate | None:
    """Return the date of a fact, else the one year that its question names, else the one date in its answer."""
    date = date_of(fact, tables)
    if date is None:
        years = _years_asked(fact, tables)
        date = PartialDate(years.pop()) if len(years) == 1 else only_date(fact.answer)
    return date


def date_of(fact: Fact, tables: Tables) -> PartialDate | None:
    """Return when what a fact tells was: the date that is asked for, else the one with which the answer begins."""
    if tables.type_of(fact.asks or "") in DATED and fact.about is not None:
        texts = [fact.value] if fact.value else [claim.answer for claim in fact.claims] or [fact.answer]
        spans = [span for text in texts if (span := read_span(text)) is not None]
        return min(spans)[0] if spans else None
    span = None if fact.claims else read_span(fact.answer)
    return span[0] if span is not None else None


def _events(plan: Plan, tables: Tables, today: dt.date) -> Table | None:
    """List what the base dates to a year: facts whose answer begins with a date in it."""
    rows = []
    for fact in tables.base.facts:
        if not fact.is_current or fact.status is Status.PLANNED:
            continue
        date = date_of(fact, tables)
        if date is not None and date.year == plan.year:
            rows.append(Row(fact.about or "", (fact,), date))
    rows.sort(key=lambda row: (row.date or PartialDate(0), row.cells[0].id if row.cells[0] else ""))
    return Table(plan, ("",), tuple(rows)) if rows else None


def _years_asked(fact: Fact, tables: Tables) -> set[int]:
    return {int(token) for token in tables.read(fact.question.text) if is_year(token)}


_OPERATIONS: Final[Mapping[Operation, Callable[[Plan, Tables, dt.date], Table | None]]] = {
    Operation.PICK: _pick,
    Operation.LIST: _list,
    Operation.COUNT: _count,
    Operation.COMPARE: _compare,
    Operation.TIMELINE: _timeline,
    Operation.EVENTS: _events,
    Operation.CARD: _card,
    Operation.VERIFY: _verify,
}
__all__ = ["Cell", "Row", "Table", "meets", "work_out"]
