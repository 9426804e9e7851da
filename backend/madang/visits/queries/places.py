"""Who goes where. A place of somebody who does not take part any more counts as none."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.visits.models import VisitPlace, VisitRound

Places = dict[str, str | None]
"""Option id by session id, as text; None: on the waitlist."""

DEFAULT_KINDS = (ParticipantKind.TRAINEE, ParticipantKind.OBSERVER)
"""Who takes part in a visit that nobody has planned yet."""


def is_coming() -> tuple[Any, Any]:
    """Return the conditions under which a registration takes part in visits, whatever its kind."""
    return Registration.status == RegistrationStatus.ACCEPTED, col(Registration.erased_at).is_(None)


async def find_places(
    db: AsyncSession, edition_id: UUID, registration_ids: Collection[UUID] | None = None
) -> dict[UUID, Places]:
    """Return who goes where in an edition, by registration, where places were given; all, or only these."""
    statement: Any = (
        select(
            VisitPlace.registration_id,
            VisitRound.session_id,
            VisitPlace.option_id,
            Registration.kind,
            VisitRound.kinds,
        )  # type: ignore[call-overload]
        .join(VisitRound, col(VisitRound.id) == col(VisitPlace.round_id))
        .join(Registration, col(Registration.id) == col(VisitPlace.registration_id))
        .where(VisitRound.edition_id == edition_id, col(VisitRound.assigned_at).is_not(None), *is_coming())
    )
    if registration_ids is not None:
        statement = statement.where(col(VisitPlace.registration_id).in_(registration_ids))
    places: dict[UUID, Places] = defaultdict(dict)
    for registration_id, session_id, option_id, kind, kinds in (await db.exec(statement)).all():
        if kind in kinds:
            places[registration_id][str(session_id)] = str(option_id) if option_id else None
    return dict(places)
