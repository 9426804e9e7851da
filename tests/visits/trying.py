"""Invented visits, and the slow and plain way to know how good a plan can be."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from hypothesis import strategies as st

from madang.visits.rules import Candidate, Offer, Plan

Places = tuple[UUID | None, ...]
Worth = tuple[int, int, int, int]
"""People without a place, moves, cost of the wishes, squares of who is together: less is better, the first most."""


@dataclass(frozen=True)
class Visit:
    offers: tuple[Offer, ...]
    candidates: tuple[Candidate, ...]


def option(number: int) -> UUID:
    return UUID(int=1000 + number)


def person(number: int) -> UUID:
    return UUID(int=2000 + number)


def delegation(number: int) -> UUID:
    return UUID(int=3000 + number)


NOT_OFFERED = option(99)


@st.composite
def visits(draw: st.DrawFn, *, people: int, options: int, hands: bool = True) -> Visit:
    """Draw a visit of at most so many people and options; capacities are scarce and minimums matter."""
    size = draw(st.integers(0, people))
    offers = []
    for number in range(draw(st.integers(1, options))):
        capacity = draw(st.one_of(st.none(), st.integers(0, max(1, size))))
        most = min(size + 1, size if capacity is None else capacity)
        offers.append(Offer(option(number), capacity, draw(st.integers(0, most))))
    ids = [offer.id for offer in offers]
    anywhere = st.sampled_from([*ids, NOT_OFFERED])
    candidates = []
    for number in range(size):
        wishes = draw(st.permutations([*ids, NOT_OFFERED]))
        candidates.append(
            Candidate(
                person(number),
                draw(st.sampled_from([None, delegation(1), delegation(1), delegation(2)])),
                tuple(wishes[: draw(st.integers(0, len(wishes)))]),
                pinned=draw(anywhere) if hands and draw(st.integers(0, 5)) == 5 else None,
                current=draw(st.one_of(st.none(), anywhere, anywhere)),
            )
        )
    return Visit(tuple(offers), tuple(candidates))


def places_of(plan: Plan) -> Places:
    return tuple(placing.option for placing in plan.placings)


def is_pinned(visit: Visit, candidate: Candidate) -> bool:
    return candidate.pinned in {offer.id for offer in visit.offers}


def cost_of_wish(visit: Visit, candidate: Candidate, place: UUID | None) -> int:
    offered = [wish for wish in candidate.ranks if wish in {offer.id for offer in visit.offers}]
    return (offered.index(place) if place in offered else len(offered)) ** 2


def has_moved(visit: Visit, candidate: Candidate, place: UUID | None) -> bool:
    return candidate.current in {offer.id for offer in visit.offers} and candidate.current != place


def may_be(visit: Visit, places: Places) -> bool:
    """Tell whether pins, capacities and minimums hold, the latter for whom no hand has put somewhere."""
    free: Counter[UUID | None] = Counter()
    for candidate, place in zip(visit.candidates, places, strict=True):
        if is_pinned(visit, candidate):
            if place != candidate.pinned:
                return False
        else:
            free[place] += 1
    together = Counter(places)
    return all(
        not free[offer.id]
        or (offer.minimum <= together[offer.id] and (offer.capacity is None or together[offer.id] <= offer.capacity))
        for offer in visit.offers
    )


def worth(visit: Visit, places: Places, *, keep: bool) -> Worth:
    pairs = list(zip(visit.candidates, places, strict=True))
    free = [(candidate, place) for candidate, place in pairs if not is_pinned(visit, candidate)]
    together = Counter((who.group, place) for who, place in pairs if who.group is not None and place is not None)
    return (
        places.count(None),
        sum(has_moved(visit, *pair) for pair in free) if keep else 0,
        sum(cost_of_wish(visit, *pair) for pair in free),
        sum(count**2 for count in together.values()),
    )


def all_plans(visit: Visit) -> Iterator[Places]:
    """Yield every plan that may be."""
    anywhere = (*(offer.id for offer in visit.offers), None)
    ways = [(who.pinned,) if is_pinned(visit, who) else anywhere for who in visit.candidates]
    return (places for places in itertools.product(*ways) if may_be(visit, places))


def best_by_counting(visit: Visit, *, keep: bool) -> tuple[int, int, int]:
    """Return the best worth but for the squares: person by person, the best for every number of people by option."""
    ids = [offer.id for offer in visit.offers]
    by_hand = Counter(who.pinned for who in visit.candidates if is_pinned(visit, who))
    best: dict[tuple[int, ...], tuple[int, int, int]] = {(0,) * len(ids): (0, 0, 0)}
    for who in visit.candidates:
        if is_pinned(visit, who):
            continue
        costs = [
            (int(place is None), int(keep and has_moved(visit, who, place)), cost_of_wish(visit, who, place))
            for place in (*ids, None)
        ]
        after: dict[tuple[int, ...], tuple[int, int, int]] = {}
        for counts, before in best.items():
            for number, cost in enumerate(costs):
                there = tuple(count + (number == position) for position, count in enumerate(counts))
                total = (before[0] + cost[0], before[1] + cost[1], before[2] + cost[2])
                if there not in after or total < after[there]:
                    after[there] = total
        best = after
    return min(total for counts, total in best.items() if _fits(visit.offers, by_hand, counts))


def _fits(offers: Sequence[Offer], by_hand: Counter[UUID | None], counts: Sequence[int]) -> bool:
    return all(
        not count
        or (
            offer.minimum <= count + by_hand[offer.id]
            and (offer.capacity is None or count + by_hand[offer.id] <= offer.capacity)
        )
        for offer, count in zip(offers, counts, strict=True)
    )
