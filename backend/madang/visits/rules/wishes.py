"""Which options run, and which wishes can be met: places first, then few moves, then wishes.

A flow from people to options. People who are alike (same delegation, wishes and present option) flow together. Options
that somebody did not rank cost the same, so they are reached through one *hub*, and so is the waitlist: it is disliked
as much as they are. All numbers below are whole; options are numbered as they are offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from madang.visits.rules.solver import Optimum, Program


@dataclass(frozen=True, slots=True)
class Kind:
    """What people have in common who can be exchanged for one another."""

    group: UUID | None
    ranks: tuple[int, ...]
    """Options that are offered, the most wanted first."""
    current: int | None
    """Where they had rather stay; None where that does not matter."""

    @property
    def wishes(self) -> dict[int, int]:
        """What those options cost that they ranked or are in."""
        costs = {option: cost_of_place(position) for position, option in enumerate(self.ranks)}
        if self.current is not None:
            costs.setdefault(self.current, self.worst)
        return costs

    @property
    def worst(self) -> int:
        """What an option costs that they did not rank: one place behind the last ranked."""
        return cost_of_place(len(self.ranks))

    def moves_to(self, option: int | None) -> bool:
        """Tell whether going there, None for wherever the hub leads, is a move that should be spared."""
        return self.current is not None and self.current != option


@dataclass(frozen=True, slots=True)
class Room:
    """How many people an option takes beside those whom hands have put there."""

    most: int
    need: int
    """It takes at least so many, or none."""


Bounds = tuple[tuple[int, int], ...]
"""At least and at most, by option."""


@dataclass(frozen=True, slots=True)
class Face:
    """All the plans that are equally good so far: where kinds may go, and within which bounds options are filled."""

    direct: tuple[tuple[int, ...], ...]
    """By kind: options that they ranked, or are in."""
    through_hub: tuple[bool, ...]
    """By kind: whether they may go where the hub leads."""
    hub: tuple[int, ...]
    bounds: Bounds
    filled: tuple[int, ...]
    """People by option in one of these plans."""
    waiting: int


def cost_of_place(position: int) -> int:
    """Return what a wish costs, 0 for the first choice: convex, so that two second choices beat a first and a third."""
    return position * position


def count_waiting(rooms: Sequence[Room], people: int) -> int:
    """Return how few can be left without a place: the most places whose minimums can be met by so many people."""
    return max(0, people - most_places(rooms, people))


def most_places(rooms: Sequence[Room], people: int) -> int:
    """Return how many places there can be at most where so many people meet minimums."""
    if sum(room.need for room in rooms) <= people:
        return sum(room.most for room in rooms)
    most = [0] * (people + 1)  # places by the people that minimums take
    for room in rooms:
        for used in range(people, room.need - 1, -1):
            most[used] = max(most[used], most[used - room.need] + room.most)
    return max(most)


class Wishes:
    """The flow of kinds to options, solved within one set of bounds after the other."""

    def __init__(self, kinds: Mapping[Kind, int], rooms: Sequence[Room], waiting: int) -> None:
        self._kinds = list(kinds)
        self._supplies = list(kinds.values())
        self._rooms = rooms
        self._waiting = waiting
        # Above what all wishes together can cost: no wish outweighs a move, whatever runs.
        move = 1 + sum(supply * kind.worst for kind, supply in kinds.items())
        self._program = program = Program()
        self._kind_rows = [program.add_row(supply, supply) for supply in self._supplies]
        self._option_rows = [program.add_row(0, room.most) for room in rooms]
        hub, waitlist = program.add_row(0, 0), program.add_row(waiting, waiting)
        self._direct: list[dict[int, int]] = []  # by kind: the column that leads to an option
        self._to_hub: list[int] = []
        for kind, row in zip(self._kinds, self._kind_rows, strict=True):
            self._direct.append(
                {
                    option: program.add_column(
                        cost + move * kind.moves_to(option), {row: 1, self._option_rows[option]: 1}
                    )
                    for option, cost in kind.wishes.items()
                }
            )
            worst = kind.worst + move * kind.moves_to(None)
            self._to_hub.append(program.add_column(worst, {row: 1, hub: 1}))
        self._from_hub = [program.add_column(0, {row: 1, hub: -1}) for row in self._option_rows]
        program.add_column(0, {waitlist: 1, hub: -1})
        self._bounds: Bounds = tuple((0, room.most) for room in rooms)

    def solve(self, bounds: Bounds) -> Optimum:
        """Return the least cost of moves and wishes within bounds that can be met."""
        for option, (before, now) in enumerate(zip(self._bounds, bounds, strict=True)):
            if before != now:
                self._program.change_row(self._option_rows[option], *now)
        self._bounds = bounds
        return self._program.solve()

    def filled(self, optimum: Optimum) -> tuple[int, ...]:
        """Return how many people each option has."""
        return tuple(optimum.activities[row] for row in self._option_rows)

    def face(self, optimum: Optimum, bounds: Bounds) -> Face:
        """Return all that costs no more."""
        reduced, filled = optimum.reduced_costs, self.filled(optimum)
        return Face(
            direct=tuple(
                tuple(option for option, column in columns.items() if reduced[column] == 0) for columns in self._direct
            ),
            through_hub=tuple(reduced[column] == 0 for column in self._to_hub),
            hub=tuple(option for option, column in enumerate(self._from_hub) if reduced[column] == 0),
            bounds=tuple(
                (count, count) if optimum.prices[row] else bound
                for row, count, bound in zip(self._option_rows, filled, bounds, strict=True)
            ),
            filled=filled,
            waiting=self._waiting,
        )
