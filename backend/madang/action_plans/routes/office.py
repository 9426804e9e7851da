"""Plans of an edition, as its organisers read them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.action_plans.models import OwnerKind, PlanStatus
from madang.action_plans.queries import listing
from madang.action_plans.queries.plans import get_plan
from madang.action_plans.routes.common import PREFIX, Reader, Writer
from madang.action_plans.routes.own import Since
from madang.action_plans.rules.transitions import Hand
from madang.action_plans.schemas.calls import ActionPlanCallFields, ActionPlanCallShown
from madang.action_plans.schemas.contributors import PlanContributors
from madang.action_plans.schemas.plans import PlanFields, PlanListed, PlanShown, PlanSources
from madang.action_plans.service import calls, contributors, showing
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import CursorInvalid, Found
from madang.core.schemas import Page
from madang.core.text import Line
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.programme.queries import get_edition

router = APIRouter(tags=["action plans"])
_CALL = "/api/v1/editions/{edition}/action-plan-call"


@router.get(_CALL, response_model=ActionPlanCallShown, responses=refusals(NotFound))
async def get_action_plan_call(
    slug: EditionSlug, response: Response, caller: Reader, db: ReadDb
) -> ActionPlanCallShown:
    """Read what an edition asks of its action plans. Version 0: nothing yet."""
    edition = await get_edition(db, caller, slug)
    shown = calls.describe_call(await listing.find_call(db, edition.id))
    say_version(response, shown.version)
    return shown


@router.put(_CALL, response_model=ActionPlanCallShown, responses=refusals(NotFound, Stale, VersionRequired, Invalid))
async def save_action_plan_call(
    slug: EditionSlug,
    given: ActionPlanCallFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> ActionPlanCallShown:
    """Call for action plans: of trainees, of cities or of both; `If-Match: "0"` for the first time."""
    edition = await get_edition(db, caller, slug)
    call = await listing.find_call(db, edition.id, lock=True)
    expect(version, calls.describe_call(call))
    shown = calls.describe_call(await calls.save_call(db, edition, call, given, now))
    say_version(response, shown.version)
    return shown


@router.get(PREFIX, response_model=Page[PlanListed], responses=refusals(NotFound, CursorInvalid))
async def list_action_plans(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    status: Annotated[
        list[PlanStatus] | None, Query(max_length=len(PlanStatus), description="Only these states.")
    ] = None,
    owner_kind: Annotated[OwnerKind | None, Query(description="Only plans of trainees, or of cities.")] = None,
    delegation_id: Annotated[
        UUID | None, Query(description="Only the plan of this delegation and those of its trainees.")
    ] = None,
    q: Annotated[Line | None, Query(max_length=100, description="Beginnings of words of their titles.")] = None,
) -> dict[str, Any]:
    """List the plans of an edition, those of a city together: where each stands and how complete it is."""
    edition = await get_edition(db, caller, slug)
    filters = listing.PlanFilters(status or (), owner_kind, delegation_id, q or "")
    found = await listing.list_plans(db, edition.id, filters, page)
    items = await showing.describe_listed(db, edition, found.items)
    return make_page(request, response, Found(items, found.next_cursor))


@router.get(f"{PREFIX}/{{plan_id}}", response_model=PlanShown, responses=refusals(NotFound))
async def get_action_plan(
    slug: EditionSlug, plan_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> PlanShown:
    """Read where a plan stands, what can be done with it, what is filled and what is missing; not its fields."""
    edition = await get_edition(db, caller, slug)
    shown = await showing.describe(db, await get_plan(db, edition.id, plan_id), edition, Hand.ORGANISER)
    say_version(response, shown.version)
    return shown


@router.get(f"{PREFIX}/{{plan_id}}/fields", response_model=PlanFields, responses=refusals(NotFound))
async def get_plan_fields(
    slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb, since: Since = None
) -> PlanFields:
    """Read what is written in a plan, by path; or what was changed since a revision, and by whom."""
    edition = await get_edition(db, caller, slug)
    return await showing.describe_fields(db, await get_plan(db, edition.id, plan_id), since, caller.account_id)


@router.get(f"{PREFIX}/{{plan_id}}/sources", response_model=PlanSources, responses=refusals(NotFound))
async def get_plan_sources_at_office(slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb) -> PlanSources:
    """Read what a plan refers to: sessions, visits and case studies to learn from, pillars and fields of strength."""
    edition = await get_edition(db, caller, slug)
    return await showing.describe_sources(db, await get_plan(db, edition.id, plan_id), edition)


@router.get(f"{PREFIX}/{{plan_id}}/contributors", response_model=PlanContributors, responses=refusals(NotFound))
async def get_plan_contributors(slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb) -> PlanContributors:
    """Read who writes a plan along at home."""
    edition = await get_edition(db, caller, slug)
    return await contributors.describe_contributors(db, await get_plan(db, edition.id, plan_id))
