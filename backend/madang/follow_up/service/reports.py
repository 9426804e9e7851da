"""Reporting: opened, written action by action, and completed: figures go into the plan, all is frozen."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import REPORT_COMPLETED, ActionPlan
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.tree import Row, build
from madang.action_plans.service.common import note_event
from madang.action_plans.service.fields import change
from madang.action_plans.service.versions import keep_version
from madang.core.db import flush_new
from madang.core.errors import Invalid, NotFound, Stale, pointer_part
from madang.core.text import in_language
from madang.follow_up import queries
from madang.follow_up.errors import ReportComplete, ReportIncomplete, ReportOpen, ReportUnavailable
from madang.follow_up.models import ActionRating, PlanReport, ReportEntry, ReportPeriod
from madang.follow_up.rules.entries import clean_values, find_changes, find_faults
from madang.follow_up.schemas import EntryFields, EntrySaved, RatingFields, ReportFault
from madang.follow_up.service.describing import describe_faults, describe_rating, may_report
from madang.participants.service.requirements import today_in
from madang.programme.models import Edition


async def open_report(
    db: AsyncSession, plan: ActionPlan, edition: Edition, period: ReportPeriod, now: datetime
) -> PlanReport:
    """Return a plan's report of a period to write in, locked; the first one who comes makes it.

    Errors: ReportComplete; ReportUnavailable.
    """
    report = await queries.find_report(db, plan.id, period.id, lock=True)
    if report is not None and report.completed_at is not None:
        raise ReportComplete("this report was completed; what was learned since goes into the next one")
    if not may_report(period, plan, report, today_in(edition, now)):
        raise ReportUnavailable(
            f"this plan is {plan.status}, and reports are taken from {period.opens_on} on while it is implementing"
        )
    if report is None:
        report = PlanReport(plan_id=plan.id, period_id=period.id, opened_at=now, created_at=now, updated_at=now)
        db.add(report)
        await flush_new(db, Stale("somebody else has just opened this report; read it again"))
    return report


async def get_action(db: AsyncSession, plan_id: UUID, action_id: str) -> Row:
    """Return an action of a plan as it is. Errors: NotFound."""
    found = build(await queries.read_action(db, plan_id, action_id)).below("actions")
    if not found:
        raise NotFound("there is no such action in this plan")
    return found[0]


async def save_entry(
    db: AsyncSession,
    plan: ActionPlan,
    edition: Edition,
    period: ReportPeriod,
    action_id: str,
    data: EntryFields,
    *,
    account_id: UUID,
    version: int,
    now: datetime,
) -> EntrySaved:
    """Keep what is reported of an action, whole. What is missing or contradicts itself keeps nobody from saving.

    Errors: ReportComplete; ReportUnavailable; NotFound; Invalid, naming each field that is not taken; Stale.
    """
    report = await open_report(db, plan, edition, period, now)
    action = await get_action(db, plan.id, action_id)
    today = today_in(edition, now)
    entry = await queries.find_entry(db, report.id, action_id)
    stands = entry.version if entry else 0
    if stands != version:
        current = _saved(entry, report, describe_faults(action, entry.values if entry else {}, today))
        raise Stale(f"this is version {stands} by now, not {version}", current=current.model_dump(mode="json"))
    values, faults = clean_values(action_id, data.values)
    if faults:
        errors = [(f"/body/values/{pointer_part(path)}", words) for path, words in faults]
        raise Invalid(f"{faults[0][0][:80]}: {faults[0][1]}", errors=errors)
    if entry is None:
        entry = ReportEntry(report_id=report.id, action_id=action_id, created_at=now, updated_at=now)
        db.add(entry)
    else:
        entry.touch(now)
    entry.values, entry.difficulties, entry.lessons = values, data.difficulties, data.lessons
    entry.account_id = account_id
    report.touch(now)
    await flush_new(db, Stale("somebody else has just begun this entry; read it again"))
    return _saved(entry, report, describe_faults(action, values, today))


def _saved(entry: ReportEntry | None, report: PlanReport, faults: list[ReportFault]) -> EntrySaved:
    return EntrySaved(
        version=entry.version if entry else 0,
        report_version=report.version,
        values=entry.values if entry else {},
        difficulties=entry.difficulties if entry else "",
        lessons=entry.lessons if entry else "",
        faults=faults,
    )


async def complete(
    db: AsyncSession,
    plan: ActionPlan,
    edition: Edition,
    period: ReportPeriod,
    *,
    account_id: UUID,
    version: int,
    now: datetime,
) -> PlanReport:
    """Complete the report of a locked plan: its figures are written into the plan, which is frozen with it.

    Errors: ReportComplete; ReportUnavailable; Stale; ReportIncomplete; FieldsInvalid where the plan has no room.
    """
    report = await open_report(db, plan, edition, period, now)
    if report.version != version:
        stands = {"version": report.version}
        raise Stale(f"this is version {report.version} by now, not {version}", current=stands)
    fields = await read_fields(db, plan.id)
    entries = (await queries.list_entries(db, [report.id]))[report.id]
    today = today_in(edition, now)
    faults = [
        fault
        for action in build(fields).below("actions")
        for fault in find_faults(action, entries[action.id].values if action.id in entries else {}, today)
    ]
    if faults:
        errors = [(f"/actions/{fault.action_id}/{fault.path}", fault.detail) for fault in faults]
        raise ReportIncomplete(f"{len(faults)} things are missing or wrong", errors=errors)
    changes = find_changes(fields, [(entry.action_id, entry.values) for entry in entries.values()])
    if changes:
        await change(db, plan, account_id, changes, now, base_revision=plan.revision)
    report.version_number = await _freeze(db, plan, edition, period, account_id, now)
    report.completed_at, report.completed_by_id = now, account_id
    report.touch(now)
    plan.touch(now)
    await db.flush()
    return report


async def _freeze(
    db: AsyncSession, plan: ActionPlan, edition: Edition, period: ReportPeriod, account_id: UUID, now: datetime
) -> int:
    """Keep the plan as it is now as a version, and say in its history that a report was completed."""
    name = in_language(period.name, plan.language, edition.default_language)
    number = await keep_version(db, plan, account_id, now, name=name[:200])
    note_event(db, plan, REPORT_COMPLETED, now, comment=name, version_number=number)
    await db.flush()
    return number


async def rate(
    db: AsyncSession,
    plan: ActionPlan,
    period: ReportPeriod,
    action_id: str,
    data: RatingFields,
    *,
    account_id: UUID,
    version: int,
    now: datetime,
) -> ActionRating:
    """Say as a reviewer how far an action of a completed report has come.

    Errors: NotFound; ReportOpen; Stale.
    """
    report = await queries.find_report(db, plan.id, period.id, lock=True)
    if report is None or report.version_number is None:
        raise ReportOpen("this report is not completed; there is nothing to rate yet")
    content = build(await queries.read_version(db, plan.id, report.version_number))
    if action_id not in {action.id for action in content.below("actions")}:
        raise NotFound("there is no such action in this report")
    rating = await queries.find_rating(db, report.id, action_id)
    stands = rating.version if rating else 0
    if stands != version:
        current = describe_rating(rating).model_dump(mode="json")
        raise Stale(f"this is version {stands} by now, not {version}", current=current)
    if rating is None:
        rating = ActionRating(
            report_id=report.id, action_id=action_id, rating=data.rating, created_at=now, updated_at=now
        )
        db.add(rating)
    else:
        rating.touch(now)
    rating.rating, rating.comment, rating.account_id = data.rating, data.comment, account_id
    await flush_new(db, Stale("somebody else has just rated this action; read it again"))
    return rating
