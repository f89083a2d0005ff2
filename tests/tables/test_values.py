"""What an answer says by its type: dates, numbers, countries and ordinals, or nothing that could be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.model import ValueType
from bot.matching.text.tokenizer import tokenise
from bot.tables.values import read_span, read_value


@pytest.mark.parametrize(
    ("answer", "first", "last"),
    [
        ("In September 2016; it was to run until the 17th.", "2016-09", "2016-09"),
        ("From 2 to 15 November 2017.", "2017-11-02", "2017-11-15"),
        ("It began on Tuesday, 11 September 2018.", "2018-09-11", "2018-09-11"),
        ("From 31 August to 13 September 2019.", "2019-08-31", "2019-09-13"),
        ("10–23 September 2018", "2018-09-10", "2018-09-23"),
        ("С 10 по 23 сентября 2018 года", "2018-09-10", "2018-09-23"),
        ("From 30 December 2018 to 4 January 2019", "2018-12-30", "2019-01-04"),
        ("2018-09-10/2018-09-23", "2018-09-10", "2018-09-23"),
        ("Later in 2019.", "2019", "2019"),
    ],
)
def test_dates_and_spans_are_read(answer: str, first: str, last: str) -> None:
    """A date or span with which an answer begins is read, as exactly as it is written."""
    found = read_span(answer)

    assert found is not None
    assert (str(found[0]), str(found[1])) == (first, last)


@pytest.mark.parametrize(
    "answer",
    ["Kazakhstan stopped the project; by April 2021 it had scrapped a satellite.", "On 31 February 2018", "Yearly."],
)
def test_other_dates_are_left(answer: str) -> None:
    """A date behind other words, or one that no calendar has, says nothing of when the thing itself was."""
    assert read_span(answer) is None


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        (ValueType.NUMBER, "About 3,000.", 3000.0),
        (ValueType.NUMBER, "Two weeks.", 14.0),
        (ValueType.NUMBER, "A fortnight.", 14.0),
        (ValueType.NUMBER, "90 from India and 120 from Kazakhstan.", None),
        (ValueType.NUMBER, "Nobody counted.", None),
        (ValueType.ORDINAL, "The third.", 3),
        (ValueType.ORDINAL, "The third or fourth.", None),
        (ValueType.COUNTRY, "Kazakhstan.", frozenset({"KZ"})),
        (ValueType.COUNTRY, "The United States and India.", frozenset({"US", "IN"})),
        (ValueType.COUNTRY, "Nobody.", None),
    ],
)
def test_an_answer_says_one_thing_or_nothing(kind: ValueType, answer: str, said: object) -> None:
    """A value is read where the answer holds exactly one of its type."""
    value = read_value(kind, answer, tokenise(answer))

    found = None
    if value is not None:
        held = {ValueType.NUMBER: value.number, ValueType.ORDINAL: value.ordinal, ValueType.COUNTRY: value.countries}
        found = held[kind]
    assert found == said


@given(st.sampled_from(list(ValueType)), st.text(max_size=200))
def test_any_text_is_read_or_left(kind: ValueType, answer: str) -> None:
    """No text whatever stops the reading."""
    value = read_value(kind, answer, tokenise(answer))

    if value is not None and value.start is not None:
        assert value.first_day is not None
        assert value.last_day is not None
        assert value.first_day <= value.last_day
