"""Tests of how lines are shortened and written."""

from __future__ import annotations

import pytest

from bot.replies.layout import Span, Style, Yield, block, clean, fit, length, shorten, span, to_html, to_plain


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two, three", 9, "one two…"),
        ("one\ntwo three", 8, "one two…".replace(" ", "\n")),
        ("abcdefgh", 5, "abcd…"),
        ("a bcdefgh", 6, "a bcd…"),  # a cut at the only space would lose more than half
        ("🙂🙂🙂🙂", 5, "🙂🙂…"),
        ("👩\u200d🚀👩\u200d🚀", 8, "👩\u200d🚀…"),  # never half of a joined emoji
        ("eeee\u0301e", 5, "eee…"),  # never a letter without its accent
    ],
)
def test_shorten(text: str, limit: int, expected: str) -> None:
    """A text is cut at the end of a word, or within a long one between characters."""
    assert shorten(text, limit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\x00\x1b[31mb", "a[31mb"),
        ("a\tb\rc\x85d", "a b c d"),
        ("a\u2028b\u2029c\nd", "a\nb\nc\nd"),
        ("a\ud83db", "a�b"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),  # joiners belong to words
    ],
)
def test_clean(text: str, expected: str) -> None:
    """What cannot be sent, or would turn the rest of the message round, is gone."""
    assert clean(text) == expected


def test_span_is_one_line_and_block_keeps_lines() -> None:
    """A title has no lines of its own, an answer may."""
    assert span(" a\n b ").text == "a b"
    assert block(" a \n\n b ", Style.BOLD, Yield.ANSWER).text == "a\n\nb"


def test_fit_leaves_alone_what_fits() -> None:
    """Lines within the limit come back as they are."""
    lines = ((Span("a" * 10),), (Span("b" * 8, gives=Yield.ANSWER),))

    assert fit(lines, 20) == lines


def test_fit_shortens_the_answer_before_its_source() -> None:
    """The answer gives way first, and just as much as is needed."""
    answer, source = Span("a" * 900, gives=Yield.ANSWER), Span("s" * 300, gives=Yield.SOURCE)

    fitted = fit(((answer,), (source,)), 1000)

    assert length(fitted) == 1000
    assert fitted[1] == (source,)


def test_fit_shortens_long_texts_of_a_rank_and_spares_short_ones() -> None:
    """Of several answers the longest give way, and to the same length."""
    texts = [Span(char * size, gives=Yield.ANSWER) for char, size in (("a", 900), ("b", 210), ("c", 800))]

    fitted = fit(((text,) for text in texts), 1013)
    sizes = [len(line[0].text) for line in fitted]

    assert sizes == [400, 210, 400]


def test_fit_drops_last_lines_when_nothing_else_helps() -> None:
    """Where even the shortest texts are too many, the last lines go and an ellipsis says so."""
    fitted = fit([(Span("x" * 9),) for _ in range(100)], 100)

    assert len(fitted) == 10
    assert fitted[-1] == (Span("…"),)
    assert length(fitted) <= 100


def test_writing() -> None:
    """HTML has tags and escapes, plain text has the address below its line."""
    link = Span("<t>", Style.BOLD, "https://e.example/?a&b")
    lines = ((link, Span(", p")), (), (Span("", Style.SMALL),))

    assert to_html(lines) == '<a href="https://e.example/?a&amp;b"><b>&lt;t&gt;</b></a>, p\n\n'
    assert to_plain(lines) == "<t>, p\nhttps://e.example/?a&b\n\n"
