"""Tests of ranking: which facts may answer a question, how sure that is, and what blocks them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.matching import Answer, Matcher, Thresholds
from bot.matching.retrieval.alignment import prepare
from bot.matching.retrieval.features import PAIR_NAMES
from bot.matching.retrieval.model import Weights, shipped_weights
from bot.messages import reasons as reasons_words
from tests.matching.bases import FILES, base_of, facts_of, ids, matcher, reason_of

QUESTIONS = [
    "where was KAZIND 2018 held?",
    "where was KAZIND 2031 held?",
    "where was KAZIND 2018 not held?",
    "how many soldiers took part in KAZIND 2018?",
    "who built KazSat-2R?",
    "which country supplies tanks to Kazakhstan?",
    "thanks everyone",
    "2018",
    "where",
    "",
]


class Alike:
    """A stand-in for the sentence model, which finds one phrasing like any question."""

    def __init__(self, number: int) -> None:
        self.number = number

    def nearest(self, question: str) -> Sequence[int]:
        """Return the one phrasing."""
        return [self.number]

    def similarity(self, question: str, phrases: Sequence[int]) -> Sequence[float]:
        """Return that no other is like it."""
        return [0.95 * (number == self.number) for number in phrases]


@pytest.mark.parametrize("question", QUESTIONS)
def test_candidates(question: str) -> None:
    """At most five candidates are shown, each fact once, confidences within 0 and 1, the surer before the less sure.

    A blocked fact, whose confidence is cut, may stand before a free one.
    """
    shown = matcher().decide(question).candidates
    free = [candidate for candidate in shown if not candidate.violations]

    assert len(shown) <= 5
    assert len(set(ids(shown))) == len(shown)
    assert all(0.0 <= candidate.confidence <= 1.0 for candidate in shown)
    assert free == sorted(free, key=lambda c: -c.confidence)


@pytest.mark.parametrize("suggest_at", [0.3, 0.02, 0.0])
@pytest.mark.parametrize("question", QUESTIONS)
def test_blocked_facts_stay_below(question: str, suggest_at: float) -> None:
    """A fact that hard tokens block is never above the threshold of suggestions."""
    strict = Matcher(base_of(FILES), thresholds=Thresholds(0.94, suggest_at))

    assert all(c.confidence <= suggest_at for c in strict.rank(question) if c.violations)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where was KAZIND 2031 held?", "year"),
        ("where was KAZIND 2018 not held?", "negation"),
        ("which country supplies tanks to Kazakhstan?", "name"),
        ("who built the fifth KazSat?", "ordinal"),
    ],
)
def test_blocks_are_named(question: str, expected: str) -> None:
    """The nearest fact says what keeps it from answering."""
    assert expected in [block.kind for block in matcher().rank(question)[0].violations]


def test_changed_places_block() -> None:
    """A fact whose names changed places is blocked, and so is not the answer."""
    swapped = Matcher(facts_of("Which tanks did Kazakhstan supply to India?"))

    (candidate,) = swapped.rank("Which tanks did India supply to Kazakhstan?")
    assert [block.kind for block in candidate.violations] == ["roles"]
    assert isinstance(swapped.decide("Which tanks did Kazakhstan supply to India?"), Answer)


def test_ties_go_by_id() -> None:
    """Facts that fit equally well are ranked by id, at any order of files."""
    question = "Who built the tower of Xylo?"
    head = "topic: {0}\ntitle: Towers\nlanguage: en\nsources: {{s-{0}: {{title: T, publisher: P, published: 2020}}}}\n"
    row = "facts: [{{id: {0}, question: {1}, answer: Ann., sources: [s-{0}], as_of: 2020}}]\n"
    files = {f"{name}.yaml": (head + row).format(name, question) for name in ("zeta", "alpha", "mid")}

    orders = [files, dict(reversed(files.items()))]
    ranked = [Matcher(base_of(order)).rank("who built the tower of xylo") for order in orders]

    assert ids(ranked[0]) == ["alpha", "mid", "zeta"]
    assert ranked[0] == ranked[1]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_order_of_files_does_not_matter(question: str) -> None:
    """The same question gets the same decision on any machine, at any order of files."""
    other = Matcher(base_of(dict(reversed(FILES.items()))), thresholds=Thresholds())

    assert other.decide(question) == matcher().decide(question)


def test_asking_changes_nothing() -> None:
    """Whatever was asked before, a question gets the same decision."""
    fresh = Matcher(base_of(FILES), thresholds=Thresholds())

    assert [fresh.decide(question) for question in reversed(QUESTIONS)][::-1] == [
        matcher().decide(question) for question in QUESTIONS
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Where was KAZ-IND 2018 held?", "hey bot, where was kazind'18 held please", True),
        ("where was КАЗИНД 2018 held", "WHERE WAS KAZIND 2018 HELD", True),
        ("where was KAZIND 2018 held", "when was KAZIND 2018 held", False),
        ("where was KAZIND 2018 held", "where was KAZIND 2019 held", False),
    ],
)
def test_fold(one: str, other: str, expected: bool) -> None:
    """Two texts fold to the same where they ask the same in the same words."""
    assert (matcher().fold(one) == matcher().fold(other)) is expected


def test_weights_decide() -> None:
    """Other weights give other confidences, not other blocks."""
    shipped = shipped_weights(semantic=False)
    certain = Weights(shipped.rank, (0.0,) * len(shipped.confidence), 1e9)
    sure = Matcher(base_of(FILES), weights=certain).rank("where was KAZIND 2031 held?")

    assert all(c.confidence == pytest.approx(0.3) for c in sure if c.violations)
    assert [c.violations for c in sure if c.fact == "kazind-2018-place"] == [
        c.violations for c in matcher().rank("where was KAZIND 2031 held?") if c.fact == "kazind-2018-place"
    ]


def test_meaning_brings_candidates() -> None:
    """A phrasing that shares no word with the question is a candidate where the sentence model finds it."""
    base = facts_of("How do I delete my account?", "Who built the tower of Xylo?")
    given: list[Sequence[str]] = []
    alike = Alike(0)

    def open_meaning(phrases: Sequence[str]) -> Alike:
        given.append(phrases)
        return alike

    found = Matcher(base, meaning=open_meaning).rank("xylo get rid")

    assert given == [["How do I delete my account?", "Who built the tower of Xylo?"]]
    assert set(ids(found)) == {"f-0", "f-1"}
    assert ids(Matcher(base).rank("xylo get rid")) == ["f-1"]


@pytest.mark.parametrize(
    "question", ["where was KAZIND 2031 held?", "where was KAZIND 2018 not held?", "when was KAZIND 2019 held?"]
)
def test_meaning_overrules_no_hard_token(question: str) -> None:
    """However alike a question is in meaning, a year, negation or question word keeps a fact from answering it."""
    number = next(p.number for p in matcher().index.phrases if p.phrase.text == "Where was KAZIND 2019 held?")
    semantic = Matcher(base_of(FILES), meaning=lambda _: Alike(number))

    assert not isinstance(semantic.decide(question), Answer)


def test_an_empty_base() -> None:
    """A base without facts holds nothing, and says so."""
    empty = Matcher(base_of({"phrasings.yaml": "asks: {}"}))

    assert empty.rank("where was it?") == ()
    assert reason_of(empty.decide("where was it?")) == reasons_words.REASONS["not-held"]


def test_meaning_of_all_phrasings() -> None:
    """A fact is compared in meaning by its nearest phrasing and by its nearest three, whichever words are in common."""
    base = facts_of("Who built the tower?", aliases=["tower builder", "tower maker", "tower mason", "tower crane"])

    class Several:
        def nearest(self, question: str) -> Sequence[int]:
            return []

        def similarity(self, question: str, phrases: Sequence[int]) -> Sequence[float]:
            return [0.1 * number for number in phrases]

    semantic = Matcher(base, meaning=lambda _: Several())
    asked = prepare(semantic.read("who built the tower"), semantic.index)
    (scored,) = semantic.ranker.rank("who built the tower", asked)
    named = dict(zip(PAIR_NAMES, scored.features, strict=True))
    assert named["meaning"] == 0.0
    assert named["meaning_best"] == pytest.approx(0.4)
    assert named["meaning_several"] == pytest.approx(0.3)
