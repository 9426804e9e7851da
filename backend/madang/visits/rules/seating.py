"""Who of those who flow together sits where: the earlier has the better place, where another is equally good."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from madang.visits.rules.spreading import Spread, Together
from madang.visits.rules.wishes import Kind

Place = int | None
"""An option, or None for the waitlist."""
Cost = tuple[int, int]
"""Moves, and what the wish costs."""


def seat(kinds: Sequence[Kind], flow: Spread, pinned: Together) -> list[Place]:
    """Return a place for each person, in the order in which they come first.

    Shapes: kinds, one a person. Who is like an earlier person has no better place; then whoever would rather have the
    place of somebody later has it, if nothing is lost by that.
    """
    places = _hand_out(kinds, flow)
    _Exchange(kinds, places, pinned).run()
    return places


def _hand_out(kinds: Sequence[Kind], flow: Spread) -> list[Place]:
    direct = {bundle: Counter(flows) for bundle, flows in flow.direct.items()}
    places: list[Place] = [None] * len(kinds)
    by_hub: dict[UUID | None, list[int]] = defaultdict(list)
    for person, kind in enumerate(kinds):
        left = direct.get(flow.bundles[kind], Counter())
        option = next((option for option in kind.wishes if left[option]), None)
        if option is None:
            by_hub[kind.group].append(person)
        else:
            left[option] -= 1
            places[person] = option
    for group, people in by_hub.items():
        options = (option for option in flow.hub[group] if option is not None)
        ways = (option for option in sorted(options) for _ in range(flow.hub[group][option]))
        for person, option in zip(people, ways, strict=False):
            places[person] = option
    return places


class _Exchange:
    """Lets two people exchange their places where the sums of moves, wishes and squares stay what they are."""

    def __init__(self, kinds: Sequence[Kind], places: list[Place], pinned: Together) -> None:
        self._kinds, self._places = kinds, places
        self._wishes = [kind.wishes for kind in kinds]
        self._together = Counter(pinned)
        self._here: dict[Place, set[int]] = defaultdict(set)
        for person, place in enumerate(places):
            self._here[place].add(person)
            self._count(person, place, 1)
        # By place and other place: who is in the one, by what the other would cost them more.
        self._losing: dict[Place, dict[Place, dict[Cost, list[int]]]] = defaultdict(dict)

    def run(self) -> None:
        for person in range(len(self._kinds)):
            for better in self._find_better(person):
                other = self._find_other(person, better)
                if other is not None:
                    self._exchange(person, other)
                    break

    def _find_better(self, person: int) -> Iterator[Place]:
        """Yield what somebody wants more than what they have, the most wanted first."""
        place = self._places[person]
        now = self._cost(person, place)[1]
        yield from (option for option, wish in self._wishes[person].items() if wish < now)
        if place is None:
            yield from (option for option in self._here if option is not None and option not in self._wishes[person])

    def _find_other(self, person: int, better: Place) -> int | None:
        place = self._places[person]
        now, then = self._cost(person, place), self._cost(person, better)
        gain = now[0] - then[0], now[1] - then[1]
        later = (other for other in self._list_losing(better, place).get(gain, ()) if other > person)
        return next((other for other in later if self._spreads_alike(person, other)), None)

    def _list_losing(self, place: Place, other_place: Place) -> dict[Cost, list[int]]:
        """Return who is in a place by what another would cost them more, the last first."""
        if other_place not in self._losing[place]:
            losing: dict[Cost, list[int]] = defaultdict(list)
            for person in sorted(self._here[place], reverse=True):
                now, then = self._cost(person, place), self._cost(person, other_place)
                losing[then[0] - now[0], then[1] - now[1]].append(person)
            self._losing[place][other_place] = losing
        return self._losing[place][other_place]

    def _spreads_alike(self, one: int, other: int) -> bool:
        if self._kinds[one].group == self._kinds[other].group:
            return True
        return self._change(one, other) + self._change(other, one) == 0

    def _change(self, person: int, other: int) -> int:
        """Return what is added to the squares of somebody's delegation when they take another's place."""
        group, here, there = self._kinds[person].group, self._places[person], self._places[other]
        if group is None:
            return 0
        leaving = 0 if here is None else 1 - 2 * self._together[group, here]
        return leaving + (0 if there is None else 1 + 2 * self._together[group, there])

    def _exchange(self, one: int, other: int) -> None:
        here, there = self._places[one], self._places[other]
        for person, before, after in ((one, here, there), (other, there, here)):
            self._places[person] = after
            self._here[before].remove(person)
            self._here[after].add(person)
            self._count(person, before, -1)
            self._count(person, after, 1)
        self._losing.pop(here, None)
        self._losing.pop(there, None)

    def _count(self, person: int, place: Place, by: int) -> None:
        group = self._kinds[person].group
        if group is not None and place is not None:
            self._together[group, place] += by

    def _cost(self, person: int, place: Place) -> Cost:
        kind = self._kinds[person]
        wish = kind.worst if place is None else self._wishes[person].get(place, kind.worst)
        return int(kind.moves_to(place)), wish
