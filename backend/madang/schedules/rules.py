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


def _entry(session: SessionSnapshot, places: Mapping[str, str | None], person_id: str | None) -> Entry:
    options = session["options"]
    taken = options[0] if len(options) == 1 else None
    if len(options) > 1:
        place = places.get(session["id"])
        taken = next((option for option in options if option["id"] == place), None)
    roles = tuple(who["role"] for who in session["people"] if person_id is not None and who["id"] == person_id)
    return Entry(session, taken, undecided=len(options) > 1 and taken is None, roles=roles)
