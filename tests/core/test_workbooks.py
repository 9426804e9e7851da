"""Workbooks of strangers: what would take the process down with it is refused before it is read."""

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from madang.core.workbooks import Bounds, WorkbookRefused, open_workbook, read_sheet

_BOUNDS = Bounds(1000, 60)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET, _RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
_FAR_OUT = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD1048576"><v>1</v></c></row>'


def _save(parts: Mapping[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return kept.getvalue()


def _parts() -> dict[str, bytes]:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        workbook.add_worksheet("plan").write_row(0, 0, ["서울", "a", "a", 3])
    with zipfile.ZipFile(made) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _sheet(rows: str) -> bytes:
    return _save(_parts() | {_SHEET: f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()})


def test_what_somebody_wrote_is_read() -> None:
    assert read_sheet(open_workbook(_save(_parts()), _BOUNDS), 0, _BOUNDS) == [["서울", "a", "a", 3.0]]


@pytest.mark.parametrize(
    "rows",
    [
        _FAR_OUT,
        _FAR_OUT.replace("<c r", '<c q=">" r'),
        _FAR_OUT.replace("<c r", f"<c {' ' * 70_000} r"),
        '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 61 + "</row>",
        "<row><c/></row>" * 1001,
    ],
)
def test_a_cell_far_out_is_refused_however_it_is_written(rows: str) -> None:
    with pytest.raises(WorkbookRefused, match="at most 1000 rows and 60 columns"):
        open_workbook(_sheet(rows), _BOUNDS)


def test_a_cell_far_out_is_refused_wherever_its_sheet_lies() -> None:
    parts = _parts()
    elsewhere = f"<worksheet {_MAIN}><sheetData>{_FAR_OUT}</sheetData></worksheet>".encode()
    relations = parts[_RELATIONS].replace(b"worksheets/sheet1.xml", b"other/sheet1.xml")

    with pytest.raises(WorkbookRefused, match="at most 1000 rows"):
        open_workbook(_save(parts | {_RELATIONS: relations, "xl/other/sheet1.xml": elsewhere}), _BOUNDS)


def test_empty_rows_far_out_are_no_cells() -> None:
    book = open_workbook(_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"/>'), _BOUNDS)

    assert read_sheet(book, 0, _BOUNDS) == [[1.0]]


def test_a_long_text_that_stands_in_many_cells_is_refused() -> None:
    parts = _parts()
    texts = f"<sst {_MAIN}><si><t>{'x' * 100_000}</t></si></sst>".encode()
    cells = '<row><c t="s"><v>0</v></c></row>' * 1000
    sheet = f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>".encode()

    with pytest.raises(WorkbookRefused, match="too large"):
        open_workbook(_save(parts | {"xl/sharedStrings.xml": texts, _SHEET: sheet}), _BOUNDS)


@pytest.mark.parametrize(
    "rows",
    ['<row><c t="s"><v>0<!-- -->1</v></c></row>', "<row><c><v>1</v></row>", '<row r="x"><c/></row>', '<c r="1A"/>'],
)
def test_what_two_readers_could_read_in_two_ways_is_refused(rows: str) -> None:
    with pytest.raises(WorkbookRefused):
        open_workbook(_sheet(rows), _BOUNDS)


def test_what_is_declared_as_another_encoding_or_has_entities_is_refused() -> None:
    text = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet {_MAIN}><sheetData/></worksheet>'
    for part in (text.encode(), f"<worksheet {_MAIN}><sheetData/></worksheet>".encode("utf-16")):
        with pytest.raises(WorkbookRefused):
            open_workbook(_save(_parts() | {_SHEET: part}), _BOUNDS)


def test_a_damaged_or_encrypted_archive_is_refused() -> None:
    whole = _save(_parts())
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        entry = packed.infolist()[0]
        start = entry.header_offset + 30 + len(entry.filename)
    damaged = whole[:start] + b"\xff" * 20 + whole[start + 20 :]
    at = whole.index(b"PK\x01\x02") + 8
    encrypted = whole[:at] + bytes([whole[at] | 1]) + whole[at + 1 :]

    for content in (damaged, encrypted, whole[:200], b""):
        with pytest.raises(WorkbookRefused):
            open_workbook(content, _BOUNDS)
