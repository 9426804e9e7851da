"""Reports as the API gives them: what is reported beside what the plan says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, PlanStatus
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.tree import Row, build
from madang.files.models import StoredFile
from madang.follow_up import queries
from madang.follow_up.models import ActionRating, PlanReport, ReportEntry, ReportEvidence, ReportPeriod
from madang.follow_up.rules.entries import find_faults
from madang.follow_up.rules.timing import ReportState, state_of
from madang.follow_up.schemas import (
    ActionRatingShown,
    BudgetLineInReport,
    EntryShown,
    EvidenceShown,
    IndicatorInReport,
    IndicatorPeriodInReport,
    MilestoneInReport,
    PlanReports,
    ReportFault,
    ReportListed,
    ReportPeriodShown,
    ReportShown,
)
from madang.participants.service.requirements import today_in
from madang.programme.models import Edition


def find_state(period: ReportPeriod, plan: ActionPlan, report: PlanReport | None, today: date) -> ReportState:
    """Return where a plan stands with a period."""
    return state_of(
        opens_on=period.opens_on,
        due_on=period.due_on,
        today=today,
        carried_out=plan.status is PlanStatus.IMPLEMENTING,
        opened=report is not None,
        complete=report is not None and report.completed_at is not None,
    )


def may_report(period: ReportPeriod, plan: ActionPlan, report: PlanReport | None, today: date) -> bool:
    """Whether anything can be reported at this time."""
    return find_state(period, plan, report, today) in (ReportState.DUE, ReportState.LATE, ReportState.SILENT)


async def list_own(db: AsyncSession, plan: ActionPlan, edition: Edition, now: datetime) -> PlanReports:
    """Return all periods with where a plan stands in each."""
    today = today_in(edition, now)
    reports = await queries.list_reports(db, plan.id)
    entries = await queries.list_entries(db, [report.id for report in reports.values()])
    as_it_is = build(await read_fields(db, plan.id))
    items = []
    for period in await queries.list_periods(db, edition.id):
        report = reports.get(period.id)
        written = entries[report.id] if report else {}
        content = await _content_of(db, plan, report) if report and report.completed_at else as_it_is
        items.append(
            ReportListed(
                period=ReportPeriodShown.model_validate(period),
                state=find_state(period, plan, report, today),
                version=report.version if report else 0,
                opened_at=report.opened_at if report else None,
                completed_at=report.completed_at if report else None,
                actions=len(content.below("actions")),
                reported=count_reported(content, written.values()),
            )
        )
    return PlanReports(
        plan_id=plan.id,
        title=plan.title,
        status=plan.status,
        may_report=plan.status is PlanStatus.IMPLEMENTING,
        reports=items,
    )


def count_reported(content: Row, entries: Iterable[ReportEntry]) -> int:
    """Return of how many actions of a plan is reported how far they are; one that is gone or was emptied is none."""
    there = {action.id for action in content.below("actions")}
    return sum(entry.values.get("phase") is not None for entry in entries if entry.action_id in there)


async def _content_of(db: AsyncSession, plan: ActionPlan, report: PlanReport | None) -> Row:
    """Return the plan that a report is about: as it is, or as it was when the report was completed."""
    if report is not None and report.version_number is not None:
        return build(await queries.read_version(db, plan.id, report.version_number))
    return build(await read_fields(db, plan.id))


async def describe(
    db: AsyncSession, plan: ActionPlan, edition: Edition, period: ReportPeriod, now: datetime
) -> ReportShown:
    """Return a report whole, also one that nobody has opened."""
    today = today_in(edition, now)
    report = await queries.find_report(db, plan.id, period.id)
    content = await _content_of(db, plan, report)
    entries: Mapping[str, ReportEntry] = {}
    ratings: Mapping[str, ActionRating] = {}
    evidence: Sequence[tuple[ReportEvidence, StoredFile | None]] = []
    if report is not None:
        entries = (await queries.list_entries(db, [report.id]))[report.id]
        evidence = await queries.list_evidence(db, report.id)
        ratings = await queries.list_ratings(db, report.id)
    complete = report is not None and report.completed_at is not None
    return ReportShown(
        plan_id=plan.id,
        plan_key=plan.key,
        title=content["title"] or "",
        status=plan.status,
        edition=edition.slug,
        timezone=edition.timezone,
        default_language=edition.default_language,
        today=today,
        period=ReportPeriodShown.model_validate(period),
        state=find_state(period, plan, report, today),
        version=report.version if report else 0,
        opened_at=report.opened_at if report else None,
        completed_at=report.completed_at if report else None,
        version_number=report.version_number if report else None,
        may_edit=may_report(period, plan, report, today),
        entries=[
            _describe_entry(
                action,
                entries.get(action.id),
                [describe_evidence(*found) for found in evidence if found[0].action_id == action.id],
                ratings.get(action.id),
                None if complete else today,
            )
            for action in content.below("actions")
        ],
    )


def describe_faults(action: Row, values: Mapping[str, Any], today: date) -> list[ReportFault]:
    """Return what keeps the report of an action from being complete."""
    return [ReportFault(path=fault.path, code=fault.code) for fault in find_faults(action, values, today)]


def describe_rating(rating: ActionRating | None) -> ActionRatingShown:
    """Return a reviewer's word; version 0 where there is none."""
    if rating is None:
        return ActionRatingShown(version=0, rating=None, comment="")
    return ActionRatingShown.model_validate(rating)


def describe_evidence(evidence: ReportEvidence, file: StoredFile | None) -> EvidenceShown:
    """Return a piece of evidence with its file."""
    return EvidenceShown(
        id=evidence.id,
        title=evidence.title,
        url=evidence.url,
        file_id=evidence.file_id,
        file_name=file.name if file else None,
        size=file.size if file else None,
        added_at=evidence.added_at,
    )


def _describe_entry(
    action: Row,
    entry: ReportEntry | None,
    evidence: list[EvidenceShown],
    rating: ActionRating | None,
    today: date | None,
) -> EntryShown:
    values = entry.values if entry else {}
    kept = (
        "title",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "phase",
        "health",
        "health_note",
    )
    return EntryShown(
        action_id=action.id,
        number=action.number,
        **{name: action[name] for name in kept},
        milestones=[MilestoneInReport(id=row.id, **row.values) for row in action.below("milestones")],
        indicators=[_describe_indicator(row) for row in action.below("indicators")],
        budget=[BudgetLineInReport(id=row.id, **row.values) for row in action.below("budget")],
        version=entry.version if entry else 0,
        values=values,
        difficulties=entry.difficulties if entry else "",
        lessons=entry.lessons if entry else "",
        evidence=evidence,
        faults=[] if today is None else describe_faults(action, values, today),
        rating=describe_rating(rating),
    )


def _describe_indicator(row: Row) -> IndicatorInReport:
    kept = ("level", "title", "unit", "baseline", "baseline_year")
    periods = [IndicatorPeriodInReport(id=below.id, **below.values) for below in row.below("periods")]
    return IndicatorInReport(id=row.id, **{name: row[name] for name in kept}, periods=periods)
