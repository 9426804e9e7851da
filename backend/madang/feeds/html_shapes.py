"""What the HTML templates print of days and sessions, already in the reader's language and zone."""

from typing import NamedTuple

from markupsafe import Markup

from madang.feeds.drawing import Place
from madang.programme.snapshot import SessionSnapshot


class Clock(NamedTuple):
    """Times of a session or stop; days are named only where they are not the one that it stands under."""

    start: str
    start_at: str
    start_day: str
    end: str = ""
    end_at: str = ""
    end_day: str = ""


class PersonView(NamedTuple):
    name: str | None
    role: str
    of: list[str]
    contribution: Markup


class StopView(NamedTuple):
    status: str
    clock: Clock | None
    site: str
    title: Markup
    venue: Markup


class OptionView(NamedTuple):
    title: Markup
    stops: list[StopView]


class SessionView(NamedTuple):
    of: SessionSnapshot
    url: str
    kind: str
    title: Markup
    lead: Markup
    length: int
    clock: Clock
    topics: list[tuple[str, Markup]]
    sites: list[str]
    site: str
    place: Markup
    room: Markup
    spoken: tuple[str, ...]
    people: list[PersonView]
    options: list[OptionView]


class StretchView(NamedTuple):
    """Sessions that overlap, each with its place in the grid, and the free time before them."""

    sessions: list[tuple[SessionView, Place | None]]
    parallel: bool
    columns: int
    start: str
    free: str
    free_from: str
    free_length: int


class DayView(NamedTuple):
    date: str
    name: str
    short: str
    site: str
    place: Markup
    spoken: tuple[str, ...]
    stretches: list[StretchView]
