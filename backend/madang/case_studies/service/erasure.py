"""Taking a person out of case studies: a city's stay without the name, what was nobody else's goes."""

from collections.abc import Collection, Sequence
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies.models import CaseStudy, CaseStudyEvent, CaseStudyReview, CaseStudyStatus
from madang.core.text import strike_out

Said = TypeVar("Said", CaseStudyEvent, CaseStudyReview)
_TEXTS = ("title", "stakeholders", "results", "lessons")
_NEVER_HANDED_IN = (CaseStudyStatus.DRAFT, CaseStudyStatus.WITHDRAWN)


async def erase_from_case_studies(
    db: AsyncSession, edition_id: UUID, registration_id: UUID, names: Collection[str]
) -> None:
    """Delete what somebody alone began, and strike their names out of what was handed in or said of it."""
    own = delete(CaseStudy).where(
        col(CaseStudy.registration_id) == registration_id,
        col(CaseStudy.delegation_id).is_(None),
        col(CaseStudy.status).in_(_NEVER_HANDED_IN),
    )
    await db.exec(own)
    if not names:
        return
    # Whole tables of an edition are tens of rows: looking at each finds names in JSON, too.
    for study in (await db.exec(select(CaseStudy).where(CaseStudy.edition_id == edition_id))).all():
        left = {name: strike_out(getattr(study, name), names) for name in _TEXTS}
        examples = [{part: strike_out(text, names) for part, text in each.items()} for each in study.examples]
        if examples != study.examples or any(getattr(study, name) != text for name, text in left.items()):
            study.examples = examples
            for name, text in left.items():
                setattr(study, name, text)
    for event in await _naming(db, CaseStudyEvent, edition_id, names):
        event.comment = strike_out(event.comment, names)
    for review in await _naming(db, CaseStudyReview, edition_id, names):
        review.comment = strike_out(review.comment, names)
    await db.flush()


async def _naming(db: AsyncSession, table: type[Said], edition_id: UUID, names: Collection[str]) -> Sequence[Said]:
    statement = (
        select(table)
        .join(CaseStudy, col(CaseStudy.id) == col(table.case_study_id))
        .where(
            CaseStudy.edition_id == edition_id,
            or_(*(col(table.comment).icontains(name, autoescape=True) for name in names)),
        )
    )
    return (await db.exec(statement)).all()
