"""A release as one reader sees it: what the HTML templates print, in that reader's language and zone. Pure."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from madang.feeds import drawing
from madang.feeds.html_shapes import Clock, DayView, OptionView, PersonView, SessionView, StopView, StretchView
from madang.feeds.rules import Filters, ReleaseInfo, by_day, edition_url, session_url, venues_of
from madang.feeds.words import Interface, capital, interface, interface_language, own_name
from madang.programme.snapshot import PersonSnapshot, SessionSnapshot, Snapshot, StopSnapshot, Words, write_moment

_T = TypeVar("_T")
PAUSES = frozenset({"meal", "coffee_break"})
FORMATS = ("ics", "txt", "json")
# One city of the network for most offsets that people join from; any other zone works in the address.
ZONES = (
    "UTC",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Bogota",
    "America/Montreal",
    "America/Sao_Paulo",
    "Africa/Dakar",
    "Europe/Paris",
    "Africa/Johannesburg",
    "Africa/Kampala",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Jakarta",
    "Asia/Taipei",
    "Asia/Seoul",
    "Pacific/Auckland",
)
_LONGEST_LEAD = 160


def first_sentence(markdown: str) -> str:
    """Return the first sentence of light Markdown as plain text; empty when it opens with a list or is too long."""
    opening = markdown.strip().split("\n\n", 1)[0]
    if re.match(r"([-*+#>|]|\d+[.)])\s", opening):
        return ""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", opening)
    text = " ".join(re.sub(r"[*_`\\]|<[^>]*>", "", text).split())
    found = re.match(r".+?[.?!。](?=\s|$)", text)
    sentence = found[0] if found else text
    return sentence if len(sentence) <= _LONGEST_LEAD else ""


def offset_name(moment: datetime) -> str:
    """Return a moment's distance to UTC, such as "UTC+9" or "UTC−3:30"."""
    minutes = round((moment.utcoffset() or timedelta(0)).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


class AgendaView:
    """One reader's view of a release."""

    def __init__(
        self, snapshot: Snapshot, release: ReleaseInfo, lang: str, tz: str, filters: Filters, base_url: str
    ) -> None:
        self.snapshot, self.release, self.filters, self.base_url = snapshot, release, filters, base_url
        self.edition = snapshot["edition"]
        self.lang, self.default = lang, self.edition["default_language"]
        self.words: Interface = interface(interface_language(lang, self.default))
        self.tz, self.zone = tz, ZoneInfo(tz)
        self.filtered = bool(filters.pairs())
        self.venues = {venue["id"]: (venue["key"], self.text(venue["name"])) for venue in snapshot["venues"]}
        self.rooms = {room["id"]: self.text(room["name"]) for venue in snapshot["venues"] for room in venue["rooms"]}
        self.topics = {topic["id"]: (topic["key"], self.text(topic["name"])) for topic in snapshot["topics"]}
        self._day_names: dict[date, str] = {}
        self._spoken: dict[tuple[str, ...], tuple[str, ...]] = {}

    # What templates get

    def fragment(self, *, etag: str = "", new_tab: bool = False) -> dict[str, Any]:
        """Return what the fragment prints. `new_tab` is for frames, whose links must lead out of them."""
        days = [(day, found) for day, found in by_day(self.snapshot, self.filters) if found or not self.filtered]
        views = [self._day(day, found) for day, found in days]
        return {
            "view": self,
            "say": self.words.say,
            "days": views,
            "facets": self._facets(views),
            "languages": [(tag, own_name(tag)) for tag in self.edition["languages"]],
            "empty": not any(found for _, found in days),
            "etag": etag,
            "new_tab": new_tab,
            "span": self.words.days(*_ends(self.edition["days"])) if self.edition["days"] else "",
            "zone": self._zone_in_words(),
            "home_zone": capital(self.words.zone(self.edition["timezone"])),
            "published": self.release.published_at.astimezone(self.zone),
        }

    def page(self, *, pinned: bool = False, new_tab: bool = False) -> dict[str, Any]:
        """Return what a whole page prints."""
        zones = dict.fromkeys((self.edition["timezone"], self.tz, *ZONES))
        return self.fragment(new_tab=new_tab) | {
            "pinned": pinned,
            "home": edition_url(self.base_url, self.edition["slug"]),
            "zones": [(zone, self.words.city(zone)) for zone in zones],
            "formats": FORMATS,
        }

    # Texts

    def pick(self, words: Words) -> tuple[str, str]:
        """Return the text in the reader's language, else its base, else the default, and which of them it is."""
        for tag in (self.lang, self.lang.split("-")[0], self.default):
            if words.get(tag):
                return words[tag], tag
        return next(((text, tag) for tag, text in words.items()), ("", self.default))

    def text(self, words: Words) -> Markup:
        """Return a text of the programme, marked with its language where that is not the interface's."""
        return self._marked(*self.pick(words))

    def _marked(self, text: str, tag: str) -> Markup:
        if not text or tag == self.words.lang:
            return escape(text)
        return Markup('<span lang="{}" dir="auto">{}</span>').format(tag, text)

    # Addresses

    def address(self, format: str, *, lang: str = "", tz: str = "", whole: bool = False) -> str:
        """Return the address of this view as `format`, or as an iframe's page when it is "embed"."""
        tail = f"editions/{self.edition['slug']}/agenda"
        path = f"/embed/v1/{tail}" if format == "embed" else f"/public/v1/{tail}.{format}"
        query = [("lang", lang or self.lang), ("tz", tz or self.tz), *([] if whole else self.filters.pairs())]
        return f"{self.base_url}{path}?{urlencode(query)}"

    # Days

    def _day(self, day: str, sessions: list[SessionSnapshot]) -> DayView:
        on = date.fromisoformat(day)
        shared = _Shared(
            _common([session["venue"] or "" for session in sessions]),
            _common([self._spoken_words(session) for session in sessions]) or (),
        )
        site, place = self.venues.get(shared.venue or "", _NOWHERE)
        slots = [(_moment(session["start"]), _moment(session["end"])) for session in sessions]
        views = [self._session(*one, on, shared) for one in zip(sessions, slots, strict=True)]
        return DayView(
            date=day,
            name=self.words.day(on),
            short=self.words.short_day(on),
            site=site,
            place=place,
            spoken=shared.spoken,
            stretches=[self._stretch(stretch, views) for stretch in drawing.stretches(slots)],
        )

    def _stretch(self, stretch: drawing.Stretch, views: list[SessionView]) -> StretchView:
        sessions = views[stretch.first : stretch.last + 1]
        # What a filter took away is not free time.
        free = stretch.free_before if not self.filtered else timedelta(0)
        return StretchView(
            sessions=list(zip_longest(sessions, stretch.places)),
            parallel=stretch.parallel,
            columns=max((place.column for place in stretch.places), default=0),
            start=write_moment(stretch.start),
            free=self.words.length(free) if free else "",
            free_from=write_moment(stretch.start - free),
            free_length=drawing.half_hours(free, 4),
        )

    def _facets(self, days: list[DayView]) -> list[tuple[str, list[tuple[str, Markup]]]]:
        """Return what a reader can filter by: values that sessions shown have, where there is a choice."""
        sessions = [one for day in days for stretch in day.stretches for one, _ in stretch.sessions]
        kinds = dict.fromkeys(one.of["kind"] for one in sessions)
        sites = {site for one in sessions for site in one.sites}
        topics = {key for one in sessions for key, _ in one.topics}
        facets = {
            "day": [(day.date, escape(day.short)) for day in days],
            "kind": [(kind, escape(self.words.say(f"kind.{kind}"))) for kind in kinds],
            "topic": [topic for topic in self.topics.values() if topic[0] in topics],
            "site": [venue for venue in self.venues.values() if venue[0] in sites],
        }
        return [(name, values) for name, values in facets.items() if len(values) > 1]

    # Sessions

    def _session(
        self, session: SessionSnapshot, slot: tuple[datetime, datetime], day: date, shared: "_Shared"
    ) -> SessionView:
        site, place = self.venues.get(session["venue"] or "", _NOWHERE)
        clock = self._clock(*slot, day)
        spoken = self._spoken_words(session)
        title, (abstract, abstract_lang) = self.pick(session["title"]), self.pick(session["abstract"])
        return SessionView(
            of=session,
            url=session_url(self.base_url, self.edition["slug"], session["key"]),
            kind=self.words.say(f"kind.{session['kind']}"),
            title=self._marked(*title),
            # A sentence in another language than its title would only disturb.
            lead=self._marked(first_sentence(abstract), abstract_lang)
            if abstract and abstract_lang == title[1] and session["kind"] not in PAUSES
            else _NO_TEXT,
            length=drawing.half_hours(slot[1] - slot[0], 8),
            clock=clock,
            topics=[self.topics[topic] for topic in session["topics"] if topic in self.topics],
            sites=[self.venues[venue][0] for venue in venues_of(session) if venue in self.venues],
            site=site,
            place=place if session["venue"] != shared.venue else _NO_TEXT,
            room=self.rooms.get(session["room"] or "", _NO_TEXT),
            spoken=spoken if spoken != shared.spoken else (),
            people=[self._person(person) for person in session["people"]],
            options=[
                OptionView(
                    self.text(option["title"]),
                    [self._stop(stop, date.fromisoformat(clock.start[:10])) for stop in option["stops"]],
                )
                for option in session["options"]
            ],
        )

    def _person(self, person: PersonSnapshot) -> PersonView:
        return PersonView(
            name=person["name"],
            role=self.words.say(f"role.{person['role']}"),
            of=[part for part in (person["position"], person["affiliation"]) if part],
            contribution=self.text(person["contribution"]),
        )

    def _stop(self, stop: StopSnapshot, day: date) -> StopView:
        site, place = self.venues.get(stop["venue"], _NOWHERE)
        start, end = (_moment(text) if text else None for text in (stop["start"], stop["end"]))
        title = self.text(stop["title"])
        return StopView(
            status=stop["status"],
            clock=self._clock(start, end, day) if start else None,
            site=site,
            title=title or place,
            venue=place if title else _NO_TEXT,
        )

    def _clock(self, start: datetime, end: datetime | None, under: date) -> Clock:
        start = start.astimezone(self.zone)
        start_day = self._day_name(start.date()) if start.date() != under else ""
        if not end:
            return Clock(start.isoformat(), f"{start:%H:%M}", start_day)
        end = end.astimezone(self.zone)
        end_day = self._day_name(end.date()) if end.date() != start.date() else ""
        return Clock(start.isoformat(), f"{start:%H:%M}", start_day, end.isoformat(), f"{end:%H:%M}", end_day)

    def _day_name(self, day: date) -> str:
        if day not in self._day_names:
            self._day_names[day] = self.words.short_day(day)
        return self._day_names[day]

    def _spoken_words(self, session: SessionSnapshot) -> tuple[str, ...]:
        """Return the languages spoken and interpreted into, one sentence each."""
        given = [(one["mode"], one["language"]) for one in session["interpretation"]]
        key = (*session["languages"], "", *(part for pair in given for part in pair))
        if key not in self._spoken:
            say, name = self.words.say, self.words.language
            spoken = self.words.list(map(name, session["languages"]))
            self._spoken[key] = (
                *([say("spoken", languages=spoken)] if spoken else []),
                *(say(f"interpretation.{mode}", language=name(language)) for mode, language in given),
            )
        return self._spoken[key]

    def _zone_in_words(self) -> str:
        """Return the reader's zone with its distance to UTC, unless that changes within the edition's days."""
        home = ZoneInfo(self.edition["timezone"])
        noons = [datetime.combine(date.fromisoformat(day), time(12), home) for day in self.edition["days"]]
        name, offset = self.words.zone(self.tz), _only({offset_name(noon.astimezone(self.zone)) for noon in noons})
        return self.words.say("zone_offset", zone=name, offset=offset) if offset and offset != name else name


_NO_TEXT = Markup()
_NOWHERE = ("", _NO_TEXT)


class _Shared(NamedTuple):
    """What all sessions of a day have in common, said once at its head."""

    venue: str | None
    spoken: tuple[str, ...]


def _common(values: list[_T]) -> _T | None:
    """Return what all values are that are not empty, if they are several and most of the list."""
    filled = [value for value in values if value]
    return _only(set(filled)) if len(filled) > 1 and 2 * len(filled) >= len(values) else None


def _only(values: Collection[Any]) -> Any:
    return next(iter(values)) if len(values) == 1 else None


def _ends(days: list[str]) -> tuple[date, date]:
    return date.fromisoformat(min(days)), date.fromisoformat(max(days))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
