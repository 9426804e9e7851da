"""A plan as a workbook: a sheet for the plan, one for each kind of row, to be changed and brought back."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from madang.action_plans.rules.fields import PLAN, FieldRule, Kind, Vocabulary
from madang.action_plans.rules.tree import Row
from madang.core.csv_text import defuse
from madang.documents.outline import PlanPaper, title_of
from madang.documents.sheets import (
    BASE_SHEET,
    ID,
    PARENT,
    PARENT_TITLE,
    PLAN_SHEET,
    SHEETS,
    SOURCE_TITLE,
    Origin,
    Sheet,
    key_of,
    pack,
)
from madang.documents.words import Words

_WIDTHS = {Kind.TEXT: 48, Kind.LINE: 32, Kind.CODES: 28, Kind.CHOICE: 20, Kind.REFERENCE: 16, Kind.AMOUNT: 16}
_OTHER_WIDTH = 12
_ROOM = 200  # rows below the last that know their choices, too
_EXACT_DIGITS = 15  # of a number as spreadsheets keep it
_FIRST_EXACT_YEAR = 1901  # before, spreadsheets disagree about the days


def render_xlsx(paper: PlanPaper, words: Words, origin: Origin) -> bytes:
    """Return a plan as a workbook that can be imported again. Not for the event loop."""
    kept = io.BytesIO()
    writer = _Writer(xlsxwriter.Workbook(kept, {"in_memory": True}), paper, words)
    writer.write_plan()
    for sheet in SHEETS:
        writer.write_rows(sheet)
    writer.write_lists()
    writer.write_origin(origin)
    writer.book.close()
    return kept.getvalue()


class _Writer:
    def __init__(self, book: Any, paper: PlanPaper, words: Words) -> None:
        self.book, self._paper, self._words = book, paper, words
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._soft = book.add_format({"font_color": "#5f564d", "text_wrap": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 14})
        plain = {"text_wrap": True, "valign": "top"}
        # Cells for codes are text: a goal's target 8.10 is no number.
        texts = book.add_format(plain | {"num_format": "@"})
        self._formats = dict.fromkeys(Kind, texts) | {
            Kind.DATE: book.add_format(plain | {"num_format": "yyyy-mm-dd"}),
            Kind.YEAR: book.add_format(plain | {"num_format": "0"}),
            Kind.AMOUNT: book.add_format(plain | {"num_format": "#,##0.00"}),
            Kind.ORDER: book.add_format(plain | {"num_format": "General"}),
        }
        self._whole = book.add_format(plain | {"num_format": "#,##0"})
        self._texts: list[list[str]] = []

    def write_plan(self) -> None:
        own = self._words.own["sheet"]
        sheet = self.book.add_worksheet(own["plan"])
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, 2, 80)
        sheet.write_string(0, 0, PLAN_SHEET)
        heading = f"{self._words.own['plan']} · {', '.join(filter(None, (self._paper.city, self._paper.edition)))}"
        sheet.write_string(0, 1, defuse(heading), self._title)
        for at, line in enumerate(own["help"], 1):
            sheet.merge_range(at, 1, at, 2, line, self._soft)
            sheet.set_row(at, 32)
        top = len(own["help"]) + 2
        sheet.write_string(top, 1, own["field"], self._head)
        sheet.write_string(top, 2, own["value"], self._head)
        for at, (name, rule) in enumerate(PLAN.fields.items(), top + 1):
            sheet.write_string(at, 0, name)
            sheet.write_string(at, 1, self._words.label(name), self._soft)
            self._write(sheet, at, 2, rule, name, self._paper.tree[name])

    def write_rows(self, sheet: Sheet) -> None:
        made = self.book.add_worksheet(sheet.name(self._words))
        made.set_row(0, None, None, {"hidden": True})
        made.freeze_panes(2, 0)
        found = list(_rows_of(sheet, self._paper.tree))
        for column, name in enumerate(sheet.columns):
            made.write_string(0, column, sheet.pattern if name == ID else name)
            made.write_string(1, column, self._name_column(sheet, name), self._head)
            rule = sheet.rule.fields.get(name)
            made.set_column(column, column, _width(name, rule), self._formats[rule.kind] if rule else None)
            if rule and rule.kind in (Kind.CHOICE, Kind.FLAG):
                source = self._list_choices(f"{sheet.pattern}/{name}", rule)
                made.data_validation(2, column, len(found) + 2 + _ROOM, column, {"validate": "list", "source": source})
        for at, (row, above) in enumerate(found, 2):
            for column, name in enumerate(sheet.columns):
                self._write_cell(made, at, column, sheet, name, row, above)

    def _name_column(self, sheet: Sheet, name: str) -> str:
        own = self._words.own["sheet"]
        names: Mapping[str, str] = {
            ID: own["id"],
            PARENT: own["parent"],
            PARENT_TITLE: own["parent_title"],
            SOURCE_TITLE: own["source_title"],
        }
        return names[name] if name in names else self._words.label(f"{sheet.pattern}/{name}")

    def _write_cell(self, made: Any, at: int, column: int, sheet: Sheet, name: str, row: Row, above: Row) -> None:
        if name == ID:
            made.write_string(at, column, row.id, self._soft)
        elif name == PARENT:
            made.write_string(at, column, key_of(above.path), self._soft)
        elif name == PARENT_TITLE:
            made.write_string(at, column, defuse(f"{above.number}. {title_of(above, self._words)}"), self._soft)
        elif name == SOURCE_TITLE:
            made.write_string(at, column, defuse(self._paper.sources.get(row["ref"], "")), self._soft)
        else:
            self._write(made, at, column, sheet.rule.fields[name], f"{sheet.pattern}/{name}", row[name])

    def _write(self, made: Any, at: int, column: int, rule: FieldRule, pattern: str, value: Any) -> None:
        style = self._formats[rule.kind]
        if value is None:
            made.write_blank(at, column, None, style)
        elif rule.kind is Kind.DATE and int(value[:4]) >= _FIRST_EXACT_YEAR:
            made.write_datetime(at, column, date.fromisoformat(value), style)
        elif rule.kind is Kind.YEAR or (rule.kind in (Kind.AMOUNT, Kind.ORDER) and _is_exact(value)):
            whole = rule.kind is Kind.AMOUNT and float(value).is_integer()
            made.write_number(at, column, float(value), self._whole if whole else style)
        else:
            made.write_string(at, column, defuse(self._say(rule, pattern, value)), style)

    def _say(self, rule: FieldRule, pattern: str, value: Any) -> str:
        match rule.kind:
            case Kind.CHOICE:
                return self._words.choice(pattern, value)
            case Kind.FLAG:
                return str(self._words.own["sheet"]["yes" if value else "no"])
            case Kind.CODES if rule.vocabulary is Vocabulary.SDG:
                return "; ".join(value)
            case Kind.CODES:
                # A name stands in for its key where it can be found by it again.
                return "; ".join(
                    name if ";" not in (name := self._paper.topics.get(key, key)) else key for key in value
                )
            case _:
                return str(value)

    def _list_choices(self, pattern: str, rule: FieldRule) -> str:
        own = self._words.own["sheet"]
        texts = [own["yes"], own["no"]] if rule.kind is Kind.FLAG else list(self._words.choices(pattern).values())
        if texts not in self._texts:
            self._texts.append(texts)
        letter = chr(ord("A") + self._texts.index(texts))
        return f"=_{BASE_SHEET}!${letter}$1:${letter}${len(texts)}"

    def write_lists(self) -> None:
        sheet = self.book.add_worksheet(f"_{BASE_SHEET}")
        sheet.hide()
        for column, texts in enumerate(self._texts):
            sheet.write_column(0, column, texts)

    def write_origin(self, origin: Origin) -> None:
        sheet = self.book.add_worksheet(BASE_SHEET)
        sheet.very_hidden()
        for at, cells in enumerate(pack(origin)):
            for column, text in enumerate(cells):
                sheet.write_string(at, column, text)


def _width(name: str, rule: FieldRule | None) -> int:
    if rule is None:
        return 28 if name.startswith("~") else 15
    return _WIDTHS.get(rule.kind, _OTHER_WIDTH)


def _is_exact(value: Any) -> bool:
    """Whether a spreadsheet's number keeps a value as it is."""
    exact = Decimal(str(value))
    return len(exact.as_tuple().digits) <= _EXACT_DIGITS and Decimal(repr(float(value))) == exact


def _rows_of(sheet: Sheet, plan: Row) -> Iterator[tuple[Row, Row]]:
    """Give the rows of a sheet, each with the row that it stands in."""

    def walk(row: Row, names: list[str]) -> Iterator[tuple[Row, Row]]:
        for below in row.below(names[0]):
            if len(names) == 1:
                yield below, row
            else:
                yield from walk(below, names[1:])

    return walk(plan, sheet.pattern.split("/")[::2])
