"""The best flow of people to options: what runs, by the least cost of moves and wishes, then by the best spread."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from madang.visits.rules.choosing import Choice
from madang.visits.rules.solver import Patience, Undecided
from madang.visits.rules.spreading import Spread, Together, spread
from madang.visits.rules.wishes import Bounds, Kind, Room, Wishes, count_waiting, most_places

# Where several sets of options are equally wished for, so many are compared by how they spread delegations; among many
# people they are hardly ever equal, and each would take seconds.
_MOST_SETS, FEW_PEOPLE = 30, 200

# What choosing may take at all. Nodes and iterations bound nothing here: the first node alone may take minutes.
MOST_SECONDS = 10.0


def find_best(kinds: Mapping[Kind, int], rooms: Sequence[Room], pinned: Together) -> Spread:
    """Return the best flow of kinds to options.

    Without minimums the flow of wishes is whole by itself, and so it is where no option is left with too few people.
    Otherwise it is chosen which options run; where that takes too long, options are closed one after the other.

    Errors: ArithmeticError if the solver fails.
    """
    people = sum(kinds.values())
    waiting = count_waiting(rooms, people)
    return _Search(kinds, rooms, pinned, waiting, people - waiting).run()


class _Search:
    def __init__(
        self, kinds: Mapping[Kind, int], rooms: Sequence[Room], pinned: Together, waiting: int, placed: int
    ) -> None:
        self._kinds, self._pinned, self._waiting, self._placed = kinds, pinned, waiting, placed
        self._rooms = [Room(0, 0) if room.need > placed else room for room in rooms]
        self._wishes = Wishes(kinds, self._rooms, waiting)
        self._patience = Patience(MOST_SECONDS)

    def run(self) -> Spread:
        bounds = self._bound((), ())
        optimum = self._wishes.solve(bounds)
        short = self._find_short(self._wishes.filled(optimum), bounds)
        if not short:
            flow = spread(self._kinds, self._wishes.face(optimum, bounds), self._pinned)
            if not self._find_short(flow.filled, bounds):
                return flow
        few = sum(self._kinds.values()) <= FEW_PEOPLE
        try:
            return self._compare() if few else self._settle(short, optimum.cost)
        except Undecided:
            return self._close()

    def _compare(self) -> Spread:
        """Return the best spread of all sets of options that please most, as far as there is time.

        Errors: Undecided when there is not even time for one.
        """
        among = [option for option, room in enumerate(self._rooms) if room.need > 1]
        choice = Choice(self._kinds, self._rooms, self._waiting, among, self._patience, prefer_many=True)
        found: dict[frozenset[int], Spread] = {}
        with suppress(Undecided):
            while len(found) < _MOST_SETS and (running := choice.choose(found)) is not None:
                found[running] = self._spread(self._bound(running, among))
        if not found:
            raise Undecided
        return min(found.values(), key=lambda flow: flow.squares)

    def _settle(self, short: Collection[int], least: int) -> Spread:
        """Return the best spread of one set of options that pleases most; of all of them, where that costs no more.

        Errors: Undecided when there is no time to choose.
        """
        among = {option for option, room in enumerate(self._rooms) if room.need > 1}
        bounds = self._bound(among, among)
        if sum(low for low, _ in bounds) <= self._placed and self._wishes.solve(bounds).cost == least:
            return self._spread(bounds)
        # Few choices are fast. What they leave with too few people joins them.
        running, among = frozenset[int](), set(short)
        while True:
            if short:
                choice = Choice(self._kinds, self._rooms, self._waiting, among, self._patience, prefer_many=False)
                running = choice.choose() or running
            bounds = self._bound(running, among)
            filled = self._wishes.filled(self._wishes.solve(bounds))
            short = self._find_short(filled, bounds)
            if not short:
                return self._spread_as(filled)
            among |= short

    def _close(self) -> Spread:
        """Return the spread of options that are left when one after the other is closed: that which lacks most people.

        What is needed for its places is not closed but runs. As many have a place, and minimums hold, as if it were
        chosen; wishes may be met less well.
        """
        running, closed = set[int](), set[int]()
        while True:
            bounds = self._bound(running, running | closed)
            filled = self._wishes.filled(self._wishes.solve(bounds))
            short = self._find_short(filled, bounds)
            if not short:
                return self._spread_as(filled)
            option = max(sorted(short), key=lambda option: self._rooms[option].need - filled[option])
            enough = self._can_place(running, closed | {option})
            (closed if enough else running).add(option)

    def _can_place(self, running: Collection[int], closed: Collection[int]) -> bool:
        """Whether as many have a place if these options run and those do not."""
        left = self._placed - sum(self._rooms[option].need for option in running)
        others = [room for option, room in enumerate(self._rooms) if option not in running and option not in closed]
        places = sum(self._rooms[option].most for option in running)
        return left >= 0 and places + most_places(others, left) >= self._placed

    def _spread_as(self, filled: Sequence[int]) -> Spread:
        with_people = [option for option, count in enumerate(filled) if count]
        return self._spread(self._bound(with_people, range(len(filled))))

    def _bound(self, running: Collection[int], among: Collection[int]) -> Bounds:
        """Return bounds by which some among the options run and the others are closed; the rest may do either."""
        return tuple(
            (0, room.most)
            if option not in among or room.need < 2
            else (room.need, room.most)
            if option in running
            else (0, 0)
            for option, room in enumerate(self._rooms)
        )

    def _find_short(self, filled: Sequence[int], bounds: Bounds) -> set[int]:
        return {
            option
            for option, (room, count, (low, _)) in enumerate(zip(self._rooms, filled, bounds, strict=True))
            if not low and 0 < count < room.need
        }

    def _spread(self, bounds: Bounds) -> Spread:
        face = self._wishes.face(self._wishes.solve(bounds), bounds)
        return spread(self._kinds, face, self._pinned)
