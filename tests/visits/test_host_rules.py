"""What a host has to be told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.visits.rules.hosts import (
    Change,
    Facts,
    as_told_to,
    called_off,
    count_titles,
    find_changes,
    read_facts,
    write_facts,
)

NOON = datetime(2019, 10, 29, 12, 0, tzinfo=UTC)
TOLD = Facts("park", NOON, NOON + timedelta(hours=2), people=24)
moments = st.integers(0, 72).map(lambda hours: NOON + timedelta(hours=hours))
facts = st.builds(
    Facts, st.sampled_from(["park", "arcade"]), moments, moments, st.none() | st.integers(0, 300), st.booleans()
)


@given(facts)
def test_what_was_told_is_not_told_again(now: Facts) -> None:
    assert find_changes(now, now) == frozenset()
    assert read_facts(write_facts(now)) == now


@given(facts, facts)
def test_telling_leaves_nothing_to_tell(told: Facts, now: Facts) -> None:
    theirs = as_told_to(told, now)
    assert find_changes(theirs, as_told_to(theirs, now)) == frozenset()
    # Nothing of the numbers and times of a visit that is off.
    assert not theirs.called_off or find_changes(told, theirs) <= {Change.CALLED_OFF}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (24, 26, False),
        (24, 27, True),
        (24, 21, True),
        (100, 102, False),
        (100, 103, True),
        (15, 17, True),  # more than a tenth
        (12, 11, False),
        (5, 6, True),
        (0, 1, True),
        (None, 0, True),
        (24, None, False),
    ],
)
def test_head_count_is_news_from_a_tenth_or_three_people_on(before: int | None, after: int | None, told: bool) -> None:
    changes = find_changes(replace(TOLD, people=before), replace(TOLD, people=after))
    assert changes == (frozenset({Change.PEOPLE}) if told else frozenset())


def test_visit_that_goes_elsewhere_is_off_for_who_was_asked() -> None:
    moved = replace(TOLD, venue_id="arcade", people=90)
    assert as_told_to(TOLD, moved) == called_off(TOLD)
    assert as_told_to(None, moved) == moved


def test_visit_that_is_on_again_is_told_with_what_changed_meanwhile() -> None:
    later = replace(TOLD, starts_at=NOON + timedelta(hours=1))
    assert find_changes(called_off(TOLD), later) == {Change.ON_AGAIN, Change.TIMES}


def test_answer_is_about_place_and_times_not_about_one_person_more() -> None:
    assert replace(TOLD, people=25).seen == TOLD.seen
    others = [replace(TOLD, venue_id="x"), replace(TOLD, ends_at=NOON), called_off(TOLD)]
    assert TOLD.seen not in {other.seen for other in others}


def test_titles_are_counted_without_the_names_of_who_holds_them() -> None:
    people = [
        ("Director", ["Kampala trainee 1"]),
        ("Director", ["Kisumu trainee 2", None]),
        ("Assistant of  Kampala trainee 1", ["Kampala trainee 1"]),
        (None, ["Durban trainee 3"]),
        ("kampala trainee 9", ["Kampala trainee 9"]),
    ]
    assert count_titles(people) == [("Director", 2), ("Assistant of …", 1), ("…", 1)]
