"""What hosts have to be told: what they were told last against what is true now. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from madang.core.text import strike_out

SETTLED_AFTER = timedelta(minutes=30)  # organisers change several things in a row: hosts are told of the last state
_FEW = 2
_SHARE = 10  # per cent


@dataclass(frozen=True, slots=True)
class Facts:
    """What a host prepares for: where, when, for how many. `people` None: nobody is placed yet."""

    venue_id: str
    starts_at: datetime
    ends_at: datetime
    people: int | None = None
    called_off: bool = False

    @property
    def seen(self) -> str:
        """A name of what an answer is about: whoever confirms has seen this place, these times."""
        parts = (self.venue_id, self.starts_at.isoformat(), self.ends_at.isoformat(), str(self.called_off))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Change(StrEnum):
    """What differs, as far as a host has to know."""

    CALLED_OFF = "called_off"
    ON_AGAIN = "on_again"
    TIMES = "times"
    PEOPLE = "people"


def write_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as they are stored."""
    return {
        "venue_id": facts.venue_id,
        "starts_at": facts.starts_at.isoformat(),
        "ends_at": facts.ends_at.isoformat(),
        "people": facts.people,
        "called_off": facts.called_off,
    }


def read_facts(stored: Mapping[str, Any]) -> Facts:
    """Return stored facts."""
    return Facts(
        venue_id=stored["venue_id"],
        starts_at=datetime.fromisoformat(stored["starts_at"]),
        ends_at=datetime.fromisoformat(stored["ends_at"]),
        people=stored["people"],
        called_off=stored["called_off"],
    )


def as_told_to(told: Facts | None, now: Facts) -> Facts:
    """Return what is true now for a host who was told something: a visit that goes elsewhere is off for them."""
    if told is None or told.venue_id == now.venue_id:
        return now
    return called_off(told)


def called_off(told: Facts) -> Facts:
    """Return what a host was told, only that it does not take place."""
    return Facts(told.venue_id, told.starts_at, told.ends_at, told.people, called_off=True)


def find_changes(told: Facts, now: Facts) -> frozenset[Change]:
    """Return what a host has to be told.

    Of a visit that is off nothing but that. A head-count is news when it differs by more than two people or by more
    than a tenth.
    """
    if now.called_off:
        return frozenset() if told.called_off else frozenset({Change.CALLED_OFF})
    changes = set()
    if told.called_off:
        changes.add(Change.ON_AGAIN)
    if (told.starts_at, told.ends_at) != (now.starts_at, now.ends_at):
        changes.add(Change.TIMES)
    if _differ(told.people, now.people):
        changes.add(Change.PEOPLE)
    return frozenset(changes)


def _differ(told: int | None, now: int | None) -> bool:
    if told is None or now is None:
        return now is not None
    difference = abs(now - told)
    return difference > _FEW or difference * 100 > told * _SHARE


def asks_again(changes: frozenset[Change]) -> bool:
    """Whether a host who has confirmed did not confirm this: it is at another time, or was off meanwhile."""
    return bool(changes & {Change.TIMES, Change.ON_AGAIN})


def count_titles(people: Iterable[tuple[str | None, Iterable[str | None]]]) -> list[tuple[str, int]]:
    """Return how many hold which position, the most frequent first, without anybody's name.

    Shapes: pairs of a position and the names of who holds it.
    """
    titles = Counter(
        " ".join(strike_out(position, [name for name in names if name]).split())
        for position, names in people
        if position
    )
    return sorted(((title, number) for title, number in titles.items() if title), key=lambda pair: (-pair[1], pair[0]))
