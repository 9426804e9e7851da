"""What a plan can have learned from: the sessions, visits and case studies of its edition."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.queries.fields import find_known
from madang.action_plans.rules.completeness import Known
from madang.case_studies.models import CaseStudy, CaseStudyStatus
from madang.delegations.models import Delegation
from madang.programme.models import Option, ProgrammeSession


async def find_references(db: AsyncSession, edition_id: UUID) -> Known:
    """Return everything that a plan of an edition may refer to, by id: drafts too, for what was seen may be edited."""
    sessions = await db.exec(select(ProgrammeSession.id).where(ProgrammeSession.edition_id == edition_id))
    options = await db.exec(
        select(Option.id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(Option.session_id))
        .where(ProgrammeSession.edition_id == edition_id)
    )
    studies = await db.exec(select(CaseStudy.id).where(CaseStudy.edition_id == edition_id))
    sources = {"session": sessions, "visit": options, "case_study": studies}
    return Known(
        {kind: frozenset(str(one) for one in found.all()) for kind, found in sources.items()},
        await find_known(db, edition_id),
    )


async def list_case_studies(
    db: AsyncSession, edition_id: UUID, delegation_id: UUID | None
) -> Sequence[tuple[CaseStudy, Any]]:
    """Return the case studies that were presented or published, and those of one's own city, with their cities."""
    shown = or_(col(CaseStudy.published_at).is_not(None), col(CaseStudy.status) == CaseStudyStatus.PRESENTED)
    if delegation_id is not None:  # who belongs to no city does not read what all others without one write
        shown = or_(shown, col(CaseStudy.delegation_id) == delegation_id)
    statement = (
        select(CaseStudy, Delegation.city)
        .join(Delegation, col(Delegation.id) == col(CaseStudy.delegation_id), isouter=True)
        .where(CaseStudy.edition_id == edition_id, shown)
        .order_by(col(CaseStudy.title), col(CaseStudy.id))
    )
    return (await db.exec(statement)).all()
