"""Who goes on which option of a study visit. All pure, and the same for the same input.

What counts, each before all that follows:

1. whom a hand has put somewhere stays there;
2. capacities hold, and an option has at least its minimum or nobody, but for those people;
3. as many as possible have a place;
4. where it is asked for, as few as possible leave an option that is still offered;
5. wishes: the place in one's list, less one, squared, summed over all. An option that somebody did not rank, and the
   waitlist, count like one place behind the last ranked; to whom ranks nothing all is the same. Options that are not
   offered are passed over in counting;
6. delegations spread: the sum of squares of how many of each are together in an option. Where very many sets of
   options would please equally, not all are compared;
7. whoever comes earlier has the better of two places that are equal until here and could be exchanged.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from madang.visits.rules.explaining import explain
from madang.visits.rules.running import find_best
from madang.visits.rules.seating import seat
from madang.visits.rules.shapes import Candidate, Offer, Plan, check_candidates, check_offers
from madang.visits.rules.wishes import Kind, Room


def assign(offers: Sequence[Offer], candidates: Sequence[Candidate], *, keep: bool) -> Plan:
    """Return the best plan for all at once.

    With `keep` as few people as possible leave their current option, before wishes count; without, everybody whom no
    hand has put somewhere is placed afresh.

    Errors: ValueError naming what contradicts itself in the offers or candidates; ArithmeticError if the solver fails.
    """
    check_offers(offers)
    check_candidates(candidates)
    numbers = {offer.id: number for number, offer in enumerate(offers)}
    places: dict[UUID, int | None] = {}
    together: Counter[tuple[UUID, int]] = Counter()
    by_hand = [0] * len(offers)
    free: list[Candidate] = []
    for candidate in candidates:
        option = numbers.get(candidate.pinned) if candidate.pinned else None
        if option is None:
            free.append(candidate)
            continue
        places[candidate.id] = option
        by_hand[option] += 1
        if candidate.group is not None:
            together[candidate.group, option] += 1
    if offers and free:
        rooms = [_room(offer, count, len(free)) for offer, count in zip(offers, by_hand, strict=True)]
        kinds = number_wishes(offers, free, keep=keep)
        seats = seat(kinds, find_best(Counter(kinds), rooms, together), together)
        places |= {candidate.id: option for candidate, option in zip(free, seats, strict=True)}
    chosen = {candidate: None if place is None else offers[place].id for candidate, place in places.items()}
    return explain(offers, candidates, chosen, keep=keep)


def number_wishes(offers: Sequence[Offer], candidates: Sequence[Candidate], *, keep: bool) -> list[Kind]:
    """Return what each candidate wants, by the numbers of what is offered."""
    numbers = {offer.id: number for number, offer in enumerate(offers)}
    return [
        Kind(
            group=candidate.group,
            ranks=tuple(numbers[option] for option in candidate.ranks if option in numbers),
            current=numbers.get(candidate.current) if keep and candidate.current else None,
        )
        for candidate in candidates
    ]


def _room(offer: Offer, by_hand: int, people: int) -> Room:
    most = people if offer.capacity is None else min(people, max(0, offer.capacity - by_hand))
    need = max(0, offer.minimum - by_hand)
    return Room(most, need) if need <= most else Room(0, 0)
