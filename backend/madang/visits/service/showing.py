"""A visit in the words that participants read: the current release's, where it has them.

What is offered follows the draft, for nobody is to rank what organisers have taken back; times, places and whether they
hold follow the release, as everywhere else where people look. What no release has yet is shown as it is planned.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from madang.programme.models import PublicStatus
from madang.programme.snapshot import OptionSnapshot, SessionSnapshot, Snapshot
from madang.visits.queries.rounds import Planned
from madang.visits.schemas.rounds import VisitStopPublic
from madang.visits.service.describing import Names, describe_stops


@dataclass(frozen=True)
class ShownOption:
    """An option's title and way."""

    title: dict[str, str]
    stops: list[VisitStopPublic]


@dataclass(frozen=True)
class Shown:
    """A visit's title, times and options."""

    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    status: PublicStatus
    options: dict[UUID, ShownOption]


def show(visit: Planned, names: Names, snapshot: Snapshot | None) -> Shown:
    """Return a visit as participants read it. `names` are those of the draft's places."""
    planned = {option.id: ShownOption(option.title, describe_stops(option, names)) for option in visit.session.options}
    released = _find(snapshot, visit.session.id) if snapshot else None
    if released is None or snapshot is None:
        session = visit.session
        return Shown(session.title, session.starts_at, session.ends_at, session.status, planned)
    places = {venue["id"]: venue["name"] for venue in snapshot["venues"]}
    said = {UUID(option["id"]): _released(option, places) for option in released["options"]}
    return Shown(
        title=released["title"],
        starts_at=datetime.fromisoformat(released["start"]),
        ends_at=datetime.fromisoformat(released["end"]),
        status=PublicStatus(released["status"]),
        options={option_id: said.get(option_id, option) for option_id, option in planned.items()},
    )


def _find(snapshot: Snapshot, session_id: UUID) -> SessionSnapshot | None:
    return next((session for session in snapshot["sessions"] if session["id"] == str(session_id)), None)


def _released(option: OptionSnapshot, places: Mapping[str, dict[str, str]]) -> ShownOption:
    return ShownOption(
        option["title"],
        [
            VisitStopPublic(
                stop_id=UUID(stop["id"]),
                title=stop["title"],
                venue=places.get(stop["venue"], {}),
                starts_at=datetime.fromisoformat(stop["start"]) if stop["start"] else None,
                ends_at=datetime.fromisoformat(stop["end"]) if stop["end"] else None,
                status=PublicStatus(stop["status"]),
            )
            for stop in option["stops"]
        ],
    )
