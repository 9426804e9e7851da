"""What somebody is told: one item a change, and its key. All pure."""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

import orjson

from madang.programme.models import PublicStatus
from madang.programme.snapshot import OptionSnapshot, SessionSnapshot, Snapshot, StopSnapshot

Words = dict[str, str]
Names = Mapping[str, tuple[Words, Words]]
"""What venues and rooms are called, by id: the venue, and the room in it."""


class What(StrEnum):
    """What has changed for somebody."""

    MOVED = "moved"
    """Another time, and perhaps another place."""
    PLACED = "placed"
    """The same time at another place."""
    CANCELLED = "cancelled"
    RESTORED = "restored"
    ADDED = "added"
    REMOVED = "removed"
    VISIT_PLACED = "visit_placed"
    VISIT_CHANGED = "visit_changed"
    VISIT_WAITLISTED = "visit_waitlisted"
    VISIT_REMOVED = "visit_removed"
    """They had an option and have neither one nor a place on the waitlist now."""
    VISIT_MEETING = "visit_meeting"
    """Another time or place to meet, for the option that they keep: `old` and `new` are of the meeting."""
    VISIT_CALLED_OFF = "visit_called_off"
    VISIT_RESTORED = "visit_restored"
    STOP_CHANGED = "stop_changed"
    """One stop of the option that they keep; without `new` it is left out, without `old` it has been added."""
    ROLE_ADDED = "role_added"
    ROLE_REMOVED = "role_removed"
    ROLE_CHANGED = "role_changed"


class Point(TypedDict):
    """When and where; moments as in snapshots, no room has no words."""

    start: str | None
    end: str | None
    place: Words
    room: Words


class Item(TypedDict):
    """One thing that has changed for somebody, with all that a sentence needs, in every language.

    `because`, `rank` and `explanation` are of the place on a visit; `options` names every option that they mention.
    """

    what: str
    session_id: str
    session: Words
    option_id: str | None
    option: Words
    old_option: Words
    stop: Words
    role: str | None
    old_role: str | None
    old: Point | None
    new: Point | None
    because: str | None
    rank: int | None
    explanation: dict[str, Any]
    options: dict[str, Words]


def names_of(snapshot: Snapshot) -> dict[str, tuple[Words, Words]]:
    """Return the names of venues, and of rooms with their venue, by id."""
    places: dict[str, tuple[Words, Words]] = {}
    for venue in snapshot["venues"]:
        places[venue["id"]] = (venue["name"], {})
        places |= {room["id"]: (venue["name"], room["name"]) for room in venue["rooms"]}
    return places


def _at(start: str | None, end: str | None, where: tuple[Words, Words] | None) -> Point:
    place, room = where or ({}, {})
    return {"start": start, "end": end, "place": place, "room": room}


def point_of(session: SessionSnapshot, places: Names) -> Point:
    """Return when a session is, and where."""
    where = places.get(session["room"] or "") or places.get(session["venue"] or "")
    return _at(session["start"], session["end"], where)


def point_of_stop(stop: StopSnapshot, places: Names) -> Point:
    """Return when a stop is, as far as that is known, and where."""
    return _at(stop["start"], stop["end"], places.get(stop["venue"]))


def is_held(stop: StopSnapshot) -> bool:
    """Whether a stop takes place."""
    return stop["status"] != PublicStatus.CANCELLED


def point_of_option(session: SessionSnapshot, option: OptionSnapshot, places: Names) -> Point:
    """Return when an option begins and ends, as far as its stops say so, and where its first stop is."""
    stops = [stop for stop in option["stops"] if is_held(stop)]
    starts = [stop["start"] for stop in stops if stop["start"]]
    ends = [stop["end"] for stop in stops if stop["end"]]
    first = places.get(stops[0]["venue"]) if stops else None
    return _at(min(starts, default=session["start"]), max(ends, default=session["end"]), first)


def make_item(what: What, session: SessionSnapshot) -> Item:
    """Return an item of a session that says no more yet."""
    return {
        "what": what.value,
        "session_id": session["id"],
        "session": session["title"],
        "option_id": None,
        "option": {},
        "old_option": {},
        "stop": {},
        "role": None,
        "old_role": None,
        "old": None,
        "new": None,
        "because": None,
        "rank": None,
        "explanation": {},
        "options": {},
    }


def key_of(item: Item) -> str:
    """Return a key of all that an item says: two that say the same have the same."""
    return hashlib.sha256(orjson.dumps(item, option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]


def keys_of(items: Iterable[Any]) -> list[str]:
    """Return the keys of what somebody is told, of their own items too."""
    return [item if isinstance(item, str) else key_of(item) for item in items]


def whole_items(shared: Mapping[str, Any], items: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what somebody is told, each shared item in the place of its key."""
    return [shared[item] if isinstance(item, str) else item for item in items]


def fingerprint(told: Mapping[str, Iterable[str]]) -> str:
    """Return a digest of who is told what: keys of items by registration."""
    whole = {registration_id: list(keys) for registration_id, keys in told.items()}
    return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def says_more(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether somebody would now be told what they would not have been before; to be told less is no news."""
    return not set(after) <= set(before)


def tells_another(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a change is told that was not: the same in other words, or for another reason, is none."""
    return not {_change_of(item) for item in after} <= {_change_of(item) for item in before}


def _change_of(item: Mapping[str, Any]) -> bytes:
    names = ("what", "session_id", "option_id", "role", "old_role", "old", "new")
    return orjson.dumps({name: item[name] for name in names}, option=orjson.OPT_SORT_KEYS)


def name_message(announcement_id: UUID, notice_id: UUID | None = None) -> str:
    """Return what the mail of a notice is told once by; without a notice, how those of an announcement begin."""
    return f"notice:{announcement_id.hex}:{notice_id.hex if notice_id else ''}"


def read_message_name(name: str) -> tuple[UUID, UUID]:
    """Return of which announcement and notice a mail is."""
    _, announcement_id, notice_id = name.split(":")
    return UUID(announcement_id), UUID(notice_id)
