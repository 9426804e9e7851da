"""Who waits moves up: a place that becomes free is kept for the next one until an hour that is told to them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.outbox.service import post
from madang.participants import queries
from madang.participants.errors import PlacesTaken
from madang.participants.models import Registration
from madang.participants.service.common import note
from madang.participants.service.places import hold_place, release_place

_OFFER_HOURS = 48  # where an edition has no form that says so
_AT_ONCE = 100


async def offer_free_places(db: AsyncSession, edition_id: UUID, now: datetime) -> int:
    """Keep every free place for whoever has waited longest; return how many were offered.

    Only where a quota limits: without one, somebody on the waitlist is there because an organiser wants it so.
    """
    quotas = await queries.list_quotas(db, edition_id)
    limited = {kind for kind, quota in quotas.items() if quota.places is not None}
    if not limited:
        return 0
    form = await queries.find_form(db, edition_id)
    until = now + timedelta(hours=form.offer_hours if form else _OFFER_HOURS)
    full: set[str] = set()
    offered = 0
    while offered < _AT_ONCE:
        waiting = await queries.find_next_waiting(db, edition_id, full=full, limited=limited)
        if waiting is None:
            break
        try:
            async with db.begin_nested():
                await hold_place(db, edition_id, waiting.kind)
        except PlacesTaken:
            full.add(str(waiting.kind))
            continue
        waiting.place_held, waiting.offered_until = True, until
        waiting.touch(now)
        event = note(db, waiting, "place_offered", now, told=True)
        await db.flush()
        await post(db, "place_offered", now, registration_id=waiting.id, event_id=event.id)
        offered += 1
    return offered


async def end_offer(db: AsyncSession, registration: Registration, now: datetime) -> None:
    """Give a place back that was not taken in time; whoever it was kept for goes on waiting, behind the others."""
    await release_place(db, registration.edition_id, registration.kind)
    registration.place_held, registration.offered_until, registration.decided_at = False, None, now
    registration.touch(now)
    event = note(db, registration, "offer_expired", now, told=True)
    await db.flush()
    await post(db, "offer_expired", now, registration_id=registration.id, event_id=event.id)


async def move_up(database: Database, now: datetime) -> None:
    """End offers that are over and offer what is free. A chore: each edition in a transaction of its own."""
    async with database.read() as db:
        over = await queries.has_expired_offer(db, now)
        editions = set(await queries.list_editions_with_room(db, limit=_AT_ONCE))
    if over:
        async with database.write() as db:
            set_origin(db, Origin(OriginKind.WORKER))
            for registration in await queries.list_expired_offers(db, now, limit=_AT_ONCE):
                await end_offer(db, registration, now)
                editions.add(registration.edition_id)
    for edition_id in sorted(editions):
        async with database.write() as db:
            set_origin(db, Origin(OriginKind.WORKER))
            await offer_free_places(db, edition_id, now)
