"""What a case study lacks, where it can go, who may know what, how a session's minutes are shared. All pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from madang.case_studies.models import CaseStudyStatus

EXAMPLES_MOST = 2
_LATE_REMINDER = timedelta(days=1)


class CaseStudyPart(StrEnum):
    """One part of what is handed in."""

    TITLE = "title"
    EXAMPLES = "examples"
    STAKEHOLDERS = "stakeholders"
    RESULTS = "results"
    LESSONS = "lessons"
    SLIDES = "slides"


class CaseStudyCallState(StrEnum):
    """Whether a call takes anything at the moment."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    CLOSED = "closed"


# Without these nothing is handed in; slides come later.
NEEDED = (CaseStudyPart.TITLE, CaseStudyPart.EXAMPLES, CaseStudyPart.RESULTS)
OUTCOMES = frozenset({CaseStudyStatus.SELECTED, CaseStudyStatus.RESERVE, CaseStudyStatus.NOT_SELECTED})
# What organisers put into an order.
ARRANGED = OUTCOMES | {CaseStudyStatus.SUBMITTED}
PUBLISHABLE = frozenset({CaseStudyStatus.SELECTED, CaseStudyStatus.PRESENTED})

_OWNER_STEPS: Mapping[CaseStudyStatus, tuple[CaseStudyStatus, ...]] = {
    CaseStudyStatus.DRAFT: (CaseStudyStatus.SUBMITTED, CaseStudyStatus.WITHDRAWN),
    CaseStudyStatus.SUBMITTED: (CaseStudyStatus.WITHDRAWN,),
    CaseStudyStatus.SELECTED: (CaseStudyStatus.WITHDRAWN,),
    CaseStudyStatus.RESERVE: (CaseStudyStatus.WITHDRAWN,),
    CaseStudyStatus.WITHDRAWN: (CaseStudyStatus.DRAFT,),
}
_OFFICE_STEPS: Mapping[CaseStudyStatus, tuple[CaseStudyStatus, ...]] = {
    CaseStudyStatus.DRAFT: (CaseStudyStatus.SUBMITTED, CaseStudyStatus.WITHDRAWN),
    CaseStudyStatus.SUBMITTED: (CaseStudyStatus.DRAFT, CaseStudyStatus.WITHDRAWN),
    CaseStudyStatus.SELECTED: (CaseStudyStatus.PRESENTED, CaseStudyStatus.WITHDRAWN),
    CaseStudyStatus.RESERVE: (CaseStudyStatus.WITHDRAWN,),
    CaseStudyStatus.NOT_SELECTED: (),
    CaseStudyStatus.PRESENTED: (CaseStudyStatus.SELECTED,),
    CaseStudyStatus.WITHDRAWN: (CaseStudyStatus.DRAFT,),
}
_WRITTEN = frozenset({CaseStudyStatus.DRAFT, CaseStudyStatus.SUBMITTED})
# Slides are late more often than not, and some are mended after they were shown.
_SLIDES_WELCOME = PUBLISHABLE | {CaseStudyStatus.SUBMITTED, CaseStudyStatus.RESERVE}


def call_state(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> CaseStudyCallState:
    """Return whether a call takes anything: from `opens_at` on, until before `closes_at`; None is no bound."""
    if opens_at is not None and now < opens_at:
        return CaseStudyCallState.NOT_OPEN
    if closes_at is not None and now >= closes_at:
        return CaseStudyCallState.CLOSED
    return CaseStudyCallState.OPEN


def status_for_owner(status: CaseStudyStatus, told: CaseStudyStatus | None) -> CaseStudyStatus:
    """Return where a case study stands for whoever wrote it: what was told last, whatever is being considered."""
    if status not in ARRANGED:
        return status
    return told or CaseStudyStatus.SUBMITTED


def may_write(shown: CaseStudyStatus, *, is_open: bool, reopened: bool) -> bool:
    """Whether its owners may change the words of a case study."""
    return shown in _WRITTEN and (is_open or reopened)


def may_give_slides(shown: CaseStudyStatus, *, is_open: bool, reopened: bool) -> bool:
    """Whether its owners may hand in slides, or say who may see them: also long after the deadline."""
    return shown in _SLIDES_WELCOME or may_write(shown, is_open=is_open, reopened=reopened)


def owner_steps(shown: CaseStudyStatus, *, is_open: bool, reopened: bool) -> list[CaseStudyStatus]:
    """Return where its owners may take a case study; handing in needs an open call, as taking it up again does."""
    steps = _OWNER_STEPS.get(shown, ())
    return [to for to in steps if to is CaseStudyStatus.WITHDRAWN or is_open or reopened]


def office_steps(status: CaseStudyStatus) -> list[CaseStudyStatus]:
    """Return where organisers may take a case study by itself, the order of a session apart."""
    return list(_OFFICE_STEPS[status])


@dataclass(frozen=True)
class Filled:
    """Which parts are there, which are missing and needed, which are missing and welcome."""

    filled: list[CaseStudyPart]
    missing: list[CaseStudyPart]
    welcome: list[CaseStudyPart]


def look_through(
    *, title: str, examples: Sequence[Mapping[str, str]], stakeholders: str, results: str, lessons: str, slides: bool
) -> Filled:
    """Return what is there and what is missing. An example counts by its text; one that was begun has to have some."""
    there = {
        CaseStudyPart.TITLE: bool(title),
        CaseStudyPart.EXAMPLES: bool(examples) and all(example.get("text") for example in examples),
        CaseStudyPart.STAKEHOLDERS: bool(stakeholders),
        CaseStudyPart.RESULTS: bool(results),
        CaseStudyPart.LESSONS: bool(lessons),
        CaseStudyPart.SLIDES: slides,
    }
    absent = [part for part, given in there.items() if not given]
    return Filled(
        filled=[part for part, given in there.items() if given],
        missing=[part for part in absent if part in NEEDED],
        welcome=[part for part in absent if part not in NEEDED],
    )


def mean(marks: Iterable[int]) -> float | None:
    """Return the mean of some marks to two places; None of none."""
    given = list(marks)
    return round(sum(given) / len(given), 2) if given else None


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return how many whole minutes a session has."""
    return int((ends_at - starts_at).total_seconds() // 60)


def share_minutes(whole: int, own: Iterable[int | None], each: int) -> tuple[int, int]:
    """Return how many minutes are given away and how many are left; fewer than none when it is over-full."""
    taken = sum(minutes or each for minutes in own)
    return taken, whole - taken


def reminder_due(slides_by: datetime, remind_days: int, now: datetime, until: datetime) -> str | None:
    """Return which reminder of missing slides is due: `before`, or `after` a day has passed; none once it begins."""
    if now >= until:
        return None
    if now >= slides_by + _LATE_REMINDER:
        return "after"
    if remind_days and slides_by - timedelta(days=remind_days) <= now < slides_by:
        return "before"
    return None


def examples_of(given: Sequence[Any]) -> list[dict[str, str]]:
    """Return examples as they are stored: the last empty ones are left out, for nobody wrote them."""
    rows = [{"title": example.title or "", "text": example.text or ""} for example in given]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows
