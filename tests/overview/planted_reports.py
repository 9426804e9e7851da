"""Somebody's name in what their city reports."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.follow_up import make_period
from factories.plans import FUND, make_plan
from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan
from madang.delegations.models import Delegation
from madang.follow_up.models import ActionRating, PlanReport, Rating, ReportEntry, ReportEvidence, ReportPeriod
from madang.programme.models import Edition


async def report(db: AsyncSession, edition: Edition, account: Account, name: str, now: datetime) -> ReportPeriod:
    """Have somebody's name stand wherever it can in a report of their city's plan."""
    city = (await db.exec(select(Delegation).where(col(Delegation.edition_id) == edition.id))).one()
    plan = (await db.exec(select(ActionPlan).where(col(ActionPlan.delegation_id) == city.id))).one_or_none()
    plan = plan or await make_plan(db, city)
    period = await make_period(db, edition)
    made = PlanReport(
        plan_id=plan.id, period_id=period.id, opened_at=now, completed_by_id=account.id, created_at=now, updated_at=now
    )
    db.add(made)
    await db.flush()
    action_id = FUND.rpartition("/")[2]
    entry = ReportEntry(
        report_id=made.id,
        action_id=action_id,
        values={"health_note": f"{name} is ill"},
        difficulties=f"Without {name}",
        lessons=f"Ask {name}",
        account_id=account.id,
    )
    evidence = ReportEvidence(
        report_id=made.id,
        action_id=action_id,
        title=f"Minutes of {name}",
        url="https://kampala.example.org",
        account_id=account.id,
        added_at=now,
    )
    rating = ActionRating(
        report_id=made.id, action_id=action_id, rating=Rating.LIMITED, comment=f"{name} shows it", account_id=account.id
    )
    db.add_all([entry, evidence, rating])
    await db.flush()
    return period
