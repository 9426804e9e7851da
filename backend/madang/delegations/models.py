"""Tables of city delegations. People and registrations refer to them, never the other way round."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column, sorted_column
from madang.core.ids import new_id


class DelegationStatus(StrEnum):
    """Where a delegation stands, from the letter to the alumni."""

    INVITED = "invited"
    NOMINATED = "nominated"
    CONFIRMED = "confirmed"
    ATTENDED = "attended"
    COMPLETED = "completed"
    ALUMNI = "alumni"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Capacity(StrEnum):
    """What a member is at home; seats are given by it."""

    ELECTED = "elected"
    OFFICIAL = "official"
    SSE_ACTOR = "sse_actor"
    EXPERT = "expert"


class Delegation(Aggregate, table=True):
    """A city's delegation to an edition.

    `country` is an ISO 3166-1 alpha-2 code, whose name comes from CLDR. The focal point is known by an address from
    the beginning and by an account once the invitation was taken. `listed`: in the public directory, by their own wish.
    """

    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True)
    key: str = sorted_column(64)
    city: dict[str, str] = json_column()
    search_name: str = sorted_column(1000, index=True)
    country: str = Field(max_length=2)
    local_government: dict[str, str] = json_column()
    timezone: str | None = Field(default=None, max_length=64)
    latitude: float | None = None
    longitude: float | None = None
    network_member: bool | None = None
    nominating_body: str | None = Field(default=None, max_length=300)
    letter_file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", ondelete="SET NULL", index=True)
    mentor: str | None = Field(default=None, max_length=300)
    working_languages: list[str] = json_column(default_factory=list)
    status: DelegationStatus = enum_column(DelegationStatus, default=DelegationStatus.INVITED)
    nominate_by: datetime | None = moment_column(nullable=True, default=None)
    listed: bool = False
    focal_name: str | None = Field(default=None, max_length=300)
    focal_email: str | None = Field(default=None, max_length=320)
    focal_invitation_id: UUID | None = Field(default=None, foreign_key="invitation.id", ondelete="SET NULL", index=True)
    focal_account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)

    seats: list["Seats"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "Seats.capacity"}
    )


class Seats(SQLModel, table=True):
    """How many seats a delegation has for one capacity, and how many of them are taken.

    A seat is taken by one conditional UPDATE, so that the database decides who was first.
    """

    __tablename__ = "delegation_seats"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken_not_negative"),)

    delegation_id: UUID = Field(foreign_key="delegation.id", primary_key=True, ondelete="CASCADE")
    capacity: Capacity = enum_column(Capacity, primary_key=True)
    seats: int
    taken: int = Field(default=0)


class DelegationEvent(SQLModel, table=True):
    """What happened to a delegation; appended. `from_status` and `to_status` are equal where no state changed."""

    __tablename__ = "delegation_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    delegation_id: UUID = Field(foreign_key="delegation.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    what: str = Field(max_length=40)
    from_status: DelegationStatus = enum_column(DelegationStatus)
    to_status: DelegationStatus = enum_column(DelegationStatus)
    comment: str = Field(default="", max_length=2000)
