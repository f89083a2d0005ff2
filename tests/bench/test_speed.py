"""Two systems are timed in turns."""

from __future__ import annotations

from bench import speed


def test_both_are_asked_every_question_as_often_and_as_often_first() -> None:
    """Within a round they alternate at being first; one round more than is reported warms them up."""
    asked: list[tuple[str, str]] = []
    ratios = speed.interleaved(
        lambda question: asked.append(("one", question)),
        lambda question: asked.append(("other", question)),
        ["a", "b"],
    )
    assert len(ratios) == speed.ROUNDS
    rounds = speed.ROUNDS + 1
    assert len(asked) == 2 * 2 * rounds
    assert [which for which, _ in asked[::2]].count("one") == rounds


def test_the_ratio_is_the_first_over_the_second() -> None:
    """What takes longer than nothing gives a ratio above 1."""
    ratios = speed.interleaved(lambda question: sum(range(20_000)), lambda question: None, ["a", "b", "c"])
    assert min(ratios) > 1
