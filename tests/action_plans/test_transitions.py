"""Where a plan can go, who may take it there, and what it lacks to be handed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.action_plans.models import PlanStatus
from madang.action_plans.rules.transitions import Hand, find_lacks, find_transitions
from madang.action_plans.rules.tree import build

ACTION = "actions/0k3v9qz1m2ab"
WHOLE = {
    f"{ACTION}/title": "Open a market hall",
    f"{ACTION}/planned_start": "2020-01-01",
    f"{ACTION}/planned_end": "2020-12-31",
    f"{ACTION}/organisations/0k3v9qz1m2ac/name": "Kampala Capital City Authority",
    f"{ACTION}/organisations/0k3v9qz1m2ac/role": "accountable",
}


@pytest.mark.parametrize(
    ("status", "by_owner", "by_organiser"),
    [
        ("draft", ["submitted"], []),
        ("submitted", ["draft"], ["draft", "presented"]),
        ("presented", ["endorsed"], ["draft", "endorsed"]),
        ("endorsed", ["implementing"], ["draft"]),
        ("implementing", ["closed"], ["closed"]),
        ("closed", [], []),
    ],
)
def test_every_status_leads_where_its_hands_take_it(status: str, by_owner: list[str], by_organiser: list[str]) -> None:
    found = [find_transitions(PlanStatus(status), hand) for hand in (Hand.OWNER, Hand.ORGANISER, Hand.CONTRIBUTOR)]
    assert found == [by_owner, by_organiser, []]


def test_one_whole_action_is_enough() -> None:
    assert find_lacks(build(WHOLE | {"actions/0k3v9qz1m2zz/title": "A thought"})) == []


def test_plan_without_an_action_lacks_one() -> None:
    assert find_lacks(build({"title": "A plan"})) == [("actions", "a plan needs an action")]


@given(st.sampled_from(sorted(WHOLE)))
def test_whatever_is_taken_from_the_action_is_named(path: str) -> None:
    lacks = find_lacks(build({name: value for name, value in WHOLE.items() if name != path}))
    named = path if "organisations" not in path else f"{ACTION}/organisations"
    assert [where for where, _ in lacks] == [named]


def test_who_only_pays_does_not_answer_for_an_action() -> None:
    path = f"{ACTION}/organisations/0k3v9qz1m2ac/role"
    assert [where for where, _ in find_lacks(build(WHOLE | {path: "funding"}))] == [f"{ACTION}/organisations"]


def test_lacks_are_those_of_the_action_that_comes_closest() -> None:
    fields = {"actions/0000000000aa/title": "A thought"} | WHOLE | {f"{ACTION}/planned_end": None}
    assert [where for where, _ in find_lacks(build(fields))] == [f"{ACTION}/planned_end"]
