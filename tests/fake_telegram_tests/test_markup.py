"""Tests of `markup` and `detection`: texts as sent to texts and entities as stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_telegram import Json
from tests.fake_telegram.detection import detect
from tests.fake_telegram.markup import formatted
from tests.fake_telegram.refusals import Refusal
from tests.fake_telegram.wire import utf16_length, utf16_slice


def entity(kind: str, offset: int, length: int, **more: str) -> Json:
    """An entity as the Bot API writes it."""
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>Otar</b>", "Otar", [entity("bold", 0, 4)]),
        ("<STRONG>Otar</strong>", "Otar", [entity("bold", 0, 4)]),
        ("a <i>b</i> <em>c</em>", "a b c", [entity("italic", 2, 1), entity("italic", 4, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [entity("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("<code>/ask</code>", "/ask", [entity("code", 0, 4)]),
        ("<pre>x\ny</pre>", "x\ny", [entity("pre", 0, 3)]),
        ('<pre><code class="language-yaml">a: 1</code></pre>', "a: 1",
         [entity("pre", 0, 4, language="yaml")]),
        ("<b><code>x</code></b>", "x", [entity("code", 0, 1)]),
        ("<blockquote><pre>x</pre></blockquote>", "x", [entity("pre", 0, 1), entity("blockquote", 0, 1)]),
        ("<b>a <code>x</code></b>", "a x", [entity("bold", 0, 3), entity("code", 2, 1)]),
        ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        ('<a href="https://x.org/a?b=1&amp;c=2">s</a>', "s",
         [entity("text_link", 0, 1, url="https://x.org/a?b=1&c=2")]),
        ("<a href='https://x.org'>s</a>", "s", [entity("text_link", 0, 1, url="https://x.org/")]),
        ('<a href="nonsense">s</a>', "s", []),
        ('<a href="javascript:alert(1)">s</a>', "s", []),
        ("<b>a <i>b</i></b>", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
        ("🏟 <b>🏟</b>", "🏟 🏟", [entity("bold", 3, 2)]),
        ("&lt;b&gt; &amp;amp; &quot;&#1071;&#x42f;", '<b> &amp; "ЯЯ', []),
        ("&nbsp;&ge; R&D & co &#12345678;", "&nbsp;&ge; R&D & co &#12345678;", []),
        ("  \n<b> x</b> \n", "x", [entity("bold", 0, 1)]),
        ("<b> </b>x<i></i>", "x", []),
        ("a\x00b\rc\td", "a bc d", []),
        ("1 > 2", "1 > 2", []),
        ("<b>@briefbot</b>", "@briefbot", [entity("bold", 0, 9), entity("mention", 0, 9)]),
        ("<code>@briefbot</code>", "@briefbot", [entity("code", 0, 9)]),
    ],
)  # fmt: skip
def test_html(source: str, text: str, entities: list[Json]) -> None:
    """HTML becomes text and entities, counted in UTF-16 units."""
    assert formatted(source, "HTML", None) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
        ("2 < 3 or 4 > 3", 'Unsupported start tag "" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<i", "Unclosed start tag at byte offset 0"),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >",
         'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("x<br/>y", 'Unsupported start tag "br/" at byte offset 1'),
    ],
)  # fmt: skip
def test_bad_html(source: str, reason: str) -> None:
    """Bad HTML is refused with the place in bytes."""
    with pytest.raises(Refusal) as caught:
        formatted(source, "HTML", None)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_plain_text_is_not_markup() -> None:
    """Without parse_mode tags are text, and entities are taken as given."""
    bold = entity("bold", 0, 3)
    assert formatted("<b>x</b> ", None, [bold]) == ("<b>x</b>", [bold])


def test_entities_are_capped() -> None:
    """From the hundred-and-first on entities are lost."""
    _, entities = formatted("<b>x</b> " * 101, "HTML", None)
    assert len(entities) == 100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask where", [("bot_command", "/ask")]),
        ("/ask@briefbot where", [("bot_command", "/ask@briefbot")]),
        ("either/or and http", []),
        ("hey @briefbot, hi", [("mention", "@briefbot")]),
        ("ann@x.org wrote", [("email", "ann@x.org")]),
        ("@ab is too short", []),
        ("🏟 see https://x.org/a.", [("url", "https://x.org/a")]),
        ("see example.org/page", [("url", "example.org/page")]),
        ("#KAZIND and #42", [("hashtag", "#KAZIND")]),
        ("@briefbot /help #x1", [("mention", "@briefbot"), ("bot_command", "/help"), ("hashtag", "#x1")]),
    ],
)
def test_detection(text: str, found: list[tuple[str, str]]) -> None:
    """Commands, mentions, hashtags, links and addresses are found in plain text."""
    assert [(e["type"], utf16_slice(text, e["offset"], e["length"])) for e in detect(text)] == found


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    """Any text survives when <, > and & are escaped, but for control characters and space at the ends."""
    source = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain, _ = formatted(text, None, None)
    assert formatted(source, "HTML", None)[0] == plain


@given(st.text())
def test_any_html_is_read_or_refused(source: str) -> None:
    """Arbitrary text under HTML gives entities inside the text, or a refusal."""
    try:
        text, entities = formatted(source, "HTML", None)
    except Refusal:
        return
    assert all(e["length"] > 0 and e["offset"] + e["length"] <= utf16_length(text) for e in entities)
