"""How much of a speaker's time is used, and what starting, pausing and adding make of it. All pure."""

from dataclasses import dataclass, replace
from datetime import datetime

SECONDS_MIN, SECONDS_MAX = 30, 7200


@dataclass(frozen=True)
class Clock:
    """A speaker's time: how long it is, since when it runs (None: it does not), and what was used before that."""

    seconds: int
    started_at: datetime | None = None
    used_before: float = 0.0


def used_at(clock: Clock, now: datetime) -> float:
    """Return how many seconds are used at a moment.

    One before the start counts as the start: clocks of two server processes need not agree to the millisecond.
    """
    if clock.started_at is None:
        return clock.used_before
    return clock.used_before + max((now - clock.started_at).total_seconds(), 0.0)


def remaining_at(clock: Clock, now: datetime) -> float:
    """Return how many seconds are left at a moment; negative once the time is up."""
    return clock.seconds - used_at(clock, now)


def started(clock: Clock, now: datetime) -> Clock:
    """Return a clock that does not run as it runs from now on."""
    return replace(clock, started_at=now)


def paused(clock: Clock, now: datetime) -> Clock:
    """Return a clock as it stands still from now on: exactly as much is left as at this moment."""
    return replace(clock, started_at=None, used_before=used_at(clock, now))


def reset(clock: Clock) -> Clock:
    """Return a clock at its beginning, not running, with all the time that it was given."""
    return replace(clock, started_at=None, used_before=0.0)


def lengthened(clock: Clock, by: int) -> Clock:
    """Return a clock with so many seconds more, or fewer, whether it runs or not.

    Errors: ValueError when that is less or more than a timer can have.
    """
    seconds = clock.seconds + by
    if not SECONDS_MIN <= seconds <= SECONDS_MAX:
        raise ValueError(f"that would make {seconds} seconds; a timer has from {SECONDS_MIN} to {SECONDS_MAX}")
    return replace(clock, seconds=seconds)
