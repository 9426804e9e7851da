"""Case studies as organisers read, rate and handle them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from madang.case_studies.errors import CaseStudyIncomplete, CaseStudyStepUnavailable
from madang.case_studies.models import CaseStudyReview, CaseStudyStatus
from madang.case_studies.queries import calls, studies
from madang.case_studies.routes.common import PREFIX, SLIDES, Reader, Writer, send_slides
from madang.case_studies.schemas import (
    CaseStudyItem,
    CaseStudyReviewFields,
    CaseStudyShown,
    CaseStudyStep,
)
from madang.case_studies.service import describing, reviewing
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.programme.queries import get_edition

router = APIRouter(prefix=PREFIX, tags=["case studies"], route_class=RetryableRoute)

_CHANGE = (NotFound, Stale, VersionRequired, CaseStudyStepUnavailable)


@router.get("", response_model=Page[CaseStudyItem], responses=refusals(NotFound))
async def list_case_studies(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    session_id: UUID | None = None,
    status: Annotated[list[CaseStudyStatus] | None, Query()] = None,
    slides_missing: Annotated[bool, Query(description="Only selected ones that were told so and owe slides.")] = False,
) -> dict[str, Any]:
    """List the case studies of an edition, drafts too, in the order in which they were begun."""
    edition = await get_edition(db, caller, slug)
    found = await studies.list_studies(
        db, edition.id, page, session_id=session_id, statuses=status, slides_missing=slides_missing
    )
    sessions = {call.id: call.session_id for call, _ in await calls.list_calls(db, edition.id)}
    items = await describing.describe_items(db, found.items, caller.account_id, sessions)
    return make_page(request, response, Found(items, found.next_cursor))


@router.get("/{case_study_id}", response_model=CaseStudyShown, responses=refusals(NotFound))
async def get_case_study(
    slug: EditionSlug, case_study_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> CaseStudyShown:
    """Read a case study whole, with its history and its reviews as far as one may be led by them."""
    edition = await get_edition(db, caller, slug)
    study = await studies.get_study(db, edition.id, case_study_id)
    say_version(response, study.version)
    return await describing.describe_study(db, study, caller.account_id)


@router.get("/{case_study_id}/slides", response_class=StreamingResponse, responses={**SLIDES, **refusals(NotFound)})
async def get_case_study_slides(
    slug: EditionSlug, case_study_id: UUID, request: Request, caller: Reader, db: ReadDb
) -> StreamingResponse:
    """Save the slides of a case study."""
    edition = await get_edition(db, caller, slug)
    study = await studies.get_study(db, edition.id, case_study_id)
    return await send_slides(request, await describing.get_slides(db, study))


@router.post(
    "/{case_study_id}/transitions",
    response_model=CaseStudyShown,
    responses=refusals(*_CHANGE, CaseStudyIncomplete, Invalid),
)
async def move_case_study(
    slug: EditionSlug,
    case_study_id: UUID,
    data: CaseStudyStep,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudyShown:
    """Give a case study back to be written on, hand it in on behalf of its authors, say that it was presented."""
    edition = await get_edition(db, caller, slug)
    study = await studies.get_study(db, edition.id, case_study_id, lock=True)
    if study.version != version:
        expect(version, await describing.describe_study(db, study, caller.account_id))
    await reviewing.step(db, study, data, now)
    say_version(response, study.version)
    return await describing.describe_study(db, study, caller.account_id)


@router.put("/{case_study_id}/review", response_model=CaseStudyShown, responses=refusals(*_CHANGE))
async def rate_case_study(
    slug: EditionSlug,
    case_study_id: UUID,
    data: CaseStudyReviewFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> CaseStudyShown:
    """Rate a case study; the version is that of one's own review, `If-Match: "0"` for the first time."""
    edition = await get_edition(db, caller, slug)
    study = await studies.get_study(db, edition.id, case_study_id)
    review: CaseStudyReview | None = await studies.find_review(db, study.id, caller.account_id)
    if version != (review.version if review else 0):
        shown = await describing.describe_study(db, study, caller.account_id)
        stands = shown.my_review.version if shown.my_review else 0
        raise Stale(f"your review is version {stands} by now", current=shown.model_dump(mode="json"))
    review = await reviewing.rate(db, study, review, data, account_id=caller.account_id, now=now)
    say_version(response, review.version)
    return await describing.describe_study(db, study, caller.account_id)
