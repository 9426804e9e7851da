"""Say of a plan why everybody is where they are, and what could not be met. All pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from madang.visits.rules.shapes import Because, Candidate, Offer, Placing, Plan, Shortfall


def explain(
    offers: Sequence[Offer], candidates: Sequence[Candidate], chosen: Mapping[UUID, UUID | None], *, keep: bool
) -> Plan:
    """Return the plan in which candidates are where they were chosen to be; who is not named waits."""
    filled = Counter(option for option in chosen.values() if option is not None)
    scene = _Scene(offers, filled, keep=keep)
    placings: list[Placing] = []
    waiting = 0
    for candidate in candidates:
        option = chosen.get(candidate.id)
        waiting += option is None
        placings.append(scene.explain(candidate, option, waiting))
    return Plan(
        placings=tuple(placings),
        shortfalls=tuple(_find_shortfalls(scene, candidates, placings)),
        not_running=frozenset(scene.not_running),
        moves=sum(placing.moved_from in scene.offered for placing in placings),
    )


class _Scene:
    """What is offered, what is full and what does not run."""

    def __init__(self, offers: Sequence[Offer], filled: Mapping[UUID, int], *, keep: bool) -> None:
        self.offered = {offer.id: offer for offer in offers}
        self.filled = filled
        self.not_running = {offer.id for offer in offers if filled.get(offer.id, 0) < offer.minimum}
        self._full = {
            offer.id
            for offer in offers
            if offer.id not in self.not_running
            and offer.capacity is not None
            and filled.get(offer.id, 0) >= offer.capacity
        }
        self._keep = keep

    def explain(self, candidate: Candidate, option: UUID | None, waiting: int) -> Placing:
        rank = candidate.ranks.index(option) + 1 if option in candidate.ranks else None
        by_hand = option is not None and option == candidate.pinned
        wanted = () if by_hand else candidate.ranks[: None if rank is None else rank - 1]
        full = tuple(other for other in wanted if other in self._full)
        not_running = tuple(other for other in wanted if other in self.not_running or other not in self.offered)
        stayed = self._keep and option == candidate.current and len(full) + len(not_running) < len(wanted)
        return Placing(
            candidate=candidate.id,
            option=option,
            rank=rank,
            because=self._find_reason(candidate, option, rank, stayed=stayed),
            full=full,
            not_running=not_running,
            moved_from=None if candidate.current == option else candidate.current,
            waitlist_position=waiting if option is None else None,
        )

    def _find_reason(self, candidate: Candidate, option: UUID | None, rank: int | None, *, stayed: bool) -> Because:
        if option is None:
            return Because.WAITLISTED
        if option == candidate.pinned:
            return Because.PINNED
        if len(self.offered) == 1:
            return Because.ONLY_OPTION
        if rank == 1:
            return Because.FIRST_CHOICE
        if not candidate.ranks:
            return Because.NO_PREFERENCE
        if stayed:
            return Because.STAYED
        return Because.UNRANKED if rank is None else Because.LOWER_CHOICE


def _find_shortfalls(scene: _Scene, candidates: Sequence[Candidate], placings: Sequence[Placing]) -> list[Shortfall]:
    found: list[Shortfall] = []
    if waiting := sum(placing.option is None for placing in placings):
        found.append(Shortfall("capacity", None, waiting))
    wanting = Counter(option for placing in placings for option in placing.not_running)
    for offer in scene.offered.values():
        count = scene.filled.get(offer.id, 0)
        if offer.id in scene.not_running:
            if count:
                found.append(Shortfall("pinned_below_minimum", offer.id, offer.minimum - count))
            else:
                found.append(Shortfall("minimum", offer.id, max(0, offer.minimum - wanting[offer.id])))
        if offer.capacity is not None and count > offer.capacity:
            found.append(Shortfall("pinned_over_capacity", offer.id, count - offer.capacity))
    lost = Counter(
        candidate.pinned
        for candidate in candidates
        if candidate.pinned is not None and candidate.pinned not in scene.offered
    )
    found += [Shortfall("pinned_not_offered", option, count) for option, count in lost.items()]
    return found
