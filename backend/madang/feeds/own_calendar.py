"""Somebody's own schedule as iCalendar: the events of the public one, but with their visit and their roles. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Event

from madang.core.calendar import get_zone
from madang.core.text import in_language
from madang.feeds.ical import make_event, one_line, start_calendar
from madang.feeds.reader import Reader, place_line
from madang.feeds.words import Interface, interface, interface_language
from madang.programme.snapshot import SessionSnapshot, Snapshot, write_moment
from madang.schedules.outings import OwnEntry


def own_calendar(
    snapshot: Snapshot, entries: Sequence[OwnEntry], *, lang: str, published_at: datetime, base_url: str
) -> bytes:
    """Return a schedule as a calendar, by the same UIDs as the public one.

    A visit begins when people meet. Its SEQUENCE and LAST-MODIFIED rise with the planning as well as with the release;
    no clock is read, so that what is unchanged is unchanged bytes.
    Source: RFC 5545 §3.8.7.
    """
    edition = snapshot["edition"]
    reader = Reader(snapshot, lang, get_zone(edition["timezone"]), base_url)
    words = interface(interface_language(lang, edition["default_language"]))
    sessions = [_as_taken(own) for own in entries]
    calendar = start_calendar(
        name=words.say("own_schedule", title=reader.title(edition["title"])),
        about=reader.text(edition["theme"]),
        zone=reader.zone,
        modified=max([published_at, *(own.outing.changed_at for own in entries if own.outing)]),
        years=[int(session["day"][:4]) for session in sessions],
    )
    for own, session in zip(entries, sessions, strict=True):
        calendar.add_component(_event(reader, words, own, session))
    return bytes(calendar.to_ical())


def empty_calendar(*, title: dict[str, str], default_language: str, zone: str, lang: str, since: datetime) -> bytes:
    """Return a calendar without events, for whom nothing is on: what was in it goes away by itself."""
    words = interface(interface_language(lang, default_language))
    name = words.say("own_schedule", title=in_language(title, lang, default_language))
    calendar = start_calendar(name=name, about=None, zone=get_zone(zone), modified=since, years=[])
    return bytes(calendar.to_ical())


def _as_taken(own: OwnEntry) -> SessionSnapshot:
    """Return the session as its owner takes part in it: with their option alone, from when they meet."""
    session, outing = own.entry.session, own.outing
    taken: SessionSnapshot = {**session, "start": write_moment(own.begins_at)}
    if own.called_off:
        taken["status"] = "cancelled"
    elif own.entry.undecided and session["status"] != "cancelled":
        taken["status"] = "tentative"
    if own.entry.option:
        taken["options"] = [own.entry.option]
    if outing:
        taken["sequence"] = session["sequence"] + outing.version
        changed = max(datetime.fromisoformat(session["updated_at"]), outing.changed_at)
        taken["updated_at"] = write_moment(changed.astimezone(UTC))
    return taken


def _event(reader: Reader, words: Interface, own: OwnEntry, session: SessionSnapshot) -> Event:
    first = []
    if own.entry.roles:
        roles = words.list(words.say(f"role.{role}") for role in own.entry.roles)
        first.append(words.say("own_role", roles=roles))
    if own.entry.undecided:
        first.append(words.say("visit_waiting" if own.waiting else "visit_undecided"))
    outing = own.outing
    point = reader.text(dict(outing.meeting_point)) if outing else None
    if outing:
        time = f"{outing.meets_at.astimezone(reader.zone):%H:%M}" if outing.meets_at else None
        if time and point:
            first.append(words.say("meets_at", time=time, place=point))
        elif time:
            first.append(words.say("meets_then", time=time))
        elif point:
            first.append(words.say("meets", place=point))
        first += [part for part in [reader.text(dict(outing.transport))] if part]
    # Where they go first is where they meet; the sites follow in the description.
    place = one_line(point) if point else place_line(reader, session)
    return make_event(reader, words, session, place=place, first=first)
