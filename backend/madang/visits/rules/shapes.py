"""What the optimiser of study visits takes and gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Offer:
    """One option that runs at the time of the visit."""

    id: UUID
    capacity: int | None
    """None: no limit."""
    minimum: int = 0
    """It runs with at least so many, or not at all."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who takes part in the visit."""

    id: UUID
    group: UUID | None
    """The delegation; None: nobody's."""
    ranks: tuple[UUID, ...]
    """Options, the most wanted first; perhaps only some, or none. Ids that are not offered are passed over."""
    pinned: UUID | None = None
    """A hand adjustment, kept even where it breaks a capacity or a minimum; ignored where it is not offered."""
    current: UUID | None = None
    """Where they are now."""


class Because(StrEnum):
    """Why somebody is where they are; the first that is true."""

    PINNED = "pinned"
    WAITLISTED = "waitlisted"
    ONLY_OPTION = "only_option"
    """Nothing else is offered."""
    FIRST_CHOICE = "first_choice"
    NO_PREFERENCE = "no_preference"
    """They ranked nothing."""
    STAYED = "stayed"
    """Something they want more has a free place: they are where they were, so that few move."""
    LOWER_CHOICE = "lower_choice"
    UNRANKED = "unranked"
    """They ranked other options only."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where somebody goes, and why.

    What they want more is as a rule full or not running. Where it is neither, they stayed, or the option where they are
    needs them for its minimum.
    """

    candidate: UUID
    option: UUID | None
    """None: on the waitlist."""
    rank: int | None
    """Place in their own list, 1 the first choice; None when they did not rank it."""
    because: Because
    full: tuple[UUID, ...]
    """Options wanted more that are full, in the order of the wish; empty for whom a hand has put there."""
    not_running: tuple[UUID, ...]
    """Options wanted more that have too few people or are not offered any more; likewise."""
    moved_from: UUID | None
    """Where they were, if that is another option."""
    waitlist_position: int | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What could not be met, and by how many.

    `capacity`: people without a place, all options together. `minimum`: an option does not run; so many more would have
    to want it more than what they have (0: enough do, but they are kept or needed where they are).
    `pinned_over_capacity`, `pinned_below_minimum`: places or people missing where hands have put people.
    `pinned_not_offered`: so many were pinned to what is not offered, and are placed as if they were not.
    """

    kind: Literal["capacity", "minimum", "pinned_over_capacity", "pinned_below_minimum", "pinned_not_offered"]
    option: UUID | None
    missing: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where."""

    placings: tuple[Placing, ...]
    """In the order of the candidates."""
    shortfalls: tuple[Shortfall, ...]
    not_running: frozenset[UUID]
    """Options with fewer people than their minimum: nobody is there but whom a hand has put there."""
    moves: int
    """How many were in an option that is still offered and are not in it any more."""


def check_offers(offers: Sequence[Offer]) -> None:
    """Refuse offers that contradict themselves.

    Errors: ValueError naming the option and what is wrong with it.
    """
    seen: set[UUID] = set()
    for offer in offers:
        if offer.id in seen:
            raise ValueError(f"option {offer.id} is offered twice")
        seen.add(offer.id)
        if offer.capacity is not None and offer.capacity < 0:
            raise ValueError(f"option {offer.id}: its capacity is negative")
        if offer.minimum < 0:
            raise ValueError(f"option {offer.id}: its minimum is negative")
        if offer.capacity is not None and offer.minimum > offer.capacity:
            raise ValueError(f"option {offer.id}: its minimum is above its capacity")


def check_candidates(candidates: Sequence[Candidate]) -> None:
    """Refuse candidates that are there twice, or rank an option twice.

    Errors: ValueError naming the candidate and what is wrong.
    """
    seen: set[UUID] = set()
    for candidate in candidates:
        if candidate.id in seen:
            raise ValueError(f"candidate {candidate.id} is there twice")
        seen.add(candidate.id)
        if len(set(candidate.ranks)) < len(candidate.ranks):
            twice = next(option for option in candidate.ranks if candidate.ranks.count(option) > 1)
            raise ValueError(f"candidate {candidate.id} ranks option {twice} twice")
