"""Reminding whoever owes a report: on the days that a period names, by the worker, and by hand."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.queries.people import list_writers
from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.follow_up import queries
from madang.follow_up.models import PlanReport, ReportPeriod, ReportReminder
from madang.follow_up.queries import OwnedPlan
from madang.follow_up.rules.timing import OWED, reminder_days, reminder_is_owed
from madang.follow_up.schemas import RemindedOfReports
from madang.follow_up.service.describing import find_state
from madang.outbox.service import post_many
from madang.participants.service.requirements import today_in
from madang.programme.models import Edition

KIND = "report_reminder"
_LONGEST_AFTER = timedelta(days=366 + 7)


async def remind_of_reports(database: Database, now: datetime) -> None:
    """Write to the people of every plan that owes a report on a day that its period names. A chore of the worker."""
    async with database.read() as db:
        periods = await queries.list_periods_to_remind(db, since=now.date() - _LONGEST_AFTER)
        waiting = [
            (period, edition, today_in(edition, now))
            for period, edition in periods
            if _has_a_day(period, today_in(edition, now), today_in(edition, period.created_at))
        ]
        owing = [await _list_owing_today(db, *each) for each in waiting]
    for (period, _edition, today), plans in zip(waiting, owing, strict=True):
        if plans:
            async with database.write() as db:
                set_origin(db, Origin(OriginKind.WORKER))
                await remind(db, period, plans, today, now, account_id=None)


def _has_a_day(period: ReportPeriod, today: date, since: date) -> bool:
    days = reminder_days(period.due_on, period.remind_before, period.remind_after)
    return reminder_is_owed(days, today, None, since=since)


async def _list_owing_today(
    db: AsyncSession, period: ReportPeriod, edition: Edition, today: date
) -> Sequence[OwnedPlan]:
    days = reminder_days(period.due_on, period.remind_before, period.remind_after)
    since = today_in(edition, period.created_at)
    last = await queries.last_reminders(db, period.id)
    return [
        owned
        for owned in await list_owing(db, edition, period, today)
        if reminder_is_owed(days, today, last.get(owned.plan.id), since=since)
    ]


async def list_owing(db: AsyncSession, edition: Edition, period: ReportPeriod, today: date) -> Sequence[OwnedPlan]:
    """Return the plans that owe a report: due, late or silent."""
    reports: dict[UUID, PlanReport] = await queries.find_reports(db, period.id)
    return [
        owned
        for owned in await queries.list_plans(db, edition.id)
        if find_state(period, owned.plan, reports.get(owned.plan.id), today) in OWED
    ]


async def remind_by_hand(
    db: AsyncSession,
    edition: Edition,
    period: ReportPeriod,
    plan_ids: Collection[UUID],
    *,
    account_id: UUID,
    now: datetime,
) -> RemindedOfReports:
    """Write now to the people of these plans, or of all that owe the report; of nobody twice a day."""
    today = today_in(edition, now)
    owing = await list_owing(db, edition, period, today)
    asked = [owned for owned in owing if not plan_ids or owned.plan.id in plan_ids]
    reminded = await remind(db, period, asked, today, now, account_id=account_id)
    return RemindedOfReports(reminded=reminded, already=len(asked) - reminded)


async def remind(
    db: AsyncSession,
    period: ReportPeriod,
    plans: Sequence[OwnedPlan],
    today: date,
    now: datetime,
    *,
    account_id: UUID | None,
) -> int:
    """Write to the people of plans, and return of how many: those of whom nobody had been reminded that day."""
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    reminded = []
    for owned in plans:
        row = {"plan_id": owned.plan.id, "period_id": period.id, "sent_on": today, "account_id": account_id}
        written = await db.exec(dialect.insert(ReportReminder).values(row).on_conflict_do_nothing())
        if written.rowcount:
            reminded.append(owned)
    letters: list[dict[str, UUID | str | None]] = [
        {"plan_id": owned.plan.id, "period_id": period.id, "person": person.key}
        for owned in reminded
        for person in await list_writers(db, owned.plan)
        if person.owner
    ]
    await post_many(db, KIND, now, letters)
    return len(reminded)
