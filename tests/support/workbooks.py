"""Workbooks as somebody changes them in a spreadsheet: cells written anew, rows deleted."""

import io
import re
import zipfile

from madang.documents.sheets import SHEETS


def column_of(pattern: str, name: str) -> str:
    """Return the letter of a field's column on the sheet of its rows."""
    sheet = next(one for one in SHEETS if one.pattern == pattern)
    return chr(ord("A") + sheet.columns.index(name))


class EditedBook:
    """A workbook that was taken here, in whose sheets cells are written by their names."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self._parts = {name: packed.read(name) for name in packed.namelist()}
        names = re.findall(r'<sheet name="([^"]+)"', self._parts["xl/workbook.xml"].decode())
        self._sheets = {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(names, 1)}

    def put(self, sheet: str, cell: str, inner: str, kind: str = "inlineStr") -> "EditedBook":
        """Write a cell, whether or not there is one; `inner` is its markup."""
        part = self._sheets[sheet]
        text = self._parts[part].decode()
        row = re.sub(r"[A-Z]+", "", cell)
        made = f'<c r="{cell}" t="{kind}">{inner}</c>'
        text, cells = re.subn(rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)', lambda _: made, text, count=1)
        if not cells:
            text, rows = re.subn(rf'(<row r="{row}"[^>]*?)(?:/>|>(.*?)</row>)', rf"\1>\2{made}</row>", text, count=1)
            if not rows:
                text = text.replace("</sheetData>", f'<row r="{row}">{made}</row></sheetData>')
        self._parts[part] = text.encode()
        return self

    def write(self, sheet: str, cell: str, text: str) -> "EditedBook":
        return self.put(sheet, cell, f"<is><t>{text}</t></is>")

    def number(self, sheet: str, cell: str, number: float) -> "EditedBook":
        return self.put(sheet, cell, f"<v>{number}</v>", "n")

    def clear_row(self, sheet: str, row: int) -> "EditedBook":
        part = self._sheets[sheet]
        text = re.sub(rf'<row r="{row}".*?</row>', "", self._parts[part].decode(), flags=re.DOTALL)
        self._parts[part] = text.encode()
        return self

    def without(self, sheet: str) -> "EditedBook":
        """Empty a whole sheet: its mark is gone, too."""
        part = self._sheets[sheet]
        text = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", self._parts[part].decode(), flags=re.DOTALL)
        self._parts[part] = text.encode()
        return self

    def save(self) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in self._parts.items():
                packed.writestr(name, part)
        return kept.getvalue()
