"""Taking a person out of action plans: what they wrote is their city's and stays, nobody's and without their name."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import SQLModel, col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import (
    ActionPlan,
    PlanComment,
    PlanContributor,
    PlanEndorsement,
    PlanEvent,
    PlanField,
    PlanVersion,
)
from madang.action_plans.rules.fields import Kind, find_place
from madang.core.text import search_key, strike_out

_TEXTS = (Kind.LINE, Kind.TEXT)


async def erase_from_plans(
    db: AsyncSession,
    edition_id: UUID,
    *,
    account_id: UUID | None,
    addresses: Collection[str],
    names: Collection[str],
    everywhere: bool,
    now: datetime,
) -> None:
    """Make what somebody wrote in an edition's plans nobody's, empty what they said, and strike their names out.

    They write no plan along any more. `everywhere`: their account goes, so that in other editions, too, they say and
    write along nothing; their names are struck out of this edition only, for a name may be any word.
    """
    here = select(ActionPlan.id).where(true() if everywhere else ActionPlan.edition_id == edition_id)
    theirs: list[ColumnElement[bool]] = [col(PlanContributor.email).in_(addresses)]
    if account_id is not None:
        theirs.append(col(PlanContributor.account_id) == account_id)
        await _disown(db, here, account_id)
    await db.exec(delete(PlanContributor).where(col(PlanContributor.plan_id).in_(here), or_(*theirs)))
    plans = (await db.exec(select(ActionPlan).where(ActionPlan.edition_id == edition_id).with_for_update())).all()
    for plan in plans:
        if await _strike_out_of(db, plan, names, now):
            plan.touch(now)
    await db.flush()


async def _disown(db: AsyncSession, here: Any, account_id: UUID) -> None:
    said = update(PlanComment).where(col(PlanComment.plan_id).in_(here), col(PlanComment.account_id) == account_id)
    await db.exec(said.values(text="", suggestion=None).execution_options(synchronize_session=False))
    written: list[tuple[type[SQLModel], str]] = [
        (PlanComment, "account_id"),
        (PlanComment, "settled_by_id"),
        (PlanField, "account_id"),
        (PlanVersion, "account_id"),
        (PlanEvent, "account_id"),
        (PlanContributor, "added_by_id"),
    ]
    for table, name in written:
        column = getattr(table, name)
        statement = update(table).where(table.plan_id.in_(here), column == account_id)  # type: ignore[attr-defined]
        await db.exec(statement.values({name: None}).execution_options(synchronize_session=False))
    kept = update(ActionPlan).where(col(ActionPlan.id).in_(here), col(ActionPlan.keeper_account_id) == account_id)
    await db.exec(kept.values(keeper_account_id=None).execution_options(synchronize_session=False))


async def _strike_out_of(db: AsyncSession, plan: ActionPlan, names: Collection[str], now: datetime) -> bool:
    """Strike names out of all that was written in a plan and about it; return whether they stood anywhere.

    What changes counts as a change, so that a browser that has the plan learns of it. Read whole: SQLite keeps letters
    beyond ASCII in JSON as codes, in which no name is found.
    """
    fields = await db.exec(select(PlanField.path, PlanField.value).where(PlanField.plan_id == plan.id))
    changed = _without(dict(fields.all()), names)
    if changed:
        plan.revision += 1
        for path, value in changed.items():
            field = update(PlanField).where(col(PlanField.plan_id) == plan.id, col(PlanField.path) == path)
            values = {"value": value, "revision": plan.revision, "account_id": None, "at": now}
            await db.exec(field.values(**values).execution_options(synchronize_session=False))
        if "title" in changed:
            plan.title = changed["title"]
            plan.search_name = search_key(plan.title)
    struck = bool(changed)
    for version in (await db.exec(select(PlanVersion).where(PlanVersion.plan_id == plan.id))).all():
        frozen, name = _without(version.fields, names), strike_out(version.name, names)
        if frozen or name != version.name:
            version.fields, version.name, struck = {**version.fields, **frozen}, name, True
    beside: list[tuple[type[SQLModel], tuple[str, ...]]] = [
        (PlanComment, ("text",)),
        (PlanEvent, ("comment",)),
        (PlanEndorsement, ("body", "note")),
    ]
    for table, columns in beside:
        for row in (await db.exec(select(table).where(table.plan_id == plan.id))).all():  # type: ignore[attr-defined]
            for column in columns:
                before = getattr(row, column)
                after = strike_out(before, names)
                if after != before:
                    setattr(row, column, after)
                    struck = True
            if isinstance(row, PlanComment) and row.suggestion and isinstance(row.suggestion[0], str):
                row.suggestion = [strike_out(row.suggestion[0], names)]
    return struck


def _without(fields: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the texts that lose a name, by path."""
    found: dict[str, Any] = {}
    for path, value in fields.items():
        place = find_place(path)
        if isinstance(value, str) and (place is None or (place.rule is not None and place.rule.kind in _TEXTS)):
            struck = strike_out(value, names)
            if struck != value:
                found[path] = struck
    return found
