"""Reports as whoever writes a plan makes them."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import Forbidden, LoginNeeded, Unauthenticated
from madang.action_plans.errors import FieldsInvalid
from madang.action_plans.queries.plans import PlanRole, Standing, get_own_plan
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, ExpectedVersion, Now, ReadDb, Retryable, RetryableRoute, refusals, say_version
from madang.follow_up import queries
from madang.follow_up.errors import EvidenceTooMuch, ReportComplete, ReportIncomplete, ReportUnavailable
from madang.follow_up.models import ReportPeriod
from madang.follow_up.routes.common import ActionId, Owner
from madang.follow_up.schemas import (
    EntryFields,
    EntrySaved,
    EvidenceFields,
    EvidenceShown,
    PlanReports,
    ReportShown,
)
from madang.follow_up.service import describing, evidence, reports

router = APIRouter(prefix="/api/v1/me/action-plans/{plan_id}/reports", tags=["follow-up"], route_class=RetryableRoute)

_OWN = (Unauthenticated, LoginNeeded, NotFound)
_WRITE = (*_OWN, ReportUnavailable, ReportComplete)
_ACTION = "/{period_id}/actions/{action_id}"


async def _find(
    db: AsyncSession, caller: Owner, plan_id: UUID, period_id: UUID, *, lock: bool = False
) -> tuple[Standing, ReportPeriod]:
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=lock)
    return standing, await queries.get_period(db, standing.edition.id, period_id)


@router.get("", response_model=PlanReports, responses=refusals(*_OWN))
async def get_own_reports(plan_id: UUID, caller: Owner, db: ReadDb, now: Now) -> PlanReports:
    """List when this plan is reported on, and where each report stands."""
    standing = await get_own_plan(db, caller.account_id, plan_id)
    return await describing.list_own(db, standing.plan, standing.edition, now)


@router.get("/{period_id}", response_model=ReportShown, responses=refusals(*_OWN))
async def get_own_report(
    plan_id: UUID, period_id: UUID, response: Response, caller: Owner, db: ReadDb, now: Now
) -> ReportShown:
    """Read a report, every action beside what the plan says of it; also one that nobody has opened."""
    standing, period = await _find(db, caller, plan_id, period_id)
    shown = await describing.describe(db, standing.plan, standing.edition, period, now)
    say_version(response, shown.version)
    return shown


@router.post("/{period_id}/open", response_model=ReportShown, responses=refusals(*_WRITE, Stale))
async def open_report(
    plan_id: UUID, period_id: UUID, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> ReportShown:
    """Open a report to write in; harmless when it is open. Organisers see who has not even done that."""
    standing, period = await _find(db, caller, plan_id, period_id, lock=True)
    await reports.open_report(db, standing.plan, standing.edition, period, now)
    shown = await describing.describe(db, standing.plan, standing.edition, period, now)
    say_version(response, shown.version)
    return shown


@router.put(_ACTION, response_model=EntrySaved, responses=refusals(*_WRITE, Invalid, Stale, VersionRequired))
async def save_entry(
    plan_id: UUID,
    period_id: UUID,
    action_id: ActionId,
    data: EntryFields,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> EntrySaved:
    """Keep what is reported of an action, whole; `If-Match: "0"` for the first time. Opens the report if need be."""
    standing, period = await _find(db, caller, plan_id, period_id, lock=True)
    saved = await reports.save_entry(
        db,
        standing.plan,
        standing.edition,
        period,
        action_id,
        data,
        account_id=caller.account_id,
        version=version,
        now=now,
    )
    say_version(response, saved.version)
    return saved


@router.post(
    f"{_ACTION}/evidence",
    response_model=EvidenceShown,
    status_code=201,
    responses=refusals(*_WRITE, Invalid, Stale, EvidenceTooMuch),
)
async def add_evidence(
    plan_id: UUID,
    period_id: UUID,
    action_id: ActionId,
    data: EvidenceFields,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> EvidenceShown:
    """Show by a file of one's own (`/me/files`) or an address that something was done."""
    standing, period = await _find(db, caller, plan_id, period_id, lock=True)
    return await evidence.add_evidence(
        db, standing.plan, standing.edition, period, action_id, data, account_id=caller.account_id, now=now
    )


@router.delete(f"{_ACTION}/evidence/{{evidence_id}}", status_code=204, responses=refusals(*_WRITE, Stale))
async def remove_evidence(
    plan_id: UUID, period_id: UUID, action_id: ActionId, evidence_id: UUID, caller: Owner, db: Db, now: Now
) -> None:
    """Take evidence away again, until the report is complete."""
    standing, period = await _find(db, caller, plan_id, period_id, lock=True)
    await evidence.remove_evidence(db, standing.plan, standing.edition, period, action_id, evidence_id, now=now)


@router.post(
    "/{period_id}/complete",
    response_model=ReportShown,
    responses=refusals(*_WRITE, Forbidden, Stale, VersionRequired, ReportIncomplete, FieldsInvalid),
)
async def complete_report(
    plan_id: UUID,
    period_id: UUID,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> ReportShown:
    """Complete a report: its figures are written into the plan, and both are frozen. For owners of the plan."""
    standing, period = await _find(db, caller, plan_id, period_id, lock=True)
    if standing.role is not PlanRole.OWNER:
        raise Forbidden("whoever owns the plan completes its reports")
    await reports.complete(
        db, standing.plan, standing.edition, period, account_id=caller.account_id, version=version, now=now
    )
    shown = await describing.describe(db, standing.plan, standing.edition, period, now)
    say_version(response, shown.version)
    return shown
