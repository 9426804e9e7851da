"""The shape of a release's frozen programme, and how it is made. Everything public reads this and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict
from uuid import UUID

from madang.core.calendar import get_zone
from madang.people.models import Organisation, Person
from madang.programme.models import (
    Edition,
    Option,
    ProgrammeSession,
    RoleState,
    Series,
    SessionPerson,
    Topic,
    Venue,
)

Words = dict[str, str]


class SeriesSnapshot(TypedDict):
    key: str
    title: Words


class OrganisationSnapshot(TypedDict):
    id: str
    key: str
    role: str
    name: Words
    short_name: str | None
    website: str | None


class EditionSnapshot(TypedDict):
    id: str
    slug: str
    title: Words
    theme: Words
    background: Words
    objectives: list[Words]
    key_questions: list[Words]
    days: list[str]
    timezone: str
    default_language: str
    languages: list[str]
    status: str
    place: Words
    series: SeriesSnapshot | None
    organisations: list[OrganisationSnapshot]


class RoomSnapshot(TypedDict):
    id: str
    key: str
    name: Words
    capacity: int | None


class VenueSnapshot(TypedDict):
    id: str
    key: str
    kind: str
    name: Words
    description: Words
    address: Words
    latitude: float | None
    longitude: float | None
    website: str | None
    meeting_point: Words
    access_notes: Words
    host: Words | None
    rooms: list[RoomSnapshot]


class TopicSnapshot(TypedDict):
    id: str
    key: str
    vocabulary: str
    name: Words


class PersonSnapshot(TypedDict):
    """A person in a role; `id` and `name` are None until they have confirmed."""

    id: str | None
    name: str | None
    role: str
    affiliation: str | None
    position: str | None
    contribution: Words


class StopSnapshot(TypedDict):
    id: str
    key: str
    title: Words
    venue: str
    start: str | None
    end: str | None
    status: str


class OptionSnapshot(TypedDict):
    id: str
    key: str
    title: Words
    stops: list[StopSnapshot]


class InterpretationSnapshot(TypedDict):
    language: str
    mode: str


class MaterialSnapshot(TypedDict):
    title: Words
    url: str


class SessionSnapshot(TypedDict):
    """`sequence` and `updated_at` rise when the session differs from the release before (RFC 5545 §3.8.7)."""

    id: str
    key: str
    kind: str
    title: Words
    abstract: Words
    start: str
    end: str
    day: str
    status: str
    topics: list[str]
    venue: str | None
    room: str | None
    capacity: int | None
    languages: list[str]
    interpretation: list[InterpretationSnapshot]
    materials: list[MaterialSnapshot]
    people: list[PersonSnapshot]
    options: list[OptionSnapshot]
    sequence: int
    updated_at: str


class Snapshot(TypedDict):
    """A programme in every language. Moments are RFC 3339 in UTC; references are ids within the snapshot."""

    edition: EditionSnapshot
    venues: list[VenueSnapshot]
    topics: list[TopicSnapshot]
    sessions: list[SessionSnapshot]


def write_moment(moment: datetime) -> str:
    """Return a moment as it stands in snapshots: `2019-10-28T00:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_snapshot(
    *,
    edition: Edition,
    series: Series | None,
    venues: Sequence[Venue],
    topics: Sequence[Topic],
    sessions: Sequence[ProgrammeSession],
    people: Mapping[UUID, Person],
    organisations: Mapping[UUID, Organisation],
    before: Snapshot | None,
    now: datetime,
) -> Snapshot:
    """Freeze a programme. `before` is the snapshot published last, from which sequences are carried on."""
    earlier = {session["id"]: session for session in before["sessions"]} if before else {}
    ordered = sorted(sessions, key=lambda session: (session.starts_at, session.ends_at, session.key))
    return {
        "edition": _freeze_edition(edition, series, organisations),
        "venues": [_freeze_venue(venue, organisations) for venue in venues],
        "topics": [
            {"id": str(topic.id), "key": topic.key, "vocabulary": topic.vocabulary.value, "name": topic.name}
            for topic in topics
        ],
        "sessions": [_freeze_session(session, edition, people, earlier, now) for session in ordered],
    }


def _freeze_edition(
    edition: Edition, series: Series | None, organisations: Mapping[UUID, Organisation]
) -> EditionSnapshot:
    return {
        "id": str(edition.id),
        "slug": edition.slug,
        "title": edition.title,
        "theme": edition.theme,
        "background": edition.background,
        "objectives": edition.objectives,
        "key_questions": edition.key_questions,
        "days": edition.days,
        "timezone": edition.timezone,
        "default_language": edition.default_language,
        "languages": edition.languages,
        "status": edition.status.value,
        "place": edition.place,
        "series": {"key": series.key, "title": series.title} if series else None,
        "organisations": [
            {
                "id": str(link.organisation_id),
                "key": organisations[link.organisation_id].key,
                "role": link.role.value,
                "name": organisations[link.organisation_id].name,
                "short_name": organisations[link.organisation_id].short_name,
                "website": organisations[link.organisation_id].website,
            }
            for link in edition.organisations
        ],
    }


def _freeze_venue(venue: Venue, organisations: Mapping[UUID, Organisation]) -> VenueSnapshot:
    host = organisations[venue.host_organisation_id].name if venue.host_organisation_id else None
    return {
        "id": str(venue.id),
        "key": venue.key,
        "kind": venue.kind.value,
        "name": venue.name,
        "description": venue.description,
        "address": venue.address,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "website": venue.website,
        "meeting_point": venue.meeting_point,
        "access_notes": venue.access_notes,
        "host": host,
        "rooms": [
            {"id": str(room.id), "key": room.key, "name": room.name, "capacity": room.capacity} for room in venue.rooms
        ],
    }


def _freeze_session(
    session: ProgrammeSession,
    edition: Edition,
    people: Mapping[UUID, Person],
    earlier: Mapping[str, SessionSnapshot],
    now: datetime,
) -> SessionSnapshot:
    interpretation: Any = session.interpretation
    materials: Any = session.materials
    frozen: SessionSnapshot = {
        "id": str(session.id),
        "key": session.key,
        "kind": session.kind.value,
        "title": session.title,
        "abstract": session.abstract,
        "start": write_moment(session.starts_at),
        "end": write_moment(session.ends_at),
        "day": session.starts_at.astimezone(get_zone(edition.timezone)).date().isoformat(),
        "status": session.status.value,
        "topics": [str(topic_id) for topic_id in session.topic_ids],
        "venue": str(session.venue_id) if session.venue_id else None,
        "room": str(session.room_id) if session.room_id else None,
        "capacity": session.capacity,
        "languages": session.languages,
        "interpretation": interpretation,
        "materials": materials,
        # Somebody who declined is no longer part of the session.
        "people": [_freeze_person(link, people) for link in session.people if link.state != RoleState.DECLINED],
        "options": [_freeze_option(option) for option in session.options],
        "sequence": 0,
        "updated_at": write_moment(now),
    }
    last = earlier.get(frozen["id"])
    if last is not None:
        frozen["sequence"], frozen["updated_at"] = last["sequence"], last["updated_at"]
        if frozen != last:
            frozen["sequence"], frozen["updated_at"] = last["sequence"] + 1, write_moment(now)
    return frozen


def _freeze_person(link: SessionPerson, people: Mapping[UUID, Person]) -> PersonSnapshot:
    confirmed = link.state == RoleState.CONFIRMED
    person = people[link.person_id]
    return {
        "id": str(person.id) if confirmed else None,
        "name": person.badge_name if confirmed else None,
        "role": link.role.value,
        "affiliation": person.organisation if confirmed else None,
        "position": person.position if confirmed else None,
        "contribution": link.contribution,
    }


def _freeze_option(option: Option) -> OptionSnapshot:
    return {
        "id": str(option.id),
        "key": option.key,
        "title": option.title,
        "stops": [
            {
                "id": str(stop.id),
                "key": stop.key,
                "title": stop.title,
                "venue": str(stop.venue_id),
                "start": write_moment(stop.starts_at) if stop.starts_at else None,
                "end": write_moment(stop.ends_at) if stop.ends_at else None,
                "status": stop.status.value,
            }
            for stop in option.stops
        ],
    }
