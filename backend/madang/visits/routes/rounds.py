"""The visits of an edition, how they are planned, and whether participants rank."""

from uuid import UUID

from fastapi import APIRouter, Response

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
from madang.programme.queries import get_edition
from madang.visits.errors import StageUnavailable
from madang.visits.queries.rounds import get_visit
from madang.visits.routes.common import Reader, Writer
from madang.visits.schemas.rounds import StageGiven, VisitRoundPublic, VisitRounds, VisitSettings
from madang.visits.service import describing, settings

router = APIRouter(prefix="/api/v1/editions/{edition}/visits", tags=["visits"], route_class=RetryableRoute)

_CHANGE = (NotFound, Stale, VersionRequired)


@router.get("", response_model=VisitRounds, responses=refusals(NotFound))
async def get_visit_rounds(slug: EditionSlug, caller: Reader, db: ReadDb) -> VisitRounds:
    """List the visits of an edition's draft: its sessions of kind `field_visit` that have options."""
    return await describing.describe_rounds(db, await get_edition(db, caller, slug))


@router.get("/{session_id}", response_model=VisitRoundPublic, responses=refusals(NotFound))
async def get_visit_round(
    slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> VisitRoundPublic:
    """Read how a visit is planned, how many want and have what, and what cannot be met."""
    edition = await get_edition(db, caller, slug)
    shown = await describing.describe_round(db, await get_visit(db, edition.id, session_id))
    say_version(response, shown.version)
    return shown


@router.put("/{session_id}", response_model=VisitRoundPublic, responses=refusals(*_CHANGE, Invalid))
async def save_visit_settings(
    slug: EditionSlug,
    session_id: UUID,
    data: VisitSettings,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> VisitRoundPublic:
    """Plan a visit, whole; `If-Match: "0"` begins it. Who is placed stays placed until places are given anew."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id, lock="exclusive")
    if visit.version != version:
        expect(version, await describing.describe_round(db, visit))
    await settings.save_settings(db, visit, data, now)
    shown = await describing.describe_round(db, await get_visit(db, edition.id, session_id))
    say_version(response, shown.version)
    return shown


@router.post("/{session_id}/stage", response_model=VisitRoundPublic, responses=refusals(*_CHANGE, StageUnavailable))
async def set_visit_stage(
    slug: EditionSlug,
    session_id: UUID,
    data: StageGiven,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> VisitRoundPublic:
    """Let participants rank, also again after places were given, or no longer. Places stay as they are."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id, lock="exclusive")
    if visit.version != version:
        expect(version, await describing.describe_round(db, visit))
    await settings.set_stage(db, visit, data.stage, now)
    shown = await describing.describe_round(db, await get_visit(db, edition.id, session_id))
    say_version(response, shown.version)
    return shown
