"""What is known of a schedule's visits beside the release, and how places are written on the spot. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel.core import get_global
from babel.languages import get_official_languages

from madang.programme.snapshot import Snapshot
from madang.schedules.rules import Entry, schedule_of


@dataclass(frozen=True, slots=True)
class Outing:
    """What planning adds to the option that somebody takes. `changed_at` and `version` rise with their place on it."""

    transport: Mapping[str, str]
    meeting_point: Mapping[str, str]
    meets_at: datetime | None
    withdrawn: bool
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry with what is known beside the release. `waiting`: for a place on one of its options."""

    entry: Entry
    outing: Outing | None
    waiting: bool

    @property
    def begins_at(self) -> datetime:
        """When somebody has to be there: where people meet before the session, at that moment."""
        start = datetime.fromisoformat(self.entry.session["start"])
        return min(start, self.outing.meets_at) if self.outing and self.outing.meets_at else start

    @property
    def called_off(self) -> bool:
        """Whether it does not take place for them: the session, or the option or every stop of it."""
        option = self.entry.option
        stops = option["stops"] if option else []
        gone = bool(stops) and all(stop["status"] == "cancelled" for stop in stops)
        return self.entry.session["status"] == "cancelled" or gone or bool(self.outing and self.outing.withdrawn)


def own_entries(
    snapshot: Snapshot, places: Mapping[str, str | None], person_id: str | None, outings: Mapping[str, Outing]
) -> list[OwnEntry]:
    """Return somebody's schedule in the order in which they have to be where. `outings` are by option id, as text."""
    own = [
        OwnEntry(
            entry,
            outings.get(entry.option["id"]) if entry.option else None,
            waiting=entry.undecided and places.get(entry.session["id"], "") is None,
        )
        for entry in schedule_of(snapshot, places, person_id)
    ]
    return sorted(own, key=lambda each: each.begins_at)


@cache
def local_languages(zone: str) -> tuple[str, ...]:
    """Return the languages that are written where the clocks are those of `zone`; none where CLDR knows no country."""
    territory = get_global("zone_territories").get(zone)
    if not territory or territory == "001":
        return ()
    # What is written down names no script: `zh` stands for `zh_Hant` where that is what people read.
    return tuple(tag.split("_", maxsplit=1)[0] for tag in get_official_languages(territory, de_facto=True))


def in_local_script(words: Mapping[str, str], zone: str) -> tuple[str, str] | None:
    """Return language and text as people on the spot read it, such as a taxi driver; None where nobody wrote it so."""
    for language in local_languages(zone):
        found = next((tag for tag in words if tag.split("-", maxsplit=1)[0] == language and words[tag]), None)
        if found:
            return found, words[found]
    return None
