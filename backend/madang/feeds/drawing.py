"""How a day is drawn: which sessions run side by side, and where nothing happens. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_COLUMNS = 4
MOST_ROWS = 8
SHORTEST_GAP = timedelta(minutes=15)


@dataclass(frozen=True)
class Place:
    """Where an item stands in the grid of those that run at the same time; counted from 1."""

    column: int
    row: int
    rows: int


@dataclass(frozen=True)
class Stretch:
    """Items that overlap each other directly or through others, and the free time before them.

    `places` is empty when one item stands alone, or when there are too many to draw to scale.
    """

    first: int
    last: int
    start: datetime
    end: datetime
    free_before: timedelta
    places: tuple[Place, ...]

    @property
    def parallel(self) -> bool:
        """Whether more than one item runs in this stretch."""
        return self.last > self.first


def stretches(slots: Sequence[tuple[datetime, datetime]]) -> list[Stretch]:
    """Return the stretches of one day.

    Shapes: slots are (start, end), half-open, timezone-aware, ascending by start; `first` and `last` are indices.
    """
    found: list[Stretch] = []
    first = 0
    while first < len(slots):
        start, end = slots[first]
        last = first
        while last + 1 < len(slots) and slots[last + 1][0] < end:
            last += 1
            end = max(end, slots[last][1])
        free = start - found[-1].end if found else timedelta(0)
        found.append(
            Stretch(
                first,
                last,
                start,
                end,
                free if free >= SHORTEST_GAP else timedelta(0),
                _grid(slots[first : last + 1]) if last > first else (),
            )
        )
        first = last + 1
    return found


def _grid(slots: Sequence[tuple[datetime, datetime]]) -> tuple[Place, ...]:
    """Return a place for every slot, each in the first column that is free; none when they are too many."""
    lines = sorted({moment for slot in slots for moment in slot})
    if len(lines) - 1 > MOST_ROWS:
        return ()
    row_of = {moment: number for number, moment in enumerate(lines, start=1)}
    free_from: list[datetime] = []
    places = []
    for start, end in slots:
        column = next((n for n, moment in enumerate(free_from) if moment <= start), len(free_from))
        if column == MOST_COLUMNS:
            return ()
        free_from[column : column + 1] = [end]
        places.append(Place(column + 1, row_of[start], max(1, row_of[end] - row_of[start])))
    return tuple(places)


def half_hours(span: timedelta, most: int) -> int:
    """Return a length in half hours, rounded, at least 1 and at most `most`."""
    return min(most, max(1, round(span / timedelta(minutes=30))))
