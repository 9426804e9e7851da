"""Visits as whoever takes part sees them: ranked, and asked about."""

from uuid import UUID

from fastapi import APIRouter, Response

from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    refusals,
    say_version,
)
from madang.participants.access import Owner
from madang.participants.queries.care import get_own_registration
from madang.visits.errors import NotTakingPart, OptionWithdrawn, QuestionsFull, RankingClosed
from madang.visits.models import VisitQuestion
from madang.visits.queries.rounds import get_visit
from madang.visits.schemas.own import OwnVisit, OwnVisits, PreferenceGiven, QuestionGiven, VisitQuestionPublic
from madang.visits.service import own

router = APIRouter(
    prefix="/api/v1/me/registrations/{edition}/visits", tags=["registration"], route_class=RetryableRoute
)

_OWN = (Unauthenticated, LoginNeeded, NotFound)


@router.get("", response_model=OwnVisits, responses=refusals(*_OWN))
async def get_own_visits(slug: EditionSlug, caller: Owner, db: ReadDb, now: Now) -> OwnVisits:
    """Read the visits that the caller takes part in: what there is, what they want, where they go and why."""
    registration, _ = await get_own_registration(db, caller.account_id, slug)
    return await own.describe_own(db, registration, now)


@router.put(
    "/{session_id}/preference",
    response_model=OwnVisit,
    responses=refusals(*_OWN, Stale, VersionRequired, Invalid, NotTakingPart, RankingClosed, OptionWithdrawn),
)
async def save_own_preference(
    slug: EditionSlug,
    session_id: UUID,
    data: PreferenceGiven,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> OwnVisit:
    """Rank the options of a visit, whole; `If-Match: "0"` does it for the first time."""
    registration, edition = await get_own_registration(db, caller.account_id, slug)
    visit = await get_visit(db, edition.id, session_id, lock="shared")
    own.require_part(visit, registration)
    before = await own.find_preference(db, visit, registration)
    if version != (before.version if before else 0):
        expect(version, await own.get_own_visit(db, registration, session_id, now))
    await own.save_preference(db, visit, registration, before, data, now)
    shown = await own.get_own_visit(db, registration, session_id, now)
    say_version(response, shown.version)
    return shown


@router.post(
    "/{session_id}/questions",
    response_model=VisitQuestionPublic,
    status_code=201,
    responses=refusals(*_OWN, Invalid, NotTakingPart, QuestionsFull),
)
async def ask_visit_host(
    slug: EditionSlug,
    session_id: UUID,
    data: QuestionGiven,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> VisitQuestion:
    """Ask the host of an option something; the host answers everybody's questions and sees nobody's name."""
    # Locked: two questions at once are counted one after the other.
    registration, _ = await get_own_registration(db, caller.account_id, slug, lock=True)
    visit = await own.get_own_visit(db, registration, session_id, now)
    return await own.ask(db, visit, registration, data, now)
