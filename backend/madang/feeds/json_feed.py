"""A release as the JSON that partners' code relies on: more keys may come, none of these goes. Pure."""

from typing import Any
from zoneinfo import ZoneInfo

from madang.core.text import in_language
from madang.feeds.reader import Reader
from madang.feeds.rules import ReleaseInfo, View, by_day, edition_url
from madang.programme.snapshot import (
    EditionSnapshot,
    OptionSnapshot,
    SessionSnapshot,
    Snapshot,
    StopSnapshot,
    TopicSnapshot,
    VenueSnapshot,
    Words,
)

Json = dict[str, Any]


def agenda_json(snapshot: Snapshot, release: ReleaseInfo, view: View, base_url: str) -> Json:
    """Return `agenda.json`: the sessions that fit `view` under the edition's days."""
    reader = Reader(snapshot, view.lang, view.zone, base_url)
    return {
        "edition": _edition_reference(reader),
        "release": _release(release, view.zone),
        "lang": view.lang,
        "languages": reader.edition["languages"],
        "timezone": view.tz,
        "days": [
            {"date": day, "sessions": [_session(reader, session) for session in sessions]}
            for day, sessions in by_day(snapshot, view.filters)
        ],
        "venues": [_venue(reader, venue) for venue in snapshot["venues"]],
    }


def session_json(snapshot: Snapshot, release: ReleaseInfo, session: SessionSnapshot, view: View, base_url: str) -> Json:
    """Return one session with everything that the agenda leaves out."""
    reader = Reader(snapshot, view.lang, view.zone, base_url)
    venue = reader.venues.get(session["venue"] or "")
    stops = {stop["venue"]: reader.venues[stop["venue"]] for option in session["options"] for stop in option["stops"]}
    if venue:
        stops.pop(venue["id"], None)
    return {
        "edition": _edition_reference(reader),
        "release": _release(release, view.zone),
        "lang": view.lang,
        "languages": reader.edition["languages"],
        "timezone": view.tz,
        "session": {
            **_session(reader, session),
            "date": session["day"],
            "abstract": reader.text(session["abstract"]),
            "materials": [
                {"title": reader.title(material["title"]), "url": material["url"]} for material in session["materials"]
            ],
        },
        "venues": [_venue(reader, place) for place in ([venue] if venue else []) + list(stops.values())],
    }


def edition_json(snapshot: Snapshot, release: ReleaseInfo, lang: str, base_url: str) -> Json:
    """Return an edition: why it is held, by whom, where."""
    edition = snapshot["edition"]
    zone = View(lang, edition["timezone"]).zone
    reader = Reader(snapshot, lang, zone, base_url)
    return {
        **edition_item(edition, lang, base_url),
        "lang": lang,
        "background": reader.text(edition["background"]),
        "objectives": [reader.title(words) for words in edition["objectives"]],
        "key_questions": [reader.title(words) for words in edition["key_questions"]],
        "series": (
            {"key": edition["series"]["key"], "title": reader.title(edition["series"]["title"])}
            if edition["series"]
            else None
        ),
        "organisations": [
            {
                "id": organisation["id"],
                "key": organisation["key"],
                "role": organisation["role"],
                "name": reader.title(organisation["name"]),
                "short_name": organisation["short_name"],
                "website": organisation["website"],
            }
            for organisation in edition["organisations"]
        ],
        "venues": [_venue(reader, venue) for venue in snapshot["venues"]],
        "topics": [_topic(reader, topic) for topic in snapshot["topics"]],
        "release": _release(release, zone),
    }


def edition_item(edition: EditionSnapshot, lang: str, base_url: str) -> Json:
    """Return an edition as it stands in a list."""

    def text(words: Words) -> str | None:
        return in_language(words, lang, edition["default_language"]) or None

    return {
        "slug": edition["slug"],
        "title": text(edition["title"]),
        "theme": text(edition["theme"]),
        "days": edition["days"],
        "timezone": edition["timezone"],
        "languages": edition["languages"],
        "default_language": edition["default_language"],
        "status": edition["status"],
        "place": text(edition["place"]),
        "url": edition_url(base_url, edition["slug"]),
        "agenda_url": f"{base_url}/public/v1/editions/{edition['slug']}/agenda",
    }


def _edition_reference(reader: Reader) -> Json:
    edition = reader.edition
    return {
        "slug": edition["slug"],
        "title": reader.title(edition["title"]),
        "theme": reader.text(edition["theme"]),
        "place": reader.text(edition["place"]),
        "status": edition["status"],
        "timezone": edition["timezone"],
        "default_language": edition["default_language"],
        "url": edition_url(reader.base_url, edition["slug"]),
    }


def _release(release: ReleaseInfo, zone: ZoneInfo) -> Json:
    return {
        "number": release.number,
        "revision": release.revision,
        "published_at": release.published_at.astimezone(zone).isoformat(timespec="seconds"),
        "comment": release.comment,
    }


def _session(reader: Reader, session: SessionSnapshot) -> Json:
    room = reader.rooms.get(session["room"] or "")
    return {
        "id": session["id"],
        "key": session["key"],
        "kind": session["kind"],
        "title": reader.title(session["title"]),
        "start": reader.time(session["start"]),
        "end": reader.time(session["end"]),
        "status": session["status"],
        "topics": [_topic(reader, reader.topics[topic]) for topic in session["topics"]],
        "people": [
            {
                "name": person["name"],
                "role": person["role"],
                "affiliation": person["affiliation"],
                "position": person["position"],
                "contribution": reader.text(person["contribution"]),
            }
            for person in session["people"]
        ],
        "venue": _place(reader, session["venue"]) if session["venue"] else None,
        "room": {"id": room["id"], "key": room["key"], "name": reader.title(room["name"])} if room else None,
        "capacity": session["capacity"],
        "languages": session["languages"],
        "interpretation": session["interpretation"],
        "options": [_option(reader, option) for option in session["options"]],
        "sequence": session["sequence"],
        "updated_at": reader.time(session["updated_at"]),
        "url": reader.url_of(session),
    }


def _option(reader: Reader, option: OptionSnapshot) -> Json:
    return {
        "id": option["id"],
        "key": option["key"],
        "title": reader.title(option["title"]),
        "stops": [_stop(reader, stop) for stop in option["stops"]],
    }


def _stop(reader: Reader, stop: StopSnapshot) -> Json:
    return {
        "id": stop["id"],
        "key": stop["key"],
        "title": reader.text(stop["title"]),
        "venue": _place(reader, stop["venue"]),
        "start": reader.time(stop["start"]),
        "end": reader.time(stop["end"]),
        "status": stop["status"],
    }


def _place(reader: Reader, venue_id: str) -> Json:
    venue = reader.venues[venue_id]
    return {"id": venue["id"], "key": venue["key"], "name": reader.title(venue["name"])}


def _topic(reader: Reader, topic: TopicSnapshot) -> Json:
    return {
        "id": topic["id"],
        "key": topic["key"],
        "vocabulary": topic["vocabulary"],
        "name": reader.title(topic["name"]),
    }


def _venue(reader: Reader, venue: VenueSnapshot) -> Json:
    return {
        "id": venue["id"],
        "key": venue["key"],
        "kind": venue["kind"],
        "name": reader.title(venue["name"]),
        "description": reader.text(venue["description"]),
        "address": reader.text(venue["address"]),
        "latitude": venue["latitude"],
        "longitude": venue["longitude"],
        "website": venue["website"],
        "meeting_point": reader.text(venue["meeting_point"]),
        "access_notes": reader.text(venue["access_notes"]),
        "host": reader.text(venue["host"]),
        "rooms": [
            {
                "id": room["id"],
                "key": room["key"],
                "name": reader.title(room["name"]),
                "capacity": room["capacity"],
            }
            for room in venue["rooms"]
        ],
    }
