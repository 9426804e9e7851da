"""Plans put into the registry as they are, without their life before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.plans import kampala, make_plan
from factories.registrations import make_delegation
from madang.action_plans.models import ActionPlan, EndorsementKind, PlanEndorsement, PlanEvent, PlanStatus, PlanVersion
from madang.action_plans.service import publishing
from madang.core.db import Database
from madang.programme.models import Edition


async def freeze(db: AsyncSession, plan: ActionPlan, fields: Mapping[str, Any], number: int, at: datetime) -> None:
    """Keep a version of a plan, as a transition does."""
    db.add(
        PlanVersion(
            plan_id=plan.id, number=number, status=plan.status, revision=plan.revision, fields=dict(fields), at=at
        )
    )
    await db.flush()


async def register_plan(
    database: Database,
    slug: str,
    *,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    key: str = "kampala",
    city: Mapping[str, str] | None = None,
    country: str = "UG",
    status: PlanStatus = PlanStatus.IMPLEMENTING,
    published: bool = True,
) -> UUID:
    """Have a city hand in, present and (unless told otherwise) publish a plan; return the plan's id."""
    fields = kampala() if fields is None else fields
    async with database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one()
        city_words = dict(city or {"en": "Kampala", "ko": "캄팔라"})
        delegation = await make_delegation(db, edition, key)
        delegation.city, delegation.country = city_words, country
        plan = await make_plan(
            db, delegation, fields, status=status, submitted_at=at, presented_at=at, public_agreed_at=at
        )
        steps = [
            (PlanStatus.DRAFT, PlanStatus.SUBMITTED),
            (PlanStatus.SUBMITTED, PlanStatus.DRAFT),
            (PlanStatus.DRAFT, PlanStatus.SUBMITTED),
            (PlanStatus.SUBMITTED, PlanStatus.PRESENTED),
        ]
        for before, after in steps:
            db.add(PlanEvent(plan_id=plan.id, at=at, what="moved", from_status=before, to_status=after))
        db.add(
            PlanEndorsement(
                plan_id=plan.id,
                kind=EndorsementKind.GOVERNMENT,
                body="Kampala Capital City Authority",
                endorsed_on=at.date(),
                created_at=at,
                updated_at=at,
            )
        )
        await freeze(db, plan, fields, 1, at)
        if published:
            await publishing.publish(db, plan, None, at)
    return plan.id
