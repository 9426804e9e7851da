"""What a caller may ask of a release, and which of its sessions that is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from madang.core.calendar import get_zone
from madang.core.errors import ParameterUnknown, pointer_part
from madang.feeds.errors import FilterUnknown, LanguageUnknown, ZoneUnknown
from madang.feeds.words import UI_LANGUAGES
from madang.programme.models import SessionKind
from madang.programme.snapshot import SessionSnapshot, Snapshot, VenueSnapshot

_FILTERS = ("day", "topic", "kind", "site")
_VIEW = ("lang", "tz")
AGENDA_PARAMETERS = frozenset({*_FILTERS, *_VIEW})
SESSION_PARAMETERS = frozenset(_VIEW)
EDITION_PARAMETERS = frozenset({"lang"})

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """Which sessions are wanted: of each filter that has values, one must fit. Values are sorted keys."""

    day: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    site: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filters as query parameters, in canonical order."""
        return [(name, value) for name in _FILTERS for value in getattr(self, name)]


@dataclass(frozen=True)
class View:
    """A canonical request: two that mean the same are equal."""

    lang: str
    tz: str
    filters: Filters = field(default_factory=Filters)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that times are shown in."""
        return get_zone(self.tz)

    @property
    def key(self) -> str:
        """The part of a cache key that this view is."""
        pairs = [("lang", self.lang), ("tz", self.tz), *self.filters.pairs()]
        return "&".join(f"{name}={value}" for name, value in pairs)


@dataclass(frozen=True)
class ReleaseInfo:
    """What readers are told of the release that a snapshot belongs to."""

    number: int
    revision: int
    published_at: datetime
    comment: str = ""

    @property
    def label(self) -> str:
        """Number and revision: what changes when the words of a release change."""
        return f"{self.number}.{self.revision}"


def match_language(asked: str, known: Iterable[str]) -> str | None:
    """Return the tag of `known` that fits best, cutting subtags off the end of `asked` (RFC 4647 §3.4)."""
    by_folded = {tag.lower(): tag for tag in known}
    parts = asked.lower().split("-")
    while parts:
        found = by_folded.get("-".join(parts))
        if found:
            return found
        parts.pop()
    return None


def check_parameters(pairs: Pairs, allowed: frozenset[str]) -> None:
    """Refuse parameters that an address does not take, so that nobody can fill a cache with them.

    Errors: ParameterUnknown for an unknown name, or for a second `lang` or `tz`.
    """
    names = [name for name, _ in pairs]
    wrong = sorted({name for name in names if name not in allowed})
    errors = [(f"/query/{pointer_part(name)}", "this address does not take it") for name in wrong]
    errors += [(f"/query/{name}", "only once") for name in _VIEW if names.count(name) > 1]
    if errors:
        taken = ", ".join(sorted(allowed)) or "none"
        raise ParameterUnknown(f"parameters of this address: {taken}", errors=errors)


def read_language(pairs: Pairs, languages: Sequence[str], default: str) -> str:
    """Return the language asked for, else `default`. Errors: LanguageUnknown.

    Any of the interface's languages may be asked for: labels are in it, content falls back by itself.
    """
    asked = next((value for name, value in pairs if name == "lang"), None)
    if asked is None:
        return default
    known = [*languages, *(tag for tag in UI_LANGUAGES if tag not in languages)]
    found = match_language(asked, known) if len(asked) <= 35 else None
    if found is None:
        raise LanguageUnknown(f"languages: {', '.join(known)}", errors=[("/query/lang", "no such language here")])
    return found


def read_view(snapshot: Snapshot, pairs: Pairs, allowed: frozenset[str]) -> View:
    """Return what the query `pairs` ask of `snapshot`.

    Errors: ParameterUnknown, LanguageUnknown, ZoneUnknown, and FilterUnknown for a value that nothing in the
    release has. Every kind of session is known, whether the release has one of it or not.
    """
    check_parameters(pairs, allowed)
    edition = snapshot["edition"]
    known: dict[str, list[str]] = {
        "day": days_of(snapshot),
        "topic": [topic["key"] for topic in snapshot["topics"]],
        "kind": [kind.value for kind in SessionKind],
        "site": [venue["key"] for venue in snapshot["venues"]],
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for name, values in known.items():
        asked = {value for given, value in pairs if given == name}
        if asked - set(values):
            raise FilterUnknown(
                f"values of {name}: {', '.join(values) or 'none'}",
                errors=[(f"/query/{name}", "nothing in this release has that value")],
            )
        chosen[name] = tuple(sorted(asked))
    return View(
        lang=read_language(pairs, edition["languages"], edition["default_language"]),
        tz=_read_zone(pairs, edition["timezone"]),
        filters=Filters(**chosen),
    )


def _read_zone(pairs: Pairs, default: str) -> str:
    asked = next((value for name, value in pairs if name == "tz"), None)
    if asked is None:
        return default
    try:
        return get_zone(asked).key
    except ValueError as problem:
        raise ZoneUnknown(
            "tz takes an IANA name such as Asia/Seoul", errors=[("/query/tz", "no such time zone")]
        ) from problem


def days_of(snapshot: Snapshot) -> list[str]:
    """Return the edition's days, and any other on which the release has a session, ascending."""
    return sorted({*snapshot["edition"]["days"], *(session["day"] for session in snapshot["sessions"])})


def by_day(snapshot: Snapshot, filters: Filters) -> list[tuple[str, list[SessionSnapshot]]]:
    """Return the days that `filters` leave, each with the sessions that fit, in the release's order."""
    days: dict[str, list[SessionSnapshot]] = {
        day: [] for day in days_of(snapshot) if not filters.day or day in filters.day
    }
    topics = {topic["id"] for topic in snapshot["topics"] if topic["key"] in filters.topic}
    sites = {venue["id"] for venue in snapshot["venues"] if venue["key"] in filters.site}
    for session in snapshot["sessions"]:
        if (
            session["day"] in days
            and (not filters.kind or session["kind"] in filters.kind)
            and (not filters.topic or not topics.isdisjoint(session["topics"]))
            and (not filters.site or not sites.isdisjoint(venues_of(session)))
        ):
            days[session["day"]].append(session)
    return list(days.items())


def venues_of(session: SessionSnapshot) -> list[str]:
    """Return the ids of the session's own venue and of its stops, each once, in order."""
    stops = [stop["venue"] for option in session["options"] for stop in option["stops"]]
    own = [session["venue"]] if session["venue"] else []
    return list(dict.fromkeys([*own, *stops]))


def venues_by_id(snapshot: Snapshot) -> dict[str, VenueSnapshot]:
    """Return the release's venues by id."""
    return {venue["id"]: venue for venue in snapshot["venues"]}


def session_url(base_url: str, slug: str, key: str) -> str:
    """Return the address of a session's page."""
    return f"{base_url}/e/{slug}/s/{key}"


def edition_url(base_url: str, slug: str) -> str:
    """Return the address of an edition's page."""
    return f"{base_url}/e/{slug}"
