"""What is filled, missing and wrong in a plan."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.plans import FUND, MARKET, SCHOOL, TOPICS, kampala, row_id
from madang.action_plans.rules import sdg
from madang.action_plans.rules.completeness import Completeness, Known, assess
from madang.action_plans.rules.fields import PLAN, FieldRule, Kind, RowRule, Vocabulary
from madang.action_plans.rules.tree import build
from madang.core.ids import new_id

SESSION, OPTION = new_id(), new_id()
KNOWN = Known(
    {"session": frozenset({str(SESSION)}), "visit": frozenset({str(OPTION)})},
    {
        Vocabulary.PILLARS: frozenset(key for key, (kind, _) in TOPICS.items() if kind == "pillar"),
        Vocabulary.STRENGTHS: frozenset(key for key, (kind, _) in TOPICS.items() if kind == "field"),
    },
)
LINE = f"{FUND}/budget/{row_id(141)}"


def look() -> Completeness:
    return look_at({})


def look_at(changes: dict[str, Any]) -> Completeness:
    return assess(build(kampala(session_id=SESSION, option_id=OPTION) | changes), KNOWN)


def faults(changes: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in look_at(changes).faults]


def test_an_empty_plan_lacks_all_and_has_no_fault():
    whole = assess(build({}), KNOWN)

    assert (whole.filled, whole.faults) == (0, ())
    assert whole.of > 20
    assert [(missing.path, missing.code) for missing in whole.missing[:2]] == [
        ("actions", "needed"),
        ("title", "empty"),
    ]


def test_the_sample_plan_has_no_fault_and_lacks_a_little():
    whole = look()

    assert whole.faults == ()
    assert whole.filled < whole.of
    assert [(missing.path, missing.code) for missing in whole.missing] == [(f"{SCHOOL}/indicators", "empty")]
    sections = {section.name: (section.filled, section.of) for section in whole.sections}
    assert sections["indicators"] == (2, 3)
    assert sections["plan"] == (8, 8)


def test_what_handing_in_needs_is_told_apart_from_what_is_merely_empty():
    without = {FUND: False, SCHOOL: False, f"{MARKET}/planned_end": None, f"{MARKET}/priority": None}

    codes = {missing.path: missing.code for missing in look_at(without).missing}

    assert codes[f"{MARKET}/planned_end"] == "needed"
    assert codes[f"{MARKET}/priority"] == "empty"


def test_dates_the_wrong_way_round_are_faults_where_they_stand():
    assert faults({f"{FUND}/planned_end": "2020-01-01"}) == [(f"{FUND}/planned_end", "dates_reversed")]
    assert faults({f"{FUND}/actual_start": "2020-02-01", f"{FUND}/actual_end": "2020-01-31"}) == [
        (f"{FUND}/actual_end", "dates_reversed")
    ]
    assert faults({"period_end": "2019-11-30"}) == [("period_end", "period_reversed")]
    assert faults({f"{FUND}/planned_start": "2019-11-30"}) == [(f"{FUND}/planned_start", "action_outside")]


def test_a_milestone_is_due_while_its_action_is_carried_out():
    due = f"{FUND}/milestones/{row_id(111)}/due"

    assert faults({due: "2022-01-01"}) == [(due, "milestone_outside")]
    assert faults({due: "2021-12-31"}) == []
    assert faults({due: "2022-01-01", f"{FUND}/milestones/{row_id(111)}": False}) == []


def test_an_amount_has_a_currency_and_a_year():
    assert faults({f"{LINE}/currency": None}) == [(f"{LINE}/currency", "amount_without_currency")]
    assert faults({f"{LINE}/year": None}) == [(f"{LINE}/year", "amount_without_year")]
    assert faults({f"{LINE}/currency": None, f"{LINE}/planned": None}) == []


def test_what_the_edition_no_longer_has_is_a_fault():
    source = f"learning/{row_id(1)}"

    assert faults({f"{source}/ref": str(OPTION)}) == [(f"{source}/ref", "source_unknown")]
    assert faults({f"{source}/ref": str(OPTION), f"{source}/kind": "visit"}) == []
    assert faults({f"{FUND}/pillars": ["finance", "alchemy"]}) == [(f"{FUND}/pillars", "code_unknown")]


def _cases() -> list[Any]:
    """Return plans and what is to be said of them: the editor's own test reads the same, for it says so, too."""
    file = Path(__file__).parents[2] / "frontend/src/lib/action-plans/completeness.cases.json"
    shared = json.loads(file.read_text(encoding="utf-8"))
    offered = {name: frozenset(shared["known"][name]) for name in ("session", "pillars", "strengths")}
    codes = {Vocabulary.PILLARS: offered["pillars"], Vocabulary.STRENGTHS: offered["strengths"]}
    known = Known({"session": offered["session"]}, codes)
    return [pytest.param(case, known, id=case["name"]) for case in shared["cases"]]


@pytest.mark.parametrize(("case", "known"), _cases())
def test_the_editor_and_the_server_say_the_same(case: dict[str, Any], known: Known):
    whole = assess(build(case["fields"]), known)

    assert {section.name: [section.filled, section.of] for section in whole.sections} == case["sections"]
    for code in ("needed", "empty"):
        assert sorted(missing.path for missing in whole.missing if missing.code == code) == case[code]
    assert sorted(f"{fault.path} {fault.code}" for fault in whole.faults) == case["faults"]


# --- whatever stands in a plan -----------------------------------------------------------------------------------

_VALUES = {
    Kind.DATE: st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str),
    Kind.YEAR: st.integers(1900, 2200),
    Kind.AMOUNT: st.sampled_from(["0", "12.50"]),
    Kind.CURRENCY: st.just("UGX"),
    Kind.FLAG: st.booleans(),
    Kind.ORDER: st.floats(-5, 5),
    Kind.REFERENCE: st.sampled_from([str(SESSION), str(OPTION)]),
}


def _value(rule: FieldRule) -> st.SearchStrategy[Any]:
    if rule.kind is Kind.CHOICE:
        return st.sampled_from(rule.choices)
    if rule.kind is Kind.CODES:
        return st.lists(st.sampled_from(sdg.GOALS[:3]), min_size=1, max_size=2, unique=True)
    return _VALUES.get(rule.kind, st.sampled_from(["one", "two"]))


def _places(row: RowRule = PLAN, prefix: str = "") -> list[tuple[str, FieldRule | None]]:
    found: list[tuple[str, FieldRule | None]] = [(f"{prefix}{name}", rule) for name, rule in row.fields.items()]
    for name, below in row.rows.items():
        for number in (1, 2):
            path = f"{prefix}{name}/{row_id(number)}"
            found += [(path, None), *_places(below, f"{path}/")]
    return found


PLACES = _places()


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(PLACES), max_size=25, unique_by=lambda place: place[0]))
    return {path: draw(st.booleans() if rule is None else st.none() | _value(rule)) for path, rule in chosen}


@given(plans())
def test_no_draft_is_too_odd_to_be_assessed(fields: dict[str, Any]):
    whole = assess(build(fields), KNOWN)

    assert 0 <= whole.filled <= whole.of
    places = {path for path, _ in PLACES} | {path.rpartition("/")[0] for path, rule in PLACES if rule is None}
    assert {remark.path for remark in (*whole.missing, *whole.faults)} <= places
    assert len({remark.path for remark in whole.missing}) == len(whole.missing)
    removed = {path for path, value in fields.items() if value is False and path.count("/") % 2}
    assert not any(remark.path.startswith(f"{row}/") for remark in whole.faults for row in removed)
