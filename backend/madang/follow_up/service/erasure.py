"""What is erased of a person in reports: they belong to the city, so that names are struck out and the rest stays."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan
from madang.core.text import strike_out
from madang.files.models import StoredFile
from madang.follow_up.models import ActionRating, PlanReport, ReportEntry, ReportEvidence


async def erase_from_reports(db: AsyncSession, edition_id: UUID, names: Collection[str], now: datetime) -> None:
    """Strike names out of what was reported in an edition and said of it, complete or not."""
    if not names:
        return
    of_edition = (
        select(PlanReport.id)
        .join(ActionPlan, col(ActionPlan.id) == col(PlanReport.plan_id))
        .where(ActionPlan.edition_id == edition_id)
    )
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
