"""Where a delegation can go, who may take it there, and what it lacks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.countries import countries
from madang.delegations import rules
from madang.delegations.models import Capacity, DelegationStatus
from madang.delegations.rules import CompositionWarning as Lacks

NOW = datetime(2030, 3, 1, tzinfo=UTC)
STATES = st.sampled_from(DelegationStatus)


@given(STATES)
def test_focal_point_does_nothing_that_an_organiser_could_not(status: DelegationStatus) -> None:
    own = rules.find_transitions(status, by_organiser=False)
    assert set(own) <= set(rules.find_transitions(status, by_organiser=True))


@given(STATES)
def test_no_step_leads_nowhere(status: DelegationStatus) -> None:
    assert status not in rules.find_transitions(status, by_organiser=True)


def test_every_state_can_be_reached_from_the_letter() -> None:
    reached, found = set(), {DelegationStatus.INVITED}
    while found - reached:
        reached |= found
        found = {way for status in reached for way in rules.TRANSITIONS[status]}
    assert reached | found == set(DelegationStatus)


@pytest.mark.parametrize(
    ("status", "by_focal_point"),
    [("invited", ["declined"]), ("nominated", ["confirmed", "declined"]), ("confirmed", []), ("withdrawn", [])],
)
def test_focal_point_confirms_or_declines(status: str, by_focal_point: list[str]) -> None:
    assert rules.find_transitions(DelegationStatus(status), by_organiser=False) == by_focal_point


@pytest.mark.parametrize(
    ("deadline", "status", "open_"),
    [
        (None, "invited", True),
        (NOW, "nominated", True),
        (NOW - timedelta(seconds=1), "nominated", False),
        (None, "attended", False),
        (NOW + timedelta(days=1), "declined", False),
    ],
)
def test_nominations_are_taken_up_to_the_deadline(deadline: datetime | None, status: str, open_: bool) -> None:
    assert rules.takes_nominations(DelegationStatus(status), deadline, NOW) is open_


@pytest.mark.parametrize(
    ("capacities", "heads", "free", "lacks"),
    [
        ([], 0, 3, [Lacks.NO_MEMBERS]),
        (["official", "sse_actor"], 1, 0, []),
        (["elected", "expert"], 2, 1, [Lacks.NO_SSE_ACTOR, Lacks.SEVERAL_HEADS, Lacks.SEATS_FREE]),
        (["sse_actor"], 0, 0, [Lacks.NO_GOVERNMENT, Lacks.NO_HEAD]),
    ],
)
def test_warnings_name_what_a_delegation_lacks(
    capacities: list[str], heads: int, free: int, lacks: list[Lacks]
) -> None:
    given_ = [Capacity(capacity) for capacity in capacities]
    assert rules.find_warnings(given_, heads=heads, free_seats=free) == lacks


@given(st.lists(st.sampled_from(Capacity), min_size=1), st.sampled_from(Capacity))
def test_another_member_never_adds_a_missing_kind(members: list[Capacity], one_more: Capacity) -> None:
    kinds = {Lacks.NO_GOVERNMENT, Lacks.NO_SSE_ACTOR}
    before = set(rules.find_warnings(members, heads=1, free_seats=0)) & kinds
    assert set(rules.find_warnings([*members, one_more], heads=1, free_seats=0)) & kinds <= before


def test_countries_are_those_people_come_from() -> None:
    assert {"KR", "TW", "PS", "UG", "XK"} <= countries()
    assert not {"EU", "UN", "ZZ", "XA"} & countries()
