"""Case studies for whoever writes them: one's own and those of one's delegation."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.case_studies.errors import CallClosed, CaseStudyIncomplete, CaseStudyStepUnavailable, PresenterMissing
from madang.case_studies.queries import own as queries
from madang.case_studies.queries.calls import get_call_by_id
from madang.case_studies.routes.common import OWN_PREFIX, SLIDES, Owner, send_slides
from madang.case_studies.schemas import (
    CaseStudyCreate,
    CaseStudyStep,
    CaseStudyUpdate,
    OwnCaseStudies,
    OwnCaseStudy,
)
from madang.case_studies.service import own as service
from madang.case_studies.service.describing import get_slides
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
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

router = APIRouter(prefix=OWN_PREFIX, tags=["case studies"], route_class=RetryableRoute)

_OWN = (Unauthenticated, LoginNeeded, NotFound)
_CHANGE = (*_OWN, Stale, VersionRequired, CallClosed, CaseStudyIncomplete)


@router.get("", response_model=OwnCaseStudies, responses=refusals(*_OWN))
async def get_own_case_studies(slug: EditionSlug, caller: Owner, db: ReadDb, now: Now) -> OwnCaseStudies:
    """Read what an edition asks for, and what you and your delegation hand in."""
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    return await service.describe_all(db, caller.account_id, edition, now)


@router.post(
    "",
    response_model=OwnCaseStudy,
    status_code=201,
    responses=refusals(*_OWN, CallClosed, PresenterMissing, Invalid, Taken),
)
async def begin_own_case_study(
    slug: EditionSlug,
    data: CaseStudyCreate,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> OwnCaseStudy:
    """Begin a case study for one call; one person presents one of each session."""
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    study = await service.begin(db, edition, data, account_id=caller.account_id, now=now)
    say_version(response, study.version)
    return await service.describe(db, study, now)


@router.get("/{case_study_id}", response_model=OwnCaseStudy, responses=refusals(*_OWN))
async def get_own_case_study(
    slug: EditionSlug, case_study_id: UUID, response: Response, caller: Owner, db: ReadDb, now: Now
) -> OwnCaseStudy:
    """Read one of yours."""
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    study = await queries.get_own(db, caller.account_id, edition.id, case_study_id)
    say_version(response, study.version)
    return await service.describe(db, study, now)


@router.patch("/{case_study_id}", response_model=OwnCaseStudy, responses=refusals(*_CHANGE, Invalid, Taken))
async def update_own_case_study(
    slug: EditionSlug,
    case_study_id: UUID,
    data: CaseStudyUpdate,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> OwnCaseStudy:
    """Change one of yours. A draft takes whatever there is; what was handed in stays whole, until the deadline.

    Slides are welcome long after it.
    """
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    study = await queries.get_own(db, caller.account_id, edition.id, case_study_id, lock=True)
    if study.version != version:
        expect(version, await service.describe(db, study, now))
    await service.update(db, study, data, account_id=caller.account_id, now=now)
    say_version(response, study.version)
    return await service.describe(db, study, now)


@router.post(
    "/{case_study_id}/transitions",
    response_model=OwnCaseStudy,
    responses=refusals(*_CHANGE, CaseStudyStepUnavailable),
)
async def move_own_case_study(
    slug: EditionSlug,
    case_study_id: UUID,
    data: CaseStudyStep,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> OwnCaseStudy:
    """Hand one of yours in, withdraw it, or take it up again."""
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    study = await queries.get_own(db, caller.account_id, edition.id, case_study_id, lock=True)
    if study.version != version:
        expect(version, await service.describe(db, study, now))
    await service.step(db, study, await get_call_by_id(db, study.call_id), data, now)
    say_version(response, study.version)
    return await service.describe(db, study, now)


@router.get("/{case_study_id}/slides", response_class=StreamingResponse, responses={**SLIDES, **refusals(*_OWN)})
async def get_own_case_study_slides(
    slug: EditionSlug, case_study_id: UUID, request: Request, caller: Owner, db: ReadDb
) -> StreamingResponse:
    """Save the slides of one of yours, whoever of you handed them in."""
    edition = await queries.get_edition_of_writer(db, caller.account_id, slug)
    study = await queries.get_own(db, caller.account_id, edition.id, case_study_id)
    return await send_slides(request, await get_slides(db, study))
