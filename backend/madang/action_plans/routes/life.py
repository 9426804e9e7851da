"""Where a plan stands and stood: steps, history, versions, comparison; by both doors."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import PlanIncomplete, VersionsFull
from madang.action_plans.queries import life as queries
from madang.action_plans.routes.common import OWN, OWN_PREFIX, PREFIX, Owner, Reader, Writer
from madang.action_plans.schemas.life import (
    PlanCompared,
    PlanEventPublic,
    PlanMoved,
    PlanStep,
    PlanVersionPublic,
    PlanVersionShown,
    VersionNamed,
)
from madang.action_plans.service import moving, versions
from madang.action_plans.service.common import Held, find_authors, hold, hold_own
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found, PageRequest
from madang.core.schemas import MAX_INTEGER, Page
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
from madang.delegations.errors import StepUnavailable

own = APIRouter(prefix=f"{OWN_PREFIX}/{{plan_id}}", tags=["action plans"], route_class=RetryableRoute)
office = APIRouter(prefix=f"{PREFIX}/{{plan_id}}", tags=["action plans"], route_class=RetryableRoute)

_STEP = (Stale, VersionRequired, StepUnavailable, PlanIncomplete, Invalid)

VersionNumber = Annotated[int, Path(ge=1, le=MAX_INTEGER)]
FromVersion = Annotated[int, Query(alias="from", ge=1, le=MAX_INTEGER, description="The number of a version.")]
ToVersion = Annotated[
    int | None, Query(alias="to", ge=1, le=MAX_INTEGER, description="Another version; left out: as it is now.")
]


async def _move(db: AsyncSession, held: Held, step: PlanStep, version: int, response: Response, now: Now) -> PlanMoved:
    expect(version, moving.describe_standing(held))
    await moving.move_plan(db, held, step, now)
    shown = moving.describe_standing(held)
    say_version(response, shown.version)
    return shown


@own.post("/transitions", response_model=PlanMoved, responses=refusals(*OWN, *_STEP))
async def move_own_plan(
    plan_id: UUID,
    step: PlanStep,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> PlanMoved:
    """Hand a plan in, take it back, call it endorsed, begin to carry it out, or close it. For its owners."""
    return await _move(db, await hold_own(db, caller, plan_id, lock=True), step, version, response, now)


@office.post("/transitions", response_model=PlanMoved, responses=refusals(NotFound, *_STEP))
async def move_plan(
    slug: EditionSlug,
    plan_id: UUID,
    step: PlanStep,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> PlanMoved:
    """Return a plan with a comment, which is mailed; call it presented, endorsed or closed."""
    return await _move(db, await hold(db, caller, slug, plan_id, lock=True), step, version, response, now)


async def _list_history(
    db: AsyncSession, held: Held, request: Request, response: Response, page: PageRequest
) -> dict[str, Any]:
    found = await queries.list_events(db, held.plan.id, page)
    authors = await find_authors(db, held, (event.account_id for event in found.items))
    items = [
        PlanEventPublic(**event.model_dump(exclude={"plan_id", "account_id"}), by=authors.describe(event.account_id))
        for event in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@own.get("/history", response_model=Page[PlanEventPublic], responses=refusals(*OWN))
async def list_own_plan_history(
    plan_id: UUID, request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what happened to a plan, the newest first."""
    return await _list_history(db, await hold_own(db, caller, plan_id), request, response, page)


@office.get("/history", response_model=Page[PlanEventPublic], responses=refusals(NotFound))
async def list_plan_history(
    slug: EditionSlug, plan_id: UUID, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what happened to a plan, the newest first."""
    return await _list_history(db, await hold(db, caller, slug, plan_id), request, response, page)


async def _list_versions(
    db: AsyncSession, held: Held, request: Request, response: Response, page: PageRequest
) -> dict[str, Any]:
    found = await queries.list_versions(db, held.plan.id, page)
    authors = await find_authors(db, held, (version.account_id for version in found.items))
    items = [versions.describe_version(version, authors) for version in found.items]
    return make_page(request, response, Found(items, found.next_cursor))


@own.get("/versions", response_model=Page[PlanVersionPublic], responses=refusals(*OWN))
async def list_own_plan_versions(
    plan_id: UUID, request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List the versions of a plan, the newest first: one from each step that followed a change, and those by name."""
    return await _list_versions(db, await hold_own(db, caller, plan_id), request, response, page)


@office.get("/versions", response_model=Page[PlanVersionPublic], responses=refusals(NotFound))
async def list_plan_versions(
    slug: EditionSlug, plan_id: UUID, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List the versions of a plan, the newest first: one from each step that followed a change, and those by name."""
    return await _list_versions(db, await hold(db, caller, slug, plan_id), request, response, page)


@own.post(
    "/versions",
    response_model=PlanVersionPublic,
    status_code=201,
    responses=refusals(*OWN, Invalid, VersionsFull),
)
async def keep_plan_version(
    plan_id: UUID, data: VersionNamed, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> PlanVersionPublic:
    """Keep a plan as it is now, by a name."""
    held = await hold_own(db, caller, plan_id, lock=True)
    version = await versions.keep_by_name(db, held, data.name, now)
    return versions.describe_version(version, await find_authors(db, held, [version.account_id]))


async def _show_version(db: AsyncSession, held: Held, number: int) -> PlanVersionShown:
    version = await queries.get_version(db, held.plan.id, number)
    return versions.show_version(version, await find_authors(db, held, [version.account_id]))


@own.get("/versions/{number}", response_model=PlanVersionShown, responses=refusals(*OWN))
async def get_own_plan_version(plan_id: UUID, number: VersionNumber, caller: Owner, db: ReadDb) -> PlanVersionShown:
    """Read a plan as it was."""
    return await _show_version(db, await hold_own(db, caller, plan_id), number)


@office.get("/versions/{number}", response_model=PlanVersionShown, responses=refusals(NotFound))
async def get_plan_version(
    slug: EditionSlug, plan_id: UUID, number: VersionNumber, caller: Reader, db: ReadDb
) -> PlanVersionShown:
    """Read a plan as it was."""
    return await _show_version(db, await hold(db, caller, slug, plan_id), number)


@own.get("/comparison", response_model=PlanCompared, responses=refusals(*OWN, Invalid))
async def compare_own_plan(
    plan_id: UUID, caller: Owner, db: ReadDb, before: FromVersion, after: ToVersion = None
) -> PlanCompared:
    """Compare a version of a plan with another, or with the plan as it is now: rows, fields, and words within texts."""
    return await versions.compare_versions(db, await hold_own(db, caller, plan_id), before, after)


@office.get("/comparison", response_model=PlanCompared, responses=refusals(NotFound, Invalid))
async def compare_plan(
    slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb, before: FromVersion, after: ToVersion = None
) -> PlanCompared:
    """Compare a version of a plan with another, or with the plan as it is now: rows, fields, and words within texts."""
    return await versions.compare_versions(db, await hold(db, caller, slug, plan_id), before, after)


router = APIRouter()
for door in (own, office):
    router.include_router(door)
