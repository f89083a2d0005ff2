"""Tests of the PDF: its text is read back, its links followed, its letters looked at."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib.resources import as_file, files

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.briefing.document import Item, Section, Statement
from bot.briefing.pdf import as_pdf
from bot.briefing.pdf_layout import FONTS, ONE_LOOK
from bot.replies.catalogues import ENGLISH, words_in
from tests.briefing.bases import long_sheet, sheet


def read(content: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(content))


def text_of(reader: PdfReader) -> str:
    """Read all pages, each line on its own."""
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.fixture(name="shown", scope="module")
def _shown() -> PdfReader:
    """Write the sheet of the drill."""
    return read(as_pdf(sheet(), ENGLISH))


def test_its_text(shown: PdfReader) -> None:
    """Everything that the sheet says is text in the PDF, in its order, with the page numbered."""
    text = " ".join(text_of(shown).split())
    said = [
        "FACT SHEET",
        "The drill SAGA & what came of it",
        "as things stand on 24 November 2026, fact base",
        "SAGA 2018",
        "Where was SAGA 2018 held? In Pune. as of 2018 · [1] p. 7",
        "How long was SAGA 2018? Sources disagree 10 days as of 2 January 2019 · [2] ¶6 (reliability B)",
        "14 days as of March 2020 · [3] (reliability C)",
        "planned: announced, not confirmed to have happened",
        "Sources [1] Yearbook",
        "[2] Drill <news> The Paper, 2 January 2019, reliability B, paper.example",
        "page 1 of ",
    ]
    places = [text.find(part) for part in said]

    assert -1 not in places, [part for part, place in zip(said, places, strict=True) if place < 0]
    assert places[:-1] == sorted(places[:-1])
    assert "Auli" not in text


def test_its_links(shown: PdfReader) -> None:
    """A number leads to its source in the list, a source to its page, and the parts are an outline."""
    annotations = [link.get_object() for page in shown.pages for link in page.get("/Annots", [])]
    links = [link for link in annotations if isinstance(link, DictionaryObject)]
    actions = [action for link in links if isinstance(action := link.get("/A"), DictionaryObject)]
    outside = {str(action["/URI"]) for action in actions}

    assert outside == {"https://paper.example/a?b=1&c=2", "https://old.example/page"}
    assert sum("/Dest" in link for link in links) >= 8
    assert [str(entry["/Title"]) for entry in shown.outline if not isinstance(entry, list)] == [
        "SAGA 2018", "SAGA 2019", "SAGA", "Sources",
    ]  # fmt: skip


def test_cyrillic_and_devanagari() -> None:
    """Other scripts are text too, and A4 is A4."""
    reader = read(as_pdf(sheet(language="ru"), words_in("ru")))
    text = text_of(reader)

    assert "С каких пор проводится САГА?" in text
    assert "Несколько лет." in text
    assert "अभ" in text
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]


def test_many_pages() -> None:
    """Pages are counted, and no question stands at the foot of a page without its answer."""
    reader = read(as_pdf(long_sheet(), ENGLISH))
    texts = [page.extract_text() for page in reader.pages]

    assert len(texts) > 4
    assert all(f"page {number} of {len(texts)}" in text for number, text in enumerate(texts, start=1))
    assert all(text.count("How long was SAGA 2018?") == text.count("14 days") for text in texts)


def test_the_same_bytes() -> None:
    """The same sheet of the same day is the same file; of another day it is another."""
    content = as_pdf(sheet(), ENGLISH)

    assert as_pdf(sheet(), ENGLISH) == content
    assert as_pdf(sheet(today=sheet().made.replace(day=25)), ENGLISH) != content


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_printed(text: str) -> None:
    """Whatever a text holds, a PDF comes of it; what no font has stands in Latin letters."""
    item = Item(text, (Statement(text, text),), (text,), text)
    paper = replace(sheet(), title=text, sections=(Section(text, (item,)),))

    assert len(read(as_pdf(paper, ENGLISH)).pages) >= 1


def test_what_no_font_has() -> None:
    """A script without a font is transliterated rather than drawn as boxes."""
    paper = replace(sheet(), sections=(Section("联合", (Item("演习 2018", ()),)),))

    assert "YanXi 2018" in text_of(read(as_pdf(paper, ENGLISH)))


def test_emoji() -> None:
    """Emoji are printed and can be copied out again, in a title, in bold and in small print."""
    text = "Done 👍 in 🇮🇳 and 🇰🇿, ☀️ 🪖"
    item = Item(text, (Statement(text, text),), (text,), text)
    shown = text_of(read(as_pdf(replace(sheet(), title=text, sections=(Section(text, (item,)),)), ENGLISH)))

    assert shown.count("👍") == 8
    assert shown.count("🪖") == shown.count("☀") == 8
    assert "thumbsup" not in shown


@pytest.mark.parametrize("name", sorted(set(FONTS.values()) - ONE_LOOK))
def test_the_fonts(name: str) -> None:
    """Each font says that it is free, and joins the letters of its script."""
    joined = {"NotoSansDevanagari": "क्षि", "NotoSansBengali": "ক্ষি", "NotoSansGurmukhi": "ਸਿ", "NotoSans": "Қазақ"}
    with as_file(files("bot.briefing") / "fonts" / f"{name}-Regular.ttf") as path:
        font = TTFont(path)
        shaper = uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(joined[name])
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    plain = [font.getGlyphID(font.getBestCmap()[ord(char)]) for char in joined[name]]

    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert 0 not in glyphs
    assert (glyphs == plain) == (name == "NotoSans")
