"""Who goes where."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.visits.models import VisitPlace, VisitRound, VisitStage

Places = dict[str, str | None]
"""Option id by session id, as text; None: on the waitlist."""


async def find_places(
    db: AsyncSession, edition_id: UUID, registration_ids: Collection[UUID] | None = None
) -> dict[UUID, Places]:
    """Return who goes where in an edition, by registration, as far as it is assigned; all, or only these."""
    statement = (
        select(VisitPlace.registration_id, VisitRound.session_id, VisitPlace.option_id)
        .join(VisitRound, col(VisitRound.id) == col(VisitPlace.round_id))
        .where(VisitRound.edition_id == edition_id, VisitRound.stage == VisitStage.ASSIGNED)
    )
    if registration_ids is not None:
        statement = statement.where(col(VisitPlace.registration_id).in_(registration_ids))
    places: dict[UUID, Places] = defaultdict(dict)
    for registration_id, session_id, option_id in (await db.exec(statement)).all():
        places[registration_id][str(session_id)] = str(option_id) if option_id else None
    return dict(places)
