"""Tests of the record of a briefing: what it says, and that it says what was told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.briefing.document import BriefingDocument, Reference
from bot.briefing.pdf import as_pdf
from bot.briefing.record import RecordEntry, Session, make_record
from bot.briefing.recorded_answers import read_recorded, record_facts
from bot.messages import briefing as briefing_words
from bot.replies.catalogues import ENGLISH, words_in
from tests.briefing.bases import TODAY, drill_base

TEN = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


def told(*facts: str) -> str:
    """Keep facts of the drill."""
    base = drill_base()
    return record_facts([base.by_id[fact] for fact in facts], base, ENGLISH, "en", TODAY)


def asked(text: str, name: str | None = "Ann", minutes: int = 5, answer: str | None = None) -> RecordEntry:
    """Make a line."""
    return RecordEntry(text, name, TEN + dt.timedelta(minutes=minutes), answer)


SESSION = Session(
    title="Morning",
    topics=("drill",),
    begun=TEN,
    ended=TEN + dt.timedelta(hours=1),
    begun_version="v1",
    version="v2",
    questions=(
        asked("how long was the first SAGA", answer=told("saga-2018-days")),
        asked("Who sang?", None, 7),
        asked("where were they", "Bob", 9, told("saga-2018-place", "saga-2019-place")),
    ),
    notes=(asked("Ask the staff.", "Bob", 11),),
    corrections=(asked("SAGA 2018 was 12 days long.", None, 12),),
)


def record(session: Session = SESSION) -> BriefingDocument:
    """Make a record in English."""
    return make_record(session, ENGLISH)


def test_what_it_is() -> None:
    """It says when it was, on what, how much was asked, and on which versions of the base it rests."""
    assert record().about == (
        "24 November 2026, 10:00 to 11:00 UTC",
        "topics: drill",
        "3 questions, 1 of them open",
        "fact base v2, 24 November 2026",
        briefing_words.BEGUN_WITH.format(version="v1"),
    )
    overnight = replace(SESSION, ended=TEN + dt.timedelta(days=1), begun_version="v2")
    assert record(overnight).about[0] == "24 November 2026, 10:00 to 10:00, 25 November 2026 UTC"
    assert len(record(overnight).about) == 4


def test_questions_and_open_items() -> None:
    """Questions are numbered with who asked and when; those without an answer stand again under their number."""
    sections = {section.heading: section.items for section in record().sections}
    disputed, unanswered, several = sections["Questions and answers"]

    assert disputed.question == "1. how long was the first SAGA"
    assert disputed.aside == "Ann, 10:05 UTC · answered as: How long was SAGA 2018?"
    assert (unanswered.marks, unanswered.statements) == ((briefing_words.NO_ANSWER,), ())
    assert unanswered.aside == "a participant, 10:07 UTC"
    assert [one.text for one in several.statements] == [
        "Where was SAGA 2018 held? – In Pune.",
        "Where was SAGA 2019 held? – In Otar.",
    ]
    assert [(item.question, item.aside) for item in sections["Open items"]] == [
        ("2. Who sang?", "a participant, 10:07 UTC")
    ]
    assert [item.statements[0].text for item in sections["Notes"]] == ["Ask the staff."]
    assert [item.question for item in sections[briefing_words.CORRECTIONS]] == ["10:12 UTC"]


def test_every_claim_is_in_it() -> None:
    """A disputed answer shows each claim with date, source and reliability."""
    item = record().sections[0].items[0]

    assert item.marks == ("Sources disagree",)
    assert [(claim.text, claim.when, claim.references) for claim in item.statements] == [
        ("10 days", "as of 2 January 2019", (Reference(1, "¶6 (reliability B)"),)),
        ("14 days", "as of March 2020", (Reference(2, "(reliability C)"),)),
    ]


def test_sources_are_those_of_the_time() -> None:
    """Sources are kept with the answers, each listed once, with its address."""
    listed = [(each.number, each.source.title, each.source.url, each.rest) for each in record().sources]

    assert listed[0] == (
        1, "Drill <news>", "https://paper.example/a?b=1&c=2", "The Paper, 2 January 2019, reliability B",
    )  # fmt: skip
    assert [title for _, title, *_ in listed] == ["Drill <news>", "सैन्य अभ्यास शुरू", "Yearbook"]
    kept, sources = read_recorded(told("saga-2019-parade"))
    assert kept[0].marks[0].startswith("planned")
    assert sources["paper"] == replace(drill_base().sources["paper"], topic="", place=sources["paper"].place)


def test_an_empty_session() -> None:
    """Where nothing was asked there is a record all the same."""
    empty = record(replace(SESSION, questions=(), notes=(), corrections=(), topics=()))

    assert empty.sections == ()
    assert "0 questions" in empty.about[1]
    assert as_pdf(empty, ENGLISH).startswith(b"%PDF")


def test_in_russian() -> None:
    """A record speaks the language of whoever ends the session."""
    assert make_record(SESSION, words_in("ru")).sections[1].heading == "Без ответа"


def test_asked_again_in_vain() -> None:
    """What was asked twice and stays open is one open item, with both numbers, people and times."""
    again = replace(SESSION, questions=(*SESSION.questions, asked("who  sang", "Bob", 20)))
    paper = record(again)
    (item,) = next(section.items for section in paper.sections if section.heading == "Open items")
    assert (item.question, item.aside) == ("2, 4. Who sang?", "a participant, 10:07 UTC; Bob, 10:20 UTC")
    assert "4 questions, 1 of them open" in paper.about
