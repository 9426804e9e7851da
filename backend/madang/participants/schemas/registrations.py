"""Registrations as their owners and the organisers take and give them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from madang.accounts.rules import EMAIL_MAX
from madang.core.countries import CountryCode
from madang.core.schemas import Input, Output
from madang.core.text import LanguageTag, Line, Slug, Text
from madang.participants.models import MemberRole, ParticipantKind, RegistrationStatus, Source
from madang.participants.rules import OwnAction
from madang.participants.schemas.forms import FormShown

Phone = Annotated[str, StringConstraints(max_length=40, pattern=r"^\+?[0-9][0-9 ()./-]{2,38}$")]
Comment = Annotated[Text, Field(max_length=2000)]
Answers = Annotated[
    dict[Slug, Any],
    Field(max_length=200, description="By the key of the question: text, a number, a date, keys of choices, an id."),
]


class RegistrationFields(Input):
    """What somebody says of themselves. A draft may leave anything out; what is sent has a badge name and a country."""

    kind: ParticipantKind = ParticipantKind.TRAINEE
    language: LanguageTag = "en"
    badge_name: Line | None = None
    passport_name: Line | None = None
    own_script_name: Line | None = None
    form_of_address: Line | None = None
    position: Line | None = None
    organisation: Line | None = None
    country: CountryCode | None = None
    nationality: CountryCode | None = None
    phone: Phone | None = None
    answers: Answers = {}


class RegistrationDraft(RegistrationFields):
    """One's own registration, whole: what is left out is empty. `consents` are the keys of those that are given."""

    consents: Annotated[list[Slug], Field(max_length=30)] = []


class RegistrationEntry(RegistrationFields):
    """What staff enter of somebody, as it came by mail, by chat or on paper."""

    email: Annotated[str, Field(min_length=3, max_length=EMAIL_MAX)]
    submitted: Annotated[bool, Field(description="To be decided on as it is; else it waits for its owner.")] = False
    invite: Annotated[bool, Field(description="Mail a link, by which its owner completes it.")] = False


class DecisionKind(StrEnum):
    """What organisers decide of a registration."""

    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Decision(Input):
    """What is decided of a registration; the comment is told to its owner."""

    decision: DecisionKind
    comment: Comment | None = None


class Leaving(Input):
    """That somebody does not come, and why, if they say so."""

    comment: Comment | None = None


class RegistrationAsked(Input):
    """Who wants to register where; a link is mailed."""

    email: Annotated[str, Field(min_length=3, max_length=EMAIL_MAX)]
    edition: Slug
    language: LanguageTag | None = None


class EditionHead(Output):
    """An edition as whoever registers to it knows it."""

    id: UUID
    slug: str
    title: dict[str, str]
    place: dict[str, str]
    days: list[date]
    timezone: str
    default_language: str
    languages: list[str]


class DelegationHead(Output):
    """The delegation that somebody is a member of."""

    id: UUID
    city: dict[str, str]
    country: str
    capacity: str | None
    member_role: MemberRole | None


class EventPublic(Output):
    """What happened to a registration, as far as its owner is told."""

    at: datetime
    what: str
    from_status: RegistrationStatus | None
    to_status: RegistrationStatus | None
    comment: str


class ConsentPublic(Output):
    """A consent that was given, and whether it was withdrawn."""

    purpose: str
    recipient: str
    form_version: int
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


class RegistrationOwn(RegistrationFields, Output):
    """One's own registration."""

    id: UUID
    email: str
    status: RegistrationStatus
    source: Source
    badge_name: str
    delegation: DelegationHead | None
    submitted_at: datetime | None
    decided_at: datetime | None
    offered_until: datetime | None
    consents: list[str]
    consent_history: list[ConsentPublic]
    events: list[EventPublic]
    updated_at: datetime


class RegistrationStanding(Output):
    """Where somebody stands with an edition: its form, their registration, what they can do now.

    Version 0: they have no registration yet. `full`: who registers now comes on the waitlist.
    """

    version: int
    edition: EditionHead
    form: FormShown | None
    registration: RegistrationOwn | None
    available_transitions: list[OwnAction]
    full: bool


class RegistrationSummary(Output):
    """One of one's own registrations."""

    id: UUID
    version: int
    edition: EditionHead
    kind: ParticipantKind
    status: RegistrationStatus
    offered_until: datetime | None
    updated_at: datetime


class RegistrationDecided(Output):
    """A registration after staff entered it or decided on it."""

    id: UUID
    version: int
    email: str
    badge_name: str
    kind: ParticipantKind
    status: RegistrationStatus
    source: Source
    available_transitions: list[RegistrationStatus]
    updated_at: datetime
