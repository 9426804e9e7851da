"""Rows for a spreadsheet: text that would be taken for a formula is shown as the text that it is."""

import csv
import io
from collections.abc import Iterable

# Full-width forms too: some programs fold them before they look (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _is_formula(text: str) -> bool:
    # What bears the apostrophe already gets another, so that `restore` finds what was there.
    return text.lstrip("'").startswith(_FORMULA)


def defuse(value: object) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would calculate."""
    text = "" if value is None else str(value)
    return f"'{text}" if _is_formula(text) else text


def restore(text: str) -> str:
    """Return what a cell's text was before it was defused."""
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of CSV (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([defuse(cell) for cell in cells])
    return line.getvalue()
