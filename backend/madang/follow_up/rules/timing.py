"""When a report is due, where it stands, and on which days its people are reminded. All pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

# A reminder whose day has passed by more is not sent any more: the worker stood still, or the plan came later.
_MADE_UP_FOR = timedelta(days=3)


class ReportState(StrEnum):
    """Where a plan stands with one report; each is in exactly one of them."""

    NOT_BEGUN = "not_begun"  # the plan is not being carried out, so that nothing is expected
    UPCOMING = "upcoming"  # its first day has not come
    DUE = "due"  # there is time still
    LATE = "late"  # the day has passed, and it was opened but not completed
    SILENT = "silent"  # the day has passed, and nobody has even opened it
    COMPLETE = "complete"


# Who is reminded.
OWED = frozenset({ReportState.DUE, ReportState.LATE, ReportState.SILENT})


def state_of(
    *, opens_on: date, due_on: date, today: date, carried_out: bool, opened: bool, complete: bool
) -> ReportState:
    """Return where a plan stands with a report. `today` is the day where the edition is held."""
    if complete:
        return ReportState.COMPLETE
    if not carried_out:
        return ReportState.NOT_BEGUN
    if today > due_on:
        return ReportState.LATE if opened else ReportState.SILENT
    return ReportState.DUE if opened or today >= opens_on else ReportState.UPCOMING


def reminder_days(due_on: date, before: Iterable[int], after: Iterable[int]) -> list[date]:
    """Return the days on which whoever owes a report is written to, ascending, each once."""
    return sorted({due_on + timedelta(days=number) for number in (*(-number for number in before), *after)})


def reminder_is_owed(days: Iterable[date], today: date, last: date | None, *, since: date) -> bool:
    """Whether a reminder is to be sent today: its day has come, and none was sent since.

    One that was missed is made up for within a few days. `since`: when it was said that there would be any; earlier
    days count for nothing. `last` is the day of the last reminder, sent by hand or not.
    """
    come = [day for day in days if since <= day <= today]
    latest = max(come, default=None)
    if latest is None or today - latest > _MADE_UP_FOR:
        return False
    return last is None or last < latest
