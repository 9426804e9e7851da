"""The entries of a programme file.

They are the API's own schemas with three differences: other entries are referred to by key, times are the clock's
in the edition's zone, and a text may be given as a plain string in the edition's default language. While a file is
read, an id derived from the key stands in for each reference, so that rules see what they see in the API; `loading`
puts the stored ids in their place.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from madang.core.calendar import is_ambiguous, to_moment
from madang.core.schemas import Input
from madang.core.text import Slug
from madang.people.schemas import OrganisationCreate, PersonCreate
from madang.programme.schemas import (
    EditionCreate,
    HostItem,
    Material,
    OptionItem,
    PersonItem,
    RoomItem,
    SeriesCreate,
    SessionCreate,
    StopItem,
    TopicCreate,
    VenueCreate,
)

UNREAD = UUID(int=0)
_NAMESPACE = UUID("6f0c3a52-58a3-5f0e-9a52-0b7b7e0a2c11")
_WALL_CLOCK = re.compile(
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(?P<offset> ?(Z|[+-]\d{2}:\d{2}(:\d{2})?))?", re.ASCII
)

FILE_NAMES = {
    "starts_at": "start",
    "ends_at": "end",
    "series_id": "series",
    "organisation_id": "organisation",
    "host_organisation_id": "host_organisation",
    "host_person_id": "host_person",
    "person_id": "person",
    "venue_id": "venue",
    "room_id": "room",
    "topic_ids": "topics",
}
"""What the file calls a field that the API calls otherwise."""

_REFERENCES = {
    "series_id": "series",
    "organisation_id": "organisations",
    "host_organisation_id": "organisations",
    "host_person_id": "people",
    "person_id": "people",
    "venue_id": "venues",
}
TEXTS = {
    "title", "theme", "background", "place", "name", "description", "address", "meeting_point", "access_notes",
    "abstract", "contribution",
}  # fmt: skip
TEXT_LISTS = {"objectives", "key_questions"}


def stand_in(kind: str, key: str) -> UUID:
    """Return the id that stands for an entry of a file until its stored one is known."""
    return uuid5(_NAMESPACE, f"{kind}/{key}")


@dataclass
class Surroundings:
    """What an entry's fields are read in the light of."""

    language: str
    zone: ZoneInfo
    keys: Mapping[str, set[str]]
    rooms: Mapping[UUID, set[str]]


# --- entries ---------------------------------------------------------------------------------------------------


class Entry(Input):
    """What all entries of a file share: names, references by key, times by the clock, texts in short."""

    model_config = ConfigDict(alias_generator=lambda name: FILE_NAMES.get(name, name))

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known = {FILE_NAMES.get(name, name) for name in cls.model_fields}
        return {name: item for name, item in value.items() if item is not None or name not in known}

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        surroundings, name = info.context, info.field_name or ""
        if not isinstance(surroundings, Surroundings):
            return value
        if name in TEXTS:
            return _words(value, surroundings)
        if name in TEXT_LISTS and isinstance(value, list):
            return [_words(item, surroundings) for item in value]
        if name == "topic_ids" and isinstance(value, list):
            return [_refer("topics", item, surroundings) for item in value]
        if not isinstance(value, str):
            if name in _REFERENCES or name == "room_id":
                raise ValueError("should be a key")
            return value
        if name in _REFERENCES:
            return _refer(_REFERENCES[name], value, surroundings)
        if name == "room_id":
            return _refer_room(info.data.get("venue_id", UNREAD), value, surroundings)
        return _read_moment(value, surroundings.zone) if name in ("starts_at", "ends_at") else value


def _words(value: Any, surroundings: Surroundings) -> Any:
    return {surroundings.language: value} if isinstance(value, str) else value


def hint(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word[:64], known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


_SINGULAR = {"organisations": "organisation", "people": "person", "venues": "venue", "topics": "topic"}


def _refer(kind: str, key: Any, surroundings: Surroundings) -> UUID:
    known = surroundings.keys[kind]
    if not isinstance(key, str) or key not in known:
        near = hint(str(key), sorted(known))
        raise ValueError(f"there is no {_SINGULAR.get(kind, kind)} {str(key)[:64]!r} in this file{near}")
    return stand_in(kind, key)


def _refer_room(venue: UUID | None, key: str, surroundings: Surroundings) -> UUID | None:
    if venue == UNREAD:
        return None
    if venue is None:
        raise ValueError("a room is one of a venue's: name the venue too")
    if key not in surroundings.rooms.get(venue, set()):
        elsewhere = any(key in rooms for rooms in surroundings.rooms.values())
        raise ValueError(f"{key!r} is a room of another venue" if elsewhere else f"the venue has no room {key!r}")
    return stand_in(f"rooms/{venue}", key)


def _read_moment(text: str, zone: ZoneInfo) -> datetime:
    form = _WALL_CLOCK.fullmatch(text)
    if not form:
        raise ValueError(f"{text[:40]!r} is not a time such as 2019-10-28 09:00")
    offset = form["offset"] or ""
    try:
        moment = datetime.fromisoformat(text.removesuffix(offset) + offset.strip())
        if not MINYEAR < moment.year < MAXYEAR:
            raise ValueError
    except ValueError:
        raise ValueError(f"{text!r} is no time of the calendar") from None
    if offset:
        return moment.astimezone(UTC)
    first = to_moment(moment, zone)
    if is_ambiguous(first, zone):
        late = to_moment(moment.replace(fold=1), zone).astimezone(zone)
        raise ValueError(f"{text} comes twice in {zone.key}; add the offset, such as {write_moment(late, zone)}")
    return first


def write_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the file has it; with the offset only when the clock shows that time twice."""
    local = moment.astimezone(zone)
    precise = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    shown = local if is_ambiguous(moment, zone) else local.replace(tzinfo=None)
    return shown.isoformat(" ", precise)


class HostEntry(Entry, HostItem):
    """An organisation that hosts or partners the edition."""


class EditionEntry(Entry, EditionCreate):
    """The edition."""

    organisations: list[HostEntry] = Field([], max_length=100)  # type: ignore[assignment]


class SeriesEntry(Entry, SeriesCreate):
    """A line of editions."""

    key: Slug


class OrganisationEntry(Entry, OrganisationCreate):
    """An organisation."""

    key: Slug


class PersonEntry(Entry, PersonCreate):
    """A person."""

    key: Slug


class RoomEntry(Entry, RoomItem):
    """A room of a venue."""


class VenueEntry(Entry, VenueCreate):
    """A venue with its rooms."""

    key: Slug
    rooms: list[RoomEntry] = Field([], max_length=200)  # type: ignore[assignment]


class TopicEntry(Entry, TopicCreate):
    """A topic."""

    key: Slug


class MaterialEntry(Entry, Material):
    """Something to read or watch."""


class RoleEntry(Entry, PersonItem):
    """A person in a role."""


class StopEntry(Entry, StopItem):
    """A stop of an itinerary."""


class OptionEntry(Entry, OptionItem):
    """An itinerary."""

    stops: list[StopEntry] = Field([], max_length=20)  # type: ignore[assignment]


class SessionEntry(Entry, SessionCreate):
    """A session."""

    key: Slug
    materials: list[MaterialEntry] = Field([], max_length=100)  # type: ignore[assignment]
    people: list[RoleEntry] = Field([], max_length=200)  # type: ignore[assignment]
    options: list[OptionEntry] = Field([], max_length=50)  # type: ignore[assignment]
