"""Planning a visit: its capacities, its meeting points, and whether participants rank."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.visits.errors import StageUnavailable
from madang.visits.models import Visit, VisitRound, VisitStage
from madang.visits.queries.places import DEFAULT_KINDS
from madang.visits.queries.rounds import Planned
from madang.visits.schemas.rounds import OpenStage, VisitSettings


async def begin(db: AsyncSession, visit: Planned, now: datetime) -> VisitRound:
    """Return the planning of a visit, begun now where it had not begun.

    Errors: Stale when somebody else begins it at the same moment.
    """
    if visit.round is not None:
        return visit.round
    begun = VisitRound(
        edition_id=visit.session.edition_id,
        session_id=visit.session.id,
        kinds=[str(kind) for kind in DEFAULT_KINDS],
        created_at=now,
        updated_at=now,
    )
    db.add(begun)
    await flush_new(db, Stale("somebody else has begun to plan this visit; read it again"))
    return begun


async def save_settings(db: AsyncSession, visit: Planned, settings: VisitSettings, now: datetime) -> None:
    """Plan a visit anew, whole; who is placed stays placed. Errors: Invalid."""
    wrong = list(_find_faults(visit, settings))
    if wrong:
        raise Invalid(wrong[0][1], errors=wrong)
    planning = await begin(db, visit, now)
    planning.rank_until = settings.rank_until
    planning.kinds = sorted({str(kind) for kind in settings.kinds})
    given = {item.option_id: item for item in settings.options}
    for option_id, item in given.items():
        planned = visit.visits.get(option_id) or Visit(round_id=planning.id, option_id=option_id)
        planned.capacity, planned.minimum, planned.withdrawn = item.capacity, item.minimum, item.withdrawn
        planned.transport, planned.meeting_point, planned.meets_at = item.transport, item.meeting_point, item.meets_at
        db.add(planned)
    for option_id, planned in visit.visits.items():
        if option_id not in given:
            await db.delete(planned)
    planning.touch(now)
    await flush_new(db)


def _find_faults(visit: Planned, settings: VisitSettings) -> Iterator[tuple[str, str]]:
    seen: set[UUID] = set()
    for number, item in enumerate(settings.options):
        pointer = f"/body/options/{number}"
        if item.option_id not in visit.options:
            yield f"{pointer}/option_id", "this visit has no such option"
        if item.option_id in seen:
            yield f"{pointer}/option_id", "this option stands here twice"
        seen.add(item.option_id)
        if item.capacity is not None and item.minimum > item.capacity:
            yield f"{pointer}/minimum", f"{item.minimum} can never come where {item.capacity} have a place"


async def set_stage(db: AsyncSession, visit: Planned, stage: OpenStage, now: datetime) -> None:
    """Open ranking, also again after places were given, or take it back. Places stay as they are.

    Errors: StageUnavailable.
    """
    if visit.session.starts_at <= now:
        raise StageUnavailable("this visit has begun")
    if stage is OpenStage.RANKING and visit.rank_until is not None and visit.rank_until <= now:
        raise StageUnavailable(f"ranking was open until {visit.rank_until:%Y-%m-%d %H:%M} UTC: set another end first")
    planning = await begin(db, visit, now)
    planning.stage = VisitStage(stage.value)
    planning.touch(now)
    await flush_new(db)
