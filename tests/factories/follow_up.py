"""Periods of reporting and plans that are carried out, made up for tests, straight into the tables."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.follow_up.models import ReportPeriod
from madang.programme.models import Edition

IN_TIME = datetime(2020, 5, 20, 3, 0, tzinfo=UTC)  # noon in Seoul, before the first report is due
PERIOD: dict[str, Any] = {
    "name": {"en": "First report", "ko": "첫 보고"},
    "opens_on": "2020-05-01",
    "due_on": "2020-05-31",
    "remind_before": [14, 3],
    "remind_after": [1],
}


async def move_period(db: AsyncSession, period: ReportPeriod, opens_on: date, due_on: date) -> None:
    """Have a period's days lie elsewhere: whoever is signed in is so for ten minutes only, so that no clock goes on."""
    kept = await db.get_one(ReportPeriod, period.id)
    kept.opens_on, kept.due_on = opens_on, due_on
    await db.flush()


async def make_period(db: AsyncSession, edition: Edition, **values: Any) -> ReportPeriod:
    """Have the cities of an edition report; by 31 May 2020 unless told otherwise."""
    period = ReportPeriod(
        **{
            **PERIOD,
            "edition_id": edition.id,
            "opens_on": date(2020, 5, 1),
            "due_on": date(2020, 5, 31),
            "created_at": datetime(2020, 4, 1, tzinfo=UTC),
            "updated_at": datetime(2020, 4, 1, tzinfo=UTC),
            **values,
        }
    )
    db.add(period)
    await db.flush()
    return period
