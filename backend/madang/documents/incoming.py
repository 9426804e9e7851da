"""A workbook that comes back: what differs in it from the plan that it was taken of. All pure.

Read once before any transaction (`read_book`), understood once the plan is known (`understand`). What is wrong is told
of every cell; nothing is half understood.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from madang.action_plans.rules.fields import PLAN, ROW_ID, FieldRule, ValueRefused, rows_above
from madang.action_plans.rules.tree import Row, build
from madang.core.workbooks import Bounds, WorkbookRefused, open_workbook, read_sheet
from madang.documents.cells import Known, clean_cell, is_same, read_cell, text_of
from madang.documents.sheets import (
    BASE_SHEET,
    ID,
    MOST_ROWS,
    PARENT,
    PLAN_SHEET,
    SHEETS,
    Origin,
    OriginUnreadable,
    Sheet,
    key_of,
    unpack,
)
from madang.documents.words import DocumentLanguage, words_of

_BOUNDS = Bounds(MOST_ROWS, 60)
_LETTERS = 26
_ID_MOST = 40


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, or with a sheet (`cell` empty). `column` is what stands above it."""

    sheet: str
    cell: str
    column: str
    detail: str


@dataclass(frozen=True)
class Given:
    """A sheet as it was sent: the columns that are known, by name, and rows with the numbers they are shown with."""

    name: str
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    rows: tuple[tuple[int, list[Any]], ...]

    def cell(self, row: list[Any], column: str) -> Any:
        """Return what stands in a column of a row."""
        at = self.columns[column]
        return row[at] if at < len(row) else None

    def fault(self, number: int, column: str, detail: str) -> Fault:
        """Return that something is wrong in a column of a row."""
        return Fault(self.name, f"{_letters(self.columns[column])}{number}", self.labels.get(column, column), detail)


@dataclass(frozen=True)
class Book:
    """A workbook as it was sent; `plan` are the plan's own fields, a row each."""

    origin: Origin
    plan: Given | None
    sheets: Mapping[str, Given]
    faults: tuple[Fault, ...]


@dataclass
class Understood:
    """What a file changes, by path; and in which sheet, cell and column each change stands."""

    changes: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_book(content: bytes) -> Book:
    """Return what stands in a file. Not for the event loop. Errors: WorkbookRefused."""
    workbook = open_workbook(content, _BOUNDS)
    origin: Origin | None = None
    plan: Given | None = None
    sheets: dict[str, Given] = {}
    faults: list[Fault] = []
    for index, name in enumerate(workbook.sheet_names):
        rows = read_sheet(workbook, index, _BOUNDS)
        mark = text_of(rows[0][0]) if rows and rows[0] else ""
        if mark == BASE_SHEET:
            origin = _read_origin(rows)
        elif mark in (PLAN_SHEET, *(sheet.pattern for sheet in SHEETS)):
            if mark in sheets or (mark == PLAN_SHEET and plan is not None):
                faults.append(Fault(name, "", "", "there are two sheets for the same rows; delete one"))
            elif mark == PLAN_SHEET:
                plan = Given(name, {"name": 0, "label": 1, "value": 2}, {}, _numbered(rows, 1))
            else:
                sheets[mark] = _read_rows(name, rows, mark, faults)
        elif name in _names():
            faults.append(Fault(name, "A1", "", "the hidden first row of this sheet is missing; take a new file"))
    if origin is None:
        raise WorkbookRefused("this is no file that was taken here, or its hidden sheet is missing: take a new one")
    return Book(origin, plan, sheets, tuple(faults))


def _read_origin(rows: list[list[Any]]) -> Origin:
    try:
        return unpack([(str(row[0]), str(row[1])) for row in rows if len(row) > 1])
    except OriginUnreadable as problem:
        raise WorkbookRefused(f"{problem}; take a new one") from problem


def _read_rows(name: str, rows: list[list[Any]], pattern: str, faults: list[Fault]) -> Given:
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    known = next(sheet for sheet in SHEETS if sheet.pattern == pattern).columns
    for at, cell in enumerate(rows[0]):
        column = ID if at == 0 else text_of(cell)
        if column in columns:
            faults.append(Fault(name, f"{_letters(at)}1", column, "there are two columns for the same field"))
        elif column in known:
            columns[column] = at
            labels[column] = text_of(rows[1][at]) if len(rows) > 1 and at < len(rows[1]) else column
    if PARENT in known and PARENT not in columns:
        faults.append(Fault(name, "A1", "", "the column that says where a row belongs is missing"))
        columns[PARENT] = len(rows[0])
    return Given(name, columns, labels, _numbered(rows[2:], 3))


def _numbered(rows: list[list[Any]], first: int) -> tuple[tuple[int, list[Any]], ...]:
    return tuple(enumerate(rows, first))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _names() -> frozenset[str]:
    return frozenset(
        name
        for language in DocumentLanguage
        for name in (
            words_of(language).own["sheet"]["plan"],
            *(sheet.name(words_of(language)) for sheet in SHEETS),
        )
    )


def understand(book: Book, known: Known, make_id: Callable[[], str]) -> Understood:
    """Return what a file changes, against the plan that it was taken of.

    A row whose id was there before is that row; any other is a new one, whose id may be named by rows that belong to
    it. A row that is gone from its sheet is removed, with all beneath it. A sheet or a column that is not there
    changes nothing. `make_id` gives ids for new rows, each behind the one before.
    """
    return _Understanding(book, known, make_id).go()


class _Understanding:
    def __init__(self, book: Book, known: Known, make_id: Callable[[], str]) -> None:
        self._book, self._known, self._make_id = book, known, make_id
        self._base = dict(book.origin.fields)
        self._before: dict[str, set[str]] = {sheet.pattern: set() for sheet in SHEETS}  # paths of rows by pattern
        self._after: dict[str, dict[str, str]] = {}  # by pattern: what a row is called, and its path
        self._gone: set[str] = set()
        self._found = Understood(faults=list(book.faults))

    def go(self) -> Understood:
        self._collect(build(self._base), "")
        if self._book.plan is not None:
            self._read_plan(self._book.plan)
        for sheet in SHEETS:
            given = self._book.sheets.get(sheet.pattern)
            if given is None:
                self._after[sheet.pattern] = {key_of(path): path for path in self._before[sheet.pattern]}
            else:
                self._read_sheet(sheet, given)
        return self._found

    def _collect(self, row: Row, pattern: str) -> None:
        for name, rows in row.rows.items():
            inner = f"{pattern}/{name}/*" if pattern else f"{name}/*"
            for below in rows:
                self._before[inner].add(below.path)
                self._collect(below, inner)

    def _read_plan(self, given: Given) -> None:
        for number, row in given.rows:
            name = text_of(row[0]) if row else ""
            rule = PLAN.fields.get(name)
            if rule is not None:
                self._take(given, number, row, "value", rule, name, name)

    def _take(
        self, given: Given, number: int, row: list[Any], column: str, rule: FieldRule, pattern: str, path: str
    ) -> None:
        before = self._base.get(path)
        fault = given.fault(number, column, "")
        if column == "value":  # the plan's own: what a field is called stands in its row
            fault = replace(fault, column=text_of(given.cell(row, "label")))
        try:
            value = read_cell(rule, pattern, given.cell(row, column), self._known)
            # What nobody touched is not looked at: a pillar that was dropped since makes no unchanged file wrong.
            if is_same(rule, before, value):
                return
            self._change(fault, path, clean_cell(rule, value, self._known))
        except ValueRefused as problem:
            self._found.faults.append(replace(fault, detail=str(problem)))

    def _change(self, place: Fault, path: str, value: Any) -> None:
        self._found.changes[path] = value
        self._found.places[path] = (place.sheet, place.cell, place.column)

    def _read_sheet(self, sheet: Sheet, given: Given) -> None:
        there = self._after[sheet.pattern] = {}
        seen: set[str] = set()
        for number, row in given.rows:
            if not any(text_of(cell) for cell in row):
                continue
            path = self._place(sheet, given, number, row)
            if path is None:
                continue
            new = path not in self._before[sheet.pattern]
            called = text_of(given.cell(row, ID)) if new else key_of(path)
            if called in there:
                self._found.faults.append(given.fault(number, ID, "another row of this sheet has the same name"))
                continue
            if called:
                there[called] = path
            seen.add(path)
            if new:
                self._change(given.fault(number, ID, ""), path, True)
            for name, rule in sheet.rule.fields.items():
                if name in given.columns:
                    self._take(given, number, row, name, rule, f"{sheet.pattern}/{name}", f"{path}/{name}")
        for path in sorted(self._before[sheet.pattern] - seen):
            if self._gone.isdisjoint(rows_above(path)):
                self._found.changes[path] = False
            self._gone.add(path)

    def _place(self, sheet: Sheet, given: Given, number: int, row: list[Any]) -> str | None:
        """Return the path of a row; None for one that cannot have any, or whose parent is gone."""
        kind = sheet.pattern.split("/")[-2]
        called = text_of(given.cell(row, ID))
        if len(called) > _ID_MOST:
            self._found.faults.append(given.fault(number, ID, f"at most {_ID_MOST} characters"))
            return None
        prefix = kind
        if sheet.above is not None:
            above = text_of(given.cell(row, PARENT))
            parent = self._after[sheet.above].get(above)
            if parent is None:
                if above not in map(key_of, self._before[sheet.above]):
                    detail = "there is no such row on the sheet above" if above else "say to which row this one belongs"
                    self._found.faults.append(given.fault(number, PARENT, detail))
                return None
            prefix = f"{parent}/{kind}"
        known = ROW_ID.fullmatch(called) and f"{prefix}/{called}" in self._before[sheet.pattern]
        return f"{prefix}/{called if known else self._make_id()}"
