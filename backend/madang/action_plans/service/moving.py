"""Taking a plan from one state to the next."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import PlanIncomplete
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.action_plans.queries.life import count_endorsements
from madang.action_plans.queries.people import list_writers
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.queries.sources import find_references
from madang.action_plans.rules.completeness import find_faults
from madang.action_plans.rules.transitions import Hand, find_lacks, find_transitions
from madang.action_plans.rules.tree import build
from madang.action_plans.schemas.life import PlanMoved, PlanStep
from madang.action_plans.service.common import Held, note_event
from madang.action_plans.service.versions import keep_version
from madang.core.calendar import get_zone
from madang.core.errors import Invalid, pointer_part
from madang.delegations.errors import StepUnavailable
from madang.outbox.service import post_many

_MOMENTS = {
    PlanStatus.SUBMITTED: "submitted_at",
    PlanStatus.PRESENTED: "presented_at",
    PlanStatus.CLOSED: "closed_at",
}


def describe_standing(held: Held) -> PlanMoved:
    """Return where a plan stands, and where whoever has it in hand can take it."""
    plan = held.plan
    return PlanMoved(
        id=plan.id,
        status=plan.status,
        version=plan.version,
        revision=plan.revision,
        available_transitions=find_transitions(plan.status, held.hand),
        submitted_at=plan.submitted_at,
        presented_at=plan.presented_at,
        endorsed_on=plan.endorsed_on,
        closed_at=plan.closed_at,
    )


async def move_plan(db: AsyncSession, held: Held, step: PlanStep, now: datetime) -> None:
    """Bring a locked plan to another state; what it says then is kept as a version. Returned, its writers are told.

    Errors: StepUnavailable; Invalid for a comment or a day that is missing or wrong; PlanIncomplete.
    """
    plan, before = held.plan, held.plan.status
    ways = find_transitions(before, held.hand)
    current = {"status": before, "available_transitions": ways}
    if step.to not in ways:
        raise StepUnavailable(f"a plan that is {before} cannot be made {step.to} by you", current=current)
    _check_words(held, step, now)
    if step.to is PlanStatus.SUBMITTED:
        await _require_whole(db, plan)
    if step.to is PlanStatus.ENDORSED and not await count_endorsements(db, plan.id):
        raise StepUnavailable("nobody stands behind this plan yet: add an endorsement first", current=current)
    number = await keep_version(db, plan, held.account_id, now)
    plan.status = step.to
    if moment := _MOMENTS.get(step.to):
        setattr(plan, moment, now)
    if step.to in (PlanStatus.DRAFT, PlanStatus.ENDORSED):  # a draft is another text than what was endorsed
        plan.endorsed_on = step.endorsed_on
    plan.touch(now)
    back = step.to is PlanStatus.DRAFT
    what = ("returned" if held.hand is Hand.ORGANISER else "taken_back") if back else "moved"
    event = note_event(db, plan, what, now, before=before, comment=step.comment or "", version_number=number)
    await db.flush()
    if what == "returned":
        each: list[Mapping[str, UUID | str | None]] = [
            {"plan_id": plan.id, "event_id": event.id, "writer": writer.key} for writer in await list_writers(db, plan)
        ]
        await post_many(db, "plan_returned", now, each)


def _check_words(held: Held, step: PlanStep, now: datetime) -> None:
    if step.to is PlanStatus.DRAFT and held.hand is Hand.ORGANISER and not step.comment:
        what = "say why it is returned"
        raise Invalid(what, errors=[("/body/comment", what)])
    if (step.endorsed_on is not None) is not (step.to is PlanStatus.ENDORSED):
        what = "goes with a plan that is endorsed" if step.endorsed_on else "say on which day it was endorsed"
        raise Invalid(what, errors=[("/body/endorsed_on", what)])
    today = now.astimezone(get_zone(held.edition.timezone)).date()
    if step.endorsed_on is not None and step.endorsed_on > today:
        what = "lies ahead"
        raise Invalid(f"/endorsed_on: {what}", errors=[("/body/endorsed_on", what)])


async def _require_whole(db: AsyncSession, plan: ActionPlan) -> None:
    tree = build(await read_fields(db, plan.id))
    lacks = find_lacks(tree)
    known = await find_references(db, plan.edition_id)
    lacks += [(fault.path, f"cannot be right: {fault.code}") for fault in find_faults(tree, known)]
    if lacks:
        more = f" (and {len(lacks) - 1} more)" if len(lacks) > 1 else ""
        raise PlanIncomplete(
            f"{lacks[0][0]}: {lacks[0][1]}{more}",
            errors=[(f"/fields/{pointer_part(path)}", what) for path, what in lacks],
        )
