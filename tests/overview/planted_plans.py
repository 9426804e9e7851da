"""Somebody's name in a plan that they wrote with others, and in all that was said about it."""

from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.plans import FUND, add_contributor, kampala, make_plan
from madang.accounts.models import Account
from madang.action_plans.models import (
    ActionPlan,
    EndorsementKind,
    PlanComment,
    PlanEndorsement,
    PlanEvent,
    PlanStatus,
    PlanVersion,
)
from madang.delegations.models import Delegation
from madang.programme.models import Edition


async def write_plan(db: AsyncSession, edition: Edition, account: Account, name: str, now: datetime) -> ActionPlan:
    """Have somebody's name stand wherever it can in their city's plan."""
    city = (await db.exec(select(Delegation).where(col(Delegation.edition_id) == edition.id))).one()
    texts = {"title": f"The plan of {name}", f"{FUND}/description": f"{name} lends"}
    plan = await make_plan(db, city, kampala() | texts, account_id=account.id)
    own = {"plan_id": plan.id, "account_id": account.id}
    moved = {"from_status": PlanStatus.DRAFT, "to_status": PlanStatus.DRAFT, "at": now}
    db.add_all(
        [
            PlanComment(**own, text=f"{name} thinks so", suggestion=[f"by {name}"]),
            PlanComment(plan_id=plan.id, from_office=True, text=f"Dear {name}", suggestion=[f"with {name}"]),
            PlanEvent(**own, what="moved", comment=f"from {name}", **moved),
            PlanEndorsement(
                plan_id=plan.id,
                kind=EndorsementKind.OTHER,
                body=f"Friends of {name}",
                endorsed_on=date(2019, 12, 1),
                note=f"signed by {name}",
            ),
            PlanVersion(
                **own,
                number=1,
                name=f"As {name} left it",
                status=PlanStatus.DRAFT,
                revision=1,
                fields={"title": f"The plan of {name}"},
                at=now,
            ),
        ]
    )
    await add_contributor(db, plan, account.email, name=name, account_id=account.id)
    return plan
