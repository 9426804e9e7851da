"""Tables of registrations, their history and their consents."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column, sorted_column
from madang.core.ids import new_id
from madang.delegations.models import Capacity


class ParticipantKind(StrEnum):
    """What somebody is to an edition."""

    TRAINEE = "trainee"
    SPEAKER = "speaker"
    OBSERVER = "observer"
    ORGANISER = "organiser"
    INTERPRETER = "interpreter"
    PARTNER = "partner"


class RegistrationStatus(StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class MemberRole(StrEnum):
    """What a member is in a delegation."""

    HEAD = "head"
    FOCAL_POINT = "focal_point"
    MEMBER = "member"


class Source(StrEnum):
    """How a registration came to be."""

    SELF = "self"
    NOMINATION = "nomination"
    INVITATION = "invitation"
    STAFF = "staff"
    IMPORT = "import"


class Registration(Aggregate, table=True):
    """Somebody's registration to an edition, from the draft on.

    `email` is normalised and one to an edition; whoever signs in with it is the registration's owner from then on
    (`account_id`). `delegation_id`, `capacity` and `member_role` are the membership, which holds a seat as long as
    `seat_held`. `place_held`: counted in the quotas. `search_name` is the names, normalised; `sort_name` the name that
    lists are sorted by. `offered_until`: a place is kept for a waitlisted person until then. `erased_at`: the person
    was erased, the row remains for the counts. `person_id`: the person of the programme who this is, such as a speaker.
    """

    __table_args__ = (
        UniqueConstraint("edition_id", "email"),
        Index("ix_registration_edition_id_sort_name_id", "edition_id", "sort_name", "id"),
        Index("ix_registration_edition_id_status_sort_name_id", "edition_id", "status", "sort_name", "id"),
        Index("ix_registration_edition_id_kind_sort_name_id", "edition_id", "kind", "sort_name", "id"),
        Index("ix_registration_edition_id_country_sort_name_id", "edition_id", "country", "sort_name", "id"),
        Index("ix_registration_delegation_id_sort_name_id", "delegation_id", "sort_name", "id"),
        Index("ix_registration_edition_id_updated_at_id", "edition_id", "updated_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id")
    email: str = sorted_column(320, index=True)
    email_as_typed: str = Field(max_length=320)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    kind: ParticipantKind = enum_column(ParticipantKind, default=ParticipantKind.TRAINEE)
    status: RegistrationStatus = enum_column(RegistrationStatus, default=RegistrationStatus.DRAFT)
    source: Source = enum_column(Source, default=Source.SELF)
    language: str = Field(default="en", max_length=16)

    badge_name: str = Field(default="", max_length=300)
    passport_name: str | None = Field(default=None, max_length=300)
    own_script_name: str | None = Field(default=None, max_length=300)
    form_of_address: str | None = Field(default=None, max_length=300)
    position: str | None = Field(default=None, max_length=300)
    organisation: str | None = Field(default=None, max_length=300)
    country: str | None = Field(default=None, max_length=2)
    nationality: str | None = Field(default=None, max_length=2)
    phone: str | None = Field(default=None, max_length=40)
    answers: dict[str, Any] = json_column(default_factory=dict)
    search_name: str = sorted_column(1000, default="")
    sort_name: str = sorted_column(300, default="")

    delegation_id: UUID | None = Field(default=None, foreign_key="delegation.id")
    capacity: Capacity | None = enum_column(Capacity, nullable=True, default=None)
    member_role: MemberRole | None = enum_column(MemberRole, nullable=True, default=None)
    seat_held: bool = False
    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    replaced_by_id: UUID | None = Field(default=None, foreign_key="registration.id", ondelete="SET NULL", index=True)

    place_held: bool = False
    submitted_at: datetime | None = moment_column(nullable=True, default=None)
    decided_at: datetime | None = moment_column(nullable=True, default=None)
    offered_until: datetime | None = moment_column(nullable=True, default=None)
    erased_at: datetime | None = moment_column(nullable=True, default=None)


class RegistrationName(SQLModel, table=True):
    """One word of a participant's names, normalised: a prefix of any word finds them by an index."""

    __tablename__ = "registration_name"
    __table_args__ = (Index("ix_registration_name_edition_id_word", "edition_id", "word", "registration_id"),)

    registration_id: UUID = Field(foreign_key="registration.id", primary_key=True, ondelete="CASCADE")
    word: str = sorted_column(300, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id")


class RegistrationEvent(SQLModel, table=True):
    """What happened to a registration; appended. `comment` is shown to its owner only where `told` says so."""

    __tablename__ = "registration_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    what: str = Field(max_length=40)
    from_status: RegistrationStatus | None = enum_column(RegistrationStatus, nullable=True, default=None)
    to_status: RegistrationStatus | None = enum_column(RegistrationStatus, nullable=True, default=None)
    comment: str = Field(default="", max_length=2000)
    told: bool = False


class Consent(SQLModel, table=True):
    """One consent to one purpose for one recipient (PIPA art. 17): given once, withdrawn at most once.

    `purpose` and `recipient` are keys of the form; `form_version` says which words were read, `language` in which
    language.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    purpose: str = Field(max_length=64)
    recipient: str = Field(default="", max_length=64)
    form_version: int
    language: str = Field(max_length=16)
    given_at: datetime = moment_column()
    withdrawn_at: datetime | None = moment_column(nullable=True, default=None)
