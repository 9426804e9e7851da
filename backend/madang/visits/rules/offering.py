"""What of a study visit is offered, and who of those who wait gets what is free. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from madang.programme.models import PublicStatus
from madang.visits.rules.shapes import Candidate, Offer


def is_offered(session: PublicStatus, stops: Iterable[PublicStatus], *, withdrawn: bool) -> bool:
    """Whether anybody can go: not withdrawn, the session not cancelled, and not all of the stops either.

    An option without stops yet is offered.
    """
    statuses = list(stops)
    dropped = bool(statuses) and all(status is PublicStatus.CANCELLED for status in statuses)
    return not withdrawn and session is not PublicStatus.CANCELLED and not dropped


def find_free(offers: Sequence[Offer], placed: Mapping[UUID, int]) -> dict[UUID, int | None]:
    """Return how many places are free by option, where there are any; None: no limit.

    An option that has fewer people than its minimum does not run: nothing of it is free.

    Shapes: `placed` counts people by option.
    """
    free = {
        offer.id: None if offer.capacity is None else max(0, offer.capacity - placed.get(offer.id, 0))
        for offer in offers
        if placed.get(offer.id, 0) >= offer.minimum
    }
    return {option: places for option, places in free.items() if places != 0}


def fill(offers: Sequence[Offer], placed: Mapping[UUID, int], waiting: Sequence[Candidate]) -> dict[UUID, UUID]:
    """Return the options of those who need not wait any longer, by candidate; nobody else moves.

    Who waits longest chooses first: the most wanted of what is free, else the option with the most free places.

    Shapes: as `find_free`; `waiting` in the order of the wait.
    """
    free = {option: len(waiting) if places is None else places for option, places in find_free(offers, placed).items()}
    found: dict[UUID, UUID] = {}
    for candidate in waiting:
        open_now = [option for option, places in free.items() if places]
        if not open_now:
            break
        wished = next((option for option in candidate.ranks if option in open_now), None)
        option = wished or max(open_now, key=lambda option: free[option])
        free[option] -= 1
        found[candidate.id] = option
    return found
