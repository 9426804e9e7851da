"""Use cases of the programme: each flushes and none commits.

A change is laid over what is stored, checked as a whole, and written only where it differs: changing nothing
raises no version, which is what makes loading a programme file twice harmless.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Aggregate, Tombstone, flush
from madang.core.errors import InUse, Invalid, Taken
from madang.core.schemas import Input
from madang.core.slugs import free_key
from madang.people.queries import find_organisations, find_people
from madang.programme import queries, rules
from madang.programme.errors import EditionPublished
from madang.programme.models import (
    Edition,
    EditionOrganisation,
    Option,
    ProgrammeSession,
    Room,
    Series,
    SessionPerson,
    SessionTopic,
    Stop,
    Topic,
    Venue,
)
from madang.programme.schemas import (
    EditionCreate,
    EditionFields,
    EditionUpdate,
    OptionItem,
    SeriesCreate,
    SeriesUpdate,
    SessionCreate,
    SessionFields,
    SessionUpdate,
    TopicCreate,
    TopicFields,
    TopicUpdate,
    VenueCreate,
    VenueFields,
    VenueUpdate,
)

F = TypeVar("F", bound=Input)


def _refuse(faults: Iterable[rules.Fault]) -> None:
    found = [(f"/body{pointer}", what) for pointer, what in faults]
    if found:
        pointer, what = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Invalid(f"{pointer}: {what}{more}", errors=found)


def _merge(current: F, changes: Input) -> F:
    return current.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})


def _key_taken(key: str) -> Taken:
    return Taken(f"the key {key!r} is in use", errors=[("/body/key", "is in use")])


def _title_of(words: dict[str, str], default_language: str) -> str:
    return words.get(default_language) or next(iter(words.values()), "")


async def _free_key_in(
    db: AsyncSession, model: type[Venue | Topic | ProgrammeSession], edition: Edition, wish: str
) -> str:
    async def taken(key: str) -> bool:
        statement = select(model.id).where(model.edition_id == edition.id, model.key == key)
        return (await db.exec(statement)).first() is not None

    return await free_key(taken, wish)


async def _bury(db: AsyncSession, row: Aggregate, kind: str, edition: Edition | None, now: datetime, used: str) -> None:
    row_id: UUID = row.id  # type: ignore[attr-defined]
    await db.delete(row)
    db.add(Tombstone(id=row_id, kind=kind, edition_id=edition.id if edition else None, deleted_at=now))
    await flush(db, InUse(used))


# --- series ----------------------------------------------------------------------------------------------------


async def create_series(db: AsyncSession, data: SeriesCreate) -> Series:
    """Add a line of editions. Errors: Taken when the key is in use."""

    async def taken(key: str) -> bool:
        return (await db.exec(select(Series.id).where(Series.key == key))).first() is not None

    series = Series(key=data.key or await free_key(taken, next(iter(data.title.values()), "")), title=data.title)
    db.add(series)
    await flush(db, _key_taken(series.key))
    return series


async def update_series(db: AsyncSession, series: Series, changes: SeriesUpdate, now: datetime) -> bool:
    """Change a series and return whether anything differs."""
    if "title" not in changes.model_fields_set or changes.title == series.title:
        return False
    series.title = changes.title
    series.touch(now)
    await db.flush()
    return True


async def delete_series(db: AsyncSession, series: Series, now: datetime) -> None:
    """Remove a series without editions. Errors: InUse."""
    await _bury(db, series, "series", None, now, "this series has editions")


# --- editions --------------------------------------------------------------------------------------------------

_EDITION_COLUMNS = (
    "series_id", "title", "theme", "background", "objectives", "key_questions", "timezone", "default_language",
    "languages", "status", "visibility", "place",
)  # fmt: skip


def edition_fields(edition: Edition) -> EditionFields:
    """Return an edition as it would be given."""
    values: dict[str, Any] = {name: getattr(edition, name) for name in _EDITION_COLUMNS}
    values["days"] = edition.days
    values["organisations"] = [
        {"organisation_id": link.organisation_id, "role": link.role} for link in edition.organisations
    ]
    return EditionFields.model_validate(values)


async def _check_edition(db: AsyncSession, fields: EditionFields) -> None:
    faults = list(rules.check_edition(fields))
    if fields.series_id and (await db.exec(select(Series.id).where(Series.id == fields.series_id))).first() is None:
        faults.append(("/series_id", "there is no such series"))
    known = await find_organisations(db, (item.organisation_id for item in fields.organisations))
    for position, item in enumerate(fields.organisations):
        if item.organisation_id not in known:
            faults.append((f"/organisations/{position}/organisation_id", "there is no such organisation"))
    _refuse(faults)


def _write_edition(edition: Edition, fields: EditionFields) -> None:
    for name in _EDITION_COLUMNS:
        setattr(edition, name, getattr(fields, name))
    edition.days = [day.isoformat() for day in fields.days]
    edition.starts_on, edition.ends_on = fields.days[0], fields.days[-1]
    links = {link.organisation_id: link for link in edition.organisations}
    edition.organisations = [
        _placed(
            links.get(item.organisation_id)
            or EditionOrganisation(
                edition_id=edition.id, organisation_id=item.organisation_id, role=item.role, position=position
            ),
            position,
            role=item.role,
        )
        for position, item in enumerate(fields.organisations)
    ]


async def create_edition(db: AsyncSession, data: EditionCreate) -> Edition:
    """Add an edition. Errors: Invalid; Taken when the slug is in use."""
    await _check_edition(db, data)
    edition = Edition(
        slug=data.slug,
        title=data.title,
        days=[],
        starts_on=data.days[0],
        ends_on=data.days[-1],
        timezone=data.timezone,
        default_language=data.default_language,
        languages=data.languages,
    )
    _write_edition(edition, data)
    db.add(edition)
    await flush(db, Taken(f"the slug {data.slug!r} is in use", errors=[("/body/slug", "is in use")]))
    return edition


async def update_edition(db: AsyncSession, edition: Edition, changes: EditionUpdate, now: datetime) -> bool:
    """Change an edition and return whether anything differs. Errors: Invalid."""
    current = edition_fields(edition)
    merged = _merge(current, changes)
    if merged == current:
        return False
    await _check_edition(db, merged)
    _write_edition(edition, merged)
    edition.touch(now)
    await db.flush()
    return True


async def delete_edition(db: AsyncSession, edition: Edition, now: datetime) -> None:
    """Remove an edition with its whole programme. Errors: EditionPublished once anything of it was published."""
    if await queries.find_last_release(db, edition.id):
        raise EditionPublished("releases are kept for good; set the edition's visibility to private instead")
    for session in await queries.list_all_sessions(db, edition):
        await delete_session(db, edition, session, now)
    for venue in await queries.list_all_venues(db, edition):
        await delete_venue(db, edition, venue, now)
    for topic in await queries.list_all_topics(db, edition):
        await delete_topic(db, edition, topic, now)
    await _bury(db, edition, "edition", None, now, "something still belongs to this edition")


# --- venues and topics -----------------------------------------------------------------------------------------

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
    _refuse(faults)


def _write_venue(venue: Venue, fields: VenueFields) -> None:
    for name in _VENUE_COLUMNS:
        setattr(venue, name, getattr(fields, name))
    rooms = {room.key: room for room in venue.rooms}
    venue.rooms = [
        _placed(
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
    key = data.key or await _free_key_in(db, Venue, edition, _title_of(data.name, edition.default_language))
    venue = Venue(edition_id=edition.id, key=key, kind=data.kind, name=data.name)
    _write_venue(venue, data)
    db.add(venue)
    await flush(db, _key_taken(key))
    return venue


async def update_venue(db: AsyncSession, edition: Edition, venue: Venue, changes: VenueUpdate, now: datetime) -> bool:
    """Change a venue and return whether anything differs. Errors: Invalid; InUse when a room goes that has sessions."""
    current = venue_fields(venue)
    merged = _merge(current, changes)
    if merged == current:
        return False
    await _check_venue(db, edition, merged)
    _write_venue(venue, merged)
    venue.touch(now)
    await flush(db, InUse("a room that would go is used by a session"))
    return True


async def delete_venue(db: AsyncSession, edition: Edition, venue: Venue, now: datetime) -> None:
    """Remove a venue that no session or stop uses. Errors: InUse."""
    await _bury(db, venue, "venue", edition, now, "a session or a stop is at this venue")


def topic_fields(topic: Topic) -> TopicFields:
    """Return a topic as it would be given."""
    return TopicFields(vocabulary=topic.vocabulary, name=topic.name)


async def create_topic(db: AsyncSession, edition: Edition, data: TopicCreate) -> Topic:
    """Add a topic. Errors: Invalid; Taken when the key is in use."""
    _refuse(rules.check_topic(data, edition.default_language))
    key = data.key or await _free_key_in(db, Topic, edition, _title_of(data.name, edition.default_language))
    topic = Topic(edition_id=edition.id, key=key, vocabulary=data.vocabulary, name=data.name)
    db.add(topic)
    await flush(db, _key_taken(key))
    return topic


async def update_topic(db: AsyncSession, edition: Edition, topic: Topic, changes: TopicUpdate, now: datetime) -> bool:
    """Change a topic and return whether anything differs. Errors: Invalid."""
    current = topic_fields(topic)
    merged = _merge(current, changes)
    if merged == current:
        return False
    _refuse(rules.check_topic(merged, edition.default_language))
    topic.vocabulary, topic.name = merged.vocabulary, merged.name
    topic.touch(now)
    await db.flush()
    return True


async def delete_topic(db: AsyncSession, edition: Edition, topic: Topic, now: datetime) -> None:
    """Remove a topic that no session has. Errors: InUse."""
    await _bury(db, topic, "topic", edition, now, "a session has this topic")


# --- sessions --------------------------------------------------------------------------------------------------

_SESSION_COLUMNS = (
    "kind", "title", "abstract", "starts_at", "ends_at", "status", "venue_id", "room_id", "capacity", "languages",
)  # fmt: skip


def session_fields(session: ProgrammeSession) -> SessionFields:
    """Return a session as it would be given."""
    values: dict[str, Any] = {name: getattr(session, name) for name in _SESSION_COLUMNS}
    values["interpretation"] = session.interpretation
    values["materials"] = session.materials
    values["topic_ids"] = session.topic_ids
    values["people"] = [
        {"person_id": link.person_id, "role": link.role, "state": link.state, "contribution": link.contribution}
        for link in session.people
    ]
    values["options"] = [
        {
            "key": option.key,
            "title": option.title,
            "stops": [
                {
                    "key": stop.key,
                    "venue_id": stop.venue_id,
                    "title": stop.title,
                    "starts_at": stop.starts_at,
                    "ends_at": stop.ends_at,
                    "status": stop.status,
                }
                for stop in option.stops
            ],
        }
        for option in session.options
    ]
    return SessionFields.model_validate(values)


async def _check_session(db: AsyncSession, edition: Edition, fields: SessionFields) -> None:
    faults = list(
        rules.check_session(
            fields, days=edition.days, timezone=edition.timezone, default_language=edition.default_language
        )
    )
    faults += await _check_references(db, edition, fields)
    _refuse(faults)


async def _check_references(db: AsyncSession, edition: Edition, fields: SessionFields) -> list[rules.Fault]:
    """Return a fault for every id that leads nowhere within the edition."""
    faults: list[rules.Fault] = []
    stop_venues = {stop.venue_id for option in fields.options for stop in option.stops}
    wanted = stop_venues | ({fields.venue_id} if fields.venue_id else set())
    venues = await _known_ids(db, Venue, edition, wanted)
    topics = await _known_ids(db, Topic, edition, set(fields.topic_ids))
    people = await find_people(db, (item.person_id for item in fields.people))
    if fields.venue_id and fields.venue_id not in venues:
        faults.append(("/venue_id", "there is no such venue in this edition"))
    if fields.room_id:
        room = (await db.exec(select(Room).where(Room.id == fields.room_id))).one_or_none()
        faults += rules.check_room(room.venue_id if room else None, fields.venue_id)
    for position, topic_id in enumerate(fields.topic_ids):
        if topic_id not in topics:
            faults.append((f"/topic_ids/{position}", "there is no such topic in this edition"))
    for position, item in enumerate(fields.people):
        person = people.get(item.person_id)
        if person is None or person.merged_into_id:
            faults.append((f"/people/{position}/person_id", "there is no such person"))
    for position, option in enumerate(fields.options):
        for place, stop in enumerate(option.stops):
            if stop.venue_id not in venues:
                pointer = f"/options/{position}/stops/{place}/venue_id"
                faults.append((pointer, "there is no such venue in this edition"))
    return faults


async def _known_ids(db: AsyncSession, model: type[Venue | Topic], edition: Edition, ids: set[UUID]) -> set[UUID]:
    if not ids:
        return set()
    statement = select(model.id).where(model.edition_id == edition.id, col(model.id).in_(ids))
    return set((await db.exec(statement)).all())


C = TypeVar("C", Room, EditionOrganisation, SessionTopic, SessionPerson, Option, Stop)


def _placed(child: C, position: int, **values: Any) -> C:
    child.position = position
    for name, value in values.items():
        setattr(child, name, value)
    return child


def _write_session(session: ProgrammeSession, fields: SessionFields) -> None:
    for name in _SESSION_COLUMNS:
        setattr(session, name, getattr(fields, name))
    session.interpretation = [item.model_dump(mode="json") for item in fields.interpretation]
    session.materials = [item.model_dump(mode="json") for item in fields.materials]
    topics = {link.topic_id: link for link in session.topics}
    session.topics = [
        _placed(
            topics.get(topic_id) or SessionTopic(session_id=session.id, topic_id=topic_id, position=position), position
        )
        for position, topic_id in enumerate(fields.topic_ids)
    ]
    people = {(link.person_id, link.role): link for link in session.people}
    session.people = [
        _placed(
            people.get((item.person_id, item.role))
            or SessionPerson(
                session_id=session.id, person_id=item.person_id, role=item.role, state=item.state, position=position
            ),
            position,
            state=item.state,
            contribution=item.contribution,
        )
        for position, item in enumerate(fields.people)
    ]
    options = {option.key: option for option in session.options}
    session.options = [
        _write_option(
            options.get(item.key) or Option(session_id=session.id, key=item.key, title=item.title, position=position),
            position,
            item,
        )
        for position, item in enumerate(fields.options)
    ]


def _write_option(option: Option, position: int, item: OptionItem) -> Option:
    stops = {stop.key: stop for stop in option.stops}
    option.stops = [
        _placed(
            stops.get(stop.key)
            or Stop(option_id=option.id, key=stop.key, venue_id=stop.venue_id, status=stop.status, position=place),
            place,
            venue_id=stop.venue_id,
            title=stop.title,
            starts_at=stop.starts_at,
            ends_at=stop.ends_at,
            status=stop.status,
        )
        for place, stop in enumerate(item.stops)
    ]
    return _placed(option, position, title=item.title)


async def create_session(db: AsyncSession, edition: Edition, data: SessionCreate) -> ProgrammeSession:
    """Add a session. Errors: Invalid; Taken when the key is in use."""
    await _check_session(db, edition, data)
    key = data.key or await _free_key_in(db, ProgrammeSession, edition, _title_of(data.title, edition.default_language))
    session = ProgrammeSession(
        edition_id=edition.id,
        key=key,
        kind=data.kind,
        title=data.title,
        starts_at=data.starts_at,
        ends_at=data.ends_at,
    )
    _write_session(session, data)
    db.add(session)
    await flush(db, _key_taken(key))
    return session


async def update_session(
    db: AsyncSession, edition: Edition, session: ProgrammeSession, changes: SessionUpdate, now: datetime
) -> bool:
    """Change a session and return whether anything differs. Errors: Invalid."""
    current = session_fields(session)
    merged = _merge(current, changes)
    if merged == current:
        return False
    await _check_session(db, edition, merged)
    _write_session(session, merged)
    session.touch(now)
    await db.flush()
    return True


async def delete_session(db: AsyncSession, edition: Edition, session: ProgrammeSession, now: datetime) -> None:
    """Remove a session from the programme; releases that show it stay."""
    await _bury(db, session, "session", edition, now, "something still refers to this session")


# --- people ----------------------------------------------------------------------------------------------------


async def take_over_roles(db: AsyncSession, *, kept_id: UUID, duplicate_id: UUID, now: datetime) -> None:
    """Give every role and site of a duplicate to the person that is kept.

    A role that both have in one session stays once, as the kept person has it.
    """
    statement = select(SessionPerson).where(col(SessionPerson.person_id).in_([kept_id, duplicate_id]))
    links: Sequence[SessionPerson] = (await db.exec(statement)).all()
    held = {(link.session_id, link.role) for link in links if link.person_id == kept_id}
    touched = set()
    for link in links:
        if link.person_id != duplicate_id:
            continue
        touched.add(link.session_id)
        if (link.session_id, link.role) in held:
            await db.delete(link)
        else:
            link.person_id = kept_id
    sessions = select(ProgrammeSession).where(col(ProgrammeSession.id).in_(touched))
    for session in (await db.exec(sessions)).all():
        session.touch(now)
    for venue in (await db.exec(select(Venue).where(Venue.host_person_id == duplicate_id))).all():
        venue.host_person_id = kept_id
        venue.touch(now)
    await db.flush()
