"""Taking a person out of visits: what they wanted, where they went and what they asked."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import strike_out
from madang.programme.models import Option, ProgrammeSession
from madang.visits.models import VisitHost, VisitPlace, VisitPreference, VisitQuestion


async def erase_from_visits(db: AsyncSession, edition_id: UUID, registration_id: UUID, names: Collection[str]) -> None:
    """Delete what stands of somebody in the visits of an edition, and strike their names out of what others wrote."""
    for table in (VisitPreference, VisitPlace, VisitQuestion):
        await db.exec(delete(table).where(col(table.registration_id) == registration_id))
    if not names:
        return
    told = (
        select(VisitQuestion)
        .join(Option, col(Option.id) == col(VisitQuestion.option_id))
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(Option.session_id))
        .where(
            ProgrammeSession.edition_id == edition_id,
            or_(
                *(col(VisitQuestion.text).icontains(name, autoescape=True) for name in names),
                *(col(VisitQuestion.answer).icontains(name, autoescape=True) for name in names),
            ),
        )
    )
    for question in (await db.exec(told)).all():
        question.text = strike_out(question.text, names)
        question.answer = strike_out(question.answer, names)
    commented = select(VisitHost).where(
        VisitHost.edition_id == edition_id,
        or_(*(col(VisitHost.comment).icontains(name, autoescape=True) for name in names)),
    )
    for host in (await db.exec(commented)).all():
        host.comment = strike_out(host.comment, names)
    await db.flush()
