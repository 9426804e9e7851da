"""The programme file: one YAML document that holds a whole edition, read and checked with line numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from madang.core.calendar import Day, get_zone
from madang.core.text import LanguageTag
from madang.core.yaml_text import MAX_BYTES, Document, Path, read_yaml
from madang.programme import rules
from madang.programme.entries import (
    FILE_NAMES,
    EditionEntry,
    Entry,
    OrganisationEntry,
    PersonEntry,
    SeriesEntry,
    SessionEntry,
    Surroundings,
    TopicEntry,
    VenueEntry,
    hint,
    stand_in,
)
from madang.programme.errors import FileProblem, ProgrammeFileInvalid

FORMAT = "1"
MOST_PROBLEMS = 200

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


def parse(source: str | bytes, name: str, *, max_bytes: int = MAX_BYTES) -> ProgrammeFile:
    """Return what a programme file says.

    `name` is how problems call the file.
    Errors: ProgrammeFileInvalid with everything that is wrong, in the order of lines.
    """
    document = read_yaml(source, max_bytes=max_bytes)
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
        surroundings = Surroundings(
            language=language or "und",
            zone=_zone(_get(edition_values, "timezone")),
            keys={section: _keys(items) for section, items in raw.items()},
            rooms=_rooms(raw["venues"]),
        )
        edition = self._edition(edition_values, surroundings)
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
                self.fault((name,), f"there is no such part of a programme file{hint(name, known)}")

    def _edition(self, value: Any, surroundings: Surroundings) -> EditionEntry | None:
        if value is None:
            self.fault(("edition",), "is missing")
            return None
        return self._entry(EditionEntry, value, ("edition",), surroundings)

    def _list_of(self, top: dict[str, Any], section: str) -> list[Any]:
        value = top.get(section)
        if value is not None and not isinstance(value, list):
            self.fault((section,), "should be a list of entries, each beginning with `- key:`")
        return value if isinstance(value, list) else []

    def _section(self, model: type[E], section: str, items: list[Any], surroundings: Surroundings) -> dict[int, E]:
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

    def _entry(self, model: type[E], value: Any, path: Path, surroundings: Surroundings) -> E | None:
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
        surroundings: Surroundings,
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
    "finite_number": "should be a finite number",
}


def _in_words(error: ErrorDetails, model: type[Entry]) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        known = sorted(FILE_NAMES.get(name, name) for name in model.model_fields) if len(error["loc"]) == 1 else []
        return f"there is no such field{hint(str(error['loc'][-1]), known)}"
    if kind == "enum":
        return f"{str(given)[:64]!r} is not one of {error['ctx']['expected'].replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return f"{str(given)[:64]!r} does not have the right form ({error['ctx']['pattern']})"
    if (kind in ("dict_type", "string_type", "list_type") and given is None) or (kind == "too_short" and given == ""):
        return "is empty"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return _PLAIN_WORDS.get(kind) or error["msg"].replace("Input should be", "should be")
