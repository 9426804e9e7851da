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

from collections import Counter, defaultdict
from collections.abc import Sequence
from uuid import UUID

from madang.visits.rules.explaining import explain
from madang.visits.rules.running import find_best
from madang.visits.rules.shapes import Candidate, Offer, Plan, check_candidates, check_offers
from madang.visits.rules.spreading import Spread
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
    places: dict[UUID, int | None] = {
        candidate.id: numbers[candidate.pinned] for candidate in candidates if candidate.pinned in numbers
    }
    together: Counter[tuple[UUID, int]] = Counter()
    by_hand = [0] * len(offers)
    free: list[tuple[Candidate, Kind]] = []
    for candidate in candidates:
        option = places.get(candidate.id)
        if option is None:
            free.append((candidate, _kind(candidate, numbers, keep=keep)))
            continue
        by_hand[option] += 1
        if candidate.group is not None:
            together[candidate.group, option] += 1
    if offers and free:
        rooms = [_room(offer, count, len(free)) for offer, count in zip(offers, by_hand, strict=True)]
        kinds = Counter(kind for _, kind in free)
        places |= _seat(free, find_best(kinds, rooms, together))
    chosen = {candidate: None if place is None else offers[place].id for candidate, place in places.items()}
    return explain(offers, candidates, chosen, keep=keep)


def _kind(candidate: Candidate, numbers: dict[UUID, int], *, keep: bool) -> Kind:
    ranks = tuple(numbers[option] for option in candidate.ranks if option in numbers)
    current = numbers.get(candidate.current) if keep and candidate.current is not None else None
    return Kind(candidate.group, ranks, current)


def _room(offer: Offer, by_hand: int, people: int) -> Room:
    most = people if offer.capacity is None else min(people, max(0, offer.capacity - by_hand))
    need = max(0, offer.minimum - by_hand)
    return Room(most, need) if need <= most else Room(0, 0)


def _seat(free: Sequence[tuple[Candidate, Kind]], flow: Spread) -> dict[UUID, int | None]:
    """Give the places of a flow to people: each takes the best that is left for those like them, the earlier first."""
    direct = {bundle: Counter(flows) for bundle, flows in flow.direct.items()}
    by_hub: dict[UUID | None, list[UUID]] = defaultdict(list)
    seated: dict[UUID, int | None] = {}
    for candidate, kind in free:
        left = direct.get(flow.bundles[kind], Counter())
        wished = (*kind.ranks, kind.current)
        option = next((option for option in wished if option is not None and left[option]), None)
        if option is None:
            by_hub[kind.group].append(candidate.id)
        else:
            left[option] -= 1
            seated[candidate.id] = option
    for group, ids in by_hub.items():
        flows = flow.hub[group]
        ways = [
            option for option in sorted(option for option in flows if option is not None) for _ in range(flows[option])
        ]
        seated |= dict(zip(ids, ways + [None] * flows[None], strict=True))
    return seated
