"""Loading a programme file: the edition becomes what the file says, and what is the same stays untouched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flushing_seldom
from madang.core.errors import Stale
from madang.people import queries as people_queries
from madang.people import service as people_service
from madang.people.schemas import OrganisationCreate, OrganisationUpdate, PersonCreate, PersonUpdate
from madang.programme import queries, service
from madang.programme.entries import Entry, stand_in
from madang.programme.file import ProgrammeFile
from madang.programme.models import Edition, ProgrammeSession, Series, Topic, Venue
from madang.programme.schemas import (
    EditionCreate,
    EditionUpdate,
    SeriesCreate,
    SeriesUpdate,
    SessionCreate,
    SessionUpdate,
    TopicCreate,
    TopicUpdate,
    VenueCreate,
    VenueUpdate,
)


@dataclass
class LoadReport:
    """What a load did, entry by entry, each as `sessions/d1-lunch`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def note(self, name: str, changed: bool) -> None:
        """Note an entry that was there before."""
        (self.updated if changed else self.unchanged).append(name)


async def load(db: AsyncSession, file: ProgrammeFile, *, now: datetime) -> LoadReport:
    """Make an edition what its file says, in the caller's transaction.

    Entries are known again by their keys: they keep their ids, and their versions too unless something differs.
    Venues, topics and sessions that the file does not have are deleted; series, organisations and people belong
    to the whole installation and never are.
    Errors: Invalid where the file contradicts what other editions rely on; Stale when somebody else has just added
    or deleted what it names.
    """
    loading = _Loading(db, file, now)
    await loading.read_stored()
    # Each is sent before the next, which refers to it.
    for step in (
        loading.common_entries,
        loading.edition_entry,
        loading.drop_sessions,
        loading.venues,
        loading.topics,
        loading.sessions,
        loading.drop_places,
    ):
        async with flushing_seldom(db, Stale("somebody else changed the same at this moment; load it again")):
            await step()
    return loading.report


async def find_dropped(db: AsyncSession, file: ProgrammeFile) -> list[service.Dropped]:
    """Return the sessions and options that loading a file would take out of the programme."""
    edition = await queries.find_edition(db, file.edition.slug, lock=True)
    stored = await queries.list_all_sessions(db, edition) if edition else []
    given = {entry.key: (position, entry) for position, entry in enumerate(file.sessions)}
    dropped = []
    for session in stored:
        if session.key in given:
            position, entry = given[session.key]
            dropped += service.find_dropped_options(session, entry.options, f"/sessions/{position}/options")
        else:
            dropped.append(service.Dropped(session.id, None, session.key, "/sessions"))
    return dropped


class _Loading:
    """One load: what is stored by key, and the stored ids that take the place of the file's stand-ins."""

    def __init__(self, db: AsyncSession, file: ProgrammeFile, now: datetime) -> None:
        self.db = db
        self.file = file
        self.now = now
        self.report = LoadReport()
        self.ids: dict[UUID, UUID] = {}
        self.edition: Edition
        self.stored_edition: Edition | None = None
        self.stored_sessions: dict[str, ProgrammeSession] = {}
        self.stored_venues: dict[str, Venue] = {}
        self.stored_topics: dict[str, Topic] = {}
        self.roomless: set[str] = set()

    def _values(self, entry: Entry, *leave_out: str) -> dict[str, Any]:
        values: dict[str, Any] = _settled(entry.model_dump(exclude=set(leave_out)), self.ids)
        return values

    async def read_stored(self) -> None:
        """Read the edition as it stands, and keep everybody else from changing it meanwhile."""
        edition = self.stored_edition = await queries.find_edition(self.db, self.file.edition.slug, lock=True)
        if edition is not None:
            self.stored_sessions = {row.key: row for row in await queries.list_all_sessions(self.db, edition)}
            self.stored_venues = {row.key: row for row in await queries.list_all_venues(self.db, edition)}
            self.stored_topics = {row.key: row for row in await queries.list_all_topics(self.db, edition)}

    async def common_entries(self) -> None:
        """Create or update what the installation's editions share."""
        await self._series()
        await self._organisations()
        await self._people()

    async def _series(self) -> None:
        statement = select(Series).where(col(Series.key).in_([entry.key for entry in self.file.series]))
        stored = {row.key: row for row in (await self.db.exec(statement)).all()}
        for entry in self.file.series:
            name, row = f"series/{entry.key}", stored.get(entry.key)
            if row is None:
                row = await service.create_series(self.db, SeriesCreate(**self._values(entry)))
                self.report.created.append(name)
            else:
                changes = SeriesUpdate(**self._values(entry, "key"))
                self.report.note(name, await service.update_series(self.db, row, changes, self.now))
            self.ids[stand_in("series", entry.key)] = row.id

    async def _organisations(self) -> None:
        keys = [entry.key for entry in self.file.organisations]
        stored = {row.key: row for row in await people_queries.find_organisations_by_key(self.db, keys)}
        for entry in self.file.organisations:
            name, row = f"organisations/{entry.key}", stored.get(entry.key)
            if row is None:
                row = await people_service.create_organisation(self.db, OrganisationCreate(**self._values(entry)))
                self.report.created.append(name)
            else:
                changes = OrganisationUpdate(**self._values(entry, "key"))
                changed = await people_service.update_organisation(self.db, row, changes, self.now)
                self.report.note(name, changed)
            self.ids[stand_in("organisations", entry.key)] = row.id

    async def _people(self) -> None:
        keys = [entry.key for entry in self.file.people]
        stored = {row.key: row for row in await people_queries.find_people_by_key(self.db, keys)}
        for entry in self.file.people:
            name, row = f"people/{entry.key}", stored.get(entry.key)
            if row is None:
                row = await people_service.create_person(self.db, PersonCreate(**self._values(entry)))
                self.report.created.append(name)
            elif row.merged_into_id is None:
                changes = PersonUpdate(**self._values(entry, "key"))
                self.report.note(name, await people_service.update_person(self.db, row, changes, self.now))
            else:
                self.report.note(name, False)
            # The key of a merged person leads to the one who was kept.
            self.ids[stand_in("people", entry.key)] = row.merged_into_id or row.id

    async def edition_entry(self) -> None:
        """Create or update the edition itself."""
        entry, edition = self.file.edition, self.stored_edition
        if edition is None:
            self.edition = await service.create_edition(self.db, EditionCreate(**self._values(entry)))
            self.report.created.append("edition")
            return
        self.edition = edition
        changes = EditionUpdate(**self._values(entry, "slug"))
        changed = await service.update_edition(self.db, edition, changes, self.now, programme_follows=True)
        self.report.note("edition", changed)

    async def drop_sessions(self) -> None:
        """Delete sessions that the file does not have."""
        kept = {entry.key for entry in self.file.sessions}
        for key in sorted(self.stored_sessions.keys() - kept):
            await service.delete_session(self.db, self.edition, self.stored_sessions.pop(key), self.now)
            self.report.deleted.append(f"sessions/{key}")

    async def venues(self) -> None:
        """Create or update venues with their rooms."""
        await self._leave_rooms()
        for entry in self.file.venues:
            name, row = f"venues/{entry.key}", self.stored_venues.get(entry.key)
            if row is None:
                row = await service.create_venue(self.db, self.edition, VenueCreate(**self._values(entry)))
                self.report.created.append(name)
            else:
                changes = VenueUpdate(**self._values(entry, "key"))
                changed = await service.update_venue(self.db, self.edition, row, changes, self.now)
                self.report.note(name, changed)
            venue = stand_in("venues", entry.key)
            self.ids[venue] = row.id
            self.ids |= {stand_in(f"rooms/{venue}", room.key): room.id for room in row.rooms}

    async def _leave_rooms(self) -> None:
        """Take sessions out of rooms that go, for a room with sessions cannot be deleted."""
        kept = {entry.key: {room.key for room in entry.rooms} for entry in self.file.venues}
        going = {
            room.id
            for venue in self.stored_venues.values()
            for room in venue.rooms
            if room.key not in kept.get(venue.key, set())
        }
        for session in self.stored_sessions.values():
            if session.room_id in going:
                session.room_id = None
                session.touch(self.now)
                self.roomless.add(session.key)
        await self.db.flush()

    async def topics(self) -> None:
        """Create or update topics."""
        for entry in self.file.topics:
            name, row = f"topics/{entry.key}", self.stored_topics.get(entry.key)
            if row is None:
                row = await service.create_topic(self.db, self.edition, TopicCreate(**self._values(entry)))
                self.report.created.append(name)
            else:
                changes = TopicUpdate(**self._values(entry, "key"))
                changed = await service.update_topic(self.db, self.edition, row, changes, self.now)
                self.report.note(name, changed)
            self.ids[stand_in("topics", entry.key)] = row.id

    async def sessions(self) -> None:
        """Create or update sessions."""
        given = [SessionCreate(**self._values(entry)) for entry in self.file.sessions]
        known = await service.find_references(self.db, self.edition, given)
        for entry, data in zip(self.file.sessions, given, strict=True):
            name, row = f"sessions/{entry.key}", self.stored_sessions.get(entry.key)
            if row is None:
                await service.create_session(self.db, self.edition, data, known=known)
                self.report.created.append(name)
            else:
                changes = SessionUpdate(**data.model_dump(exclude={"key"}))
                changed = await service.update_session(self.db, self.edition, row, changes, self.now, known=known)
                self.report.note(name, changed or entry.key in self.roomless)

    async def drop_places(self) -> None:
        """Delete venues and topics that the file does not have; no session refers to them any more."""
        for key in sorted(self.stored_venues.keys() - {entry.key for entry in self.file.venues}):
            await service.delete_venue(self.db, self.edition, self.stored_venues[key], self.now)
            self.report.deleted.append(f"venues/{key}")
        for key in sorted(self.stored_topics.keys() - {entry.key for entry in self.file.topics}):
            await service.delete_topic(self.db, self.edition, self.stored_topics[key], self.now)
            self.report.deleted.append(f"topics/{key}")


def _settled(value: Any, ids: Mapping[UUID, UUID]) -> Any:
    """Return a value with the stored id wherever a stand-in was."""
    if isinstance(value, UUID):
        return ids[value]
    if isinstance(value, Mapping):
        return {name: _settled(item, ids) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_settled(item, ids) for item in value]
    return value
