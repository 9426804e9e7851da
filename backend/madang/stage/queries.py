"""Every select of what runs in the room."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.stage.models import SpeakerTimer


async def find_timer(db: AsyncSession, session_id: UUID, *, lock: bool = False) -> SpeakerTimer | None:
    """Return the timer of a session."""
    statement = select(SpeakerTimer).where(SpeakerTimer.session_id == session_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def find_timers_naming(
    db: AsyncSession, names: Collection[str], *, edition_id: UUID | None
) -> Sequence[SpeakerTimer]:
    """Return timers whose label holds one of these names, in an edition or (None) in all."""
    statement = select(SpeakerTimer).where(
        or_(*(col(SpeakerTimer.label).icontains(name, autoescape=True) for name in names))
    )
    if edition_id is not None:
        statement = statement.where(SpeakerTimer.edition_id == edition_id)
    return (await db.exec(statement)).all()
