"""Delegations as the API takes and gives them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.accounts.schemas import Email
from madang.core.calendar import Moment, ZoneName
from madang.core.countries import CountryCode
from madang.core.schemas import Input, Output, PartialInput
from madang.core.text import LanguageTag, Line, Slug, Text, Words
from madang.delegations.models import Capacity, DelegationStatus

Comment = Annotated[Text, Field(max_length=2000)]
SeatCount = Annotated[int, Field(ge=0, le=100)]
SeatCounts = Annotated[
    dict[Capacity, SeatCount], Field(description="How many seats for whom; what is left out has none.")
]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class FocalPointGiven(Input):
    """Who looks after a delegation at home. `message` stands in the letter, in their own `language`."""

    name: Line | None = None
    email: Email
    language: LanguageTag | None = None
    message: Comment | None = None


class DelegationFields(Input):
    """What is known of a delegation besides its seats and its focal point."""

    city: Words
    country: CountryCode
    local_government: Words = {}
    timezone: ZoneName | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    network_member: Annotated[bool | None, Field(description="Whether it is a member of GSEF; null: not known.")] = None
    nominating_body: Line | None = None
    letter_file_id: Annotated[UUID | None, Field(description="A file that the caller handed in to this edition.")] = (
        None
    )
    mentor: Line | None = None
    working_languages: Annotated[list[LanguageTag], Field(max_length=40)] = []
    nominate_by: Annotated[Moment | None, Field(description="Until when the focal point may nominate.")] = None
    listed: Annotated[bool, Field(description="In the public directory, once confirmed.")] = False


class DelegationCreate(DelegationFields):
    """A city to be invited. With a focal point, the letter is mailed at once."""

    key: Annotated[Slug | None, Field(description="Stable name; made from the city when left out.")] = None
    seats: SeatCounts = {}
    focal_point: FocalPointGiven | None = None


class DelegationUpdate(DelegationFields, PartialInput):
    """What may change of a delegation. A focal point changes only some of it."""

    seats: SeatCounts


class LetterAgain(Input):
    """What stands in a letter that is sent again."""

    language: LanguageTag | None = None
    message: Comment | None = None


class DelegationStep(Input):
    """Where a delegation is to be taken. The other side reads the comment."""

    to: DelegationStatus
    comment: Comment | None = None


class FocalPointState(StrEnum):
    """How far the focal point has come."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    ARRIVED = "arrived"


class FocalPointPublic(Output):
    """Who looks after a delegation at home."""

    name: str | None
    email: str | None
    state: FocalPointState


class SeatsPublic(Output):
    """The seats of one capacity, and how many of them are taken."""

    capacity: Capacity
    seats: int
    taken: int


class DelegationPublic(Output):
    """A delegation as its focal point and organisers see it."""

    id: UUID
    key: str
    city: dict[str, str]
    country: str
    local_government: dict[str, str]
    timezone: str | None
    latitude: float | None
    longitude: float | None
    network_member: bool | None
    nominating_body: str | None
    letter_file_id: UUID | None
    mentor: str | None
    working_languages: list[str]
    status: DelegationStatus
    available_transitions: list[DelegationStatus] = Field(description="Where the caller may take it from here.")
    nominate_by: datetime | None
    takes_nominations: bool = Field(description="Whether the caller may nominate somebody now.")
    listed: bool
    focal_point: FocalPointPublic
    seats: list[SeatsPublic]
    version: int
    created_at: datetime
    updated_at: datetime


class DelegationEventPublic(Output):
    """What happened to a delegation."""

    id: UUID
    at: datetime
    what: str
    from_status: DelegationStatus
    to_status: DelegationStatus
    comment: str
    by: str | None = Field(description="Whose account it was; told to organisers only.")


class EditionFrame(Output):
    """What a page about a delegation says of the edition."""

    slug: str
    title: dict[str, str]
    default_language: str
    timezone: str
    starts_on: date
    ends_on: date
