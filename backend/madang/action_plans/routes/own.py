"""Plans of whoever writes them: their own, their city's, and those of others whom they help."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from madang.accounts.errors import Forbidden, LoginNeeded, Unauthenticated
from madang.action_plans.errors import FieldsChanged, FieldsInvalid, PlanExists, PlanKept, PlanLocked, PlansNotCalled
from madang.action_plans.queries import fields as field_queries
from madang.action_plans.queries.plans import PlanRole, Standing, get_own_plan
from madang.action_plans.routes.common import OWN_PREFIX, Owner
from madang.action_plans.rules.transitions import Hand
from madang.action_plans.schemas.plans import (
    FieldChanges,
    OwnPlans,
    PlanFields,
    PlanShown,
    PlanSources,
    PlanStart,
    PlanUpdate,
)
from madang.action_plans.service import fields, plans, showing
from madang.action_plans.service.contributors import note_arrival
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.schemas import MAX_INTEGER
from madang.core.text import Slug
from madang.core.web import (
    Db,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    refusals,
    say_version,
)

router = APIRouter(prefix=OWN_PREFIX, tags=["action plans"], route_class=RetryableRoute)

_SIGNED_IN = (Unauthenticated, LoginNeeded)
_OWN = (*_SIGNED_IN, NotFound)
Since = Annotated[
    int | None, Query(ge=0, le=MAX_INTEGER, description="Only what changed after this revision, and by whom.")
]


async def _show(db: Db, response: Response, standing: Standing) -> PlanShown:
    shown = await showing.describe(db, standing.plan, standing.edition, Hand(standing.role))
    say_version(response, shown.version)
    return shown


def _owner_only(standing: Standing) -> None:
    if standing.role is not PlanRole.OWNER:
        raise Forbidden("that is for whoever the plan belongs to")


@router.get("", response_model=OwnPlans, responses=refusals(*_SIGNED_IN))
async def get_own_action_plans(
    caller: Owner, db: ReadDb, edition: Annotated[Slug | None, Query(description="Only those of this edition.")] = None
) -> OwnPlans:
    """Read which plans the caller writes, and which they may begin."""
    return await showing.describe_own(db, caller.account_id, edition)


@router.post(
    "",
    response_model=PlanShown,
    status_code=201,
    responses=refusals(*_OWN, Invalid, PlanExists, PlansNotCalled),
)
async def begin_action_plan(
    given: PlanStart, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> PlanShown:
    """Begin one's own plan, or one's city's: an empty draft."""
    plan, edition = await plans.begin(db, caller.account_id, given, now)
    return await _show(db, response, Standing(plan, edition, PlanRole.OWNER))


@router.get("/{plan_id}", response_model=PlanShown, responses=refusals(*_OWN))
async def get_own_action_plan(plan_id: UUID, response: Response, caller: Owner, db: ReadDb) -> PlanShown:
    """Read where a plan stands, what can be done with it, what is filled and what is missing; not its fields."""
    return await _show(db, response, await get_own_plan(db, caller.account_id, plan_id))


@router.patch(
    "/{plan_id}", response_model=PlanShown, responses=refusals(*_OWN, Forbidden, Stale, VersionRequired, Invalid)
)
async def update_own_action_plan(
    plan_id: UUID, given: PlanUpdate, response: Response, caller: Owner, db: Db, version: ExpectedVersion, now: Now
) -> PlanShown:
    """Say in which language a plan is written."""
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
    _owner_only(standing)
    expect(version, await _show(db, response, standing))
    await plans.set_language(db, standing.plan, given.language, now)
    return await _show(db, response, standing)


@router.delete("/{plan_id}", status_code=204, responses=refusals(*_OWN, Forbidden, Stale, VersionRequired, PlanKept))
async def delete_own_action_plan(
    plan_id: UUID, response: Response, caller: Owner, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Delete a draft that was never handed in, with everything that belongs to it."""
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
    _owner_only(standing)
    expect(version, await _show(db, response, standing))
    await plans.delete(db, standing.plan, now)


@router.get("/{plan_id}/fields", response_model=PlanFields, responses=refusals(*_OWN))
async def get_own_plan_fields(plan_id: UUID, caller: Owner, db: ReadDb, since: Since = None) -> PlanFields:
    """Read what is written in a plan, by path; or what was changed since a revision, and by whom."""
    standing = await get_own_plan(db, caller.account_id, plan_id)
    return await showing.describe_fields(db, standing.plan, since, caller.account_id)


@router.patch(
    "/{plan_id}/fields",
    response_model=PlanFields,
    responses=refusals(*_OWN, Invalid, FieldsInvalid, FieldsChanged, PlanLocked),
)
async def change_own_plan_fields(plan_id: UUID, given: FieldChanges, caller: Owner, db: Db, now: Now) -> PlanFields:
    """Write in a plan. Changes are merged by field: 409 only where the same one was changed elsewhere meanwhile.

    All or nothing. The answer has what others changed since `base_revision`, and its own `revision`, on which further
    changes are made. The same changes may come again: what stands so already is no conflict.
    """
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
    if standing.role is PlanRole.CONTRIBUTOR:
        await note_arrival(db, standing.plan, caller.account_id)
    await fields.change(db, standing.plan, caller.account_id, given.changes, now, base_revision=given.base_revision)
    since = await field_queries.find_since(db, plan_id, given.base_revision)
    others = {path: one for path, one in since.items() if path not in given.changes}
    return await showing.describe_changes(db, standing.plan, others, caller.account_id)


@router.get("/{plan_id}/sources", response_model=PlanSources, responses=refusals(*_OWN))
async def get_plan_sources(plan_id: UUID, caller: Owner, db: ReadDb) -> PlanSources:
    """Read what a plan refers to: sessions, visits and case studies to learn from, pillars and fields of strength."""
    standing = await get_own_plan(db, caller.account_id, plan_id)
    return await showing.describe_sources(db, standing.plan, standing.edition)
