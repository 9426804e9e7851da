"""Every `select` of follow-up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, PlanField, PlanStatus, PlanVersion
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.delegations.models import Delegation
from madang.files.models import StoredFile
from madang.follow_up.models import (
    ActionRating,
    PlanReport,
    ReportEntry,
    ReportEvidence,
    ReportPeriod,
    ReportReminder,
)
from madang.participants.models import Registration
from madang.programme.models import Edition, Topic, Vocabulary


async def list_periods(db: AsyncSession, edition_id: UUID) -> Sequence[ReportPeriod]:
    """Return all periods of an edition, the first due one first."""
    statement = select(ReportPeriod).where(ReportPeriod.edition_id == edition_id)
    return (await db.exec(statement.order_by(col(ReportPeriod.due_on)))).all()


async def page_periods(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[ReportPeriod]:
    """Return a page of periods, the first due one first."""
    return await fetch_page(
        db,
        select(ReportPeriod).where(ReportPeriod.edition_id == edition.id),
        keys=[col(ReportPeriod.due_on)],
        key_of=lambda row: (row.due_on,),
        page=page,
    )


async def get_period(db: AsyncSession, edition_id: UUID, period_id: UUID, *, lock: bool = False) -> ReportPeriod:
    """Return a period of an edition. Errors: NotFound."""
    statement = select(ReportPeriod).where(ReportPeriod.id == period_id, ReportPeriod.edition_id == edition_id)
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such period of reporting in this edition")
    return found


async def has_reports(db: AsyncSession, period_id: UUID) -> bool:
    """Whether anybody has opened a report of a period."""
    statement = select(PlanReport.id).where(PlanReport.period_id == period_id)
    return (await db.exec(statement.limit(1))).first() is not None


async def find_report(db: AsyncSession, plan_id: UUID, period_id: UUID, *, lock: bool = False) -> PlanReport | None:
    """Return a plan's report of a period."""
    statement = select(PlanReport).where(PlanReport.plan_id == plan_id, PlanReport.period_id == period_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_reports(db: AsyncSession, plan_id: UUID) -> dict[UUID, PlanReport]:
    """Return all reports of a plan, by period."""
    found = await db.exec(select(PlanReport).where(PlanReport.plan_id == plan_id))
    return {report.period_id: report for report in found.all()}


async def find_reports(db: AsyncSession, period_id: UUID) -> dict[UUID, PlanReport]:
    """Return all reports of a period, by plan."""
    found = await db.exec(select(PlanReport).where(PlanReport.period_id == period_id))
    return {report.plan_id: report for report in found.all()}


async def list_entries(db: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, dict[str, ReportEntry]]:
    """Return what is reported in reports: by report, then by action."""
    found: dict[UUID, dict[str, ReportEntry]] = {report_id: {} for report_id in report_ids}
    statement = select(ReportEntry).where(col(ReportEntry.report_id).in_(report_ids))
    for entry in (await db.exec(statement)).all():
        found[entry.report_id][entry.action_id] = entry
    return found


async def find_entry(db: AsyncSession, report_id: UUID, action_id: str) -> ReportEntry | None:
    """Return what is reported of an action, locked."""
    statement = select(ReportEntry).where(ReportEntry.report_id == report_id, ReportEntry.action_id == action_id)
    return (await db.exec(statement.with_for_update())).one_or_none()


async def list_evidence(db: AsyncSession, report_id: UUID) -> Sequence[tuple[ReportEvidence, StoredFile | None]]:
    """Return the evidence of a report with its files, in the order in which it was added."""
    statement = (
        select(ReportEvidence, StoredFile)
        .outerjoin(StoredFile, col(StoredFile.id) == col(ReportEvidence.file_id))
        .where(ReportEvidence.report_id == report_id)
        .order_by(col(ReportEvidence.id))
    )
    return (await db.exec(statement)).all()


async def count_evidence(db: AsyncSession, report_id: UUID, action_id: str) -> int:
    """Return how much evidence an action has in a report."""
    statement = select(func.count()).select_from(ReportEvidence)
    where = (ReportEvidence.report_id == report_id, ReportEvidence.action_id == action_id)
    return (await db.exec(statement.where(*where))).one()


async def get_evidence(db: AsyncSession, report_id: UUID, action_id: str, evidence_id: UUID) -> ReportEvidence:
    """Return one piece of evidence. Errors: NotFound."""
    statement = select(ReportEvidence).where(
        ReportEvidence.id == evidence_id, ReportEvidence.report_id == report_id, ReportEvidence.action_id == action_id
    )
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such evidence of this action")
    return found


async def list_ratings(db: AsyncSession, report_id: UUID) -> dict[str, ActionRating]:
    """Return what reviewers said of a report, by action."""
    found = await db.exec(select(ActionRating).where(ActionRating.report_id == report_id))
    return {rating.action_id: rating for rating in found.all()}


async def find_rating(db: AsyncSession, report_id: UUID, action_id: str) -> ActionRating | None:
    """Return what a reviewer said of an action, locked."""
    statement = select(ActionRating).where(ActionRating.report_id == report_id, ActionRating.action_id == action_id)
    return (await db.exec(statement.with_for_update())).one_or_none()


async def count_ratings(db: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many actions were rated, by report."""
    statement = (
        select(ActionRating.report_id, func.count())
        .where(col(ActionRating.report_id).in_(report_ids))
        .group_by(col(ActionRating.report_id))
    )
    return dict((await db.exec(statement)).all())


async def read_version(db: AsyncSession, plan_id: UUID, number: int) -> dict[str, Any]:
    """Return the fields of a plan as they were frozen. Errors: NotFound."""
    statement = select(PlanVersion.fields).where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    found = (await db.exec(statement)).first()
    if found is None:
        raise NotFound("there is no such version of this plan")
    return dict(found)


async def read_action(db: AsyncSession, plan_id: UUID, action_id: str) -> dict[str, Any]:
    """Return the fields of one action of a plan, nulls included, by their whole path."""
    base = f"actions/{action_id}"
    statement = select(PlanField.path, PlanField.value).where(
        PlanField.plan_id == plan_id, or_(col(PlanField.path) == base, col(PlanField.path).startswith(f"{base}/"))
    )
    return dict((await db.exec(statement)).all())


async def list_pillars(db: AsyncSession, edition_id: UUID) -> dict[str, dict[str, str]]:
    """Return the pillars of an edition: names by key, in the order of keys."""
    statement = select(Topic).where(Topic.edition_id == edition_id, Topic.vocabulary == Vocabulary.PILLAR)
    return {topic.key: topic.name for topic in (await db.exec(statement.order_by(col(Topic.key)))).all()}


@dataclass(frozen=True)
class OwnedPlan:
    """A plan with whose it is."""

    plan: ActionPlan
    delegation: Delegation | None
    registration: Registration | None


async def list_plans(db: AsyncSession, edition_id: UUID) -> list[OwnedPlan]:
    """Return the plans of an edition that were handed in at least once, with whose they are, by key.

    A trainee's plan counts for the trainee's city.
    """
    statement = (
        select(ActionPlan, Delegation, Registration)
        .outerjoin(Registration, col(Registration.id) == col(ActionPlan.registration_id))
        .outerjoin(
            Delegation,
            or_(
                col(Delegation.id) == col(ActionPlan.delegation_id),
                col(Delegation.id) == col(Registration.delegation_id),
            ),
        )
        .where(
            ActionPlan.edition_id == edition_id,
            or_(col(ActionPlan.status) != PlanStatus.DRAFT, col(ActionPlan.submitted_at).is_not(None)),
        )
        .order_by(col(ActionPlan.key))
    )
    return [OwnedPlan(*row) for row in (await db.exec(statement)).all()]


async def read_progress(db: AsyncSession, plan_ids: Collection[UUID]) -> Mapping[UUID, dict[str, Any]]:
    """Return the fields of plans that say how their actions get on, by plan, in one statement."""
    path = col(PlanField.path)
    said = or_(
        path == "pillars",
        path.like("actions/____________"),
        *(path.like(f"actions/____________/{name}") for name in ("title", "phase", "health", "sdg", "pillars")),
        path.like("actions/____________/milestones/%"),
    )
    found: dict[UUID, dict[str, Any]] = {plan_id: {} for plan_id in plan_ids}
    statement = select(PlanField.plan_id, PlanField.path, PlanField.value)
    for plan_id, where, value in (await db.exec(statement.where(col(PlanField.plan_id).in_(plan_ids), said))).all():
        found[plan_id][where] = value
    return found


async def last_reminders(db: AsyncSession, period_id: UUID) -> dict[UUID, date]:
    """Return when the people of each plan were last reminded of a period."""
    statement = (
        select(ReportReminder.plan_id, func.max(ReportReminder.sent_on))
        .where(ReportReminder.period_id == period_id)
        .group_by(col(ReportReminder.plan_id))
    )
    return dict((await db.exec(statement)).all())


async def list_periods_to_remind(db: AsyncSession, *, since: date) -> Sequence[tuple[ReportPeriod, Edition]]:
    """Return the periods whose reminders may go out: those that are to come, or were due after some day."""
    statement = (
        select(ReportPeriod, Edition)
        .join(Edition, col(Edition.id) == col(ReportPeriod.edition_id))
        .where(col(ReportPeriod.due_on) >= since)
        .order_by(col(ReportPeriod.id))
    )
    return (await db.exec(statement)).all()


async def find_plan(db: AsyncSession, plan_id: UUID) -> ActionPlan | None:
    """Return a plan, whoever asks."""
    return await db.get(ActionPlan, plan_id)


async def find_period(db: AsyncSession, period_id: UUID) -> ReportPeriod | None:
    """Return a period, whoever asks."""
    return await db.get(ReportPeriod, period_id)
