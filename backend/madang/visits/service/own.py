"""What somebody who takes part in visits sees and does there."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid, NotFound, Stale
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.queries import find_current_release
from madang.programme.snapshot import Snapshot
from madang.visits.errors import NotTakingPart, OptionWithdrawn, QuestionsFull, RankingClosed
from madang.visits.models import VisitPlace, VisitPreference, VisitQuestion, VisitStage
from madang.visits.queries import people, rounds
from madang.visits.queries.rounds import Planned
from madang.visits.schemas.own import (
    OwnOption,
    OwnPlace,
    OwnVisit,
    OwnVisits,
    PreferenceGiven,
    QuestionGiven,
    VisitQuestionPublic,
)
from madang.visits.schemas.people import Explanation
from madang.visits.service.describing import because_of
from madang.visits.service.showing import Shown, show

_MOST_QUESTIONS = 20


def takes_part(visit: Planned, registration: Registration) -> bool:
    """Whether somebody takes part in a visit."""
    coming = registration.status is RegistrationStatus.ACCEPTED and registration.erased_at is None
    return coming and registration.kind in visit.kinds


def _is_shown(visit: Planned) -> bool:
    return visit.stage is not VisitStage.PREPARING or visit.assigned_at is not None


def may_rank(visit: Planned, now: datetime) -> bool:
    """Whether a visit is ranked now: opened, not over, not begun, and with something to choose."""
    in_time = visit.session.starts_at > now and (visit.rank_until is None or visit.rank_until > now)
    return visit.stage is VisitStage.RANKING and in_time and len(visit.offers) > 1


async def describe_own(
    db: AsyncSession, registration: Registration, now: datetime, session_id: UUID | None = None
) -> OwnVisits:
    """Return the visits that somebody takes part in, as far as participants are shown them."""
    found = await rounds.list_visits(db, registration.edition_id, session_id)
    visits = [visit for visit in found if _is_shown(visit) and takes_part(visit, registration)]
    preferences, places = await people.find_own(db, visits, registration.id)
    names = await rounds.find_venue_names(db, visits)
    release = await find_current_release(db, registration.edition_id) if visits else None
    snapshot = cast(Snapshot, release.snapshot) if release else None
    options = [option_id for visit in visits for option_id in visit.options]
    questions = await people.list_own_questions(db, registration.id, options)
    items = []
    for visit in visits:
        assert visit.round is not None  # who has none is not shown
        place = places.get(visit.round.id) if visit.assigned_at else None
        positions = await people.waitlist_positions(db, visit) if place and place.option_id is None else {}
        items.append(
            _describe(
                visit,
                preferences.get(visit.round.id),
                _describe_place(place, positions.get(registration.id)) if place else None,
                [question for question in questions if question.option_id in visit.options],
                show(visit, names, snapshot),
                now,
            )
        )
    return OwnVisits(items=items)


def _describe(
    visit: Planned,
    preference: VisitPreference | None,
    place: OwnPlace | None,
    questions: Sequence[VisitQuestion],
    shown: Shown,
    now: datetime,
) -> OwnVisit:
    return OwnVisit(
        session_id=visit.session.id,
        title=shown.title,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        status=shown.status,
        stage=visit.stage,
        rank_until=visit.rank_until,
        may_rank=may_rank(visit, now),
        version=preference.version if preference else 0,
        # What the programme has lost since is not theirs to sort any more.
        ranks=[option for option in map(UUID, preference.ranks) if option in visit.options] if preference else [],
        options=[
            OwnOption(
                option_id=option_id,
                title=option.title,
                capacity=planned.capacity,
                offered=visit.is_offered(option_id),
                stops=option.stops,
                transport=planned.transport,
                meeting_point=planned.meeting_point,
                meets_at=planned.meets_at,
            )
            for option_id, option in shown.options.items()
            for planned in [visit.visit_of(option_id)]
        ],
        place=place,
        questions=[VisitQuestionPublic.model_validate(question) for question in questions],
    )


def _describe_place(place: VisitPlace, position: int | None) -> OwnPlace:
    return OwnPlace(
        option_id=place.option_id,
        rank=place.rank,
        because=because_of(place),
        explanation=Explanation.model_validate(place.explanation),
        waitlist_position=position,
    )


async def get_own_visit(db: AsyncSession, registration: Registration, session_id: UUID, now: datetime) -> OwnVisit:
    """Return one visit as somebody who takes part sees it. Errors: NotFound; NotTakingPart."""
    found = await describe_own(db, registration, now, session_id)
    if not found.items:
        require_part(await rounds.get_visit(db, registration.edition_id, session_id), registration)
    return found.items[0]


def require_part(visit: Planned, registration: Registration) -> None:
    """Refuse whom a visit is not shown to. Errors: NotFound; NotTakingPart."""
    if not _is_shown(visit):
        raise NotFound("there is no such visit in this edition")
    if not takes_part(visit, registration):
        raise NotTakingPart("this visit is for accepted participants of other kinds than yours")


async def find_preference(db: AsyncSession, visit: Planned, registration: Registration) -> VisitPreference | None:
    """Return what somebody wants of a visit, if they ever said so."""
    preferences, _ = await people.find_own(db, [visit], registration.id)
    return next(iter(preferences.values()), None)


async def save_preference(
    db: AsyncSession,
    visit: Planned,
    registration: Registration,
    before: VisitPreference | None,
    given: PreferenceGiven,
    now: datetime,
) -> None:
    """Rank the options of a visit, whole; an empty list is no wish. The planning of `visit` is locked, shared.

    Errors: Invalid; RankingClosed; OptionWithdrawn; Stale when the first ranks come twice at the same moment.
    """
    _check_ranks(visit, given)
    if not may_rank(visit, now):
        raise RankingClosed(_why_closed(visit, now))
    withdrawn = [
        (f"/body/ranks/{number}", "this option is not offered any more")
        for number, option_id in enumerate(given.ranks)
        if not visit.is_offered(option_id)
    ]
    if withdrawn:
        raise OptionWithdrawn("an option that you ranked is not offered any more", errors=withdrawn)
    assert visit.round is not None  # ranking is open
    preference = before or VisitPreference(
        round_id=visit.round.id, registration_id=registration.id, ranks=[], created_at=now
    )
    preference.ranks = [str(option_id) for option_id in given.ranks]
    preference.touch(now)
    db.add(preference)
    await flush_new(db, Stale("you ranked this at the same moment elsewhere; read it again"))


def _check_ranks(visit: Planned, given: PreferenceGiven) -> None:
    wrong = []
    for number, option_id in enumerate(given.ranks):
        if option_id not in visit.options:
            wrong.append((f"/body/ranks/{number}", "this visit has no such option"))
        elif option_id in given.ranks[:number]:
            wrong.append((f"/body/ranks/{number}", "this option is ranked twice"))
    if wrong:
        raise Invalid(wrong[0][1], errors=wrong)


def _why_closed(visit: Planned, now: datetime) -> str:
    if visit.stage is not VisitStage.RANKING:
        return "this visit is not ranked at this moment"
    if visit.session.starts_at <= now:
        return "this visit has begun"
    if visit.rank_until is not None and visit.rank_until <= now:
        return f"ranking was open until {visit.rank_until:%Y-%m-%d %H:%M} UTC"
    return "there is nothing to choose from"


async def ask(
    db: AsyncSession, visit: OwnVisit, registration: Registration, given: QuestionGiven, now: datetime
) -> VisitQuestion:
    """Ask the host of an option something. Errors: Invalid; QuestionsFull."""
    if given.option_id not in {option.option_id for option in visit.options}:
        wrong = "this visit has no such option"
        raise Invalid(wrong, errors=[("/body/option_id", wrong)])
    if len(visit.questions) >= _MOST_QUESTIONS:
        raise QuestionsFull(f"you have asked {_MOST_QUESTIONS} questions about this visit already")
    question = VisitQuestion(option_id=given.option_id, registration_id=registration.id, text=given.text, asked_at=now)
    db.add(question)
    await flush_new(db)
    return question
