"""What a case study lacks, where it can go, and how minutes are shared."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.case_studies import rules
from madang.case_studies.models import CaseStudyStatus
from madang.case_studies.rules import CaseStudyCallState, CaseStudyPart

NOON = datetime(2019, 10, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATUSES = st.sampled_from(CaseStudyStatus)
TOLD = st.none() | st.sampled_from(sorted(rules.OUTCOMES))


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (None, None, CaseStudyCallState.OPEN),
        (NOON, None, CaseStudyCallState.OPEN),
        (NOON + HOUR, None, CaseStudyCallState.NOT_OPEN),
        (None, NOON, CaseStudyCallState.CLOSED),
        (None, NOON + HOUR, CaseStudyCallState.OPEN),
    ],
)
def test_call_is_open_from_its_beginning_until_before_its_deadline(
    opens: datetime | None, closes: datetime | None, state: CaseStudyCallState
) -> None:
    assert rules.call_state(opens, closes, NOON) is state


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.lists(st.booleans(), max_size=2))
def test_every_part_is_said_to_be_there_or_missing_once(
    title: bool, stakeholders: bool, results: bool, lessons: bool, slides: bool, examples: list[bool]
) -> None:
    found = rules.look_through(
        title="x" * title,
        examples=[{"title": "", "text": "x" * there} for there in examples],
        stakeholders="x" * stakeholders,
        results="x" * results,
        lessons="x" * lessons,
        slides=slides,
    )

    assert sorted([*found.filled, *found.missing, *found.welcome]) == sorted(CaseStudyPart)
    assert (not found.missing) == (title and results and bool(examples) and all(examples))


@given(STATUSES, TOLD, STATUSES)
def test_what_is_only_considered_changes_nothing_for_its_owners(
    before: CaseStudyStatus, told: CaseStudyStatus | None, after: CaseStudyStatus
) -> None:
    if {before, after} <= rules.ARRANGED:
        assert rules.status_for_owner(before, told) is rules.status_for_owner(after, told)


@given(STATUSES, st.booleans(), st.booleans())
def test_words_stay_as_they_are_once_the_deadline_has_passed(
    shown: CaseStudyStatus, is_open: bool, reopened: bool
) -> None:
    when = {"is_open": is_open, "reopened": reopened}
    may = rules.may_write(shown, **when)
    assert may == ((is_open or reopened) and shown in (CaseStudyStatus.DRAFT, CaseStudyStatus.SUBMITTED))
    assert rules.may_give_slides(shown, **when) >= may
    steps = rules.owner_steps(shown, **when)
    assert is_open or reopened or set(steps) <= {CaseStudyStatus.WITHDRAWN}


@given(st.integers(1, 300), st.lists(st.none() | st.integers(1, 60), max_size=9), st.integers(1, 60))
def test_minutes_are_given_away_or_left(whole: int, own: list[int | None], each: int) -> None:
    taken, left = rules.share_minutes(whole, own, each)
    assert taken + left == whole
    assert taken == sum(each if minutes is None else minutes for minutes in own)


@pytest.mark.parametrize(
    ("passed", "which"),
    [
        (-timedelta(days=4), None),
        (-timedelta(days=3), "before"),
        (timedelta(), None),
        (timedelta(days=1), "after"),
        (timedelta(days=5), None),
    ],
)
def test_slides_are_asked_for_before_their_day_and_a_day_after_it(passed: timedelta, which: str | None) -> None:
    assert rules.reminder_due(NOON, 3, NOON + passed, NOON + timedelta(days=5)) == which
