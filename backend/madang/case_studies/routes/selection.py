"""The order of a session: who presents, who stands in reserve; telling it, and publishing."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies.models import CaseStudyCall
from madang.case_studies.queries.calls import get_call
from madang.case_studies.routes.common import CALL, PREFIX, Reader, Writer
from madang.case_studies.schemas import CaseStudiesPublished, CaseStudySelection, SelectionFields
from madang.case_studies.service import selecting as service
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
from madang.programme.models import ProgrammeSession
from madang.programme.queries import get_edition

router = APIRouter(prefix=f"{PREFIX}{CALL}", tags=["case studies"], route_class=RetryableRoute)

_CHANGE = (NotFound, Stale, VersionRequired)


async def _expected(
    db: AsyncSession, caller: Writer, slug: str, session_id: UUID, version: int
) -> tuple[CaseStudyCall, ProgrammeSession]:
    """Return a locked call of the version that the caller has seen. Errors: NotFound, Stale."""
    edition = await get_edition(db, caller, slug)
    call, session = await get_call(db, edition.id, session_id, lock=True)
    if call.version != version:
        expect(version, await service.describe(db, call, session, caller.account_id))
    return call, session


async def _say(
    response: Response, db: AsyncSession, call: CaseStudyCall, session: ProgrammeSession, account_id: UUID
) -> CaseStudySelection:
    shown = await service.describe(db, call, session, account_id)
    say_version(response, shown.version)
    return shown


@router.get("/selection", response_model=CaseStudySelection, responses=refusals(NotFound))
async def get_case_study_selection(
    slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> CaseStudySelection:
    """Read who presents in which order, how many minutes that takes, and what is undecided."""
    edition = await get_edition(db, caller, slug)
    call, session = await get_call(db, edition.id, session_id)
    return await _say(response, db, call, session, caller.account_id)


@router.put("/selection", response_model=CaseStudySelection, responses=refusals(*_CHANGE, Invalid))
async def save_case_study_selection(
    slug: EditionSlug,
    session_id: UUID,
    data: SelectionFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudySelection:
    """Put the case studies of a session into an order, whole. Nobody is told until it is announced."""
    call, session = await _expected(db, caller, slug, session_id, version)
    await service.arrange(db, call, data, now)
    return await _say(response, db, call, session, caller.account_id)


@router.post("/announce", response_model=CaseStudySelection, responses=refusals(*_CHANGE))
async def announce_case_studies(
    slug: EditionSlug,
    session_id: UUID,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudySelection:
    """Tell everybody the outcome that they do not know yet, by one mail each."""
    call, session = await _expected(db, caller, slug, session_id, version)
    await service.announce(db, call, now)
    return await _say(response, db, call, session, caller.account_id)


@router.put("/publication", response_model=CaseStudySelection, responses=refusals(*_CHANGE, Invalid))
async def publish_case_studies(
    slug: EditionSlug,
    session_id: UUID,
    data: CaseStudiesPublished,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudySelection:
    """Show these case studies with their session to everybody, and no others."""
    call, session = await _expected(db, caller, slug, session_id, version)
    await service.publish(db, call, data.ids, now)
    return await _say(response, db, call, session, caller.account_id)
