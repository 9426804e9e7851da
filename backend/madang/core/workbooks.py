"""XLSX as strangers send it: looked at before it is read.

The library that reads cells makes room for all that a file claims, and no exception leaves it when there is none: the
process ends. So a file is unpacked and measured here first, as XML and not by patterns, and the library is handed
exactly the bytes that were measured.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

_CELL = re.compile(r"([A-Za-z]{1,2})([0-9]{1,7})", re.ASCII)
_PARTS = (".xml", ".rels")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_ENTRIES = 200
_MAX_UNPACKED = 64 * 1024 * 1024
_MAX_TEXT = 64 * 1024 * 1024


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
        return CalamineWorkbook.from_filelike(io.BytesIO(_repack(content, bounds)))


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
    except (
        CalamineError,
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        IndexError,
        RuntimeError,  # how an encrypted entry is refused
    ) as problem:
        raise WorkbookRefused("this is no workbook that can be read") from problem


def _repack(content: bytes, bounds: Bounds) -> bytes:
    """Return a workbook of the parts that were measured, and of nothing else. Errors: WorkbookRefused."""
    measure, out = _Measure(bounds), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as repacked:
        entries = packed.infolist()
        # No more than what an entry says of its size is read of it.
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
            raise WorkbookRefused("this workbook is too large when it is unpacked")
        names = [entry.filename.lower() for entry in entries]
        if len(set(names)) < len(names) or any(entry.compress_type not in _PACKINGS for entry in entries):
            raise WorkbookRefused("this is no workbook that can be read")
        for entry, name in zip(entries, names, strict=True):
            if name.endswith(_PARTS):
                part = packed.read(entry)
                measure.look_at(part)
                repacked.writestr(entry.filename, part)
    measure.finish()
    return out.getvalue()


class _Measure:
    """How far out the cells of a workbook stand, and how much text they have when shared ones are written out.

    What a sheet says of its own extent is not asked, nor where a workbook says that its sheets are: cells are looked
    for in every part. Errors of `look_at` and `finish`: WorkbookRefused, ExpatError.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._cells = 0
        self._shared: list[int] = []  # lengths of shared texts
        self._used: Counter[int] = Counter()
        self._begin()

    def _begin(self) -> None:
        self._row = self._column = 0
        self._texts = -1  # which shared text of this part is read
        self._length = 0
        self._in_text = self._is_shared = False
        self._value: list[str] | None = None

    def look_at(self, part: bytes) -> None:
        """Measure one part."""
        self._begin()
        # Whoever reads the cells takes all for UTF-8, whatever is declared; in that there is no zero.
        if b"\0" in part:
            self._refuse()
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._open, self._close
        parser.CharacterDataHandler = self._read
        parser.StartDoctypeDeclHandler = self._refuse
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._interrupt
        parser.StartCdataSectionHandler = self._interrupt
        parser.Parse(part, True)

    def finish(self) -> None:
        """Refuse a workbook that has few texts and says them too often."""
        said = sum(self._shared[at] * times for at, times in self._used.items() if at < len(self._shared))
        if said > _MAX_TEXT:
            raise WorkbookRefused("this workbook is too large when it is unpacked")

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self._interrupt()
        match tag.rpartition(":")[2]:
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) if number else self._row + 1
                self._column = 0
            case "c":
                self._place(attributes.get("r"))
                self._is_shared = attributes.get("t") == "s"
            case "v" if self._is_shared:
                self._value = []
            case "si":
                self._texts += 1
                if self._texts == len(self._shared):
                    self._shared.append(0)
                self._in_text, self._length = True, 0

    def _place(self, called: str | None) -> None:
        self._cells += 1
        self._column += 1
        if called is not None:
            found = _CELL.fullmatch(called)
            if found is None:
                raise self._bounds.refusal
            self._row = max(self._row, int(found[2]))
            self._column = 0
            for letter in found[1].upper():
                self._column = self._column * 26 + ord(letter) - ord("A") + 1
        far_out = self._row > self._bounds.rows or self._column > self._bounds.columns
        if far_out or self._cells > self._bounds.rows * self._bounds.columns:
            raise self._bounds.refusal

    def _close(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v" if self._value is not None:
                self._used[int("".join(self._value))] += 1
                self._value = None
            case "c":
                self._is_shared = False
            case "si":
                self._shared[self._texts] = max(self._shared[self._texts], self._length)
                self._in_text = False

    def _read(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)
        elif self._in_text:
            self._length += len(text)

    def _interrupt(self, *_what: object) -> None:
        """Refuse what comes in the midst of a number: two readers could read two numbers."""
        if self._value is not None:
            self._refuse()

    def _refuse(self, *_what: object) -> None:
        raise WorkbookRefused("this is no workbook that can be read")
