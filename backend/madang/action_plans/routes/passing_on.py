"""A trainee's plan that goes to a successor, and trainees' actions that go into their city's plan."""

from uuid import UUID

from fastapi import APIRouter

from madang.accounts.errors import Forbidden
from madang.action_plans.errors import FieldsInvalid, PlanLocked, SuccessorUnavailable
from madang.action_plans.routes.common import OWN, OWN_PREFIX, Owner
from madang.action_plans.schemas.passing_on import (
    MergeablePlans,
    PlanHandOver,
    PlanMerge,
    PlanMerged,
    PlanSuccessors,
)
from madang.action_plans.service import passing_on
from madang.action_plans.service.common import hold_own
from madang.core.errors import Invalid
from madang.core.web import Db, Now, ReadDb, Retryable, RetryableRoute, refusals

router = APIRouter(prefix=f"{OWN_PREFIX}/{{plan_id}}", tags=["action plans"], route_class=RetryableRoute)


@router.get("/hand-over", response_model=PlanSuccessors, responses=refusals(*OWN))
async def get_plan_successors(plan_id: UUID, caller: Owner, db: ReadDb) -> PlanSuccessors:
    """List whom a trainee's plan can be handed over to by its owner."""
    return await passing_on.describe_successors(db, await hold_own(db, caller, plan_id))


@router.post("/hand-over", status_code=204, responses=refusals(*OWN, Forbidden, Invalid, SuccessorUnavailable))
async def hand_over_plan(plan_id: UUID, data: PlanHandOver, caller: Owner, db: Db, _retry: Retryable, now: Now) -> None:
    """Hand a trainee's plan over to a successor, who is told by mail; the caller writes it no longer."""
    await passing_on.hand_over(db, await hold_own(db, caller, plan_id, lock=True), data, now)


@router.get("/mergeable", response_model=MergeablePlans, responses=refusals(*OWN))
async def get_mergeable_plans(plan_id: UUID, caller: Owner, db: ReadDb) -> MergeablePlans:
    """List the plans of a delegation's trainees, from which owners of their city's plan can take actions."""
    return await passing_on.describe_mergeable(db, await hold_own(db, caller, plan_id))


@router.post(
    "/merge",
    response_model=PlanMerged,
    responses=refusals(*OWN, Forbidden, Invalid, PlanLocked, FieldsInvalid),
)
async def merge_plan_actions(
    plan_id: UUID, data: PlanMerge, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> PlanMerged:
    """Copy actions of a trainee's plan into their city's; the trainee's own stay as they are."""
    return await passing_on.merge_actions(db, await hold_own(db, caller, plan_id, lock=True), data, now)
