"""What a programme must satisfy, what to look at before publishing, and how two releases differ. All pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from madang.core.calendar import get_zone
from madang.programme.models import Edition, ProgrammeSession, PublicStatus, RoleState, SessionKind
from madang.programme.schemas import EditionFields, SessionFields, TopicFields, VenueFields
from madang.programme.snapshot import Snapshot

Fault = tuple[str, str]
"""A JSON pointer into what was given, and what is wrong there."""

LONGEST_SESSION = timedelta(hours=24)
_UNSPOKEN = {SessionKind.MEAL, SessionKind.COFFEE_BREAK, SessionKind.SOCIAL}
_TRANSLATED_SESSION = ("title", "abstract")
_TRANSLATED_VENUE = ("name", "description", "address", "meeting_point", "access_notes")
T = TypeVar("T")


@dataclass(frozen=True)
class Slot:
    """Half-open time [start, end), timezone-aware."""

    start: datetime
    end: datetime


def overlap(a: Slot, b: Slot) -> timedelta:
    """Return how long two slots coincide.

    Shapes: half-open [start, end), timezone-aware.
    Units:  timedelta; zero when they only touch.
    Errors: ValueError if a time has no zone.
    Source: RFC 5545 §3.6.1, DTEND is the non-inclusive end.
    """
    if any(moment.tzinfo is None for moment in (a.start, a.end, b.start, b.end)):
        raise ValueError("a slot's times need a zone")
    return max(min(a.end, b.end) - max(a.start, b.start), timedelta())


# --- faults: what is refused -----------------------------------------------------------------------------------


def check_words(words: Mapping[str, str], default_language: str, pointer: str) -> Iterator[Fault]:
    """Yield a fault when there is text, but none in the edition's default language."""
    if words and default_language not in words:
        yield pointer, f"the text in {default_language!r}, the edition's default language, is missing"


def check_edition(edition: EditionFields) -> Iterator[Fault]:
    """Yield what is wrong with an edition taken alone."""
    if edition.days != sorted(set(edition.days)):
        yield "/days", "days must ascend, each once"
    if edition.default_language not in edition.languages:
        yield "/default_language", f"{edition.default_language!r} is not among the edition's languages"
    if len(set(edition.languages)) != len(edition.languages):
        yield "/languages", "a language is given twice"
    for name in ("title", "theme", "background", "place"):
        yield from check_words(getattr(edition, name), edition.default_language, f"/{name}")
    for name in ("objectives", "key_questions"):
        for position, words in enumerate(getattr(edition, name)):
            yield from check_words(words, edition.default_language, f"/{name}/{position}")
    if not edition.title:
        yield "/title", "a title is needed"
    yield from _check_unique((item.organisation_id for item in edition.organisations), "/organisations", "organisation")


def check_venue(venue: VenueFields, default_language: str) -> Iterator[Fault]:
    """Yield what is wrong with a venue of an edition with that default language."""
    if not venue.name:
        yield "/name", "a name is needed"
    for name in _TRANSLATED_VENUE:
        yield from check_words(getattr(venue, name), default_language, f"/{name}")
    for position, room in enumerate(venue.rooms):
        yield from check_words(room.name, default_language, f"/rooms/{position}/name")
    yield from _check_unique((room.key for room in venue.rooms), "/rooms", "key")
    if (venue.latitude is None) != (venue.longitude is None):
        yield "/latitude", "latitude and longitude go together"


def check_topic(topic: TopicFields, default_language: str) -> Iterator[Fault]:
    """Yield what is wrong with a topic of an edition with that default language."""
    if not topic.name:
        yield "/name", "a name is needed"
    yield from check_words(topic.name, default_language, "/name")


def check_session(
    session: SessionFields, *, days: Sequence[str], timezone: str, default_language: str
) -> Iterator[Fault]:
    """Yield what is wrong with a session of an edition with those days (ISO dates), zone and default language.

    A session starts on one of the edition's days, as seen in its zone; it may run past midnight.
    """
    if session.ends_at <= session.starts_at:
        yield "/ends_at", "the end must be after the start"
    elif session.ends_at - session.starts_at > LONGEST_SESSION:
        yield "/ends_at", "a session lasts 24 hours at most"
    day = _day_of(session.starts_at, timezone)
    if day not in days:
        yield "/starts_at", f"{day} is not one of the edition's days ({', '.join(days)})"
    if not session.title:
        yield "/title", "a title is needed"
    for name in _TRANSLATED_SESSION:
        yield from check_words(getattr(session, name), default_language, f"/{name}")
    for position, material in enumerate(session.materials):
        yield from check_words(material.title, default_language, f"/materials/{position}/title")
    for position, item in enumerate(session.people):
        yield from check_words(item.contribution, default_language, f"/people/{position}/contribution")
    yield from _check_unique(((item.person_id, item.role) for item in session.people), "/people", "person and role")
    yield from _check_unique(session.topic_ids, "/topic_ids", "topic")
    yield from _check_unique((option.key for option in session.options), "/options", "key")
    for position, option in enumerate(session.options):
        pointer = f"/options/{position}"
        yield from check_words(option.title, default_language, f"{pointer}/title")
        yield from _check_unique((stop.key for stop in option.stops), f"{pointer}/stops", "key")
        for place, stop in enumerate(option.stops):
            at = f"{pointer}/stops/{place}"
            yield from check_words(stop.title, default_language, f"{at}/title")
            if stop.starts_at and stop.ends_at and stop.ends_at <= stop.starts_at:
                yield f"{at}/ends_at", "the end must be after the start"
            for moment, name in ((stop.starts_at, "starts_at"), (stop.ends_at, "ends_at")):
                if moment and not session.starts_at <= moment <= session.ends_at:
                    yield f"{at}/{name}", "a stop lies within its session"


def check_room(room_venue_id: UUID | None, venue_id: UUID | None) -> Iterator[Fault]:
    """Yield a fault when a session's room is not one of its venue's. `room_venue_id` is None for an unknown room."""
    if room_venue_id is None:
        yield "/room_id", "there is no such room"
    elif room_venue_id != venue_id:
        yield "/room_id", "the room belongs to another venue"


def check_programme(
    before: EditionFields,
    after: EditionFields,
    *,
    sessions: Mapping[str, SessionFields],
    venues: Mapping[str, VenueFields],
    topics: Mapping[str, TopicFields],
) -> Iterator[Fault]:
    """Yield what of an edition's programme, given by key, does not fit the edition once it is changed.

    The pointers lead into the edition: to the field whose new value is in the way.
    """
    days, language = [day.isoformat() for day in after.days], after.default_language
    for key, session in sessions.items():
        for pointer, what in check_session(session, days=days, timezone=after.timezone, default_language=language):
            if pointer == "/starts_at":
                day = _day_of(session.starts_at, after.timezone)
                moved = "/timezone" if before.days == after.days else "/days"
                yield moved, f"session {key!r} is on {day}, which is not one of the edition's days"
            else:
                yield "/default_language", f"session {key!r}, {pointer[1:]}: {what}"
    for key, venue in venues.items():
        for pointer, what in check_venue(venue, language):
            yield "/default_language", f"venue {key!r}, {pointer[1:]}: {what}"
    for key, topic in topics.items():
        for pointer, what in check_topic(topic, language):
            yield "/default_language", f"topic {key!r}, {pointer[1:]}: {what}"


def _day_of(moment: datetime, timezone: str) -> str:
    return moment.astimezone(get_zone(timezone)).date().isoformat()


def _check_unique(values: Iterable[Any], pointer: str, what: str) -> Iterator[Fault]:
    seen = set()
    for position, value in enumerate(values):
        if value in seen:
            yield f"{pointer}/{position}", f"this {what} is given twice"
        seen.add(value)


# --- warnings: what to look at before publishing ---------------------------------------------------------------


@dataclass(frozen=True)
class PublishingWarning:
    """Something that may be meant, and often is not."""

    code: str
    detail: str
    session_ids: list[UUID]


def find_warnings(
    edition: Edition, sessions: Sequence[ProgrammeSession], names: Mapping[UUID, str]
) -> list[PublishingWarning]:
    """Return what to look at before publishing, in the programme's order.

    `names` are people's by id. Costs time in proportion to the sessions that coincide in one room or with one
    person, not to all pairs.
    """
    held = [session for session in sessions if session.status != PublicStatus.CANCELLED]
    warnings = [
        *_double_booked(held, edition, names),
        *_uncovered_languages(held, edition),
    ]
    order = {session.id: position for position, session in enumerate(sessions)}
    return sorted(warnings, key=lambda warning: (order[warning.session_ids[0]], warning.code))


def _title(session: ProgrammeSession, edition: Edition) -> str:
    return session.title.get(edition.default_language, session.key)


def _double_booked(
    sessions: Sequence[ProgrammeSession], edition: Edition, names: Mapping[UUID, str]
) -> Iterator[PublishingWarning]:
    by_room: dict[UUID, list[ProgrammeSession]] = {}
    by_person: dict[UUID, list[ProgrammeSession]] = {}
    for session in sessions:
        if session.room_id:
            by_room.setdefault(session.room_id, []).append(session)
        for person_id in {link.person_id for link in session.people if link.state != RoleState.DECLINED}:
            by_person.setdefault(person_id, []).append(session)
    for shared in by_room.values():
        for a, b in _coinciding(shared):
            detail = f"{_title(a, edition)!r} and {_title(b, edition)!r} share a room for {_shared_minutes(a, b)} min"
            yield PublishingWarning("room_double_booked", detail, [a.id, b.id])
    for person_id, shared in by_person.items():
        for a, b in _coinciding(shared):
            both = f"{_title(a, edition)!r} and {_title(b, edition)!r}"
            detail = f"{names[person_id]} is in {both}, which coincide for {_shared_minutes(a, b)} min"
            yield PublishingWarning("person_double_booked", detail, [a.id, b.id])


def _shared_minutes(a: ProgrammeSession, b: ProgrammeSession) -> int:
    return int(overlap(Slot(a.starts_at, a.ends_at), Slot(b.starts_at, b.ends_at)) / timedelta(minutes=1))


def _coinciding(sessions: Sequence[ProgrammeSession]) -> Iterator[tuple[ProgrammeSession, ProgrammeSession]]:
    ordered = sorted(sessions, key=lambda session: (session.starts_at, session.ends_at, session.key))
    running: list[ProgrammeSession] = []
    for session in ordered:
        running = [other for other in running if other.ends_at > session.starts_at]
        yield from ((other, session) for other in running)
        running.append(session)


def _uncovered_languages(sessions: Sequence[ProgrammeSession], edition: Edition) -> Iterator[PublishingWarning]:
    for session in sessions:
        if session.kind in _UNSPOKEN or not session.languages:
            continue
        covered = {*session.languages, *(item["language"] for item in session.interpretation)}
        missing = [language for language in edition.languages if language not in covered]
        if missing:
            detail = f"{_title(session, edition)!r} is neither held in nor interpreted into {', '.join(missing)}"
            yield PublishingWarning("language_uncovered", detail, [session.id])


# --- differences between releases ------------------------------------------------------------------------------

_NOT_A_CHANGE = {"sequence", "updated_at", "id", "day"}


def compare(before: Snapshot | None, after: Snapshot) -> dict[str, Any]:
    """Return the difference between two snapshots, as `schemas.Changes` describes it. `before` None: all is new."""
    old_sessions = {session["id"]: session for session in before["sessions"]} if before else {}
    new_sessions = {session["id"]: session for session in after["sessions"]}
    changed = []
    for session_id, new in new_sessions.items():
        old = old_sessions.get(session_id)
        fields = _changed_fields(old, new) if old else []
        if fields:
            changed.append({**_reference(new), "fields": fields})
    return {
        "added": [_reference(new) for session_id, new in new_sessions.items() if session_id not in old_sessions],
        "removed": [_reference(old) for session_id, old in old_sessions.items() if session_id not in new_sessions],
        "changed": changed,
        "edition": _changed_fields(before["edition"], after["edition"]) if before else [],
        "venues": _changed_keys(before["venues"] if before else [], after["venues"]),
        "topics": _changed_keys(before["topics"] if before else [], after["topics"]),
    }


def is_empty(changes: Mapping[str, Any]) -> bool:
    """Whether nothing differs."""
    return not any(changes.values())


def _reference(session: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": session["id"], "key": session["key"], "title": session["title"], "start": session["start"]}


def _changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": name, "before": old.get(name), "after": value}
        for name, value in new.items()
        if name not in _NOT_A_CHANGE and old.get(name) != value
    ]


def _changed_keys(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[str]:
    before = {item["key"]: item for item in old}
    after = {item["key"]: item for item in new}
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
