"""Where a plan can go from where it stands, who may take it there, and what it lacks for that. All pure."""

from enum import StrEnum

from madang.action_plans.models import PlanStatus as Status
from madang.action_plans.rules.tree import Row


class Hand(StrEnum):
    """Who has a plan in hand: an owner, somebody at home who writes along, or an organiser."""

    OWNER = "owner"
    CONTRIBUTOR = "contributor"
    ORGANISER = "organiser"


_BY_OWNER: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.DRAFT}),
    Status.PRESENTED: frozenset({Status.ENDORSED}),
    Status.ENDORSED: frozenset({Status.IMPLEMENTING}),
    Status.IMPLEMENTING: frozenset({Status.CLOSED}),
}
"""An owner takes back what was handed in and not yet presented; the rest is what the city decides."""

_BY_ORGANISER: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset({Status.DRAFT, Status.PRESENTED}),
    Status.PRESENTED: frozenset({Status.DRAFT, Status.ENDORSED}),
    Status.ENDORSED: frozenset({Status.DRAFT}),
    Status.IMPLEMENTING: frozenset({Status.CLOSED}),
}
"""An organiser returns a plan with a comment as long as it is not carried out; nobody hands in another's plan."""

_TRANSITIONS = {Hand.OWNER: _BY_OWNER, Hand.ORGANISER: _BY_ORGANISER, Hand.CONTRIBUTOR: {}}

# In these roles an organisation answers for an action; who pays for it or passes money on does not.
RESPONSIBLE = ("accountable", "implementing")
_NEEDED = ("title", "planned_start", "planned_end")


def find_transitions(status: Status, hand: Hand) -> list[Status]:
    """Return where a plan can be taken from `status` by such a hand, in the order of a plan's life."""
    ways = _TRANSITIONS[hand].get(status, frozenset())
    return [way for way in Status if way in ways]


def find_lacks(plan: Row) -> list[tuple[str, str]]:
    """Return what a plan lacks to be handed in, as paths and words; nothing where one action is whole.

    An action is whole with a title, planned dates and an organisation that is accountable or implementing. Where none
    is, what the one lacks that comes closest. What is wrong in a plan is found by `completeness`.
    """
    lacks = [_find_lacks_of(action) for action in plan.below("actions")]
    if not lacks:
        return [("actions", "a plan needs an action")]
    return min(lacks, key=len)


def _find_lacks_of(action: Row) -> list[tuple[str, str]]:
    lacks = [(f"{action.path}/{name}", "an action needs it") for name in _NEEDED if action[name] is None]
    if not any(
        organisation["role"] in RESPONSIBLE and organisation["name"] for organisation in action.below("organisations")
    ):
        lacks.append((f"{action.path}/organisations", "an action needs an accountable or implementing organisation"))
    return lacks
