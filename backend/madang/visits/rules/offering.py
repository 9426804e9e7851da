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


def fill(offers: Sequence[Offer], placed: Mapping[UUID, int], waiting: Sequence[Candidate]) -> dict[UUID, UUID]:
    """Return the options of those who need not wait any longer, by candidate; nobody else moves.

    Who waits longest chooses first: the most wanted of the options that run and have a free place, else the one with
    the most free places. An option that has fewer people than its minimum does not run, and is not opened here.

    Shapes: `placed` counts people by option; `waiting` in the order of the wait.
    """
    free = {
        offer.id: len(waiting) if offer.capacity is None else max(0, offer.capacity - placed.get(offer.id, 0))
        for offer in offers
        if placed.get(offer.id, 0) >= offer.minimum
    }
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
