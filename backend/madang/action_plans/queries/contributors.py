"""Who writes a plan along at home."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.action_plans.models import PlanContributor
from madang.core.errors import NotFound


async def list_contributors(db: AsyncSession, plan_id: UUID) -> Sequence[tuple[PlanContributor, UUID | None]]:
    """Return everybody who writes a plan along, with their accounts where they have one."""
    statement = (
        select(PlanContributor, Account.id)
        .join(Account, col(Account.email) == col(PlanContributor.email), isouter=True)
        .where(PlanContributor.plan_id == plan_id)
        .order_by(col(PlanContributor.id))
    )
    return [(one, one.account_id or account_id) for one, account_id in (await db.exec(statement)).all()]


async def get_contributor(db: AsyncSession, plan_id: UUID, contributor_id: UUID) -> PlanContributor:
    """Return one of them. Errors: NotFound."""
    statement = select(PlanContributor).where(PlanContributor.id == contributor_id, PlanContributor.plan_id == plan_id)
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such contributor to this plan")
    return found


async def find_contributor(db: AsyncSession, contributor_id: UUID) -> PlanContributor | None:
    """Return a contributor by id, whoever asks: for the letter to them."""
    return (await db.exec(select(PlanContributor).where(PlanContributor.id == contributor_id))).one_or_none()


async def find_unbound(db: AsyncSession, plan_id: UUID, account_id: UUID) -> PlanContributor | None:
    """Return the contributor of a plan who bears the address of an account and is not bound to it yet."""
    statement = (
        select(PlanContributor)
        .join(Account, col(Account.email) == col(PlanContributor.email))
        .where(PlanContributor.plan_id == plan_id, Account.id == account_id, col(PlanContributor.account_id).is_(None))
    )
    return (await db.exec(statement)).one_or_none()
