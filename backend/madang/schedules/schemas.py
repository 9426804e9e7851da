"""What the API takes and gives of schedules."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from madang.core.schemas import Input, Output
from madang.core.text import LongWords, Words, clean_line
from madang.participants.models import RegistrationStatus
from madang.programme.models import PublicStatus, SessionKind, SessionRole

# Dialled by a press, from any country: digits and what people write between them.
PhoneNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[+0-9(][0-9 ().\-/]*[0-9]$", min_length=2, max_length=40),
    AfterValidator(clean_line),
]


class HelpNumber(Input):
    """A number to call, and whose it is."""

    label: Words
    phone: PhoneNumber


class HelplineFields(Input):
    """Whom participants call, in the order shown, and what else is to be known."""

    numbers: Annotated[list[HelpNumber], Field(max_length=10)] = []
    note: LongWords = {}


class HelplinePublic(Output):
    """Whom participants of an edition call; version 0 where nobody has written it down yet."""

    version: int
    numbers: list[HelpNumber]
    note: dict[str, str]
    updated_at: datetime | None


class LocalAddress(Output):
    """A place as people on the spot read it: to show to a driver."""

    lang: str
    name: str | None
    address: str | None


class PlaceShown(Output):
    """A place of somebody's schedule."""

    id: UUID
    name: str
    address: str | None
    local: LocalAddress | None
    meeting_point: str | None
    access_notes: str | None
    latitude: float | None
    longitude: float | None


class OwnStop(Output):
    """A stop of a visit."""

    id: UUID
    title: str | None
    place: UUID
    start: datetime | None
    end: datetime | None
    status: PublicStatus


class VisitState(StrEnum):
    """Whether somebody knows which option they take. `waiting`: they are on the waitlist."""

    PLACED = "placed"
    WAITING = "waiting"
    UNDECIDED = "undecided"


class ScheduleVisit(Output):
    """The itinerary that somebody takes, with what planning adds to it; empty while that is not known."""

    state: VisitState
    option_id: UUID | None
    title: str | None
    stops: list[OwnStop]
    transport: str | None
    meeting_point: str | None
    meets_at: datetime | None


class OwnSession(Output):
    """One session on somebody's schedule.

    `begins_at` is when they have to be there, before `start` where people meet earlier. `called_off`: for them it does
    not take place, as when the option that they take is withdrawn.
    """

    id: UUID
    key: str
    kind: SessionKind
    title: str
    begins_at: datetime
    start: datetime
    end: datetime
    day: str
    status: PublicStatus
    called_off: bool
    place: UUID | None
    room: str | None
    languages: list[str]
    interpretation: list[dict[str, Any]]
    roles: list[SessionRole]
    visit: ScheduleVisit | None


class ScheduleEdition(Output):
    """The edition of a schedule. `public`: whether its sessions have pages that everybody can read."""

    slug: str
    title: str
    timezone: str
    days: list[str]
    public: bool


class ScheduleRelease(Output):
    """Which release a schedule is made from."""

    number: int
    revision: int
    published_at: datetime


class NumberShown(Output):
    """A number to call."""

    label: str
    phone: str


class HelplineShown(Output):
    """Whom to call."""

    numbers: list[NumberShown]
    note: str | None


class ScheduleShown(Output):
    """One's own schedule in one language; without sessions until one is accepted and something is published."""

    edition: ScheduleEdition
    lang: str
    status: RegistrationStatus
    as_of: datetime
    release: ScheduleRelease | None
    sessions: list[OwnSession]
    places: list[PlaceShown]
    helpline: HelplineShown


class CalendarLinkShown(Output):
    """The address of one's private calendar; without an address: there is none."""

    address: str | None = None
    made_at: datetime | None = None
