"""Which options run where wishes alone would leave some with too few people.

The flow of wishes once more, with a choice for options that have a minimum: such an option runs, with so many people at
least, or nobody is there. That nobody goes there unless it runs is said of each person: said of all together it would
let half an option run, and choosing would take minutes in place of seconds.
"""

from collections.abc import Collection, Mapping, Sequence

from madang.visits.rules.solver import Patience, Program
from madang.visits.rules.wishes import Kind, Room

Running = frozenset[int]
"""Options with a minimum that run."""


class Choice:
    """The sets of options with which fewest move, and then wishes are met best, and then, if so asked, most run."""

    def __init__(
        self,
        kinds: Mapping[Kind, int],
        rooms: Sequence[Room],
        waiting: int,
        among: Collection[int],
        patience: Patience,
        *,
        prefer_many: bool,
    ) -> None:
        self._patience = patience
        self._kinds, self._rooms, self._waiting, self._among = kinds, rooms, waiting, among
        self._prefer_many = prefer_many
        self._most_moves: int | None = None
        self._best: int | None = None

    def choose(self, others: Collection[Running] = ()) -> Running | None:
        """Return the best set that is none of these others, or None if no other is as good as the first.

        Errors: Undecided when there is no time left; ArithmeticError if the solver fails.
        """
        if self._most_moves is None:
            self._most_moves = sum(self._kinds.values())
            if any(kind.current is not None for kind in self._kinds):
                _, self._most_moves = self._solve(others, by_moves=True)
        running, cost = self._solve(others, by_moves=False)
        if self._best is None:
            self._best = cost
        return running if cost == self._best else None

    def _solve(self, others: Collection[Running], *, by_moves: bool) -> tuple[Running | None, int]:
        """Return what runs at the least cost of moves or of wishes, and that cost; None where nothing is possible."""
        flow = _Flow(self._rooms, self._waiting, self._among, self._most_moves or 0, prefer_many=self._prefer_many)
        for kind, supply in self._kinds.items():
            flow.add_kind(kind, supply, by_moves=by_moves)
        return flow.solve(others, self._patience)


class _Flow:
    def __init__(
        self, rooms: Sequence[Room], waiting: int, among: Collection[int], most_moves: int, *, prefer_many: bool
    ) -> None:
        self._rooms = rooms
        self._program = program = Program()
        self._moving = program.add_row(0, most_moves)
        self._filled = [program.add_row(0, room.most) for room in rooms]
        self._open = {option: program.add_row(-rooms[option].most, 0) for option in among}
        self._only_if: dict[int, dict[int, int]] = {option: {} for option in self._open}
        self._costs: dict[int, int] = {}
        # That one more option runs counts, but all of them together less than one wish.
        self._worth_running = int(prefer_many)
        self._unit = 1 + len(self._open) * self._worth_running
        self._hub, waitlist = program.add_row(0, 0), program.add_row(waiting, waiting)
        program.add_column(0, {waitlist: 1, self._hub: -1})
        for option in range(len(rooms)):
            program.add_column(0, {self._hub: -1} | self._into(option))

    def _into(self, option: int) -> dict[int, int]:
        return {self._filled[option]: 1} | ({self._open[option]: 1} if option in self._open else {})

    def add_kind(self, kind: Kind, supply: int, *, by_moves: bool) -> None:
        row = self._program.add_row(supply, supply)
        for option, cost in (*kind.wishes.items(), (None, kind.worst)):
            way = {row: 1} | ({self._hub: 1} if option is None else self._into(option))
            if moves := kind.moves_to(option):
                way[self._moving] = 1
            if option in self._only_if:
                only_if = self._program.add_row(-supply, 0)
                self._only_if[option][only_if] = -supply
                way[only_if] = 1
            price = int(moves) if by_moves else cost
            self._costs[self._program.add_column(price * self._unit, way)] = price

    def solve(self, others: Collection[Running], patience: Patience) -> tuple[Running | None, int]:
        apart = {other: self._program.add_row(1 - len(other), None) for other in others}
        choices: dict[int, int] = {}
        for option, row in self._open.items():
            room = self._rooms[option]
            needs = {self._filled[option]: -room.need, row: -room.most} | self._only_if[option]
            differs = {row: -1 if option in other else 1 for other, row in apart.items()}
            choices[self._program.add_column(-self._worth_running, needs | differs, upper=1, choice=True)] = option
        values = self._program.choose(patience)
        if values is None:
            return None, 0
        running = frozenset(option for column, option in choices.items() if values[column])
        return running, sum(cost * values[column] for column, cost in self._costs.items())
