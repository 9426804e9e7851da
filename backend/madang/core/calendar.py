"""Wall-clock time in an IANA zone, and back."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, StringConstraints

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    # Others are links of old, or depend on the machine: `localtime`, `Factory`, `EST5EDT`.
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


@lru_cache(maxsize=1024)
def get_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name, such as `Asia/Seoul`, `Etc/GMT-9` or `UTC`. Errors: ValueError."""
    if name not in _zone_names():
        raise ValueError(f"{name!r} is not an IANA time zone")
    return ZoneInfo(name)


def _known_zone(name: str) -> str:
    get_zone(name)
    return name


def _in_range(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"the year must be between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment.astimezone(UTC)


def _date_in_range(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"the year must be between {_FIRST_YEAR} and {_LAST_YEAR}")
    return day


ZoneName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]
Day = Annotated[date, AfterValidator(_date_in_range)]


def to_moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC moment of a wall-clock time.

    Shapes: a naive `local`; `fold` picks the second of two equal wall-clock times.
    Errors: ValueError for a time that the clocks skip in that zone.
    """
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(fold=0):
        raise ValueError(f"{local:%Y-%m-%d %H:%M} does not exist in {zone.key}: the clocks skip it")
    return moment


def is_ambiguous(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall-clock time of that moment occurs twice in that zone."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
