"""Tests of parsing YAML into nodes or problems, each with its place."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.factbase.loading.nodes import MOST_LEVELS, MappingNode, ScalarNode, SequenceNode, is_empty, parse


def _problems(content: bytes) -> list[str]:
    return [f"{each.place.line}:{each.place.column} {each.rule}" for each in parse("a.yaml", content)[1]]


def test_every_scalar_stays_the_text_that_was_written() -> None:
    """What YAML would read as a number, a date, a truth value or a time is kept as written."""
    node, problems = parse("a.yaml", b"[no, on, 1.10, 007, 12:30, 2024-02-30, 0x1F, ~]")

    assert problems == []
    assert isinstance(node, SequenceNode)
    texts = [item.text for item in node.items if isinstance(item, ScalarNode)]
    assert texts == ["no", "on", "1.10", "007", "12:30", "2024-02-30", "0x1F", "~"]


def test_places_count_lines_and_characters_from_one() -> None:
    """A place counts characters, not bytes, and a byte order mark is no character."""
    node, _ = parse("a.yaml", "\ufeffключ: 1\n😀😀: значение\n".encode())

    assert isinstance(node, MappingNode)
    entry = node.entries["😀😀"]
    assert (str(entry.key.place), str(entry.value.place)) == ("a.yaml:2:1", "a.yaml:2:5")


def test_a_value_in_quotation_marks_is_not_plain() -> None:
    """Only a plain null is empty."""
    node, _ = parse("a.yaml", b"[null, 'null', '', ~]")

    assert isinstance(node, SequenceNode)
    assert [is_empty(item) for item in node.items] == [True, False, True, True]


@pytest.mark.parametrize("content", [b"", b"\n# only a comment\n", b"---\n", b"---\n...\n", b"~\n", b"\xef\xbb\xbf"])
def test_a_file_without_content_has_no_node_and_no_problem(content: bytes) -> None:
    """Whether a file may be empty is for its reader to say."""
    assert parse("a.yaml", content) == (None, [])


PROBLEMS = [
    (b"a: 1\na: 2\na: 3", ["2:1 yaml-duplicate-key", "3:1 yaml-duplicate-key"]),
    (b"a: {b: 1, b: 2}", ["1:11 yaml-duplicate-key"]),
    (b"a: &x 1", ["1:4 yaml-anchor"]),
    (b"a: &x [1]\nb: *x", ["1:4 yaml-anchor", "2:4 yaml-anchor"]),
    (b"a: !x 1\nb: !!set {c}", ["1:4 yaml-tag", "2:4 yaml-tag"]),
    (b"a: 1\n---\nb: 1", ["2:1 yaml-documents"]),
    (b"a: 1\n...\nb: 1", ["3:1 yaml-syntax"]),
    (b"? [a]\n: 1", ["1:3 yaml-syntax"]),
    (b"a: 'open\n\n", ["1:4 yaml-syntax"]),
    (b"a: [1, [2, 3\n", ["1:8 yaml-syntax"]),
    (b"a: {b: 1,", ["1:4 yaml-syntax"]),
    (b"a: b: c", ["1:5 yaml-syntax"]),
    (b"%YAML 3.0\n---\na: 1", ["1:1 yaml-syntax"]),
    ("a: é\n  \x07".encode(), ["2:3 yaml-encoding"]),
    ("é: 1\né: \ufffe".encode(), ["2:4 yaml-encoding"]),
    (b"a\xc3\xa9: 1\r\nb: \xff", ["2:4 yaml-encoding"]),
    (b"\xef\xbb\xbfa: \xff", ["1:4 yaml-encoding"]),
    ("a: 1".encode("utf-16"), ["1:1 yaml-encoding"]),
    (b"[" * (MOST_LEVELS + 1), [f"1:{MOST_LEVELS + 1} yaml-depth"]),
    (b"- " * (MOST_LEVELS + 1) + b"a", [f"1:{2 * MOST_LEVELS + 1} yaml-depth"]),
]


@pytest.mark.parametrize(("content", "expected"), PROBLEMS)
def test_problems_stand_at_their_place(content: bytes, expected: list[str]) -> None:
    """Each kind of fault is a problem with the place a person would look at."""
    assert _problems(content) == expected


def test_twenty_levels_are_read() -> None:
    """The deepest nesting that is allowed is read."""
    node, problems = parse("a.yaml", b"[" * MOST_LEVELS + b"]" * MOST_LEVELS)

    assert isinstance(node, SequenceNode)
    assert problems == []


def test_a_repeated_key_keeps_its_first_value() -> None:
    """The rest of the file can still be looked into, and the problem names the first line."""
    node, problems = parse("a.yaml", b"a: 1\nb: 2\na: 3")

    assert isinstance(node, MappingNode)
    first = node.get("a")
    assert isinstance(first, ScalarNode)
    assert first.text == "1"
    assert problems[0].what == "'a' stands here and in line 1"


@pytest.mark.parametrize("brackets", ["[", "{", "- ", "[{a: ", "? "])
def test_deep_nesting_does_not_end_the_process(brackets: str) -> None:
    """25 KB of nested brackets, which crash a recursive reader, leave the process alive."""
    program = (
        "from bot.factbase.loading.nodes import parse\n"
        f"node, problems = parse('a.yaml', ('{brackets}' * 25_000)[:25_000].encode())\n"
        "print(node, len(problems))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout) == (0, "None 1\n"), done.stderr
