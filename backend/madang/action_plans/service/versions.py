"""Versions of a plan: frozen, shown, compared."""

import asyncio
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import VersionsFull
from madang.action_plans.models import VERSION_KEPT, ActionPlan, PlanVersion
from madang.action_plans.queries.life import count_kept, find_last_version, get_version
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.comparing import compare
from madang.action_plans.rules.tree import build, flatten
from madang.action_plans.schemas.life import (
    FieldCompared,
    PlanCompared,
    PlanState,
    PlanVersionPublic,
    PlanVersionShown,
    RowCompared,
)
from madang.action_plans.service.common import Authors, Held, note_event

_MOST_KEPT = 100


async def keep_version(
    db: AsyncSession, plan: ActionPlan, account_id: UUID | None, now: datetime, *, name: str = ""
) -> int:
    """Freeze a locked plan as it is and return the number of that version.

    Without a name no second one is kept of what stands in the newest already.
    """
    last = await find_last_version(db, plan.id)
    number, revision = last or (0, -1)
    if not name and revision == plan.revision:
        return number
    version = PlanVersion(
        plan_id=plan.id,
        number=number + 1,
        name=name,
        status=plan.status,
        revision=plan.revision,
        fields=flatten(build(await read_fields(db, plan.id))),
        account_id=account_id,
        at=now,
    )
    db.add(version)
    await db.flush()
    return version.number


async def keep_by_name(db: AsyncSession, held: Held, name: str, now: datetime) -> PlanVersion:
    """Keep a locked plan as it is now because somebody asked for it. Errors: VersionsFull."""
    plan = held.plan
    # Each is a whole copy, and whoever writes along keeps as many as they like.
    if await count_kept(db, plan.id) >= _MOST_KEPT:
        raise VersionsFull(f"a plan has at most {_MOST_KEPT} versions that were kept by name")
    number = await keep_version(db, plan, held.account_id, now, name=name)
    note_event(db, plan, VERSION_KEPT, now, version_number=number)
    return await get_version(db, plan.id, number)


def describe_version(version: PlanVersion, authors: Authors) -> PlanVersionPublic:
    """Return a version without its fields."""
    return PlanVersionPublic(
        number=version.number,
        name=version.name,
        status=version.status,
        revision=version.revision,
        at=version.at,
        by=authors.describe(version.account_id),
    )


def show_version(version: PlanVersion, authors: Authors) -> PlanVersionShown:
    """Return a version with its fields."""
    return PlanVersionShown(**describe_version(version, authors).model_dump(), fields=version.fields)


async def compare_versions(db: AsyncSession, held: Held, from_number: int, to_number: int | None) -> PlanCompared:
    """Return what differs between a version and another, or the plan as it is now. Errors: NotFound."""
    plan = held.plan
    before = await get_version(db, plan.id, from_number)
    if to_number is None:
        fields = await read_fields(db, plan.id)
        to = PlanState(number=None, name="", status=plan.status, revision=plan.revision, at=plan.updated_at)
    else:
        after = await get_version(db, plan.id, to_number)
        fields, to = after.fields, _state_of(after)
    found = await asyncio.to_thread(compare, before.fields, fields)
    return PlanCompared(
        from_=_state_of(before),
        to=to,
        rows=[RowCompared.model_validate(row) for row in found.rows],
        changes=[FieldCompared.model_validate(change) for change in found.changes],
    )


def _state_of(version: PlanVersion) -> PlanState:
    return PlanState(
        number=version.number, name=version.name, status=version.status, revision=version.revision, at=version.at
    )
