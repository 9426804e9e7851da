"""What of a study visit is offered, and who of those who wait gets what is free. Pure."""

from collections import Counter
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


def find_free(offers: Sequence[Offer], placed: Mapping[UUID, int], waiting: int) -> dict[UUID, int | None]:
    """Return how many places are free by option, where there are any; None: no limit.

    An option that has fewer people than its minimum does not run: nothing of it is free, unless it has lost people and
    so many wait that it could run again.

    Shapes: `placed` counts people by option, `waiting` those who wait.
    """
    free = {
        offer.id: None if offer.capacity is None else max(0, offer.capacity - count)
        for offer in offers
        for count in [placed.get(offer.id, 0)]
        if count >= offer.minimum or (count and count + waiting >= offer.minimum)
    }
    return {option: places for option, places in free.items() if places != 0}


def fill(offers: Sequence[Offer], placed: Mapping[UUID, int], waiting: Sequence[Candidate]) -> dict[UUID, UUID]:
    """Return the options of those who need not wait any longer, by candidate; nobody else moves.

    Who waits longest chooses first: the most wanted of what is free, else the option with the most free places. Where
    too few would come together for a minimum, nobody is sent.

    Shapes: as `find_free`; `waiting` in the order of the wait.
    """
    free = find_free(offers, placed, len(waiting))
    while True:
        found = _hand_out(free, waiting)
        coming = Counter(found.values())
        missing = {
            offer.id: offer.minimum - placed.get(offer.id, 0) - coming[offer.id] for offer in offers if coming[offer.id]
        }
        # One after the other: who would have gone to one that is given up may be what another needs.
        most = max(missing, key=lambda option: missing[option], default=None)
        if most is None or missing[most] <= 0:
            return found
        del free[most]


def _hand_out(places: Mapping[UUID, int | None], waiting: Sequence[Candidate]) -> dict[UUID, UUID]:
    free = {option: len(waiting) if count is None else count for option, count in places.items()}
    found: dict[UUID, UUID] = {}
    for candidate in waiting:
        open_now = [option for option, count in free.items() if count]
        if not open_now:
            break
        wished = next((option for option in candidate.ranks if option in open_now), None)
        option = wished or max(open_now, key=lambda option: free[option])
        free[option] -= 1
        found[candidate.id] = option
    return found
