"""A plan as a workbook: it goes out and comes in unchanged, and what was changed in it comes in by field."""

import io
import itertools
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
from madang.documents.words import DocumentLanguage, words_of
from support.workbooks import EditedBook, column_of


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


@pytest.fixture
def book() -> EditedBook:
    return EditedBook(_take(make_fields()))


def _action(name: str) -> str:
    return column_of("actions/*", name)


def test_what_was_changed_comes_in_and_nothing_else(book: EditedBook) -> None:
    budget = "actions/*/budget/*"
    book.write("Actions", f"{_action('title')}3", "Another title")
    book.write("Actions", f"{_action('phase')}3", "achevée")  # in another language than the file's
    book.write("Actions", f"{_action('priority')}3", "")
    book.write("Actions", f"{_action('sdg')}3", "11, 8.10")
    book.write("Actions", f"{_action('pillars')}4", "Cadre juridique")
    book.number("Budget", f"{column_of(budget, 'planned')}3", 1250.1)
    book.write("Learning sources", f"{column_of('learning/*', 'ref')}3", "Opening Roundtable")

    assert _found(book.save()) == {
        f"{FIRST}/title": "Another title",
        f"{FIRST}/phase": "completed",
        f"{FIRST}/priority": None,
        f"{FIRST}/sdg": ["11", "8.10"],
        f"{SECOND}/pillars": ["legal"],
        f"{FIRST}/budget/0k3v9qz1m2aa/planned": "1250.1",
    }


def test_new_rows_belong_to_rows_that_are_named(book: EditedBook) -> None:
    milestones = "actions/*/milestones/*"
    book.write("Actions", "A5", "N1").write("Actions", f"{_action('title')}5", "A third action")
    book.write("Milestones", "B4", "N1").write("Milestones", f"{column_of(milestones, 'title')}4", "Of the new one")
    book.write("Milestones", "B5", SECOND[8:]).write(
        "Milestones", f"{column_of(milestones, 'title')}5", "Of an old one"
    )
    book.write("Periods", "B4", f"{FIRST[8:]}/0k3v9qz1m2aa")
    book.write("Periods", f"{column_of('actions/*/indicators/*/periods/*', 'target')}4", "20")

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


def test_a_row_that_is_gone_is_removed_with_what_is_beneath_it(book: EditedBook) -> None:
    assert _found(book.clear_row("Actions", 3).save()) == {FIRST: False}


def test_a_row_that_stands_elsewhere_moves(book: EditedBook) -> None:
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
        ("Budget", column_of("actions/*/budget/*", "currency") + "3", "wampum", "a currency's code of ISO 4217"),
        ("Budget", column_of("actions/*/budget/*", "planned") + "3", "much", "an amount such as 1250000.50, as text"),
        ("Budget", "B3", "N9", "there is no such row on the sheet above"),
        ("Budget", "B3", "", "say to which row this one belongs"),
        ("Indicators", column_of("actions/*/indicators/*", "qualitative") + "3", "perhaps", "yes or no"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(book: EditedBook, sheet: str, cell: str, text: str, detail: str) -> None:
    faults = _bring(book.write(sheet, cell, text).save()).faults

    assert [(fault.sheet, fault.cell, fault.detail[: len(detail)]) for fault in faults] == [(sheet, cell, detail)]


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_that_is_none_is_no_amount(book: EditedBook, number: float) -> None:
    faults = _bring(book.number("Budget", column_of("actions/*/budget/*", "planned") + "3", number).save()).faults

    assert [fault.detail[:13] for fault in faults] == ["an amount suc"]


def test_a_target_that_became_a_number_is_asked_back(book: EditedBook) -> None:
    faults = _bring(book.number("Actions", f"{_action('sdg')}3", 8.1).save()).faults

    assert [fault.detail for fault in faults] == ["8.1 or 8.10: format this cell as text and write it again"]


def test_a_sheet_without_its_first_row_is_not_taken_for_an_empty_one(book: EditedBook) -> None:
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
def test_what_was_not_taken_here_is_refused(book: EditedBook, damage: Callable[[EditedBook], bytes]) -> None:
    with pytest.raises(WorkbookRefused):
        read_book(damage(book))


def test_a_file_says_where_it_comes_from(book: EditedBook) -> None:
    origin = read_book(book.save()).origin

    assert (origin.plan_id, origin.revision) == (PLAN, 7)


def test_what_a_spreadsheet_would_calculate_is_text() -> None:
    content = _take({"title": "=HYPERLINK(1)", f"{FIRST}/title": "@SUM(1)"})

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = b"".join(packed.read(name) for name in packed.namelist() if "worksheets" in name)
        assert b"<f>" not in sheets
        assert b"'=HYPERLINK(1)" in packed.read("xl/sharedStrings.xml")
    assert _found(content) == {}
