"""Who waits, for whom a place is kept, and how many there are."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.participants.models import ParticipantKind, Quota, Registration, RegistrationStatus


async def find_next_waiting(
    db: AsyncSession, edition_id: UUID, *, full: Collection[str], limited: Collection[str]
) -> Registration | None:
    """Return who has waited longest for a place, locked, of kinds that are limited and not known to be full."""
    statement = select(Registration).where(
        Registration.edition_id == edition_id,
        Registration.status == RegistrationStatus.WAITLISTED,
        col(Registration.place_held).is_(False),
        col(Registration.erased_at).is_(None),
        col(Registration.kind).not_in(full),
    )
    if "all" not in limited:
        statement = statement.where(col(Registration.kind).in_(limited))
    statement = statement.order_by(col(Registration.decided_at), col(Registration.id)).limit(1)
    return (await db.exec(statement.with_for_update(skip_locked=True))).one_or_none()


async def list_quotas(db: AsyncSession, edition_id: UUID) -> dict[str, Quota]:
    """Return the quotas of an edition by kind, as counted at this moment."""
    statement = select(Quota).where(Quota.edition_id == edition_id)
    # Places are taken by UPDATE statements, which pass what the session remembers by.
    found = await db.exec(statement.execution_options(populate_existing=True))
    return {quota.kind: quota for quota in found.all()}


async def count_held(db: AsyncSession, edition_id: UUID) -> dict[str, int]:
    """Return how many places are held by kind, from the registrations themselves."""
    statement = (
        select(Registration.kind, func.count())
        .where(Registration.edition_id == edition_id, col(Registration.place_held).is_(True))
        .group_by(col(Registration.kind))
    )
    return {str(ParticipantKind(kind)): number for kind, number in (await db.exec(statement)).all()}


async def list_editions_with_room(db: AsyncSession, *, limit: int) -> Sequence[UUID]:
    """Return editions where somebody waits and not every quota is full."""
    waiting = select(Registration.edition_id).where(
        Registration.status == RegistrationStatus.WAITLISTED, col(Registration.place_held).is_(False)
    )
    room = select(Quota.edition_id).where(
        col(Quota.edition_id).in_(waiting), col(Quota.places).is_not(None), col(Quota.taken) < col(Quota.places)
    )
    return (await db.exec(room.distinct().limit(limit))).all()


async def list_expired_offers(db: AsyncSession, now: datetime, *, limit: int) -> Sequence[Registration]:
    """Return waitlisted registrations whose place was not taken in time, locked."""
    statement = select(Registration).where(
        Registration.status == RegistrationStatus.WAITLISTED, col(Registration.offered_until) <= now
    )
    statement = statement.order_by(col(Registration.id)).limit(limit)
    return (await db.exec(statement.with_for_update(skip_locked=True))).all()


async def has_expired_offer(db: AsyncSession, now: datetime) -> bool:
    """Whether any offer is over, without a lock."""
    statement = select(Registration.id).where(
        Registration.status == RegistrationStatus.WAITLISTED, col(Registration.offered_until) <= now
    )
    return (await db.exec(statement.limit(1))).first() is not None
