"""No bytes, and no change to a sound base, make the loader raise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.factbase import load
from bot.problems import Level
from tests.factbase.writing import BASE, TOPIC

# Everything that ends a line for YAML; U+0085, U+2028 and U+2029 among them.
_LINE_MARKS = (b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_LINES = TOPIC.splitlines(keepends=True)
_PIECES = st.sampled_from(
    [
        *"[]{}:,-#&*!|>'\"%@`?\n\t \x00\x85\u2028\ufeff\ud7ff😀",
        "- ",
        ": ",
        "? ",
        "--- \n",
        "~",
        "{KAZIND}",
        "{about}",
    ]
)


def _holds(files: list[tuple[str, bytes]]) -> None:
    base, problems = load(files)

    assert (base is None) == bool(problems)
    assert all(problem.level is Level.SCHEMA for problem in problems)
    assert problems == sorted(problems, key=lambda problem: problem.place)
    lines = {path: content.count(b"\n") + sum(content.count(mark) for mark in _LINE_MARKS) for path, content in files}
    for problem in problems:
        assert problem.place.column >= 1
        assert 1 <= problem.place.line <= lines[problem.place.path] + 1
        assert "\n" not in str(problem)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read(content: bytes) -> None:
    """Arbitrary bytes as a topic and as phrasings are a base or problems."""
    _holds([("a.yaml", content), ("phrasings.yaml", content)])


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Arbitrary text is a base or problems."""
    _holds([("a.yaml", text.encode())])


@given(
    at=st.integers(min_value=0, max_value=len(TOPIC)),
    length=st.integers(min_value=0, max_value=40),
    piece=st.one_of(_PIECES, st.text(max_size=4)),
)
@settings(max_examples=250, deadline=None)
def test_a_topic_with_a_piece_replaced_is_read(at: int, length: int, piece: str) -> None:
    """A slip of the pen anywhere in a sound file is a base or problems."""
    changed = TOPIC[:at] + piece + TOPIC[at + length :]
    _holds([("facts/kazind.yaml", changed.encode("utf-8", "surrogatepass")), BASE[1]])


@given(st.permutations(_LINES))
@settings(max_examples=60, deadline=None)
def test_a_topic_with_its_lines_mixed_is_read(lines: list[str]) -> None:
    """The lines of a sound file in any order are a base or problems."""
    _holds([("facts/kazind.yaml", "".join(lines).encode()), BASE[1]])


@given(st.integers(min_value=0, max_value=len(TOPIC.encode())))
@settings(max_examples=100, deadline=None)
def test_a_topic_cut_off_anywhere_is_read(at: int) -> None:
    """A file cut in half, even inside a character, is a base or problems."""
    _holds([("facts/kazind.yaml", TOPIC.encode()[:at]), BASE[1]])
