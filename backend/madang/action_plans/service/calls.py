"""What an edition asks of its plans."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlanCall
from madang.action_plans.schemas.calls import ActionPlanCallFields, ActionPlanCallShown
from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.programme.models import Edition


def describe_call(call: ActionPlanCall | None) -> ActionPlanCallShown:
    """Return a call as organisers read it; version 0 where there is none."""
    if call is None:
        return ActionPlanCallShown(version=0, owner_kinds=[], guidance={}, outline_by=None, submit_by=None)
    return ActionPlanCallShown.model_validate(call)


async def save_call(
    db: AsyncSession, edition: Edition, call: ActionPlanCall | None, given: ActionPlanCallFields, now: datetime
) -> ActionPlanCall:
    """Ask for plans, whole. What was begun stays. Errors: Invalid; Stale when somebody else asks at the same moment."""
    if given.outline_by and given.submit_by and given.submit_by < given.outline_by:
        what = "an outline is due before the plan"
        raise Invalid(what, errors=[("/body/outline_by", what)])
    call = call or ActionPlanCall(edition_id=edition.id, owner_kinds=[], created_at=now, updated_at=now)
    call.owner_kinds = sorted({str(kind) for kind in given.owner_kinds})
    call.guidance, call.outline_by, call.submit_by = given.guidance, given.outline_by, given.submit_by
    call.touch(now)
    db.add(call)
    await flush_new(db, Stale("somebody else has just called for plans; read it again"))
    return call
