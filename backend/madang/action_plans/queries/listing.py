"""Lists of plans: one's own, and those of an edition."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, ActionPlanCall, OwnerKind, PlanField, PlanStatus
from madang.action_plans.queries.plans import PlanRole, is_owned_by, plans_written_by
from madang.core.pages import Found, PageRequest, fetch_page
from madang.core.text import search_key
from madang.participants.models import Registration
from madang.programme.models import Edition


async def find_call(db: AsyncSession, edition_id: UUID, *, lock: bool = False) -> ActionPlanCall | None:
    """Return what an edition asks of its plans."""
    statement = select(ActionPlanCall).where(ActionPlanCall.edition_id == edition_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_own_plans(
    db: AsyncSession, account_id: UUID, slug: str | None
) -> Sequence[tuple[ActionPlan, Edition, PlanRole]]:
    """Return the plans that somebody writes, those of the latest edition first; in one edition, or in all."""
    written = plans_written_by(account_id).subquery()
    statement = (
        select(ActionPlan, Edition, is_owned_by(account_id).label("owned"))
        .join(Edition, col(Edition.id) == col(ActionPlan.edition_id))
        .where(col(ActionPlan.id).in_(select(written.c.id)))
        .order_by(col(Edition.starts_on).desc(), col(ActionPlan.key))
    )
    if slug is not None:
        statement = statement.where(Edition.slug == slug)
    return [
        (plan, edition, PlanRole.OWNER if owned else PlanRole.CONTRIBUTOR)
        for plan, edition, owned in (await db.exec(statement)).all()
    ]


@dataclass(frozen=True)
class PlanFilters:
    """Which plans of an edition are wanted."""

    statuses: Collection[PlanStatus] = ()
    owner_kind: OwnerKind | None = None
    delegation_id: UUID | None = None
    words: str = ""


async def list_plans(db: AsyncSession, edition_id: UUID, filters: PlanFilters, page: PageRequest) -> Found[ActionPlan]:
    """Return a page of the plans of an edition by key, so that a city's stand together."""
    statement = select(ActionPlan).where(ActionPlan.edition_id == edition_id)
    if filters.statuses:
        statement = statement.where(col(ActionPlan.status).in_(filters.statuses))
    if filters.owner_kind is not None:
        statement = statement.where(ActionPlan.owner_kind == filters.owner_kind)
    if filters.delegation_id is not None:
        members = select(Registration.id).where(Registration.delegation_id == filters.delegation_id)
        statement = statement.where(
            or_(
                col(ActionPlan.delegation_id) == filters.delegation_id,
                col(ActionPlan.registration_id).in_(members),
            )
        )
    for word in search_key(filters.words).split():
        prefix = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = (col(ActionPlan.search_name).like(f"{start}{prefix}%", escape="\\") for start in ("", "% "))
        statement = statement.where(or_(*found))
    return await fetch_page(db, statement, keys=[col(ActionPlan.key)], key_of=lambda plan: (plan.key,), page=page)


async def read_fields_of(db: AsyncSession, plan_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the fields of several plans in one statement, by plan."""
    ids = list(plan_ids)
    fields: dict[UUID, dict[str, Any]] = {plan_id: {} for plan_id in ids}
    statement = select(PlanField.plan_id, PlanField.path, PlanField.value).where(col(PlanField.plan_id).in_(ids))
    for plan_id, path, value in (await db.exec(statement)).all():
        fields[plan_id][path] = value
    return fields
