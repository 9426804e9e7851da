"""What may be reported of an action, what is missing, and what it changes in the plan."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.plans import FUND, MARKET, kampala, row_id
from madang.action_plans.rules.tree import build
from madang.follow_up.rules.entries import clean_values, find_changes, find_faults
from madang.follow_up.rules.progress import add_up

TODAY = date(2020, 5, 20)
FUND_ID, MARKET_ID = FUND.rpartition("/")[2], MARKET.rpartition("/")[2]
BYLAW = f"milestones/{row_id(111)}"
LOANS = f"indicators/{row_id(121)}/periods/{row_id(131)}"
CITY_2020 = f"budget/{row_id(141)}"
NEW = "zzzzzzzzzzzz"


def fund() -> Any:
    return build(kampala()).below("actions")[0]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("phase", "done", "is to be one of not_started, planning, implementation, completed, paused, abandoned"),
        ("actual_end", "2020-13-01", "is to be a date such as 2019-11-01, of the years 1900 to 2200"),
        ("health_note", "x" * 2001, "at most 2000 characters"),
        (f"{CITY_2020}/actual", "-1", "is to be an amount such as 1250000.50, as text, not below 0"),
        (f"{CITY_2020}/actual", 5, "is to be an amount such as 1250000.50, as text, not below 0"),
        (f"budget/{NEW}/currency", "gold", "is to be a currency's code of ISO 4217, such as KRW"),
        ("title", "Another title", "a report says nothing of this"),
        (f"{CITY_2020}/planned", "9", "a report says nothing of this"),
        ("milestones/short/state", "met", "a report says nothing of this"),
        (BYLAW, False, "a report says nothing of this"),
    ],
)
def test_value_that_a_report_does_not_take_is_refused_by_its_path(path: str, value: Any, words: str):
    assert clean_values(FUND_ID, {path: value, "phase" if path != "phase" else "health": None}) == (
        {"phase" if path != "phase" else "health": None},
        [(path, words)],
    )


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({}, [("phase", "phase_missing")]),
        ({"phase": "planning"}, [("health", "health_missing")]),
        ({"phase": "abandoned"}, []),
        ({"phase": "completed"}, [("actual_end", "end_missing")]),
        (
            {"phase": "completed", "actual_start": "2020-03-02", "actual_end": "2020-03-01"},
            [("actual_end", "dates_reversed")],
        ),
        ({"phase": "not_started", "actual_start": "2020-05-21"}, [("actual_start", "day_ahead")]),
        ({"phase": "paused", f"{BYLAW}/state": "met"}, [(f"{BYLAW}/met_on", "met_on_missing")]),
        (
            {"phase": "paused", f"{BYLAW}/state": "met", f"{BYLAW}/met_on": "2021-01-01"},
            [(f"{BYLAW}/met_on", "day_ahead")],
        ),
        ({"phase": "paused", f"{CITY_2020}/actual": "1000"}, []),
        (
            {"phase": "paused", f"budget/{NEW}/actual": "1000", f"budget/{NEW}/year": 2020},
            [(f"budget/{NEW}/currency", "amount_without_currency")],
        ),
        (
            {"phase": "paused", f"indicators/{row_id(121)}/periods/{NEW}/actual": "7"},
            [(f"indicators/{row_id(121)}/periods/{NEW}/ends", "period_without_day")],
        ),
    ],
)
def test_what_keeps_a_report_open_is_named_by_path(values: dict[str, Any], faults: list[tuple[str, str]]):
    assert [(fault.path, fault.code) for fault in find_faults(fund(), values, TODAY)] == faults


def test_completed_report_changes_only_what_differs_and_adds_what_nobody_planned():
    fields = kampala()
    values = {
        "phase": "implementation",
        "health": "on_track",  # as it stands already
        f"{BYLAW}/state": "met",
        f"{LOANS}/actual": "12",
        f"{CITY_2020}/actual": "120000000",
        f"{CITY_2020}/year": 2031,  # the plan's own year is not the report's to change
        f"budget/{NEW}/year": 2020,
        f"budget/{NEW}/currency": "EUR",
        f"budget/{NEW}/actual": "900",
        f"milestones/{NEW}/state": "met",
    }
    assert find_changes(fields, [(FUND_ID, values), ("gonegonegone", {"phase": "completed"})]) == {
        f"{FUND}/phase": "implementation",
        f"{FUND}/{BYLAW}/state": "met",
        f"{FUND}/{LOANS}/actual": "12",
        f"{FUND}/{CITY_2020}/actual": "120000000",
        f"{FUND}/budget/{NEW}/year": 2020,
        f"{FUND}/budget/{NEW}/currency": "EUR",
        f"{FUND}/budget/{NEW}/actual": "900",
    }


def test_completed_report_brings_nothing_back_that_was_removed():
    fields = kampala() | {f"{FUND}/{CITY_2020}": False, MARKET: False}

    entries = [(FUND_ID, {f"{CITY_2020}/actual": "5"}), (MARKET_ID, {"phase": "completed"})]
    assert find_changes(fields, entries) == {}


_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "phase": st.sampled_from(["not_started", "implementation", "completed", None]),
        "health": st.sampled_from(["on_track", "off_track", None]),
        "actual_start": st.sampled_from(["2020-02-01", None]),
        f"{BYLAW}/state": st.sampled_from(["met", "not_met", None]),
        f"{CITY_2020}/actual": st.sampled_from(["1", "2.50", None]),
        f"budget/{NEW}/actual": st.sampled_from(["3", None]),
        f"budget/{NEW}/year": st.sampled_from([2020, None]),
    },
)


@given(values=_VALUES)
def test_what_was_reported_stands_in_the_plan_afterwards_and_says_nothing_twice(values: dict[str, Any]):
    fields = kampala()

    after = fields | find_changes(fields, [(FUND_ID, values)])

    assert find_changes(after, [(FUND_ID, values)]) == {}
    action = build(after).below("actions")[0]
    assert all(action[name] == values[name] for name in ("phase", "health", "actual_start") if name in values)


def test_cohort_counts_an_action_in_each_of_its_goals_and_pillars_and_once_together():
    city, plan_id = object(), object()
    fields = kampala() | {f"{FUND}/{BYLAW}/state": "met", f"{FUND}/pillars": None}

    cohort = add_up([(plan_id, city, build(fields))])  # type: ignore[list-item] -- any ids do

    assert (cohort.together.actions, cohort.together.milestones_met, cohort.together.milestones) == (3, 1, 4)
    assert {goal: progress.actions for goal, progress in cohort.by_goal.items()} == {1: 1, 4: 1, 5: 1, 8: 1, 11: 1}
    # The fund names none of its own: it counts in all of its plan's.
    assert {key: progress.actions for key, progress in cohort.by_pillar.items()} == {
        "finance": 1,
        "market-access": 2,
        "capacity-building": 2,
    }
    assert cohort.together.phases == {
        "not_started": 1,
        "planning": 1,
        "implementation": 0,
        "completed": 0,
        "paused": 0,
        "abandoned": 0,
        "unknown": 1,
    }
    assert cohort.together.healths == {"on_track": 1, "at_risk": 0, "off_track": 0, "unknown": 0}
    assert cohort.by_city[city] == cohort.together == cohort.by_plan[plan_id]  # type: ignore[index]
