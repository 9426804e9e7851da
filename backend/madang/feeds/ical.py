"""A release as iCalendar (RFC 5545, RFC 7986). Pure: the same release gives the same bytes, always."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vGeo, vText

from madang.core.calendar import is_ambiguous
from madang.feeds.ical_zone import make_timezone
from madang.feeds.reader import Reader, language_lines, person_line, place_line, stop_line
from madang.feeds.rules import ReleaseInfo, View, by_day
from madang.feeds.words import Interface, interface, interface_language
from madang.programme.snapshot import SessionSnapshot, Snapshot

REFRESH = timedelta(minutes=15)
"""How often a calendar that subscribed is asked to look again."""

_UTC = ("UTC", "Etc/UTC")
_STATUS = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "changed": "CONFIRMED", "cancelled": "CANCELLED"}
# RFC 5545 §3.1: TEXT has no control character but HTAB and the line breaks, which are escaped. Lone surrogates
# are no text in UTF-8. Whatever is stored, the calendar stays one.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
_NOT_IN_URI = re.compile(r"[^\x21-\x7e]")


def uid_of(session_key: str, slug: str) -> str:
    """Return a session's UID: from keys alone, so that a renamed server or a reload keeps subscribers' entries."""
    return f"{session_key}.{slug}@madang"


def agenda_ical(snapshot: Snapshot, release: ReleaseInfo, view: View, base_url: str) -> bytes:
    """Return the sessions that fit `view` as a calendar in the edition's own zone, whatever zone was asked for.

    Units:  times are wall-clock times of the edition's zone with its VTIMEZONE; each calendar shows them in its own.
    Source: RFC 5545; RFC 7986 for NAME and REFRESH-INTERVAL; DTSTAMP is when the session last changed
            (§3.8.7.2, for a calendar without a METHOD), so that an unchanged release is unchanged bytes.
    """
    edition = snapshot["edition"]
    zone = View(view.lang, edition["timezone"]).zone
    reader = Reader(snapshot, view.lang, zone, base_url)
    words = interface(interface_language(view.lang, edition["default_language"]))
    sessions = [session for _, of_day in by_day(snapshot, view.filters) for session in of_day]

    calendar = start_calendar(
        name=reader.title(edition["title"]),
        about=reader.text(edition["theme"]),
        zone=zone,
        modified=release.published_at,
        years=[int(session["day"][:4]) for session in sessions],
    )
    for session in sessions:
        calendar.add_component(make_event(reader, words, session))
    return bytes(calendar.to_ical())


def start_calendar(
    *, name: str, about: str | None, zone: ZoneInfo, modified: datetime, years: Sequence[int]
) -> Calendar:
    """Return a calendar without events: its name, its zone in the years of its events, when to look again."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Madang//Agenda//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for property_name, value in (("NAME", name), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", zone.key)):
        calendar.add(property_name, vText(one_line(value)))
    if about:
        calendar.add("DESCRIPTION", vText(one_line(about)))
        calendar.add("X-WR-CALDESC", vText(one_line(about)))
    calendar.add("LAST-MODIFIED", modified.astimezone(UTC))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    if zone.key not in _UTC:
        known = years or [modified.year]
        calendar.add_component(make_timezone(zone, min(known), max(known)))
    return calendar


def make_event(
    reader: Reader, words: Interface, session: SessionSnapshot, *, place: str | None = None, first: Sequence[str] = ()
) -> Event:
    """Return a session as an event. `place` stands instead of its venue, `first` before all else that is described."""
    updated = datetime.fromisoformat(session["updated_at"]).astimezone(UTC)
    title = one_line(reader.title(session["title"]))
    cancelled = session["status"] == "cancelled"
    event = Event()
    event.add("UID", uid_of(session["key"], reader.edition["slug"]))
    event.add("DTSTAMP", updated)
    event.add("LAST-MODIFIED", updated)
    event.add("SEQUENCE", session["sequence"])
    _add_time(event, "DTSTART", reader.local(session["start"]))
    _add_time(event, "DTEND", reader.local(session["end"]))
    # Many calendars show a cancelled entry like any other.
    event.add("SUMMARY", vText(f"{words.say('status.cancelled')}: {title}" if cancelled else title))
    event.add("STATUS", _STATUS[session["status"]])
    event.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("URL", _uri(reader.url_of(session)))
    event.add("CATEGORIES", [one_line(category) for category in _categories(reader, words, session)])
    place = place or place_line(reader, session)
    if place:
        event.add("LOCATION", vText(one_line(place)))
    venue = reader.venues.get(session["venue"] or "")
    if venue and venue["latitude"] is not None and venue["longitude"] is not None:
        event.add("GEO", vGeo((venue["latitude"], venue["longitude"])))
    event.add("DESCRIPTION", vText(_clean("\n\n".join([*first, _describe(reader, words, session)]))))
    return event


def _add_time(event: Event, name: str, local: datetime) -> None:
    zone = local.tzinfo
    if not isinstance(zone, ZoneInfo) or zone.key in _UTC or is_ambiguous(local, zone):
        # When clocks go back an hour comes twice: TZID cannot say which, and programs disagree.
        event.add(name, local.astimezone(UTC))
    else:
        event.add(name, local.replace(tzinfo=None), parameters={"TZID": zone.key})


def _categories(reader: Reader, words: Interface, session: SessionSnapshot) -> list[str]:
    return [
        words.say(f"kind.{session['kind']}"),
        *(reader.title(reader.topics[topic]["name"]) for topic in session["topics"]),
    ]


def _describe(reader: Reader, words: Interface, session: SessionSnapshot) -> str:
    """Return what a calendar has no property for: sureness, people, languages, options with their stops."""
    blocks: list[str] = []
    if session["status"] != "confirmed":
        blocks.append(words.say(f"status.{session['status']}"))
    abstract = reader.text(session["abstract"])
    if abstract:
        blocks.append(abstract)
    people = [person_line(reader, words, person) for person in session["people"]]
    if people:
        blocks.append("\n".join(people))
    spoken = language_lines(words, session)
    if spoken:
        blocks.append("\n".join(spoken))
    for option in session["options"]:
        stops = [f"- {stop_line(reader, words, stop)}" for stop in option["stops"]]
        blocks.append("\n".join([f"{reader.title(option['title'])}:", *stops]))
    materials = [f"{reader.title(material['title'])}: {material['url']}" for material in session["materials"]]
    if materials:
        blocks.append("\n".join(materials))
    return "\n\n".join([*blocks, reader.url_of(session)])


def _clean(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return text as one line of a calendar: no control characters, no line breaks."""
    return " ".join(_clean(text).split())


def _uri(address: str) -> str:
    return _NOT_IN_URI.sub("", address)
