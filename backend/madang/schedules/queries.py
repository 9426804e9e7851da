"""Every select of schedules."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.participants.models import Registration
from madang.programme.models import Edition
from madang.schedules.models import CalendarLink, Helpline
from madang.schedules.outings import Outing
from madang.visits.models import Visit, VisitPlace, VisitRound


async def find_link(db: AsyncSession, registration_id: UUID) -> CalendarLink | None:
    """Return the private calendar link of a registration."""
    statement = select(CalendarLink).where(CalendarLink.registration_id == registration_id)
    return (await db.exec(statement)).one_or_none()


async def find_owner_of_link(db: AsyncSession, link_id: UUID) -> tuple[Registration, Edition] | None:
    """Return whose link it is, with the edition; None once it was reset or taken away, or its owner erased."""
    statement = (
        select(Registration, Edition)
        .join(CalendarLink, col(CalendarLink.registration_id) == col(Registration.id))
        .join(Edition, col(Edition.id) == col(Registration.edition_id))
        .where(CalendarLink.id == link_id, col(Registration.erased_at).is_(None))
    )
    return (await db.exec(statement)).one_or_none()


async def find_helpline(db: AsyncSession, edition_id: UUID, *, lock: bool = False) -> Helpline | None:
    """Return whom participants of an edition call."""
    statement = select(Helpline).where(Helpline.edition_id == edition_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def find_outings(
    db: AsyncSession, edition_id: UUID, option_ids: Collection[UUID], registration_id: UUID
) -> dict[str, Outing]:
    """Return what planning adds to these options for one person, by option id as text."""
    own = select(VisitPlace).where(VisitPlace.registration_id == registration_id).subquery()
    statement = (
        select(Visit, VisitRound.updated_at, VisitRound.version, own.c.since)
        .join(VisitRound, col(VisitRound.id) == col(Visit.round_id))
        .join(own, own.c.round_id == col(VisitRound.id), isouter=True)
        .where(VisitRound.edition_id == edition_id, col(Visit.option_id).in_(option_ids))
    )
    return {
        str(visit.option_id): Outing(
            transport=visit.transport,
            meeting_point=visit.meeting_point,
            meets_at=visit.meets_at,
            withdrawn=visit.withdrawn,
            changed_at=max(planned_at, since) if since else planned_at,
            version=version,
        )
        for visit, planned_at, version, since in (await db.exec(statement)).all()
    }
