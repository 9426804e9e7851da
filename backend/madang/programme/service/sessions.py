"""Use cases of sessions, with their people, topics, options and stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.people.queries import find_people
from madang.programme import rules
from madang.programme.models import (
    Edition,
    Option,
    ProgrammeSession,
    Room,
    SessionPerson,
    SessionTopic,
    Stop,
    Topic,
    Venue,
)
from madang.programme.schemas import (
    OptionItem,
    SessionCreate,
    SessionFields,
    SessionUpdate,
)
from madang.programme.service.common import bury, free_key_in, key_taken, merge, placed, refuse, title_of

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


@dataclass(frozen=True)
class Dropped:
    """A session, or an option of one, that a change would take out of the programme; `pointer`: into the request."""

    session_id: UUID
    option_id: UUID | None
    name: str
    pointer: str


def find_dropped_options(session: ProgrammeSession, kept: Sequence[OptionItem], pointer: str) -> list[Dropped]:
    """Return the options of a session that are not among those which it is given."""
    keys = {option.key for option in kept}
    return [
        Dropped(session.id, option.id, f"{session.key}/{option.key}", pointer)
        for option in session.options
        if option.key not in keys
    ]


@dataclass(frozen=True)
class References:
    """What sessions of an edition may refer to, as far as somebody asked."""

    venue_ids: frozenset[UUID]
    room_venues: dict[UUID, UUID]
    topic_ids: frozenset[UUID]
    person_ids: frozenset[UUID]


async def find_references(db: AsyncSession, edition: Edition, sessions: Sequence[SessionFields]) -> References:
    """Return which of the things that sessions refer to are there: four statements, however many sessions."""
    people = await find_people(db, (item.person_id for session in sessions for item in session.people))
    rooms = {session.room_id for session in sessions if session.room_id}
    found_rooms = (await db.exec(select(Room).where(col(Room.id).in_(rooms)))).all() if rooms else []
    return References(
        venue_ids=await _known_ids(db, Venue, edition, {id_ for session in sessions for id_ in _venue_ids(session)}),
        room_venues={room.id: room.venue_id for room in found_rooms},
        topic_ids=await _known_ids(db, Topic, edition, {id_ for session in sessions for id_ in session.topic_ids}),
        person_ids=frozenset(person.id for person in people.values() if person.merged_into_id is None),
    )


def _venue_ids(session: SessionFields) -> set[UUID]:
    stops = {stop.venue_id for option in session.options for stop in option.stops}
    return stops | ({session.venue_id} if session.venue_id else set())


async def _known_ids(db: AsyncSession, model: type[Venue | Topic], edition: Edition, ids: set[UUID]) -> frozenset[UUID]:
    if not ids:
        return frozenset()
    statement = select(model.id).where(model.edition_id == edition.id, col(model.id).in_(ids))
    return frozenset((await db.exec(statement)).all())


def _check_references(fields: SessionFields, known: References) -> Iterator[rules.Fault]:
    """Yield a fault for every id that leads nowhere within the edition."""
    if fields.venue_id and fields.venue_id not in known.venue_ids:
        yield "/venue_id", "there is no such venue in this edition"
    if fields.room_id:
        yield from rules.check_room(known.room_venues.get(fields.room_id), fields.venue_id)
    for position, topic_id in enumerate(fields.topic_ids):
        if topic_id not in known.topic_ids:
            yield f"/topic_ids/{position}", "there is no such topic in this edition"
    for position, item in enumerate(fields.people):
        if item.person_id not in known.person_ids:
            yield f"/people/{position}/person_id", "there is no such person"
    for position, option in enumerate(fields.options):
        for place, stop in enumerate(option.stops):
            if stop.venue_id not in known.venue_ids:
                yield f"/options/{position}/stops/{place}/venue_id", "there is no such venue in this edition"


async def _check_session(db: AsyncSession, edition: Edition, fields: SessionFields, known: References | None) -> None:
    refuse(
        [
            *rules.check_session(
                fields, days=edition.days, timezone=edition.timezone, default_language=edition.default_language
            ),
            *_check_references(fields, known or await find_references(db, edition, [fields])),
        ]
    )


def _write_session(session: ProgrammeSession, fields: SessionFields) -> None:
    for name in _SESSION_COLUMNS:
        setattr(session, name, getattr(fields, name))
    session.interpretation = [item.model_dump(mode="json") for item in fields.interpretation]
    session.materials = [item.model_dump(mode="json") for item in fields.materials]
    topics = {link.topic_id: link for link in session.topics}
    session.topics = [
        placed(
            topics.get(topic_id) or SessionTopic(session_id=session.id, topic_id=topic_id, position=position), position
        )
        for position, topic_id in enumerate(fields.topic_ids)
    ]
    people = {(link.person_id, link.role): link for link in session.people}
    session.people = [
        placed(
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
        placed(
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
    return placed(option, position, title=item.title)


async def create_session(
    db: AsyncSession, edition: Edition, data: SessionCreate, *, known: References | None = None
) -> ProgrammeSession:
    """Add a session. `known`, from `find_references`, spares asking for each of many.

    Errors: Invalid; Taken when the key is in use.
    """
    await _check_session(db, edition, data, known)
    key = data.key or await free_key_in(db, ProgrammeSession, edition, title_of(data.title, edition.default_language))
    given: dict[str, Any] = {name: getattr(data, name) for name in _SESSION_COLUMNS}
    # These too: a third of a session's time would go into finding that `list` needs no arguments.
    session = ProgrammeSession(edition_id=edition.id, key=key, interpretation=[], materials=[], **given)
    _write_session(session, data)
    db.add(session)
    await flush_new(db, key_taken(key))
    return session


async def update_session(
    db: AsyncSession,
    edition: Edition,
    session: ProgrammeSession,
    changes: SessionUpdate,
    now: datetime,
    *,
    known: References | None = None,
) -> bool:
    """Change a session and return whether anything differs; `known` as in `create_session`. Errors: Invalid."""
    current = session_fields(session)
    merged = merge(current, changes)
    if merged == current:
        return False
    await _check_session(db, edition, merged, known)
    _write_session(session, merged)
    session.touch(now)
    await flush_new(db)
    return True


async def delete_session(db: AsyncSession, edition: Edition, session: ProgrammeSession, now: datetime) -> None:
    """Remove a session from the programme; releases that show it stay."""
    await bury(db, session, "session", edition, now, "something still refers to this session")


async def take_over_roles(db: AsyncSession, *, kept_id: UUID, duplicate_id: UUID, now: datetime) -> None:
    """Give every role and site of a duplicate to the person that is kept.

    A role that both have in one session stays once, as the kept person has it.
    """
    held_by_either = col(SessionPerson.person_id).in_([kept_id, duplicate_id])
    sessions = select(ProgrammeSession).where(
        col(ProgrammeSession.id).in_(select(SessionPerson.session_id).where(held_by_either))
    )
    # Locked before their roles are read: nobody gives the duplicate another role meanwhile.
    by_id = {session.id: session for session in (await db.exec(sessions.with_for_update())).all()}
    links: Sequence[SessionPerson] = (await db.exec(select(SessionPerson).where(held_by_either))).all()
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
    for session_id in touched:
        by_id[session_id].touch(now)
    for venue in (await db.exec(select(Venue).where(Venue.host_person_id == duplicate_id))).all():
        venue.host_person_id = kept_id
        venue.touch(now)
    await db.flush()
