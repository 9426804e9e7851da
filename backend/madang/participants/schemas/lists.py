"""Participants as lists and an organiser's page show them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from madang.accounts.rules import EMAIL_MAX, normalise_email
from madang.core.schemas import Input, Output, Page, PartialInput
from madang.core.text import LanguageTag, Line, Text, clean_line
from madang.delegations.models import Capacity
from madang.participants.models import MemberRole, ParticipantKind, RegistrationStatus, Source
from madang.participants.schemas.registrations import DecisionKind
from madang.participants.schemas.requirements import Standing

T = TypeVar("T")


def _check_email(text: str) -> str:
    normalise_email(text)
    return text.strip()


def _check_country(code: str) -> str:
    if not code.isascii() or not code.isalpha():
        raise ValueError("a country is given by its two letters, such as KR")
    return code


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


# Kept as it was typed; how it is compared is the service's business.
EmailAddress = Annotated[str, Field(min_length=3, max_length=EMAIL_MAX), AfterValidator(_check_email)]
Country = Annotated[str, BeforeValidator(_upper), AfterValidator(_check_country), Field(min_length=2, max_length=2)]
Phone = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(clean_line)]
Comment = Annotated[Text, Field(max_length=2000)] | Literal[""]


class Sort(StrEnum):
    """The order of a list: by the name on the badge, or what changed last first."""

    NAME = "name"
    UPDATED = "updated"


class ListFormat(StrEnum):
    """In which form a list is taken along."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


class DelegationNamed(Output):
    """A delegation, by its names."""

    id: UUID
    key: str
    city: dict[str, str]
    country: str


class ParticipantShared(Output):
    """What a partner reads of a participant who consented to it."""

    id: UUID
    version: int
    kind: ParticipantKind
    status: RegistrationStatus
    badge_name: str
    organisation: str | None
    position: str | None
    country: str | None
    delegation: DelegationNamed | None
    capacity: Capacity | None
    updated_at: datetime


class ParticipantPublic(ParticipantShared):
    """A participant as organisers see them in a list."""

    email: str
    has_account: bool = Field(description="Whether they have signed in and taken the registration as theirs.")
    source: Source
    language: str
    passport_name: str | None
    own_script_name: str | None
    form_of_address: str | None
    nationality: str | None
    phone: str | None
    member_role: MemberRole | None
    submitted_at: datetime | None
    decided_at: datetime | None
    offered_until: datetime | None
    created_at: datetime


class SyncPage(Page[T], Generic[T]):
    """A page of a list and, for whoever keeps a copy, where to go on next time and what is gone."""

    mark: str | None = Field(
        None,
        description="With the first page of a pull: send it as `updated_since` next time. A row may come twice.",
    )
    gone: list[UUID] = Field([], description="With the first page of a pull: whom to remove from the copy.")


class StatusCount(Output):
    """How many participants of one kind stand where. Who was erased still counts."""

    kind: ParticipantKind
    status: RegistrationStatus
    count: int


class ParticipantCounts(Output):
    """How many participants an edition has."""

    items: list[StatusCount]


class ParticipantEvent(Output):
    """One thing that happened to a registration."""

    at: datetime
    by: str | None
    what: str
    from_status: RegistrationStatus | None
    to_status: RegistrationStatus | None
    comment: str
    told: bool


class ConsentGiven(Output):
    """One consent, and whether it was taken back."""

    purpose: str
    recipient: str
    given_at: datetime
    withdrawn_at: datetime | None


class ParticipantDetail(ParticipantPublic):
    """A participant with all that is no sensitive detail: answers, consents, requirements, history."""

    answers: dict[str, Any]
    consents: list[ConsentGiven]
    requirements: list[Standing]
    history: list[ParticipantEvent]
    replaced_by_id: UUID | None
    person_id: UUID | None = Field(description="Who of the programme's people this is, such as a speaker.")
    available_transitions: list[RegistrationStatus]


class ParticipantUpdate(PartialInput):
    """What an organiser may correct. An address can be corrected until its owner has signed in with it."""

    email: EmailAddress
    kind: ParticipantKind
    language: LanguageTag
    badge_name: Line
    passport_name: Line | None
    own_script_name: Line | None
    form_of_address: Line | None
    position: Line | None
    organisation: Line | None
    country: Country | None
    nationality: Country | None
    phone: Phone | None
    person_id: UUID | None


class BulkItem(Input):
    """One participant, on the version that was read where that matters."""

    id: UUID
    version: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = None


class BulkMove(Input):
    """Bring many registrations to one status; each for itself."""

    items: Annotated[list[BulkItem], Field(min_length=1, max_length=200)]
    to: DecisionKind
    comment: Comment = ""


class BulkResult(Output):
    """What became of one item, in the order in which they were sent."""

    id: UUID
    status: int = Field(description="As an answer of its own would have: 200, 404, 409 or 412.")
    version: int | None = None
    code: str | None = None
    detail: str | None = None


class BulkAnswer(Output):
    """What became of each item."""

    items: list[BulkResult]
