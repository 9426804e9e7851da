"""Tables as people send them, CSV, XLSX and NDJSON, read into rows of text; and XLSX written."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter

from madang.core.csv_text import defuse, restore
from madang.core.workbooks import Bounds, WorkbookRefused, open_workbook, read_sheet
from madang.participants.errors import ImportUnreadable

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NDJSON = "application/x-ndjson"

MAX_ROWS = 5_000  # in one transaction: on SQLite nobody else writes meanwhile
MAX_COLUMNS = 300
MAX_CELL = 20_000
_BOUNDS = Bounds(MAX_ROWS + 1, MAX_COLUMNS)
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Table:
    """A heading and rows below it, each with the number that a spreadsheet shows beside it; empty ones left out."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(content: bytes, media_type: str) -> Table:
    """Return what a file says. Errors: ImportUnreadable, also for one that is not what it says it is."""
    readers = {CSV: _read_csv, XLSX: _read_xlsx, NDJSON: _read_ndjson}
    reader = readers.get(media_type.partition(";")[0].strip().lower())
    if reader is None:
        raise ImportUnreadable(f"send {', '.join(readers)}; the Content-Type says which")
    if content.startswith(_ZIP) != (reader is _read_xlsx):
        raise ImportUnreadable("this file is not what its Content-Type says")
    table = reader(content)
    if not table.columns:
        raise ImportUnreadable("there is no heading: the first row names the columns")
    return table


def _assemble(rows: Iterable[Sequence[Any]], text: Callable[[Any], str]) -> Table:
    heading: list[str] = []
    found: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(rows, start=1):
        cells = [text(cell) for cell in row]
        if number > MAX_ROWS + 1:
            raise ImportUnreadable(f"a file has at most {MAX_ROWS} rows; cut it into several")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise ImportUnreadable(f"row {number}: a cell has at most {MAX_CELL} characters")
        if number == 1:
            heading = _check_heading(cells)
        elif any(cells):
            if any(cells[len(heading) :]):
                raise ImportUnreadable(f"row {number} has more cells than the heading has columns")
            found.append((number, dict(zip(heading, cells, strict=False))))
    return Table([name for name in heading if name], found)


def _check_heading(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise ImportUnreadable(f"a file has at most {MAX_COLUMNS} columns")
    if not all(cells):
        raise ImportUnreadable(f"column {cells.index('') + 1} has no name in the first row")
    twice = sorted({name for name in cells if cells.count(name) > 1})
    if twice:
        raise ImportUnreadable(f"there are two columns {', '.join(twice)}")
    return cells


def _read_csv(content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ImportUnreadable("this is no UTF-8 text: save it as “CSV UTF-8”") from problem
    first = text.partition("\n")[0]
    # Spreadsheets of half of Europe write semicolons.
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return _assemble(rows, lambda cell: restore(cell.strip()))
    except csv.Error as problem:
        raise ImportUnreadable(f"this is no CSV: {problem}") from problem


def _read_xlsx(content: bytes) -> Table:
    try:
        rows = read_sheet(open_workbook(content, _BOUNDS), 0, _BOUNDS)
    except WorkbookRefused as problem:
        raise ImportUnreadable(str(problem)) from problem
    return _assemble(rows, _cell_text)


def _cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a phone number that a spreadsheet took for one to calculate with
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return restore(str(cell).strip())


def _read_ndjson(content: bytes) -> Table:
    columns: dict[str, None] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        if len(rows) >= MAX_ROWS:
            raise ImportUnreadable(f"a file has at most {MAX_ROWS} rows; cut it into several")
        try:
            item = orjson.loads(line)
        except orjson.JSONDecodeError as problem:
            raise ImportUnreadable(f"line {number} is no JSON: {problem}") from problem
        if not isinstance(item, dict):
            raise ImportUnreadable(f"line {number} is no JSON object")
        columns.update(dict.fromkeys(item))
        if len(columns) > MAX_COLUMNS:
            raise ImportUnreadable(f"a file has at most {MAX_COLUMNS} columns")
        rows.append((number, {name: say(value) for name, value in item.items()}))
    return Table(list(columns), rows)


def say(value: Any) -> str:
    """Return a value as the text of a cell: lists and objects as JSON, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return orjson.dumps(value).decode()


class XlsxWriter:
    """A workbook of one sheet that is written row by row to a file, in constant memory; every cell is text."""

    def __init__(self, path: Path) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._bold = self._book.add_format({"bold": True})
        self._row = 0

    def write(self, cells: Iterable[object], *, bold: bool = False) -> None:
        """Append a row."""
        for column, cell in enumerate(cells):
            text = defuse(cell)
            if text:
                self._sheet.write_string(self._row, column, text, self._bold if bold else None)
        self._row += 1

    def close(self) -> None:
        """Finish the file."""
        self._sheet.freeze_panes(1, 0)
        self._book.close()


def chunks(path: Path, size: int = 64 * 1024) -> Iterator[bytes]:
    """Give the bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(size):
            yield piece
