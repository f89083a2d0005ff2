"""The whole benchmark runs on a small set, from the command to RESULTS.md and the diagram."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import reliability
from bench.systems import LEXICAL, MINILM, SEMANTIC, SYSTEMS
from tests.sentence_model import make_model


@pytest.fixture
def written(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the benchmark read the small set and write into a folder of the test's own."""
    monkeypatch.setenv("BENCH_DATA", str(data))
    folder = tmp_path / "written"
    folder.mkdir()
    monkeypatch.setattr(command, "RESULTS", folder / "RESULTS.md")
    monkeypatch.setattr(command, "OUTCOMES", folder / "outcomes.json")
    monkeypatch.setattr(command, "CACHE", folder / "vectors.db")
    return folder


def test_a_whole_run_writes_every_system_side_by_side(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables go to the terminal and to RESULTS.md, with versions and machine; outcomes are kept to draw."""
    model = make_model(tmp_path / "model")
    assert command.main(["--model", str(model)]) == 0
    text = (written / "RESULTS.md").read_text("utf-8")
    for name in SYSTEMS:
        assert f"| {name} |" in text
    assert "## small: 4 questions, 1 out of scope" in text
    assert "rapidfuzz 3." in text
    assert "Python 3." in text
    assert "shipped weights, which were fitted" in text  # no left-out weights are kept for this set
    shown = capsys.readouterr()
    assert "Recall at 95 % precision" in shown.out
    assert "written: " in shown.err
    kept = json.loads((written / "outcomes.json").read_text("utf-8"))["measured"]
    assert [row["system"] for row in kept] == [LEXICAL, SEMANTIC]
    assert all(len(row["outcomes"]) == 4 for row in kept)


def test_part_of_the_benchmark_leaves_the_results_alone(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A choice of systems is shown and not written down."""
    assert command.main(["--systems", "WRatio", "BM25", "--quick"]) == 0
    shown = capsys.readouterr()
    assert "WRatio" in shown.out
    assert LEXICAL not in shown.out
    assert "RESULTS.md stays as it is" in shown.err
    assert list(written.iterdir()) == []


def test_without_the_model_the_lexical_systems_run(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says why the others are missing."""
    assert command.main(["--model", "models/not-there"]) == 0
    shown = capsys.readouterr()
    assert "without sentence embeddings: " in shown.err
    assert LEXICAL in shown.out
    assert MINILM not in shown.out


def test_without_the_sets_it_ends_calmly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, exit code 2, nothing on stdout."""
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "nowhere"))
    assert command.main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "set BENCH_DATA" in shown.err


def test_the_diagram_shows_both_ways_of_matching_with_their_errors(tmp_path: Path) -> None:
    """Outcomes are pooled over sets; two runs over the same figures draw the same file."""
    outcomes = tmp_path / "outcomes.json"
    rows = [
        {"set": name, "system": system, "outcomes": [[0.1, False], [0.9, True]]}
        for name in ("one", "two")
        for system in (LEXICAL, SEMANTIC)
    ]
    outcomes.write_text(json.dumps({"weights": "", "measured": rows}))
    pooled = reliability.read(outcomes)
    assert {system: len(found) for system, found in pooled.items()} == {LEXICAL: 4, SEMANTIC: 4}
    reliability.draw(pooled, tmp_path / "one.svg", "A title")
    reliability.draw(pooled, tmp_path / "two.svg", "A title")
    drawn = (tmp_path / "one.svg").read_text("utf-8")
    assert drawn == (tmp_path / "two.svg").read_text("utf-8")
    assert "<svg" in drawn
