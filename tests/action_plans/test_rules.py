"""Which fields there are, what they take, and the tree that all readers build of them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action_plans.test_completeness import plans
from factories.plans import FUND, MARKET, SCHOOL, kampala, row_id
from madang.action_plans.rules import sdg
from madang.action_plans.rules.fields import (
    CURRENCIES,
    PLAN,
    ValueRefused,
    Vocabulary,
    clean_value,
    find_place,
    rows_above,
)
from madang.action_plans.rules.tree import budget_totals, build, flatten

PERIOD = f"{FUND}/indicators/{row_id(121)}/periods/{row_id(131)}"
KNOWN = {Vocabulary.PILLARS: frozenset({"finance"}), Vocabulary.STRENGTHS: frozenset[str]()}


def clean(path: str, value: Any) -> Any:
    place = find_place(path)
    assert place is not None
    return clean_value(place.rule, value, KNOWN)


def test_goals_and_targets_are_those_of_the_agenda():
    assert (len(sdg.GOALS), len(sdg.TARGETS)) == (17, 169)
    assert {"1.b", "8.10", "17.19"} <= sdg.CODES
    assert not {"8.11", "17.a", "18"} & sdg.CODES
    assert sdg.goal_of("8.10") == sdg.goal_of("8") == "8"


def test_currencies_are_what_is_legal_tender_today():
    assert {"KRW", "UGX", "EUR", "VND", "XOF"} <= CURRENCIES
    assert not {"DEM", "XXX", "BTC"} & CURRENCIES


def test_a_path_leads_to_a_field_a_row_or_nowhere():
    place, row = find_place(f"{PERIOD}/target"), find_place(PERIOD)
    assert place is not None
    assert row is not None
    assert (place.pattern, row.pattern, row.rule) == (
        "actions/*/indicators/*/periods/*/target",
        "actions/*/indicators/*/periods/*",
        None,
    )
    assert rows_above(PERIOD) == [FUND, f"{FUND}/indicators/{row_id(121)}"]
    for nowhere in ("", "actions", "/title", "title/", "periods/" + row_id(1), f"{FUND}/", f"{FUND.upper()}/title"):
        assert find_place(nowhere) is None


@pytest.mark.parametrize(
    ("path", "given_value", "stored"),
    [
        ("title", "  A  plan\t", "A plan"),
        ("title", "   ", None),
        ("problem", "one\r\ntwo ", "one\ntwo"),
        ("problem", None, None),
        ("pillars", ["finance", "finance"], ["finance"]),
        ("pillars", [], None),
        (f"{FUND}/position", 2, 2.0),
        (f"{FUND}/budget/{row_id(1)}/planned", "999999999999999.9999", "999999999999999.9999"),
        (FUND, False, False),
    ],
)
def test_a_value_is_stored_clean(path: str, given_value: Any, stored: Any):
    assert clean(path, given_value) == stored
    assert clean(path, stored) == stored


@pytest.mark.parametrize(
    ("path", "given_value"),
    [
        (FUND, None),
        (FUND, 1),
        ("title", ["A plan"]),
        ("title", "\ud800"),
        ("period_start", "2020-1-1"),
        ("period_start", "1066-10-14"),
        ("pillars", "finance"),
        ("pillars", ["finance"] * 21),
        ("strengths", ["finance"]),
        (f"{FUND}/position", True),
        (f"{FUND}/position", float("nan")),
        (f"{FUND}/budget/{row_id(1)}/year", True),
        (f"{FUND}/budget/{row_id(1)}/planned", "1e5"),
        (f"{FUND}/budget/{row_id(1)}/planned", "١٢"),
        (f"{FUND}/indicators/{row_id(1)}/qualitative", "yes"),
    ],
)
def test_a_value_of_another_kind_is_refused(path: str, given_value: Any):
    with pytest.raises(ValueRefused):
        clean(path, given_value)


def test_actions_stand_by_their_position_and_rows_by_when_they_were_added():
    moved = {f"{FUND}/position": 2.5, f"{MARKET}/position": None}
    plan = build(kampala() | moved)

    assert [action.path for action in plan.below("actions")] == [FUND, SCHOOL, MARKET]
    assert [action.number for action in plan.below("actions")] == [1, 2, 3]
    assert [row.id for row in plan.below("actions")[0].below("milestones")] == [row_id(111), row_id(112)]


def test_what_was_removed_is_not_there_nor_is_anything_beneath_it():
    plan = build(kampala() | {FUND: False, f"{MARKET}/milestones/{row_id(211)}": False})

    assert [action.path for action in plan.below("actions")] == [MARKET, SCHOOL]
    assert plan.below("actions")[0].below("milestones") == ()
    assert not any(path.startswith(FUND) for path in flatten(plan))


def test_a_budget_is_added_up_by_year_and_currency_and_never_converted():
    assert budget_totals(build(kampala())) == {
        (2020, "UGX"): Decimal("350000000"),
        (2020, "USD"): Decimal("52500.50"),
        (2021, "UGX"): Decimal("1190000000"),
    }


@given(plans())
def test_a_frozen_plan_reads_like_the_plan(fields: dict[str, Any]):
    plan = build(fields)

    frozen = flatten(plan)
    assert build(frozen) == plan
    assert flatten(build(frozen)) == frozen
    assert all(find_place(path) is not None and value is not None for path, value in frozen.items())


@given(st.text(max_size=130))
def test_no_path_is_too_odd_to_be_refused(path: str):
    found = find_place(path)

    assert found is None or path in PLAN.fields
