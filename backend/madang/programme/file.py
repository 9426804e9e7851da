"""The programme file: one YAML document that holds a whole edition, read and checked with line numbers.

Its entries are the API's own schemas with three differences: other entries are referred to by key, times are the
clock's in the edition's zone, and a text may be given as a plain string in the edition's default language. While a
file is read, an id derived from the key stands in for each reference, so that rules see what they see in the API;
`loading` puts the stored ids in their place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import (
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from madang.core.calendar import Day, get_zone, is_ambiguous, to_moment
from madang.core.schemas import Input
from madang.core.text import LanguageTag, Slug
from madang.core.yaml_text import Document, Path, read_yaml
from madang.people.schemas import OrganisationCreate, PersonCreate
from madang.programme import rules
from madang.programme.errors import FileProblem, ProgrammeFileInvalid
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

FORMAT = "1"
MOST_PROBLEMS = 200
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
class _Surroundings:
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
        if not isinstance(surroundings, _Surroundings):
            return value
        if name in TEXTS:
            return _words(value, surroundings)
        if name in TEXT_LISTS and isinstance(value, list):
            return [_words(item, surroundings) for item in value]
        if not isinstance(value, str):
            return [_refer("topics", item, surroundings) for item in value] if name == "topic_ids" else value
        if name in _REFERENCES:
            return _refer(_REFERENCES[name], value, surroundings)
        if name == "room_id":
            return _refer_room(info.data.get("venue_id", UNREAD), value, surroundings)
        return _read_moment(value, surroundings.zone) if name in ("starts_at", "ends_at") else value


def _words(value: Any, surroundings: _Surroundings) -> Any:
    return {surroundings.language: value} if isinstance(value, str) else value


def _hint(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word[:64], known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


_SINGULAR = {"organisations": "organisation", "people": "person", "venues": "venue", "topics": "topic"}


def _refer(kind: str, key: Any, surroundings: _Surroundings) -> UUID:
    known = surroundings.keys[kind]
    if not isinstance(key, str) or key not in known:
        hint = _hint(str(key), sorted(known))
        raise ValueError(f"there is no {_SINGULAR.get(kind, kind)} {str(key)[:64]!r} in this file{hint}")
    return stand_in(kind, key)


def _refer_room(venue: UUID | None, key: str, surroundings: _Surroundings) -> UUID | None:
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


E = TypeVar("E", bound=Entry)


@dataclass
class ProgrammeFile:
    """A whole edition as its file says it, checked."""

    edition: EditionEntry
    series: list[SeriesEntry]
    organisations: list[OrganisationEntry]
    people: list[PersonEntry]
    venues: list[VenueEntry]
    topics: list[TopicEntry]
    sessions: list[SessionEntry]
    name: str = field(default="", compare=False)
    slug_line: int = field(default=1, compare=False)


SECTIONS: dict[str, type[Entry]] = {
    "series": SeriesEntry,
    "organisations": OrganisationEntry,
    "people": PersonEntry,
    "venues": VenueEntry,
    "topics": TopicEntry,
    "sessions": SessionEntry,
}


# --- reading ---------------------------------------------------------------------------------------------------


def parse(source: str | bytes, name: str) -> ProgrammeFile:
    """Return what a programme file says.

    `name` is how problems call the file.
    Errors: ProgrammeFileInvalid with everything that is wrong, in the order of lines.
    """
    document = read_yaml(source)
    reading = _Reading(document, name)
    for line, message in document.faults:
        reading.problems.append(FileProblem(name, line, message))
    file = reading.read() if document.value is not None or not document.faults else None
    if reading.problems or file is None:
        raise ProgrammeFileInvalid(reading.sorted_problems())
    return file


class _Reading:
    """One file on its way from plain values to checked entries."""

    def __init__(self, document: Document, name: str) -> None:
        self.document = document
        self.name = name
        self.problems: list[FileProblem] = []

    def sorted_problems(self) -> list[FileProblem]:
        found = sorted(self.problems, key=lambda problem: problem.line)
        if len(found) > MOST_PROBLEMS:
            rest = FileProblem(self.name, found[MOST_PROBLEMS].line, f"and {len(found) - MOST_PROBLEMS} more problems")
            return [*found[:MOST_PROBLEMS], rest]
        return found

    def read(self) -> ProgrammeFile | None:
        top = self.document.value
        if not isinstance(top, dict):
            self.fault((), "a programme file begins with `madang: 1` and `edition:`")
            return None
        self._check_top(top)
        edition_values = top.get("edition")
        raw: dict[str, list[Any]] = {section: self._list_of(top, section) for section in SECTIONS}
        language = _valid(LanguageTag, _get(edition_values, "default_language"))
        surroundings = _Surroundings(
            language=language or "und",
            zone=_zone(_get(edition_values, "timezone")),
            keys={section: _keys(items) for section, items in raw.items()},
            rooms=_rooms(raw["venues"]),
        )
        edition = self._entry(EditionEntry, edition_values, ("edition",), surroundings)
        entries = {
            section: self._section(model, section, raw[section], surroundings) for section, model in SECTIONS.items()
        }
        if language:
            self._check(edition, entries, _valid_days(_get(edition_values, "days")), surroundings)
        if edition is None or self.problems:
            return None
        sections: dict[str, Any] = {section: list(found.values()) for section, found in entries.items()}
        slug_line = self.document.line_of(("edition", "slug"))
        return ProgrammeFile(edition, **sections, name=self.name, slug_line=slug_line)

    def fault(self, path: Path, message: str) -> None:
        """Note what is wrong at a path, on its line or the nearest one around it."""
        where = _readable(path, self.document.value)
        pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
        text = f"{where}: {message}" if where else message
        self.problems.append(FileProblem(self.name, self.document.line_of(path), text, pointer))

    def _check_top(self, top: dict[str, Any]) -> None:
        if top.get("madang") != FORMAT:
            self.fault(("madang",), f"this version reads format {FORMAT}: write `madang: {FORMAT}`")
        known = ["madang", "edition", *SECTIONS]
        for name in top:
            if name not in known:
                self.fault((name,), f"there is no such part of a programme file{_hint(name, known)}")

    def _list_of(self, top: dict[str, Any], section: str) -> list[Any]:
        value = top.get(section)
        if value is not None and not isinstance(value, list):
            self.fault((section,), "should be a list of entries, each beginning with `- key:`")
        return value if isinstance(value, list) else []

    def _section(self, model: type[E], section: str, items: list[Any], surroundings: _Surroundings) -> dict[int, E]:
        found, first_lines = {}, dict[str, int]()
        for position, item in enumerate(items):
            path: Path = (section, position)
            key = _get(item, "key")
            if isinstance(key, str) and key in first_lines:
                self.fault((*path, "key"), f"this key is given twice, first on line {first_lines[key]}")
            elif isinstance(key, str):
                first_lines[key] = self.document.line_of((*path, "key"))
            entry = self._entry(model, item, path, surroundings)
            if entry is not None:
                found[position] = entry
        return found

    def _entry(self, model: type[E], value: Any, path: Path, surroundings: _Surroundings) -> E | None:
        """Return an entry, if need be without what is wrong in it, so that rules can be applied to the rest."""
        given = {} if value is None else value
        try:
            return model.model_validate(given, context=surroundings)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
        for error in errors:
            self.fault((*path, *_inside(error)), _in_words(error, model))
        if not isinstance(given, dict):
            return None
        wrong = {str(error["loc"][0]) for error in errors if error["loc"]}
        rest = {name: item for name, item in given.items() if name not in wrong}
        try:
            return model.model_validate(
                {**_stopgaps(model, wrong, surroundings.language), **rest}, context=surroundings
            )
        except ValidationError:
            return None

    def _check(
        self,
        edition: EditionEntry | None,
        entries: Mapping[str, Mapping[int, Any]],
        days: list[str] | None,
        surroundings: _Surroundings,
    ) -> None:
        """Apply the rules that the API applies, also when other parts cannot be read."""
        language, zone = surroundings.language, surroundings.zone
        if edition:
            self._note(("edition",), rules.check_edition(edition))
        for position, venue in entries["venues"].items():
            self._note(("venues", position), rules.check_venue(venue, language))
        for position, topic in entries["topics"].items():
            self._note(("topics", position), rules.check_topic(topic, language))
        for position, session in entries["sessions"].items():
            own_day = session.starts_at.astimezone(zone).date().isoformat()
            faults = rules.check_session(session, days=days or [own_day], timezone=zone.key, default_language=language)
            self._note(("sessions", position), faults)

    def _note(self, path: Path, faults: Iterator[rules.Fault]) -> None:
        for pointer, message in faults:
            parts = (FILE_NAMES.get(part, part) for part in pointer.split("/")[1:])
            self.fault((*path, *(int(part) if part.isdecimal() else part for part in parts)), message)


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _keys(items: list[Any]) -> set[str]:
    return {key for item in items if isinstance(key := _get(item, "key"), str)}


def _rooms(venues: list[Any]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for venue in venues:
        key, rooms = _get(venue, "key"), _get(venue, "rooms")
        if isinstance(key, str):
            found[stand_in("venues", key)] = _keys(rooms if isinstance(rooms, list) else [])
    return found


def _stopgaps(model: type[Entry], names: set[str], language: str) -> dict[str, Any]:
    """Return something acceptable for required fields that could not be read, of which the file's author is told."""
    words = {"key": "unread", "slug": "unread", "title": "?", "name": "?", "badge_name": "?", "timezone": "UTC"}
    stopgaps: dict[str, Any] = {**words, "default_language": language, "languages": [language], "days": ["2000-01-01"]}
    for name, field_info in model.model_fields.items():
        if isinstance(field_info.annotation, type) and issubclass(field_info.annotation, StrEnum):
            stopgaps[name] = next(iter(field_info.annotation))
    return {name: stopgaps[name] for name in names & stopgaps.keys()}


def _valid(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _valid_days(value: Any) -> list[str] | None:
    days = _valid(list[Day], value)
    return [day.isoformat() for day in days] if days else None


def _zone(name: Any) -> ZoneInfo:
    try:
        return get_zone(name)
    except (ValueError, TypeError):
        # The zone itself is refused with the edition; UTC keeps each time on the day that was written.
        return get_zone("UTC")


# --- saying what is wrong --------------------------------------------------------------------------------------


def _inside(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != "[key]")


def _readable(path: Path, value: Any) -> str:
    """Return a path as people read it, entries by their key: `sessions[d1-lunch].end`."""
    text = ""
    for part in path:
        inner = value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None
        if isinstance(part, int):
            key = _get(inner, "key")
            text += f"[{key[:64] if isinstance(key, str) else part + 1}]"
            value = inner
        else:
            text += f"{'.' if text else ''}{part[:64]}"
            value = _get(value, part)
    return text


_PLAIN_WORDS = {
    "missing": "is missing",
    "string_type": "should be text",
    "list_type": "should be a list",
    "dict_type": "should be a text, or texts by language",
    "model_type": "should be an entry with fields",
    "string_too_short": "is empty",
    "finite_number": "should be a finite number",
}


def _in_words(error: ErrorDetails, model: type[Entry]) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        known = sorted(FILE_NAMES.get(name, name) for name in model.model_fields) if len(error["loc"]) == 1 else []
        return f"there is no such field{_hint(str(error['loc'][-1]), known)}"
    if kind == "enum":
        return f"{str(given)[:64]!r} is not one of {error['ctx']['expected'].replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return f"{str(given)[:64]!r} does not have the right form ({error['ctx']['pattern']})"
    if kind in ("dict_type", "string_type", "list_type") and given is None:
        return "is empty"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return _PLAIN_WORDS.get(kind) or error["msg"].replace("Input should be", "should be")
