"""The calls for case studies of an edition."""

from uuid import UUID

from fastapi import APIRouter, Response

from madang.case_studies.models import CaseStudyCall
from madang.case_studies.queries import calls as queries
from madang.case_studies.routes.common import CALL, PREFIX, Reader, Writer
from madang.case_studies.schemas import (
    CaseStudyCallFields,
    CaseStudyCalls,
    CaseStudyCallShown,
    SlidesRemind,
    SlidesReminded,
)
from madang.case_studies.service import calls as service
from madang.case_studies.service import reminding
from madang.core.errors import InUse, Invalid, NotFound, Stale, VersionRequired
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
from madang.programme.queries import get_edition, get_session

router = APIRouter(prefix=PREFIX, tags=["case studies"], route_class=RetryableRoute)

_CHANGE = (NotFound, Stale, VersionRequired)


@router.get("/calls", response_model=CaseStudyCalls, responses=refusals(NotFound))
async def get_case_study_calls(slug: EditionSlug, caller: Reader, db: ReadDb, now: Now) -> CaseStudyCalls:
    """List the calls of an edition, and the sessions that could have one."""
    return await service.describe_calls(db, await get_edition(db, caller, slug), now)


@router.get(CALL, response_model=CaseStudyCallShown, responses=refusals(NotFound))
async def get_case_study_call(
    slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb, now: Now
) -> CaseStudyCallShown:
    """Read the call of a session; version 0 where there is none yet."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    shown = await service.describe_call(db, session, await queries.find_call(db, session.id), now)
    say_version(response, shown.version)
    return shown


@router.put(CALL, response_model=CaseStudyCallShown, responses=refusals(*_CHANGE, Invalid))
async def save_case_study_call(
    slug: EditionSlug,
    session_id: UUID,
    data: CaseStudyCallFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudyCallShown:
    """Call for case studies of a session, whole; `If-Match: "0"` does it for the first time."""
    edition = await get_edition(db, caller, slug)
    session = await get_session(db, edition, session_id)
    call: CaseStudyCall | None = await queries.find_call(db, session.id, lock=True)
    expect(version, await service.describe_call(db, session, call, now))
    call = await service.save_call(db, edition, session, call, data, now)
    shown = await service.describe_call(db, session, call, now)
    say_version(response, shown.version)
    return shown


@router.delete(CALL, status_code=204, responses=refusals(*_CHANGE, InUse))
async def delete_case_study_call(
    slug: EditionSlug, session_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take a call back that nobody has begun to answer."""
    edition = await get_edition(db, caller, slug)
    call, session = await queries.get_call(db, edition.id, session_id, lock=True)
    expect(version, await service.describe_call(db, session, call, now))
    await service.delete_call(db, call, now)


@router.post(f"{CALL}/remind", response_model=SlidesReminded, responses=refusals(NotFound))
async def remind_of_case_study_slides(
    slug: EditionSlug, session_id: UUID, data: SlidesRemind, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> SlidesReminded:
    """Write to whoever is selected, knows it and has sent no slides; once a day each."""
    edition = await get_edition(db, caller, slug)
    call, _ = await queries.get_call(db, edition.id, session_id)
    return await reminding.remind(db, edition, call, data.ids, now)
