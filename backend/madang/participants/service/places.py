"""Places: taken and given back by one conditional UPDATE each, so that the database decides who was first."""

from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.participants.errors import PlacesTaken
from madang.participants.models import ParticipantKind, Quota
from madang.programme.models import Edition

ALL = "all"


async def hold_place(db: AsyncSession, edition_id: UUID, kind: ParticipantKind) -> None:
    """Count one more of this kind, and of all. A kind without a quota is not limited. Errors: PlacesTaken."""
    await _share(db, edition_id)
    for name in (ALL, str(kind)):  # in one order everywhere: nobody waits for somebody who waits for them
        quota = (col(Quota.edition_id) == edition_id, col(Quota.kind) == name)
        free = update(Quota).where(*quota, or_(col(Quota.places).is_(None), col(Quota.taken) < col(Quota.places)))
        held = await db.exec(free.values(taken=col(Quota.taken) + 1).execution_options(synchronize_session=False))
        if held.rowcount:
            continue
        known = await db.exec(update(Quota).where(*quota).values(taken=col(Quota.taken)))
        if known.rowcount:
            what = "all places are taken" if name == ALL else f"all places for the kind {name} are taken"
            # A refusal rolls the transaction back, and with it what was counted for all.
            raise PlacesTaken(what, errors=[("/body/kind", what)])


async def release_place(db: AsyncSession, edition_id: UUID, kind: ParticipantKind) -> None:
    """Count one less."""
    await _share(db, edition_id)
    for name in (ALL, str(kind)):
        held = update(Quota).where(col(Quota.edition_id) == edition_id, col(Quota.kind) == name, col(Quota.taken) > 0)
        await db.exec(held.values(taken=col(Quota.taken) - 1).execution_options(synchronize_session=False))


async def _share(db: AsyncSession, edition_id: UUID) -> None:
    # A quota begins with the places that are held: whoever sets one waits until none is being taken or given back.
    await db.exec(select(Edition.id).where(Edition.id == edition_id).with_for_update(read=True))
