"""Periods of reporting: said by organisers, changed, and taken back while nobody has reported."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Tombstone, flush_new
from madang.core.errors import InUse, Invalid, Taken
from madang.follow_up import queries
from madang.follow_up.models import ReportPeriod
from madang.follow_up.schemas import ReportPeriodFields, ReportPeriodUpdate
from madang.programme.models import Edition
from madang.programme.rules import check_words


async def create_period(db: AsyncSession, edition: Edition, data: ReportPeriodFields, now: datetime) -> ReportPeriod:
    """Have every city report at some time. Errors: Invalid; Taken when another period is due on that day."""
    period = ReportPeriod(**_tidy(data.model_dump()), edition_id=edition.id, created_at=now, updated_at=now)
    await _keep(db, edition, period)
    return period


async def update_period(
    db: AsyncSession, edition: Edition, period: ReportPeriod, changes: ReportPeriodUpdate, now: datetime
) -> None:
    """Change a period. Errors: Invalid; Taken when another period is due on that day."""
    values = _tidy({name: getattr(changes, name) for name in changes.model_fields_set})
    for name, value in values.items():
        setattr(period, name, value)
    period.touch(now)
    await _keep(db, edition, period)


async def delete_period(db: AsyncSession, period: ReportPeriod, now: datetime) -> None:
    """Take a period back. Errors: InUse once somebody has opened its report."""
    if await queries.has_reports(db, period.id):
        raise InUse("somebody has begun to report for this period; change its days instead")
    db.add(Tombstone(id=period.id, kind="report_period", edition_id=period.edition_id, deleted_at=now))
    await db.delete(period)
    await db.flush()


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    for name, descending in (("remind_before", True), ("remind_after", False)):
        if name in values:
            values[name] = sorted(set(values[name]), reverse=descending)
    return values


async def _keep(db: AsyncSession, edition: Edition, period: ReportPeriod) -> None:
    faults = list(check_words(period.name, edition.default_language, "/name"))
    if period.opens_on > period.due_on:
        faults.append(("/opens_on", "it opens after it is due"))
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{pointer}", what) for pointer, what in faults])
    db.add(period)
    taken = "another period is due on that day"
    await flush_new(db, Taken(taken, errors=[("/body/due_on", taken)]))
