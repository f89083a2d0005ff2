"""Reads and writes tables as XLSX, where the extra `xlsx` is installed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.problems import BotError

MISSING: Final = "XLSX needs the library openpyxl; install it with pip install 'briefing-bot[xlsx]', or use CSV"
SHEET: Final = "facts"
MOST_BYTES: Final = 200_000_000  # of a workbook when unpacked
MOST_CELLS: Final = 5_000_000
_WIDTHS: Final = {"question": 60, "answer": 60, "aliases": 50, "source": 40, "id": 30}


def read(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return the rows, numbered, of the sheet whose headings have a question and an answer, else of the first."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise BotError(MISSING) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise BotError(f"'{name}' is too large; part it, or save it as CSV")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [_rows(name, sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except BotError:
        raise
    except Exception as error:  # whatever is wrong with the file, the library says it in its own way
        raise BotError(f"'{name}' is no XLSX that can be read ({error}); save it anew, or as CSV") from None
    filled = [rows for rows in sheets if rows]
    return iter(next((rows for rows in filled if _has_facts(rows)), filled[0] if filled else []))


def _rows(name: str, found: Iterable[Sequence[object]]) -> list[tuple[int, list[str]]]:
    rows, cells = [], 0
    for number, values in enumerate(found, start=1):
        cells += len(values)
        if cells > MOST_CELLS:
            raise BotError(f"'{name}' has more than {MOST_CELLS:,} cells; part it")
        texts = [_text(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        rows.append((number, texts))
    return rows


def _has_facts(rows: list[tuple[int, list[str]]]) -> bool:
    return bool(rows) and {"question", "answer"} <= {cell.strip().casefold() for cell in rows[0][1]}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet; every cell is text, so that none is calculated."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
    except ImportError:
        raise BotError(MISSING) from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for at, text in enumerate(row):
            if not number:
                sheet.column_dimensions[_letters(at)].width = _WIDTHS.get(text, 14)
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            if not number:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _letters(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))
