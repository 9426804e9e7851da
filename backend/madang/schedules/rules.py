"""What of a release is one person's: every session, their option of a field visit, their roles. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from madang.programme.snapshot import OptionSnapshot, SessionSnapshot, Snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """One session on somebody's schedule.

    `option` is the itinerary that they take: the only one there is, or the one they are placed on; `undecided` while
    there are several and they have no place on one. `roles` is what they do there, in the order of the programme.
    """

    session: SessionSnapshot
    option: OptionSnapshot | None
    undecided: bool
    roles: tuple[str, ...]


def schedule_of(snapshot: Snapshot, places: Mapping[str, str | None], person_id: str | None) -> list[Entry]:
    """Return somebody's schedule.

    Shapes: `places` is option id (None: waiting) by session id, as text; one that the release does not have counts
            as none. `person_id` is the person of the programme who they are, if they are one. In the order of the
            release, cancelled sessions too.
    """
    return [_entry(session, places, person_id) for session in snapshot["sessions"]]


def option_taken(session: SessionSnapshot, places: Mapping[str, str | None]) -> OptionSnapshot | None:
    """Return the itinerary of a session that somebody takes: the only one, or the one that they are placed on."""
    options = session["options"]
    if len(options) == 1:
        return options[0]
    place = places.get(session["id"])
    return next((option for option in options if option["id"] == place), None)


def _entry(session: SessionSnapshot, places: Mapping[str, str | None], person_id: str | None) -> Entry:
    taken = option_taken(session, places)
    roles = tuple(who["role"] for who in session["people"] if person_id is not None and who["id"] == person_id)
    return Entry(session, taken, undecided=bool(session["options"]) and taken is None, roles=roles)
