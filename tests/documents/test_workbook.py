"""A plan as a workbook: it goes out and comes in unchanged, and what was changed in it comes in by field."""

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.papers import FIRST, PLAN, SECOND, make_fields, make_known, make_origin, make_paper
from madang.action_plans.rules import sdg
from madang.action_plans.rules.fields import CURRENCIES, FieldRule, Kind, RowRule, Vocabulary, clean_value
from madang.action_plans.rules.fields import PLAN as PLAN_RULE
from madang.core.workbooks import WorkbookRefused
from madang.documents.formats.xlsx import render_xlsx
from madang.documents.incoming import Understood, read_book, understand
from madang.documents.sheets import SHEETS
from madang.documents.words import DocumentLanguage, words_of


def _take(fields: dict[str, Any], language: str = "en") -> bytes:
    return render_xlsx(make_paper(fields), words_of(DocumentLanguage(language)), make_origin(fields))


def _bring(content: bytes) -> Understood:
    ids = (f"1k3v9qz1{number:04d}" for number in itertools.count(1))
    return understand(read_book(content), make_known(), lambda: next(ids))


def _found(content: bytes) -> dict[str, Any]:
    understood = _bring(content)
    assert understood.faults == []
    return understood.changes


_SAFE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Mn", "Me", "Mc"]))
_LINES = st.one_of(_SAFE, st.sampled_from(["=1+1", "'@x", "-", "_x0041_", "1e5", "012", "true", "2019-11-01", " – x"]))


def _values(rule: FieldRule) -> st.SearchStrategy[Any]:
    listed = {
        Vocabulary.SDG: sorted(sdg.CODES),
        Vocabulary.PILLARS: ["legal"],
        Vocabulary.STRENGTHS: ["employment"],
    }
    strategies: dict[Kind, Callable[[], st.SearchStrategy[Any]]] = {
        Kind.LINE: lambda: _LINES.map(lambda text: text[: rule.most]),
        Kind.TEXT: lambda: st.lists(_LINES).map("\n".join).map(lambda text: text[: rule.most]),
        Kind.DATE: lambda: st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(lambda day: day.isoformat()),
        Kind.YEAR: lambda: st.integers(1900, 2200),
        Kind.AMOUNT: lambda: st.decimals(0, 10**15 - 1, places=4, allow_nan=False).map(lambda amount: f"{amount:f}"),
        Kind.CURRENCY: lambda: st.sampled_from(sorted(CURRENCIES)),
        Kind.CHOICE: lambda: st.sampled_from(rule.choices),
        Kind.CODES: lambda: st.lists(
            st.sampled_from(listed[rule.vocabulary or Vocabulary.SDG]), max_size=5, unique=True
        ),
        Kind.FLAG: st.booleans,
        Kind.ORDER: lambda: st.floats(-1e8, 1e8),
        Kind.REFERENCE: lambda: st.uuids().map(str),
    }

    def clean(value: Any) -> Any:
        return clean_value(rule, value, make_known().codes)

    return st.none() | strategies[rule.kind]().map(clean)


@st.composite
def _plans(draw: st.DrawFn, rule: RowRule = PLAN_RULE, prefix: str = "") -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(rule.fields)), max_size=4, unique=True))
    fields = {prefix + name: draw(_values(rule.fields[name])) for name in names}
    if prefix:
        fields[prefix.rstrip("/")] = True
    for name, below in rule.rows.items():
        for number in range(draw(st.integers(0, 2))):
            fields |= draw(_plans(below, f"{prefix}{name}/0k3v9qz1000{number}/"))
    return fields


@settings(max_examples=40)
@given(fields=_plans(), language=st.sampled_from(DocumentLanguage))
def test_a_plan_goes_out_and_comes_in_unchanged(fields: dict[str, Any], language: DocumentLanguage) -> None:
    assert _found(_take(fields, language)) == {}


class _Edited:
    """A workbook in whose sheets text is replaced, as a person would in a spreadsheet: by the words that it shows."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self._parts = {name: packed.read(name) for name in packed.namelist()}
        shared = self._parts["xl/sharedStrings.xml"].decode()
        self._texts = re.findall(r"<si>(.*?)</si>", shared, re.DOTALL)
        names = re.findall(r'<sheet name="([^"]+)"', self._parts["xl/workbook.xml"].decode())
        self._sheets = {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(names, 1)}

    def put(self, sheet: str, cell: str, inner: str, kind: str = "inlineStr") -> "_Edited":
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

    def write(self, sheet: str, cell: str, text: str) -> "_Edited":
        return self.put(sheet, cell, f"<is><t>{text}</t></is>")

    def number(self, sheet: str, cell: str, number: float) -> "_Edited":
        return self.put(sheet, cell, f"<v>{number}</v>", "n")

    def clear_row(self, sheet: str, row: int) -> "_Edited":
        part = self._sheets[sheet]
        text = re.sub(rf'<row r="{row}".*?</row>', "", self._parts[part].decode(), flags=re.DOTALL)
        self._parts[part] = text.encode()
        return self

    def without(self, sheet: str) -> "_Edited":
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


@pytest.fixture
def book() -> _Edited:
    return _Edited(_take(make_fields()))


def _column(pattern: str, name: str) -> str:
    sheet = next(one for one in SHEETS if one.pattern == pattern)
    return chr(ord("A") + sheet.columns.index(name))


def _action(name: str) -> str:
    return _column("actions/*", name)


def test_what_was_changed_comes_in_and_nothing_else(book: _Edited) -> None:
    budget = "actions/*/budget/*"
    book.write("Actions", f"{_action('title')}3", "Another title")
    book.write("Actions", f"{_action('phase')}3", "achevée")  # in another language than the file's
    book.write("Actions", f"{_action('priority')}3", "")
    book.write("Actions", f"{_action('sdg')}3", "11, 8.10")
    book.write("Actions", f"{_action('pillars')}4", "Cadre juridique")
    book.number("Budget", f"{_column(budget, 'planned')}3", 1250.1)
    book.write("Learning sources", f"{_column('learning/*', 'ref')}3", "Opening Roundtable")

    assert _found(book.save()) == {
        f"{FIRST}/title": "Another title",
        f"{FIRST}/phase": "completed",
        f"{FIRST}/priority": None,
        f"{FIRST}/sdg": ["11", "8.10"],
        f"{SECOND}/pillars": ["legal"],
        f"{FIRST}/budget/0k3v9qz1m2aa/planned": "1250.1",
    }


def test_new_rows_belong_to_rows_that_are_named(book: _Edited) -> None:
    milestones = "actions/*/milestones/*"
    book.write("Actions", "A5", "N1").write("Actions", f"{_action('title')}5", "A third action")
    book.write("Milestones", "B4", "N1").write("Milestones", f"{_column(milestones, 'title')}4", "Of the new one")
    book.write("Milestones", "B5", SECOND[8:]).write("Milestones", f"{_column(milestones, 'title')}5", "Of an old one")
    book.write("Periods", "B4", f"{FIRST[8:]}/0k3v9qz1m2aa")
    book.write("Periods", f"{_column('actions/*/indicators/*/periods/*', 'target')}4", "20")

    assert _found(book.save()) == {
        "actions/1k3v9qz10001": True,
        "actions/1k3v9qz10001/title": "A third action",
        "actions/1k3v9qz10001/milestones/1k3v9qz10002": True,
        "actions/1k3v9qz10001/milestones/1k3v9qz10002/title": "Of the new one",
        f"{SECOND}/milestones/1k3v9qz10003": True,
        f"{SECOND}/milestones/1k3v9qz10003/title": "Of an old one",
        f"{FIRST}/indicators/0k3v9qz1m2aa/periods/1k3v9qz10004": True,
        f"{FIRST}/indicators/0k3v9qz1m2aa/periods/1k3v9qz10004/target": "20",
    }


def test_a_row_that_is_gone_is_removed_with_what_is_beneath_it(book: _Edited) -> None:
    assert _found(book.clear_row("Actions", 3).save()) == {FIRST: False}


def test_a_row_that_stands_elsewhere_moves(book: _Edited) -> None:
    changes = _found(book.write("Milestones", "B3", SECOND[8:]).save())

    moved = f"{SECOND}/milestones/1k3v9qz10001"
    assert changes == {
        moved: True,
        f"{moved}/title": "Recycling together",
        f"{moved}/due": "2020-03-31",
        f"{moved}/state": "met",
        f"{FIRST}/milestones/0k3v9qz1m2aa": False,
    }


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "detail"),
    [
        ("Plan", "C11", "soon", "a date such as 2019-11-01, of the years 1900 to 2200"),
        ("Actions", _action("planned_end") + "3", "2020-02-30", "a date such as 2019-11-01, of the years 1900 to 2200"),
        ("Actions", _action("sdg") + "3", "11; 18", "there is no 18 in sdg"),
        ("Actions", _action("pillars") + "4", "Magic", "there is no Magic in pillars"),
        ("Actions", _action("phase") + "3", "someday", "one of not_started, planning, implementation,"),
        ("Actions", _action("title") + "3", "x" * 301, "at most 300 characters"),
        ("Actions", "A4", FIRST[8:], "another row of this sheet has the same name"),
        ("Budget", _column("actions/*/budget/*", "currency") + "3", "wampum", "a currency's code of ISO 4217"),
        ("Budget", _column("actions/*/budget/*", "planned") + "3", "much", "an amount such as 1250000.50, as text"),
        ("Budget", "B3", "N9", "there is no such row on the sheet above"),
        ("Budget", "B3", "", "say to which row this one belongs"),
        ("Indicators", _column("actions/*/indicators/*", "qualitative") + "3", "perhaps", "yes or no"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(book: _Edited, sheet: str, cell: str, text: str, detail: str) -> None:
    faults = _bring(book.write(sheet, cell, text).save()).faults

    assert [(fault.sheet, fault.cell, fault.detail[: len(detail)]) for fault in faults] == [(sheet, cell, detail)]


def test_a_target_that_became_a_number_is_asked_back(book: _Edited) -> None:
    faults = _bring(book.number("Actions", f"{_action('sdg')}3", 8.1).save()).faults

    assert [fault.detail for fault in faults] == ["8.1 or 8.10: format this cell as text and write it again"]


def test_a_sheet_without_its_first_row_is_not_taken_for_an_empty_one(book: _Edited) -> None:
    understood = _bring(book.without("Budget").save())

    assert understood.changes == {}
    assert [(fault.sheet, fault.cell) for fault in understood.faults] == [("Budget", "A1")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda book: book.without("madang").save(),
        lambda book: book.write("madang", "B5", "AAAA").save(),
        lambda book: book.write("madang", "B3", "seven").save(),
        lambda book: book.write("madang", "B2", "another").save(),
        lambda _book: b"PK\x03\x04 no workbook",
        lambda _book: b"",
    ],
)
def test_what_was_not_taken_here_is_refused(book: _Edited, damage: Callable[[_Edited], bytes]) -> None:
    with pytest.raises(WorkbookRefused):
        read_book(damage(book))


def test_a_file_says_where_it_comes_from(book: _Edited) -> None:
    origin = read_book(book.save()).origin

    assert (origin.plan_id, origin.revision) == (PLAN, 7)


def test_what_a_spreadsheet_would_calculate_is_text() -> None:
    content = _take({"title": "=HYPERLINK(1)", f"{FIRST}/title": "@SUM(1)"})

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = b"".join(packed.read(name) for name in packed.namelist() if "worksheets" in name)
        assert b"<f>" not in sheets
        assert b"'=HYPERLINK(1)" in packed.read("xl/sharedStrings.xml")
    assert _found(content) == {}
