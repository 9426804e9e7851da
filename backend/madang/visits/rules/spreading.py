"""Among plans that are equally good, the one that spreads each delegation over most options.

The more of a delegation are in an option, the more the next one costs: 1, 3, 5, …, so that the sum is the square.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from madang.visits.rules.solver import Program
from madang.visits.rules.wishes import Face, Kind

Group = UUID | None
Together = Counter[tuple[UUID, int]]
"""People by delegation and option."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Where people of one delegation may go without a wish being lost."""

    group: Group
    direct: tuple[int, ...]
    through_hub: bool


@dataclass(slots=True)
class Spread:
    """How many of each bundle go where."""

    squares: int
    filled: tuple[int, ...]
    bundles: dict[Kind, Bundle]
    direct: dict[Bundle, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    hub: dict[Group, Counter[int | None]] = field(default_factory=lambda: defaultdict(Counter))
    """By option, None the waitlist."""


def spread(kinds: Mapping[Kind, int], face: Face, pinned: Together) -> Spread:
    """Return the flow of least squares among all of a face.

    Shapes: pinned, whom hands have put somewhere; they count as people of their delegation.
    """
    bundles = {
        kind: Bundle(kind.group, tuple(sorted(direct)), through_hub)
        for kind, direct, through_hub in zip(kinds, face.direct, face.through_hub, strict=True)
    }
    supplies: Counter[Bundle] = Counter()
    for kind, supply in kinds.items():
        supplies[bundles[kind]] += supply
    found = Spread(squares=0, filled=(), bundles=bundles)
    settled = [bundle for bundle in supplies if len(bundle.direct) == 1 and not bundle.through_hub]
    together = Counter(pinned)
    fixed = [0] * len(face.bounds)
    for bundle in settled:
        option, supply = bundle.direct[0], supplies.pop(bundle)
        found.direct[bundle][option] = supply
        fixed[option] += supply
        if bundle.group is not None:
            together[bundle.group, option] += supply
    if supplies:
        _Flow(supplies, face, fixed, together).solve(found)
    filled = [0] * len(face.bounds)
    for bundle, flows in found.direct.items():
        _count(flows, bundle.group, filled, together if bundle not in settled else Counter())
    for group, hub_flows in found.hub.items():
        _count(hub_flows, group, filled, together)
    found.filled = tuple(filled)
    found.squares = sum(people * people for people in together.values())
    return found


def _count(
    flows: Mapping[int, int] | Mapping[int | None, int], group: Group, filled: list[int], together: Together
) -> None:
    for option, people in flows.items():
        if option is None:
            continue
        filled[option] += people
        if group is not None:
            together[group, option] += people


class _Flow:
    """From bundles, some through the hub of their delegation, by delegation and option, to options."""

    def __init__(self, supplies: Mapping[Bundle, int], face: Face, fixed: Sequence[int], together: Together) -> None:
        self._face, self._together, self._fixed = face, together, fixed
        self._program = program = Program()
        self._options = [
            program.add_row(low - already, high - already)
            for (low, high), already in zip(face.bounds, fixed, strict=True)
        ]
        self._waitlist = program.add_row(face.waiting, face.waiting)
        self._reach: Counter[tuple[UUID, int]] = Counter()  # how many may come beside those who are settled
        for bundle, supply in supplies.items():
            if bundle.group is not None:
                for option in {*bundle.direct, *(face.hub if bundle.through_hub else ())}:
                    self._reach[bundle.group, option] += supply
        self._together_rows: dict[tuple[UUID, int], int] = {}
        self._direct: list[tuple[Bundle, int, int]] = []
        self._hub: list[tuple[Group, int | None, int]] = []
        hubs: dict[Group, int] = {}
        for bundle, supply in supplies.items():
            row = program.add_row(supply, supply)
            for option in bundle.direct:
                column = program.add_column(0, {row: 1, self._towards(bundle.group, option): 1})
                self._direct.append((bundle, option, column))
            if bundle.through_hub:
                if bundle.group not in hubs:
                    hubs[bundle.group] = self._add_hub(bundle.group)
                program.add_column(0, {row: 1, hubs[bundle.group]: 1})

    def _add_hub(self, group: Group) -> int:
        hub = self._program.add_row(0, 0)
        for option in self._face.hub:
            column = self._program.add_column(0, {self._towards(group, option): 1, hub: -1})
            self._hub.append((group, option, column))
        if self._face.waiting:
            column = self._program.add_column(0, {self._waitlist: 1, hub: -1})
            self._hub.append((group, None, column))
        return hub

    def _towards(self, group: Group, option: int) -> int:
        """Return the row that somebody of a delegation on the way to an option passes."""
        if group is None:
            return self._options[option]
        if (group, option) not in self._together_rows:
            row = self._together_rows[group, option] = self._program.add_row(0, 0)
            already = self._together[group, option]
            most = min(self._reach[group, option], self._face.bounds[option][1] - self._fixed[option])
            for count in range(already, already + most):
                self._program.add_column(2 * count + 1, {self._options[option]: 1, row: -1}, upper=1)
        return self._together_rows[group, option]

    def solve(self, found: Spread) -> None:
        values = self._program.solve().values
        for bundle, option, column in self._direct:
            if values[column]:
                found.direct[bundle][option] += values[column]
        for group, to, column in self._hub:
            if values[column]:
                found.hub[group][to] += values[column]
