"""Tests of what an audience sees of a base: all of what it may see, and no trace of the rest."""

from __future__ import annotations

import pytest

from bot.factbase import load
from bot.factbase.audience import ANYBODY, Audience, topics_for, visible
from bot.factbase.model import FactBase
from bot.matching import Answer, Matcher
from tests.factbase.writing import BASE, fact

OPS = -1001
SECRET = f"""\
topic: secret
title: What few may know
language: en
audience: [{OPS}, 7]
names:
  Zamin: [Operation Zamin, "{{KAZIND}} Zamin"]
sources:
  memo: {{title: A memo, publisher: Staff, published: 2026}}
  map: {{title: A map, publisher: Staff, published: 2026}}
facts:
{fact("zamin-place", source="memo")}
"""
OPEN = f"""\
topic: open
title: What all may know
language: en
sources:
  paper: {{title: A paper, publisher: Press, published: 2026}}
facts:
{fact("open-fact", source="map")}    see_also: [zamin-place, kazind-2018-place]
"""


@pytest.fixture(scope="module")
def base() -> FactBase:
    """Three topics, one of them limited."""
    loaded, problems = load([*BASE, ("secret.yaml", SECRET.encode()), ("open.yaml", OPEN.encode())])
    assert problems == []
    assert loaded is not None
    return loaded


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (ANYBODY, {"kazind", "open"}),
        (Audience(frozenset({OPS})), {"kazind", "open", "secret"}),
        (Audience(frozenset({7})), {"kazind", "open", "secret"}),
        (Audience(frozenset({-OPS})), {"kazind", "open"}),
        (Audience(frozenset({-5, OPS})), {"kazind", "open", "secret"}),
        (Audience(topics=frozenset({"open", "secret"})), {"open"}),
        (Audience(frozenset({OPS}), frozenset({"secret"})), {"secret"}),
        (Audience(frozenset({OPS}), frozenset()), set()),
    ],
)
def test_topics_for(audience: Audience, expected: set[str], base: FactBase) -> None:
    """A limited topic is seen by its chats, under any of their numbers; a chat may want fewer."""
    assert topics_for(base, audience) == expected


def test_no_trace_of_the_rest(base: FactBase) -> None:
    """Topics, facts, names, links and sources of the rest are gone; what the facts left cite stays."""
    seen = visible(base, topics_for(base, ANYBODY))

    assert [topic.name for topic in seen.topics] == ["kazind", "open"]
    assert "zamin-place" not in seen.by_id
    assert "Zamin" not in seen.names
    assert set(seen.sources) == {"fe-2019-01-02", "map", "paper"}
    assert seen.by_id["open-fact"].see_also == ("kazind-2018-place",)
    assert seen.version != base.version


def test_names_that_facts_need_stay(base: FactBase) -> None:
    """A fact about a thing named elsewhere keeps that name and those it is made of."""
    moved = visible(base, frozenset({"secret"}))

    assert set(moved.names) == {"Zamin"}
    assert set(visible(base, frozenset({"kazind"})).names) == {"KAZIND", "KAZIND 2018"}


def test_who_sees_all_sees_the_base_itself(base: FactBase) -> None:
    """Nothing is copied, and nothing built twice, where nothing is limited."""
    assert visible(base, topics_for(base, Audience(frozenset({OPS})))) is base


def test_what_is_out_of_sight_is_not_answered(base: FactBase) -> None:
    """A matcher of what is visible knows nothing of the rest, also where nothing is left."""
    question = base.by_id["zamin-place"].question.text
    assert isinstance(Matcher(base).decide(question), Answer)

    for topics in (topics_for(base, ANYBODY), frozenset[str]()):
        decision = Matcher(visible(base, topics)).decide(question)
        assert not isinstance(decision, Answer)
        assert "zamin-place" not in {candidate.fact for candidate in decision.candidates}


def test_superseded_out_of_sight(base: FactBase) -> None:
    """What holds no longer is not told as if it did where its successor is limited."""
    text = OPEN.replace("see_also: [zamin-place, kazind-2018-place]", "superseded_by: zamin-place")
    loaded, _ = load([*BASE, ("secret.yaml", SECRET.encode()), ("open.yaml", text.encode())])
    assert loaded is not None
    seen = visible(loaded, topics_for(loaded, ANYBODY))

    assert "open-fact" not in seen.by_id
    assert not isinstance(Matcher(seen).decide("What is open-fact?"), Answer)


def test_a_successor_out_of_sight_is_passed_over() -> None:
    """Where only the middle of a succession is limited, the old fact still leads to the one that holds now."""
    secret = SECRET.rstrip() + "\n    superseded_by: kazind-2018-place\n"
    text = OPEN.replace("see_also: [zamin-place, kazind-2018-place]", "superseded_by: zamin-place")
    loaded, _ = load([*BASE, ("secret.yaml", secret.encode()), ("open.yaml", text.encode())])
    assert loaded is not None
    seen = visible(loaded, topics_for(loaded, ANYBODY))

    assert "zamin-place" not in seen.by_id
    assert seen.current(seen.by_id["open-fact"]).id == "kazind-2018-place"
