"""A speaker's time: a pause costs nothing, minutes more are minutes more, and over is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.stage.rules import (
    SECONDS_MAX,
    SECONDS_MIN,
    Clock,
    lengthened,
    paused,
    remaining_at,
    reset,
    started,
    used_at,
)

NINE = datetime(2019, 11, 1, 9, 0, tzinfo=UTC)
LENGTHS = st.integers(SECONDS_MIN, SECONDS_MAX)
WHILES = st.integers(0, 86_400_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds))
STRETCHES = st.lists(st.tuples(WHILES, WHILES), max_size=20)


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def test_clock_that_does_not_run_has_all_its_time_at_any_moment() -> None:
    assert (remaining_at(Clock(300), NINE), remaining_at(Clock(300), at(86_400))) == (300, 300)


def test_running_clock_counts_down_and_then_over() -> None:
    clock = started(Clock(60), NINE)

    assert [remaining_at(clock, at(seconds)) for seconds in (0, 59.5, 60, 75)] == [60, 0.5, 0, -15]


def test_moment_before_the_start_counts_as_the_start() -> None:
    assert used_at(started(Clock(60, used_before=7), NINE), at(-0.2)) == 7


def test_reset_gives_all_time_back_and_keeps_how_much_that_is() -> None:
    assert reset(Clock(90, NINE, 12.5)) == Clock(90)


@given(LENGTHS, STRETCHES)
def test_only_what_is_spoken_is_used_however_often_it_is_paused(
    length: int, stretches: list[tuple[timedelta, timedelta]]
) -> None:
    clock, now = Clock(length), NINE
    for speaking, pause in stretches:
        clock = paused(started(clock, now), now + speaking)
        now += speaking + pause
    spoken = sum((speaking for speaking, _ in stretches), timedelta())

    assert remaining_at(clock, now) == pytest.approx(length - spoken.total_seconds(), abs=1e-6)


@given(LENGTHS, WHILES, WHILES)
def test_what_is_left_is_the_same_just_before_and_after_a_pause_and_a_start(
    length: int, speaking: timedelta, pause: timedelta
) -> None:
    running = started(Clock(length), NINE)
    stopped = paused(running, NINE + speaking)
    again = started(stopped, NINE + speaking + pause)

    left = remaining_at(running, NINE + speaking)
    assert remaining_at(stopped, NINE + speaking + pause) == left
    assert remaining_at(again, NINE + speaking + pause) == left


@given(LENGTHS, WHILES, st.integers(-SECONDS_MAX, SECONDS_MAX))
def test_what_is_added_is_left_more_whether_it_runs_or_not(length: int, speaking: timedelta, by: int) -> None:
    running = started(Clock(length), NINE)
    for clock in (running, paused(running, NINE + speaking)):
        if SECONDS_MIN <= length + by <= SECONDS_MAX:
            longer = lengthened(clock, by)
            left = remaining_at(clock, NINE + speaking)
            assert remaining_at(longer, NINE + speaking) == pytest.approx(left + by, abs=1e-6)
            assert longer.started_at == clock.started_at
        else:
            with pytest.raises(ValueError, match="seconds"):
                lengthened(clock, by)
