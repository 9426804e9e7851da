"""Where a delegation can go from where it stands, who may take it there, and what a delegation lacks. All pure."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from madang.core.text import search_key
from madang.delegations.models import Capacity
from madang.delegations.models import DelegationStatus as Status

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.INVITED: frozenset({Status.NOMINATED, Status.DECLINED, Status.WITHDRAWN}),
    Status.NOMINATED: frozenset({Status.CONFIRMED, Status.DECLINED, Status.WITHDRAWN}),
    Status.CONFIRMED: frozenset({Status.NOMINATED, Status.ATTENDED, Status.WITHDRAWN}),
    Status.ATTENDED: frozenset({Status.CONFIRMED, Status.COMPLETED}),
    Status.COMPLETED: frozenset({Status.ALUMNI}),
    Status.ALUMNI: frozenset(),
    Status.DECLINED: frozenset({Status.INVITED}),
    Status.WITHDRAWN: frozenset({Status.INVITED}),
}
"""What an organiser may do; whoever declined or was withdrawn can be invited once more."""

_BY_FOCAL_POINT: dict[Status, frozenset[Status]] = {
    Status.INVITED: frozenset({Status.DECLINED}),
    Status.NOMINATED: frozenset({Status.CONFIRMED, Status.DECLINED}),
}
"""What a city says for itself. Its first nomination makes it nominated without being asked."""

# As long as it stands there, people join and leave it.
OPEN = frozenset({Status.INVITED, Status.NOMINATED, Status.CONFIRMED})
# Whoever stands there has nobody coming.
OVER = frozenset({Status.DECLINED, Status.WITHDRAWN})
# Who may be in the public directory: nobody who has not said that they come.
PUBLIC = frozenset({Status.CONFIRMED, Status.ATTENDED, Status.COMPLETED, Status.ALUMNI})
# Not without a single member.
NEEDS_MEMBERS = frozenset({Status.NOMINATED, Status.CONFIRMED, Status.ATTENDED})

GOVERNMENT = frozenset({Capacity.ELECTED, Capacity.OFFICIAL})


class CompositionWarning(StrEnum):
    """What a delegation lacks. None of it stops anybody."""

    NO_MEMBERS = "no_members"
    NO_GOVERNMENT = "no_government"
    NO_SSE_ACTOR = "no_sse_actor"
    NO_HEAD = "no_head"
    SEVERAL_HEADS = "several_heads"
    SEATS_FREE = "seats_free"


def find_transitions(status: Status, *, by_organiser: bool) -> list[Status]:
    """Return where a delegation can be taken from `status`, in the order of a delegation's life."""
    ways = TRANSITIONS[status] if by_organiser else _BY_FOCAL_POINT.get(status, frozenset())
    return [way for way in Status if way in ways]


def takes_nominations(status: Status, nominate_by: datetime | None, now: datetime) -> bool:
    """Whether a focal point may nominate somebody new: an open delegation, within the deadline."""
    return status in OPEN and (nominate_by is None or now <= nominate_by)


def find_warnings(capacities: Collection[Capacity], *, heads: int, free_seats: int) -> list[CompositionWarning]:
    """Return what a delegation of these members lacks.

    The aim is a delegation in which a local government and social-economy actors come together. An empty one lacks
    members and nothing else.
    """
    if not capacities:
        return [CompositionWarning.NO_MEMBERS]
    found = {
        CompositionWarning.NO_GOVERNMENT: not GOVERNMENT & set(capacities),
        CompositionWarning.NO_SSE_ACTOR: Capacity.SSE_ACTOR not in capacities,
        CompositionWarning.NO_HEAD: heads == 0,
        CompositionWarning.SEVERAL_HEADS: heads > 1,
        CompositionWarning.SEATS_FREE: free_seats > 0,
    }
    return [warning for warning, there in found.items() if there]


def make_search_name(*names: dict[str, str]) -> str:
    """Return what a delegation is found and sorted by: its names in every language, normalised."""
    return search_key(" ".join(text for words in names for text in words.values()))[:1000]
