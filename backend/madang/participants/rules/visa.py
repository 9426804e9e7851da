"""Where a visa can go from where it stands, and by when somebody has to apply. All pure."""

from datetime import date, timedelta

from madang.participants.models import VisaStatus

STEPS: dict[VisaStatus | None, frozenset[VisaStatus]] = {
    None: frozenset({VisaStatus.NOT_NEEDED, VisaStatus.REQUESTED}),
    VisaStatus.NOT_NEEDED: frozenset({VisaStatus.REQUESTED}),
    VisaStatus.REQUESTED: frozenset({VisaStatus.NOT_NEEDED, VisaStatus.LETTER_SENT}),
    VisaStatus.LETTER_SENT: frozenset({VisaStatus.REQUESTED, VisaStatus.APPLIED}),
    VisaStatus.APPLIED: frozenset({VisaStatus.GRANTED, VisaStatus.REFUSED}),
    VisaStatus.GRANTED: frozenset({VisaStatus.REQUESTED}),
    VisaStatus.REFUSED: frozenset({VisaStatus.REQUESTED}),
}
"""Whoever needs another letter, after a refusal or with new dates, requests it anew."""

# What its owner does, or hears first; that a letter was sent, only organisers know.
OWN_STEPS = frozenset(VisaStatus) - {VisaStatus.LETTER_SENT}
_UNDECIDED = frozenset({VisaStatus.REQUESTED, VisaStatus.LETTER_SENT})
_BEFORE_TRAVEL = timedelta(days=30)  # consulates take fifteen days (Visa Code art. 23) and want to be asked in time


def visa_steps(status: VisaStatus | None, *, own: bool) -> list[VisaStatus]:
    """Return where a visa can go from where it stands, by its owner or by an organiser."""
    steps = STEPS[status] & OWN_STEPS if own else STEPS[status]
    return [step for step in VisaStatus if step in steps]


def apply_by(travels_on: date | None) -> date | None:
    """Return the last day to hand in an application, counted back from travel."""
    return travels_on - _BEFORE_TRAVEL if travels_on and travels_on - date.min > _BEFORE_TRAVEL else None


def is_overdue(status: VisaStatus, last_day: date | None, today: date) -> bool:
    """Whether an application ought to have been handed in."""
    return status in _UNDECIDED and last_day is not None and last_day < today
