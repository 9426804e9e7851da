"""Beginning a plan, and what changes of it besides its fields."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import PlanExists, PlanKept, PlansNotCalled
from madang.action_plans.models import ActionPlan, OwnerKind, PlanStatus
from madang.action_plans.queries.owners import Beginning, find_beginnings
from madang.action_plans.queries.plans import was_handed_in
from madang.action_plans.schemas.plans import PlanStart
from madang.core.db import Tombstone
from madang.core.errors import Invalid, NotFound
from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations
from madang.programme.models import Edition

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is taken for another


async def begin(db: AsyncSession, account_id: UUID, given: PlanStart, now: datetime) -> tuple[ActionPlan, Edition]:
    """Begin the caller's own plan, or their city's.

    Errors: NotFound where it is not theirs to begin; Invalid where they have to say for which city; PlansNotCalled;
    PlanExists, with its id.
    """
    one = _choose(await find_beginnings(db, account_id, given.edition), given)
    if one.plan_id is not None:
        raise _exists(one.plan_id)
    if not one.called:
        raise PlansNotCalled(f"this edition does not ask for a plan of a {given.owner_kind}")
    plan = ActionPlan(
        edition_id=one.edition.id,
        key=await _make_key(db, one),
        owner_kind=one.owner_kind,
        registration_id=one.registration.id if one.registration else None,
        delegation_id=one.delegation.id if one.delegation else None,
        language=given.language,
        created_at=now,
        updated_at=now,
    )
    try:
        async with db.begin_nested():
            db.add(plan)
            await db.flush()
    except IntegrityError as broken:
        begun = _choose(await find_beginnings(db, account_id, given.edition), given)
        if begun.plan_id is None:
            raise
        raise _exists(begun.plan_id) from broken
    return plan, one.edition


def _exists(plan_id: UUID) -> PlanExists:
    return PlanExists("this plan is begun already", current={"id": str(plan_id)})


def _choose(beginnings: list[Beginning], given: PlanStart) -> Beginning:
    found = [
        one
        for one in beginnings
        if one.owner_kind is given.owner_kind
        and (given.delegation_id is None or (one.delegation is not None and one.delegation.id == given.delegation_id))
    ]
    if not found:
        raise NotFound("this is not yours to begin: it is for whoever takes part in this edition")
    if len(found) > 1:
        what = "say for which of your cities"
        raise Invalid(what, errors=[("/body/delegation_id", what)])
    return found[0]


async def _make_key(db: AsyncSession, one: Beginning) -> str:
    """Return what a plan is called in addresses. No name: it outlives an erasure."""
    if one.owner_kind is OwnerKind.DELEGATION and one.delegation is not None:
        return one.delegation.key
    city: Delegation | None = None
    if one.registration is not None and one.registration.delegation_id is not None:
        city = (await find_delegations(db, {one.registration.delegation_id})).get(one.registration.delegation_id)
    chance = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"{city.key[:50].rstrip('-') if city else 'plan'}-{chance}"


async def set_language(db: AsyncSession, plan: ActionPlan, language: str, now: datetime) -> None:
    """Say in which language a plan is written."""
    plan.language = language
    plan.touch(now)
    await db.flush()


async def delete(db: AsyncSession, plan: ActionPlan, now: datetime) -> None:
    """Delete a draft with all that belongs to it. Errors: PlanKept once it was handed in."""
    if plan.status is not PlanStatus.DRAFT or await was_handed_in(db, plan.id):
        raise PlanKept("this plan was handed in; it is never deleted")
    await db.delete(plan)
    db.add(Tombstone(id=plan.id, kind="action_plan", edition_id=plan.edition_id, deleted_at=now))
    await db.flush()
