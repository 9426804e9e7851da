"""What every change of a case study goes through: its history, and what it still lacks."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.errors import CaseStudyIncomplete
from madang.case_studies.models import CaseStudy, CaseStudyEvent, CaseStudyStatus
from madang.case_studies.rules import Filled
from madang.core.origin import find_origin


def look_through(study: CaseStudy) -> Filled:
    """Return what is there of a case study and what is missing."""
    return rules.look_through(
        title=study.title,
        examples=study.examples,
        stakeholders=study.stakeholders,
        results=study.results,
        lessons=study.lessons,
        slides=study.slides_file_id is not None,
    )


def require_complete(study: CaseStudy) -> None:
    """Do nothing when a case study can be handed in. Errors: CaseStudyIncomplete."""
    missing = look_through(study).missing
    if missing:
        raise CaseStudyIncomplete(
            f"missing: {', '.join(missing)}", errors=[(f"/{part}", "is missing") for part in missing]
        )


def move(
    db: AsyncSession,
    study: CaseStudy,
    to: CaseStudyStatus,
    now: datetime,
    *,
    comment: str = "",
    told: bool = False,
) -> CaseStudyEvent:
    """Bring a case study to another status and append to its history; return what was appended.

    What leaves the order loses its place there, and what is no longer presented its publication. A step that its
    owners are `told` begins where they thought it stood.
    """
    origin = find_origin(db.sync_session)
    event = CaseStudyEvent(
        case_study_id=study.id,
        at=now,
        account_id=origin.account_id if origin else None,
        from_status=rules.status_for_owner(study.status, study.told_status) if told else study.status,
        to_status=to,
        comment=comment,
        told=told,
    )
    db.add(event)
    study.status = to
    if to not in rules.ARRANGED and to is not CaseStudyStatus.PRESENTED:
        study.position, study.told_status = None, None
    if to not in rules.PUBLISHABLE:
        study.published_at = None
    study.touch(now)
    return event
