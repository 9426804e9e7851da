"""Reads a release in one language and zone; shared by every format. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from madang.core.text import in_language
from madang.feeds.rules import session_url, venues_by_id
from madang.feeds.words import Interface
from madang.programme.snapshot import (
    PersonSnapshot,
    SessionSnapshot,
    Snapshot,
    StopSnapshot,
    TopicSnapshot,
    VenueSnapshot,
    Words,
)


class Reader:
    """Reads one release in one language and zone; `None` stands for a text that was never written."""

    def __init__(self, snapshot: Snapshot, lang: str, zone: ZoneInfo, base_url: str) -> None:
        self.snapshot = snapshot
        self.edition = snapshot["edition"]
        self.lang = lang
        self.zone = zone
        self.base_url = base_url
        self.venues: dict[str, VenueSnapshot] = venues_by_id(snapshot)
        self.topics: dict[str, TopicSnapshot] = {topic["id"]: topic for topic in snapshot["topics"]}
        self.rooms = {room["id"]: room for venue in snapshot["venues"] for room in venue["rooms"]}

    def text(self, words: Words | None) -> str | None:
        """Return words in the reader's language, else in the edition's own."""
        return in_language(words, self.lang, self.edition["default_language"]) or None if words else None

    def title(self, words: Words) -> str:
        """Return words that are always there."""
        return self.text(words) or ""

    def local(self, moment: str) -> datetime:
        """Return a moment on the reader's clock."""
        return datetime.fromisoformat(moment).astimezone(self.zone)

    def time(self, moment: str | None) -> str | None:
        """Return a moment on the reader's clock as RFC 3339 with its offset."""
        return self.local(moment).isoformat(timespec="seconds") if moment else None

    def url_of(self, session: SessionSnapshot) -> str:
        """Return the address of a session's page."""
        return session_url(self.base_url, self.edition["slug"], session["key"])


def place_line(reader: Reader, session: SessionSnapshot) -> str:
    """Return room, venue and address, as far as they are known; for an outing without a choice, its stops."""
    if not session["venue"] and len(session["options"]) == 1:
        sites = [reader.title(reader.venues[stop["venue"]]["name"]) for stop in session["options"][0]["stops"]]
        return ", ".join(dict.fromkeys(sites))
    room = reader.rooms.get(session["room"] or "")
    venue = reader.venues.get(session["venue"] or "")
    parts = [reader.text(room["name"]) if room else None]
    if venue:
        parts += [reader.text(venue["name"]), reader.text(venue["address"])]
    return ", ".join(part for part in parts if part)


def person_line(reader: Reader, words: Interface, person: PersonSnapshot) -> str:
    """Return who does what, such as "Moderator: To be announced"."""
    name = person["name"] or words.say("to_be_announced")
    who = ", ".join(part for part in (name, person["position"], person["affiliation"]) if part)
    contribution = reader.text(person["contribution"])
    return f"{words.say('role.' + person['role'])}: {who}" + (f" — {contribution}" if contribution else "")


def language_lines(words: Interface, session: SessionSnapshot) -> list[str]:
    """Return the languages spoken, and into which it is interpreted."""
    lines = []
    if session["languages"]:
        names = words.list(words.language(tag) for tag in session["languages"])
        lines.append(words.say("spoken", languages=names))
    lines += [
        words.say(f"interpretation.{given['mode']}", language=words.language(given["language"]))
        for given in session["interpretation"]
    ]
    return lines


def stop_line(reader: Reader, words: Interface, stop: StopSnapshot) -> str:
    """Return a stop with its times, as far as they are known, and whether it is sure."""
    venue = reader.title(reader.venues[stop["venue"]]["name"])
    title = reader.text(stop["title"])
    line = f"{title} ({venue})" if title and title != venue else venue
    if stop["start"]:
        end = f"–{reader.local(stop['end']):%H:%M}" if stop["end"] else ""
        line = f"{reader.local(stop['start']):%H:%M}{end} {line}"
    if stop["status"] != "confirmed":
        line += f" [{words.say('status.' + stop['status'])}]"
    return line
