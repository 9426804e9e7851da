"""Evidence of an action in a report: files and addresses, added and taken away until the report is complete."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan
from madang.core.db import flush_new
from madang.core.errors import Invalid
from madang.files.models import StoredFile
from madang.files.queries import find_files
from madang.follow_up import queries
from madang.follow_up.errors import EvidenceTooMuch
from madang.follow_up.models import ReportEvidence, ReportPeriod
from madang.follow_up.rules.entries import MOST_EVIDENCE
from madang.follow_up.schemas import EvidenceFields, EvidenceShown
from madang.follow_up.service.describing import describe_evidence
from madang.follow_up.service.reports import get_action, open_report
from madang.programme.models import Edition


async def add_evidence(
    db: AsyncSession,
    plan: ActionPlan,
    edition: Edition,
    period: ReportPeriod,
    action_id: str,
    data: EvidenceFields,
    *,
    account_id: UUID,
    now: datetime,
) -> EvidenceShown:
    """Show by a file or an address that something was done.

    Errors: ReportComplete; ReportUnavailable; NotFound; EvidenceTooMuch; Invalid for a file that is not theirs, not
    all there, or sealed, which would be erased soon.
    """
    report = await open_report(db, plan, edition, period, now)
    await get_action(db, plan.id, action_id)
    if await queries.count_evidence(db, report.id, action_id) >= MOST_EVIDENCE:
        raise EvidenceTooMuch(f"an action has at most {MOST_EVIDENCE} pieces of evidence in a report")
    file = None if data.file_id is None else await _check_file(db, edition, data.file_id, account_id)
    evidence = ReportEvidence(
        report_id=report.id,
        action_id=action_id,
        title=data.title or (file.name if file else ""),
        url=data.url,
        file_id=data.file_id,
        account_id=account_id,
        added_at=now,
    )
    db.add(evidence)
    report.touch(now)
    await flush_new(db)
    return describe_evidence(evidence, file)


async def _check_file(db: AsyncSession, edition: Edition, file_id: UUID, account_id: UUID) -> StoredFile:
    file = (await find_files(db, [file_id])).get(file_id)
    if file is None or file.account_id != account_id or file.edition_id != edition.id:
        fault = "there is no such file of yours"
    elif file.completed_at is None:
        fault = "this file has not come in completely"
    elif file.sealed:
        fault = "a sensitive file is erased soon; hand it in as one that is not"
    else:
        return file
    raise Invalid(fault, errors=[("/body/file_id", fault)])


async def remove_evidence(
    db: AsyncSession,
    plan: ActionPlan,
    edition: Edition,
    period: ReportPeriod,
    action_id: str,
    evidence_id: UUID,
    *,
    now: datetime,
) -> None:
    """Take evidence away again; its file, used nowhere else, is removed in a week.

    Errors: ReportComplete; ReportUnavailable; NotFound.
    """
    report = await open_report(db, plan, edition, period, now)
    evidence = await queries.get_evidence(db, report.id, action_id, evidence_id)
    await db.delete(evidence)
    report.touch(now)
    await db.flush()
