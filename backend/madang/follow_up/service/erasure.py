"""What is erased of a person in reports: they belong to the city, so that names are struck out and the rest stays."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan
from madang.core.text import strike_out
from madang.files.models import StoredFile
from madang.follow_up.models import ActionRating, PlanReport, ReportEntry, ReportEvidence


async def erase_from_reports(
    db: AsyncSession, edition_id: UUID, names: Collection[str], now: datetime, *, account_id: UUID | None
) -> None:
    """Make what somebody reported in an edition nobody's, and strike names out of all reports and what is said of them.

    Complete or not: an erasure is the one thing that changes a report that was completed.
    """
    of_edition = (
        select(PlanReport.id)
        .join(ActionPlan, col(ActionPlan.id) == col(PlanReport.plan_id))
        .where(ActionPlan.edition_id == edition_id)
    )
    if account_id is not None:
        await _disown(db, of_edition, account_id)
    if not names:
        return
    for entry in (await db.exec(select(ReportEntry).where(col(ReportEntry.report_id).in_(of_edition)))).all():
        values = {
            path: strike_out(value, names) if isinstance(value, str) else value for path, value in entry.values.items()
        }
        said = (values, strike_out(entry.difficulties, names), strike_out(entry.lessons, names))
        if said != (entry.values, entry.difficulties, entry.lessons):
            entry.values, entry.difficulties, entry.lessons = said
            entry.touch(now)
    for rating in (await db.exec(select(ActionRating).where(col(ActionRating.report_id).in_(of_edition)))).all():
        comment = strike_out(rating.comment, names)
        if comment != rating.comment:
            rating.comment = comment
            rating.touch(now)
    shown = (
        select(ReportEvidence, StoredFile)
        .outerjoin(StoredFile, col(StoredFile.id) == col(ReportEvidence.file_id))
        .where(col(ReportEvidence.report_id).in_(of_edition))
    )
    for evidence, file in (await db.exec(shown)).all():
        evidence.title = strike_out(evidence.title, names)
        evidence.url = strike_out(evidence.url, names) if evidence.url else None
        if file is not None:
            file.name = strike_out(file.name, names)
    await db.flush()


async def _disown(db: AsyncSession, of_edition: Any, account_id: UUID) -> None:
    # The account itself may stay, for another edition.
    for table in (ReportEntry, ReportEvidence, ActionRating):
        theirs = update(table).where(col(table.report_id).in_(of_edition), col(table.account_id) == account_id)
        await db.exec(theirs.values(account_id=None).execution_options(synchronize_session=False))
    completed = update(PlanReport).where(
        col(PlanReport.id).in_(of_edition), col(PlanReport.completed_by_id) == account_id
    )
    await db.exec(completed.values(completed_by_id=None).execution_options(synchronize_session=False))
