"""XLSX as strangers send it: looked at before it is unpacked."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"[<:]c\s[^>]*?\br=[\"']([A-Z]{1,7})(\d{1,12})[\"']")
_PIECE = 65_536
_LONGEST_TAG = 300
_MAX_ENTRIES = 200
_MAX_UNPACKED = 64 * 1024 * 1024


class WorkbookRefused(ValueError):
    """This is no workbook that can be read, or one too large; the message says which."""


@dataclass(frozen=True)
class Bounds:
    """The largest sheet that is taken."""

    rows: int
    columns: int

    @property
    def refusal(self) -> WorkbookRefused:
        """What is said of a larger one."""
        return WorkbookRefused(f"a file has at most {self.rows} rows and {self.columns} columns")


def open_workbook(content: bytes, bounds: Bounds) -> CalamineWorkbook:
    """Return a workbook that is safe to read. Errors: WorkbookRefused."""
    with _understood():
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            # What an entry says of its size is checked by whoever unpacks it: more than that is not read.
            if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise WorkbookRefused("this workbook is too large when it is unpacked")
            _measure(packed, bounds)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


def read_sheet(workbook: CalamineWorkbook, index: int, bounds: Bounds) -> list[list[Any]]:
    """Return the cells of a sheet from A1 on, row by row. Errors: WorkbookRefused."""
    with _understood():
        sheet = workbook.get_sheet_by_index(index)
        if sheet.height > bounds.rows or sheet.width > bounds.columns:
            raise bounds.refusal
        return sheet.to_python(skip_empty_area=False)


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except WorkbookRefused:
        raise
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, IndexError, NotImplementedError) as problem:
        raise WorkbookRefused("this is no workbook that can be read") from problem


def _measure(packed: zipfile.ZipFile, bounds: Bounds) -> None:
    """Refuse a workbook with a cell far out: whoever reads it makes room for everything before.

    What a sheet says of its own extent is not asked: the cells are. Errors: WorkbookRefused.
    """
    sheets = [entry for entry in packed.infolist() if _SHEET.fullmatch(entry.filename)]
    if not sheets or any(entry.filename.endswith(".bin") for entry in packed.infolist() if "sheet" in entry.filename):
        raise WorkbookRefused("this is no workbook that can be read")
    for entry in sheets:
        with packed.open(entry) as sheet:
            rest = b""
            while piece := sheet.read(_PIECE):
                for column, row in _CELL.findall(rest + piece):
                    if len(column) > 2 or int(row) > bounds.rows:
                        raise bounds.refusal
                rest = piece[-_LONGEST_TAG:]
