"""A plan becomes public: whoever writes it agrees, an organiser publishes a version of it."""

from datetime import datetime

from sqlalchemy import exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import NothingToPublish, PublicationNotAgreed
from madang.action_plans.models import ActionPlan, PlanEvent, PlanStatus, PlanVersion, PublicPlan
from madang.action_plans.rules.summary import searched, summarise
from madang.action_plans.rules.tree import build
from madang.action_plans.schemas.publication import PlanPublication
from madang.programme.models import Edition


async def describe(db: AsyncSession, plan: ActionPlan, edition: Edition, base_url: str) -> PlanPublication:
    """Return what the public sees of a plan."""
    newest = await _find_version(db, plan, None) if plan.presented_at else None
    return PlanPublication(
        version=plan.version,
        agreed_at=plan.public_agreed_at,
        published_at=plan.published_at,
        published_number=plan.published_number,
        newest_number=newest.number if newest else None,
        url=f"{base_url}/e/{edition.slug}/registry/{plan.key}",
    )


async def agree(db: AsyncSession, plan: ActionPlan, now: datetime, *, agreed: bool) -> None:
    """Let a plan be published, or take that back: then the public loses it at once."""
    if agreed == (plan.public_agreed_at is not None):
        return
    plan.public_agreed_at = now if agreed else None
    plan.touch(now)
    if not agreed:
        await withdraw(db, plan, now)
    await db.flush()


async def publish(db: AsyncSession, plan: ActionPlan, number: int | None, now: datetime) -> None:
    """Show a version of a plan (None: the newest) in the registry. Errors: PublicationNotAgreed, NothingToPublish."""
    if plan.public_agreed_at is None:
        raise PublicationNotAgreed("whoever writes this plan has to agree first")
    version = await _find_version(db, plan, number) if plan.presented_at else None
    if version is None:
        which = "version that was handed in" if number is None else f"version {number} that was handed in"
        raise NothingToPublish(f"there is no {which}, or the plan was never presented")
    plan.published_number, plan.published_at = version.number, now
    plan.touch(now)
    await db.flush()
    await refresh(db, plan)


async def withdraw(db: AsyncSession, plan: ActionPlan, now: datetime) -> None:
    """Take a plan out of the registry; one that is not there stays as it is."""
    if plan.published_number is None:
        return
    plan.published_number = plan.published_at = None
    plan.touch(now)
    shown = await db.get(PublicPlan, plan.id)
    if shown is not None:
        await db.delete(shown)
    await db.flush()


async def refresh(db: AsyncSession, plan: ActionPlan) -> None:
    """Say anew what the registry's list says of a published plan, as when a name was struck out of its version."""
    version = await _find_version(db, plan, plan.published_number)
    if plan.published_number is None or version is None:
        return
    tree = build(version.fields)
    shown = await db.get(PublicPlan, plan.id)
    if shown is None:
        db.add(PublicPlan(plan_id=plan.id, summary=dict(summarise(tree)), search_text=searched(tree)))
    else:
        shown.summary, shown.search_text = dict(summarise(tree)), searched(tree)
    await db.flush()


async def _find_version(db: AsyncSession, plan: ActionPlan, number: int | None) -> PlanVersion | None:
    # What is frozen on the way out of the draft was handed in, too; what a draft keeps by name was not.
    handed_in = exists().where(
        col(PlanEvent.plan_id) == plan.id,
        col(PlanEvent.version_number) == PlanVersion.number,
        col(PlanEvent.to_status) != PlanStatus.DRAFT,
        col(PlanEvent.from_status) != col(PlanEvent.to_status),
    )
    statement = (
        select(PlanVersion)
        .where(PlanVersion.plan_id == plan.id, or_(col(PlanVersion.status) != PlanStatus.DRAFT, handed_in))
        .order_by(col(PlanVersion.number).desc())
        .limit(1)
    )
    return (await db.exec(statement if number is None else statement.where(PlanVersion.number == number))).first()
