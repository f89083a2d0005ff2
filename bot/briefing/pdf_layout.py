"""Prints text on A4 pages, with fonts of several scripts, a running foot and page numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Final, TypeAlias

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from bot.replies.layout import clean

Colour: TypeAlias = tuple[int, int, int]

INK: Final[Colour] = (27, 31, 36)
SOFT: Final[Colour] = (90, 98, 108)
DEEP: Final[Colour] = (18, 53, 91)
LINK: Final[Colour] = (10, 88, 202)
FLAG: Final[Colour] = (154, 59, 0)
LINE: Final[Colour] = (200, 207, 214)

SIDE: Final = 25.0  # millimetres, as are the next two
TOP: Final = 22.0
BOTTOM: Final = 25.0
ROOMY: Final = 70.0  # so much room is enough for nearly everything that is kept together
MOST: Final = 200.0  # what is higher is not kept together
LEADING: Final = 0.5  # millimetres of a line for each point of its letters
MAIN: Final = "notosans"
FONTS: Final = {
    MAIN: "NotoSans",
    "notodevanagari": "NotoSansDevanagari",
    "notogurmukhi": "NotoSansGurmukhi",
    "notobengali": "NotoSansBengali",
    "notoemoji": "NotoEmoji",
}
ONE_LOOK: Final = frozenset({"NotoEmoji"})  # no bold
# What is not drawn letter after letter: accents that stand apart, and scripts other than Latin and Cyrillic.
_SHAPED: Final = re.compile(r"[^\u0000-\u02ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff\u2000-\u2212]")


class Leaves(FPDF):
    """The pages; all text goes through `paragraph`, `run` and `in_margin`, which print what the fonts hold."""

    def __init__(self, title: str, numbered: Callable[[int, str], str]) -> None:
        super().__init__(format="A4")
        self._numbered = numbered
        self.set_margins(SIDE, TOP)
        self.c_margin = 0
        self.set_auto_page_break(True, BOTTOM)
        for family, name in FONTS.items():
            for style, look in (("", "Regular"), ("B", "Bold")):
                file = f"{name}-{'Regular' if name in ONE_LOOK else look}.ttf"
                with as_file(files("bot.briefing") / "fonts" / file) as path:
                    self.add_font(family, style, path)
        self.set_fallback_fonts([family for family in FONTS if family != MAIN], exact_match=False)
        self._held = {code for font in self.fonts.values() if isinstance(font, TTFFont) for code in font.cmap}
        self._foot = self.printable(title)
        self.set_title(self._foot)

    def printable(self, text: str) -> str:
        """Put what no font holds into Latin letters."""
        line = " ".join(clean(text).split())
        return "".join(char if ord(char) in self._held else anyascii(char) for char in line)

    def footer(self) -> None:
        """Print the title and the number of the page."""
        self.set_y(-BOTTOM + 8)
        self.rule()
        self.ln(2)
        self._look(7.5, SOFT)
        self._shaped(self._foot)
        y = self.get_y()
        whole = self._foot if self.get_string_width(self._foot) < 110 else self._foot[:70].rstrip() + "…"
        self.cell(0, 4, whole)
        self.set_y(y)
        self.cell(0, 4, self._numbered(self.page, "{nb}"), align=Align.R)

    def _shaped(self, text: str) -> str:
        """Return a printable text; turn shaping on only if its script needs that, as it takes ten times as long."""
        line = self.printable(text)
        self.set_text_shaping(_SHAPED.search(line) is not None)
        return line

    def _look(self, size: float, colour: Colour, bold: bool = False) -> None:
        self.set_font(MAIN, "B" if bold else "", size)
        self.set_text_color(*colour)

    def paragraph(self, text: str, size: float, colour: Colour, *, bold: bool = False, spaced: bool = False) -> None:
        """Print a text of its own, as many lines as it takes."""
        self._look(size, colour, bold)
        self.set_char_spacing(1.2 if spaced else 0)
        self.set_x(self.l_margin)
        self.multi_cell(0, size * LEADING, self._shaped(text), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_char_spacing(0)

    def run(self, text: str, size: float, colour: Colour, link: str | int | None = None) -> None:
        """Print a piece of a line, which goes on after it."""
        before, after = " " * text.startswith(" "), " " * text.endswith(" ")
        self._look(size, colour)
        self.write(size * LEADING, f"{before}{self._shaped(text)}{after}", link)

    def end_of_line(self, size: float) -> None:
        """End a line made of runs."""
        self.ln(size * LEADING)

    def in_margin(self, text: str, size: float, colour: Colour) -> None:
        """Print a number before a text, on whose first line it stands."""
        self._look(size, colour)
        y = self.get_y()
        self.cell(0, size * LEADING, text)
        self.set_y(y)

    def height(self, text: str, size: float, indent: float = 0.0) -> float:
        """Measure a text as it would be printed, in millimetres."""
        self._look(size, INK)
        measured = self.multi_cell(
            self.epw - indent, size * LEADING, self._shaped(text), dry_run=True, output=MethodReturnValue.HEIGHT
        )
        return float(measured) if isinstance(measured, int | float) else 0.0

    def keep(self, height: Callable[[], float]) -> None:
        """Begin a new page unless a height in millimetres is left on this one; measure only near the end of a page."""
        if self.h - self.b_margin - self.get_y() < ROOMY and self.will_page_break(min(height(), MOST)):
            self.add_page()

    def rule(self, colour: Colour = LINE, width: float = 0.2) -> None:
        """Draw a line from margin to margin."""
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())

    @contextmanager
    def indented(self, by: float, *, bar: bool = False) -> Iterator[None]:
        """Print further right, with a bar on the left where it is to be seen as one of several."""
        page, top = self.page, self.get_y()
        self.set_left_margin(SIDE + by)
        self.set_x(SIDE + by)
        yield
        self.set_left_margin(SIDE)
        self.set_x(SIDE)
        if bar and page == self.page:
            self.set_draw_color(*FLAG)
            self.set_line_width(0.6)
            self.line(SIDE + 1, top + 0.4, SIDE + 1, self.get_y() - 0.2)
