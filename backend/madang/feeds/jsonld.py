"""A release as schema.org events (JSON-LD), for search engines and assistants. Pure."""

from typing import Any

from madang.feeds.reader import Reader
from madang.feeds.rules import edition_url
from madang.programme.snapshot import SessionSnapshot, VenueSnapshot

_STATUS = {
    "tentative": "https://schema.org/EventScheduled",
    "confirmed": "https://schema.org/EventScheduled",
    "changed": "https://schema.org/EventRescheduled",
    "cancelled": "https://schema.org/EventCancelled",
}
_IN_PERSON = "https://schema.org/OfflineEventAttendanceMode"
_MOST_PARTS = 200

Thing = dict[str, Any]


def edition_event(reader: Reader) -> Thing:
    """Return an edition as an event with its sessions as parts, as far as they are not too many for one page."""
    edition = reader.edition
    sessions = reader.snapshot["sessions"]
    event: Thing = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": reader.title(edition["title"]),
        "description": reader.text(edition["theme"]),
        "url": edition_url(reader.base_url, edition["slug"]),
        "startDate": edition["days"][0] if edition["days"] else None,
        "endDate": edition["days"][-1] if edition["days"] else None,
        "eventStatus": _STATUS["confirmed"],
        "eventAttendanceMode": _IN_PERSON,
        "inLanguage": edition["languages"],
        "location": _main_place(reader),
        "organizer": [
            {
                "@type": "Organization",
                "name": reader.title(organisation["name"]),
                "url": organisation["website"],
            }
            for organisation in edition["organisations"]
            if organisation["role"] == "host"
        ],
    }
    if len(sessions) <= _MOST_PARTS:
        event["subEvent"] = [_part(reader, session) for session in sessions]
    return _without_gaps(event)


def session_event(reader: Reader, session: SessionSnapshot) -> Thing:
    """Return a session as an event, part of its edition."""
    edition = reader.edition
    whole = {
        "@type": "EducationEvent",
        "name": reader.title(edition["title"]),
        "url": edition_url(reader.base_url, edition["slug"]),
        "startDate": edition["days"][0] if edition["days"] else None,
        "location": _main_place(reader),
    }
    return _without_gaps({"@context": "https://schema.org", **_part(reader, session), "superEvent": whole})


def _part(reader: Reader, session: SessionSnapshot) -> Thing:
    venue = reader.venues.get(session["venue"] or "")
    return {
        "@type": "Event",
        "name": reader.title(session["title"]),
        "description": reader.text(session["abstract"]),
        "url": reader.url_of(session),
        "startDate": reader.time(session["start"]),
        "endDate": reader.time(session["end"]),
        "eventStatus": _STATUS[session["status"]],
        "eventAttendanceMode": _IN_PERSON,
        "inLanguage": session["languages"],
        "maximumAttendeeCapacity": session["capacity"],
        "location": _place(reader, venue) if venue else _stops(reader, session) or _main_place(reader),
        "performer": [
            {"@type": "Person", "name": person["name"], "jobTitle": person["position"]}
            for person in session["people"]
            if person["name"]
        ],
    }


def _stops(reader: Reader, session: SessionSnapshot) -> list[Thing]:
    sites = dict.fromkeys(stop["venue"] for option in session["options"] for stop in option["stops"])
    return [_place(reader, reader.venues[site]) for site in sites]


def _place(reader: Reader, venue: VenueSnapshot) -> Thing:
    return {
        "@type": "Place",
        "name": reader.title(venue["name"]),
        "address": reader.text(venue["address"]) or reader.text(reader.edition["place"]),
        "geo": (
            {"@type": "GeoCoordinates", "latitude": venue["latitude"], "longitude": venue["longitude"]}
            if venue["latitude"] is not None and venue["longitude"] is not None
            else None
        ),
    }


def _main_place(reader: Reader) -> Thing | None:
    training = next((venue for venue in reader.snapshot["venues"] if venue["kind"] == "training"), None)
    if training:
        return _place(reader, training)
    place = reader.text(reader.edition["place"])
    return {"@type": "Place", "name": place, "address": place} if place else None


def _without_gaps(thing: Thing) -> Thing:
    return {key: _closed(value) for key, value in thing.items() if value not in (None, [], {})}


def _closed(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_gaps(value)
    return [_closed(item) for item in value] if isinstance(value, list) else value
