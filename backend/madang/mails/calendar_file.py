"""The days of an edition as a calendar file, for whoever is accepted to it. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText

_A_DAY = timedelta(days=1)


def edition_calendar(*, slug: str, title: str, place: str, days: Sequence[date], address: str, stamp: datetime) -> str:
    """Return one all-day entry for each run of days that follow each other.

    Shapes: `days` ascending; an edition may pause in between.
    Source: RFC 5545 §3.6.1: DTEND of a date is the day after. The UID is of the edition and the day, so that a
            second mail replaces the entry instead of doubling it.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Madang//Registration//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for first, last in _runs(days):
        event = Event()
        event.add("UID", f"days-{first.isoformat()}.{slug}@madang")
        event.add("DTSTAMP", stamp)
        event.add("DTSTART", first)
        event.add("DTEND", last + _A_DAY)
        event.add("SUMMARY", vText(" ".join(title.split())))
        event.add("STATUS", "CONFIRMED")
        event.add("TRANSP", "OPAQUE")
        event.add("URL", address)
        if place:
            event.add("LOCATION", vText(" ".join(place.split())))
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    first = last = days[0]
    for day in days[1:]:
        if day != last + _A_DAY:
            yield first, last
            first = day
        last = day
    yield first, last
