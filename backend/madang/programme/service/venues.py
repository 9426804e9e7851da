"""Use cases of venues and their rooms."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush, flush_new
from madang.core.errors import InUse
from madang.people.queries import find_organisations, find_people
from madang.programme import rules
from madang.programme.models import (
    Edition,
    Room,
    Venue,
)
from madang.programme.schemas import (
    VenueCreate,
    VenueFields,
    VenueUpdate,
)
from madang.programme.service.common import bury, free_key_in, key_taken, merge, placed, refuse, title_of

_VENUE_COLUMNS = (
    "kind", "name", "description", "address", "latitude", "longitude", "website", "meeting_point", "access_notes",
    "host_organisation_id", "host_person_id",
)  # fmt: skip


def venue_fields(venue: Venue) -> VenueFields:
    """Return a venue as it would be given."""
    values: dict[str, Any] = {name: getattr(venue, name) for name in _VENUE_COLUMNS}
    values["rooms"] = [{"key": room.key, "name": room.name, "capacity": room.capacity} for room in venue.rooms]
    return VenueFields.model_validate(values)


async def _check_venue(db: AsyncSession, edition: Edition, fields: VenueFields) -> None:
    faults = list(rules.check_venue(fields, edition.default_language))
    organisation_id, person_id = fields.host_organisation_id, fields.host_person_id
    if organisation_id and organisation_id not in await find_organisations(db, [organisation_id]):
        faults.append(("/host_organisation_id", "there is no such organisation"))
    if person_id and person_id not in await find_people(db, [person_id]):
        faults.append(("/host_person_id", "there is no such person"))
    refuse(faults)


def _write_venue(venue: Venue, fields: VenueFields) -> None:
    for name in _VENUE_COLUMNS:
        setattr(venue, name, getattr(fields, name))
    rooms = {room.key: room for room in venue.rooms}
    venue.rooms = [
        placed(
            rooms.get(item.key) or Room(venue_id=venue.id, key=item.key, name=item.name, position=position),
            position,
            name=item.name,
            capacity=item.capacity,
        )
        for position, item in enumerate(fields.rooms)
    ]


async def create_venue(db: AsyncSession, edition: Edition, data: VenueCreate) -> Venue:
    """Add a venue. Errors: Invalid; Taken when the key is in use."""
    await _check_venue(db, edition, data)
    key = data.key or await free_key_in(db, Venue, edition, title_of(data.name, edition.default_language))
    venue = Venue(edition_id=edition.id, key=key, kind=data.kind, name=data.name)
    _write_venue(venue, data)
    db.add(venue)
    await flush_new(db, key_taken(key))
    return venue


async def update_venue(db: AsyncSession, edition: Edition, venue: Venue, changes: VenueUpdate, now: datetime) -> bool:
    """Change a venue and return whether anything differs. Errors: Invalid; InUse when a room goes that has sessions."""
    current = venue_fields(venue)
    merged = merge(current, changes)
    if merged == current:
        return False
    await _check_venue(db, edition, merged)
    _write_venue(venue, merged)
    venue.touch(now)
    await flush(db, InUse("a room that would go is used by a session"))
    return True


async def delete_venue(db: AsyncSession, edition: Edition, venue: Venue, now: datetime) -> None:
    """Remove a venue that no session or stop uses. Errors: InUse."""
    await bury(db, venue, "venue", edition, now, "a session or a stop is at this venue")
