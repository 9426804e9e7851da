"""What an edition needs from whom: the list, the matrix, reminders, and an organiser's word on each."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken, VersionRequired
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
from madang.participants import owed
from madang.participants.models import Requirement
from madang.participants.queries import get_registration
from madang.participants.queries import requirements as queries
from madang.participants.routes.common import Writer
from madang.participants.routes.listing import Wanted, delegations_of
from madang.participants.schemas.requirements import (
    Judgement,
    MatrixCell,
    MatrixRow,
    Remind,
    Reminded,
    RequirementCreate,
    RequirementPublic,
    RequirementUpdate,
    Standing,
)
from madang.participants.service import requirements as service
from madang.programme.queries import get_edition

router = APIRouter(prefix="/editions/{edition}", tags=["requirements"], route_class=RetryableRoute)


@router.get("/requirements", response_model=Page[RequirementPublic], responses=refusals(NotFound))
async def list_requirements(
    slug: EditionSlug, request: Request, response: Response, caller: Writer, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what an edition needs, by the day on which it is due."""
    edition = await get_edition(db, caller, slug)
    return make_page(request, response, await queries.page_requirements(db, edition, page))


@router.post(
    "/requirements",
    response_model=RequirementPublic,
    status_code=201,
    responses=refusals(NotFound, Invalid, Taken),
)
async def create_requirement(
    slug: EditionSlug, data: RequirementCreate, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> Requirement:
    """Ask for something more."""
    edition = await get_edition(db, caller, slug, lock="shared")
    requirement = await service.create_requirement(db, edition, data, now)
    say_version(response, requirement.version)
    return requirement


@router.get("/requirements/matrix", response_model=Page[MatrixRow], responses=refusals(NotFound))
async def list_standings(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Writer,
    db: ReadDb,
    filters: Wanted,
    page: Paging,
    now: Now,
    requirement: Annotated[UUID | None, Query(description="Look at this one only.")] = None,
    missing: Annotated[bool, Query(description="Only people who owe something.")] = False,
) -> dict[str, Any]:
    """List where people stand with what is needed: those who are late first, the longest first."""
    edition = await get_edition(db, caller, slug)
    today = service.today_in(edition, now)
    every = await queries.list_requirements(db, edition.id)
    asked = [each for each in every if requirement in (None, each.id)]
    found = await queries.page_matrix(db, edition, asked, today, filters, page, only_missing=missing)
    answers = await queries.find_answers(db, [row.id for row in found.items])
    delegations = await delegations_of(db, found.items)
    items = [
        MatrixRow(
            id=row.id,
            badge_name=row.badge_name,
            kind=row.kind,
            status=row.status,
            city=delegations[row.delegation_id].city if row.delegation_id else None,
            overdue_since=owed.overdue_since(asked, row, answers[row.id], today),
            cells=[
                MatrixCell(
                    requirement_id=each.id,
                    state=owed.state_of(answer := answers[row.id].get(each.id)),
                    overdue=owed.is_overdue(each, answer, today),
                    version=answer.version if answer else 0,
                )
                for each in asked
                if owed.concerns(each, row)
            ],
        )
        for row in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@router.post("/requirements/remind", response_model=Reminded, responses=refusals(NotFound))
async def remind(slug: EditionSlug, data: Remind, caller: Writer, db: Db, _retry: Retryable, now: Now) -> Reminded:
    """Remind everybody who owes something, each at most once a day."""
    edition = await get_edition(db, caller, slug, lock="shared")
    return await service.remind(db, edition, data, now)


@router.get("/requirements/{requirement_id}", response_model=RequirementPublic, responses=refusals(NotFound))
async def get_requirement(
    slug: EditionSlug, requirement_id: UUID, response: Response, caller: Writer, db: ReadDb
) -> Requirement:
    """Read one requirement."""
    requirement = await queries.get_requirement(db, await get_edition(db, caller, slug), requirement_id)
    say_version(response, requirement.version)
    return requirement


@router.patch(
    "/requirements/{requirement_id}",
    response_model=RequirementPublic,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid),
)
async def update_requirement(
    slug: EditionSlug,
    requirement_id: UUID,
    changes: RequirementUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Requirement:
    """Change whom something is asked of, by when, and in which words."""
    edition = await get_edition(db, caller, slug, lock="shared")
    requirement = await queries.get_requirement(db, edition, requirement_id, lock=True)
    expect(version, RequirementPublic.model_validate(requirement))
    await service.update_requirement(db, edition, requirement, changes, now)
    say_version(response, requirement.version)
    return requirement


@router.delete(
    "/requirements/{requirement_id}",
    status_code=204,
    responses=refusals(NotFound, Stale, VersionRequired, InUse),
)
async def delete_requirement(
    slug: EditionSlug, requirement_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Ask for it no longer; possible until somebody has given it."""
    edition = await get_edition(db, caller, slug, lock="shared")
    requirement = await queries.get_requirement(db, edition, requirement_id, lock=True)
    expect(version, RequirementPublic.model_validate(requirement))
    await service.delete_requirement(db, requirement, now)


@router.put(
    "/participants/{participant_id}/requirements/{requirement_id}",
    response_model=Standing,
    responses=refusals(NotFound, Stale, VersionRequired, Taken),
)
async def judge_requirement(
    slug: EditionSlug,
    participant_id: UUID,
    requirement_id: UUID,
    data: Judgement,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Standing:
    """Check what somebody gave, waive it, or say that it is missing still. `If-Match: "0"` where nothing was given."""
    edition = await get_edition(db, caller, slug, lock="shared")
    requirement = await queries.get_requirement(db, edition, requirement_id)
    row = await get_registration(db, caller, edition, participant_id, lock=True)
    answer = await service.judge(db, row, requirement, data, account_id=caller.account_id, version=version, now=now)
    files = await queries.find_files(db, [answer.file_id] if answer.file_id else [])
    say_version(response, answer.version)
    return service.describe(requirement, answer, files, service.today_in(edition, now))
