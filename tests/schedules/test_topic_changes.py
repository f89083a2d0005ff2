"""Tests of what a post holds of a topic."""

from __future__ import annotations

import datetime as dt

from bot.schedules.topic_changes import ChangeKind, content_hashes, overdue_facts, topic_changes
from tests.replies.bases import base_of

ONE = "- {id: one, question: Where?, answer: There., sources: [paper], as_of: 2019-01-02%s}\n"
TWO = "- {id: two, question: When?, answer: Then., sources: [paper], as_of: 2019-01-02%s}\n"


def test_nothing_changed() -> None:
    """Another alias, tag or day of review changes nothing that is told."""
    before = content_hashes(base_of(ONE % "" + TWO % ""), "drill")
    after = base_of("# moved down\n" + ONE % ", aliases: [Which place?], tags: [x], review_by: 2030" + TWO % "")
    assert set(before) == {"one", "two"}
    assert topic_changes(after, "drill", before) == ()


def test_changes() -> None:
    """New and changed facts come first, then what no longer holds, with the reason."""
    before = content_hashes(base_of(ONE % "" + TWO % ""), "drill") | {"gone": "x"}
    changed, new = (ONE % "").replace("There.", "Elsewhere."), (ONE % "").replace("one", "new")
    now = base_of(changed + TWO % ", withdrawn: 2020-01-01" + new)
    assert [(one.id, one.change) for one in topic_changes(now, "drill", before)] == [
        ("new", ChangeKind.NEW),
        ("one", ChangeKind.CHANGED),
        ("two", ChangeKind.WITHDRAWN),
        ("gone", ChangeKind.GONE),
    ]


def test_superseded() -> None:
    """A fact that another took the place of is told as such."""
    before = content_hashes(base_of(ONE % "" + TWO % ""), "drill")
    now = base_of(ONE % ", superseded_by: two" + TWO % "")
    assert [(one.id, one.change) for one in topic_changes(now, "drill", before)] == [("one", ChangeKind.SUPERSEDED)]


def test_due_for_review() -> None:
    """Facts that hold and whose day of review is past, the longest first; the day itself is not past."""
    base = base_of(ONE % ", review_by: 2020-05" + TWO % ", review_by: 2020-04-30")
    assert [fact.id for fact in overdue_facts(base, "drill", dt.date(2020, 6, 1))] == ["two", "one"]
    assert [fact.id for fact in overdue_facts(base, "drill", dt.date(2020, 5, 31))] == ["two"]
    assert overdue_facts(base, "drill", dt.date(2020, 4, 30)) == ()
