"""A time zone as VTIMEZONE (RFC 5545 §3.6.5). Pure.

icalendar's own gives the onset of summer time an hour late: in the clock after the change, not before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


class _Rule(NamedTuple):
    offset: timedelta
    summer: bool
    name: str


def make_timezone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Return what the clocks of `zone` do from a year before `first_year` to a year after `last_year`."""
    made = Timezone()
    made.add("TZID", zone.key)
    start, end = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 2, 1, 1, tzinfo=UTC)
    rule = _rule(zone, start)
    observances = {(rule.offset, rule): [_on_clock(start, rule.offset)]}
    for moment in _changes(zone, start, end):
        before, rule = rule, _rule(zone, moment)
        observances.setdefault((before.offset, rule), []).append(_on_clock(moment, before.offset))
    for (offset_before, rule), onsets in observances.items():
        observance = TimezoneDaylight() if rule.summer else TimezoneStandard()
        observance.add("DTSTART", onsets[0])
        if onsets[1:]:
            observance.add("RDATE", onsets[1:])
        observance.add("TZOFFSETFROM", offset_before)
        observance.add("TZOFFSETTO", rule.offset)
        observance.add("TZNAME", rule.name)
        made.add_component(observance)
    return made


def _rule(zone: ZoneInfo, moment: datetime) -> _Rule:
    local = moment.astimezone(zone)
    return _Rule(local.utcoffset() or timedelta(0), bool(local.dst()), local.tzname() or zone.key)


def _on_clock(moment: datetime, offset: timedelta) -> datetime:
    return (moment + offset).replace(tzinfo=None)


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Give every moment at which the rule changes: found by day, then halved to the second."""
    day = start
    while day < end:
        after = day + timedelta(days=1)
        before = day
        if _rule(zone, day) != _rule(zone, after):
            while after - before > timedelta(seconds=1):
                middle = before + (after - before) // 2
                middle = middle.replace(microsecond=0)
                if _rule(zone, middle) == _rule(zone, day):
                    before = middle
                else:
                    after = middle
            yield after
        day += timedelta(days=1)
