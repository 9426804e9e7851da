"""Who writes a plan along at home: asked by whoever the plan belongs to."""

from uuid import UUID

from fastapi import APIRouter

from madang.accounts.errors import Forbidden, TooManyAttempts
from madang.action_plans.errors import ContributorsFull
from madang.action_plans.queries.plans import PlanRole, Standing, get_own_plan
from madang.action_plans.routes.common import OWN, OWN_PREFIX, Owner
from madang.action_plans.schemas.contributors import ContributorGiven, ContributorShown, PlanContributors
from madang.action_plans.service import contributors
from madang.core.errors import Invalid, Taken
from madang.core.web import Db, Now, ReadDb, Retryable, RetryableRoute, refusals

router = APIRouter(prefix=f"{OWN_PREFIX}/{{plan_id}}/contributors", tags=["action plans"], route_class=RetryableRoute)


async def _get_owned(db: Db, caller: Owner, plan_id: UUID) -> Standing:
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
    if standing.role is not PlanRole.OWNER:
        raise Forbidden("that is for whoever the plan belongs to")
    return standing


@router.get("", response_model=PlanContributors, responses=refusals(*OWN))
async def get_own_plan_contributors(plan_id: UUID, caller: Owner, db: ReadDb) -> PlanContributors:
    """Read who writes a plan along at home."""
    standing = await get_own_plan(db, caller.account_id, plan_id)
    return await contributors.describe_contributors(db, standing.plan)


@router.post(
    "",
    response_model=ContributorShown,
    status_code=201,
    responses=refusals(*OWN, Forbidden, Invalid, Taken, ContributorsFull, TooManyAttempts),
)
async def add_plan_contributor(
    plan_id: UUID, given: ContributorGiven, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> ContributorShown:
    """Ask somebody at home to write along: a letter brings them to the plan, and no registration is made."""
    standing = await _get_owned(db, caller, plan_id)
    return await contributors.add_contributor(db, standing.plan, standing.edition, caller.account_id, given, now)


@router.delete("/{contributor_id}", status_code=204, responses=refusals(*OWN, Forbidden))
async def remove_plan_contributor(plan_id: UUID, contributor_id: UUID, caller: Owner, db: Db, now: Now) -> None:
    """Have somebody no longer write along; what they wrote stays."""
    standing = await _get_owned(db, caller, plan_id)
    await contributors.remove_contributor(db, standing.plan, contributor_id, now)
