"""Tables of study visits. Options and stops are the programme's; capacity, minimum and hosts are theirs here."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column
from madang.core.ids import new_id


class VisitStage(StrEnum):
    """How far the planning of one field-visit session is."""

    PREPARING = "preparing"
    RANKING = "ranking"
    ASSIGNED = "assigned"


class VisitRound(Aggregate, table=True):
    """The planning of one field-visit session: its options are planned together, for a person takes one of them.

    `kinds` are the kinds of participants who take part; `rank_until` is when ranking ends by itself. The version is
    raised by every assignment: of two organisers who assign at once, the slower is refused.
    """

    __tablename__ = "visit_round"
    __table_args__ = (UniqueConstraint("session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    session_id: UUID = Field(foreign_key="programme_session.id", ondelete="CASCADE")
    stage: VisitStage = enum_column(VisitStage, default=VisitStage.PREPARING)
    rank_until: datetime | None = moment_column(nullable=True, default=None)
    kinds: list[str] = json_column()
    assigned_at: datetime | None = moment_column(nullable=True, default=None)


class Visit(SQLModel, table=True):
    """What planning adds to an option: how many it takes and needs, and how people get there; a child of its round.

    `capacity` None: no limit. It runs with at least `minimum` people or not at all. `withdrawn`: it does not take
    place, as when all its stops are cancelled.
    """

    __table_args__ = (
        UniqueConstraint("option_id"),
        CheckConstraint("capacity >= 0 AND minimum >= 0", name="places_not_negative"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="visit_round.id", index=True, ondelete="CASCADE")
    option_id: UUID = Field(foreign_key="option.id", ondelete="CASCADE")
    capacity: int | None = None
    minimum: int = 0
    withdrawn: bool = False
    transport: dict[str, str] = json_column(default_factory=dict)
    meeting_point: dict[str, str] = json_column(default_factory=dict)
    meets_at: datetime | None = moment_column(nullable=True, default=None)


class VisitPreference(Aggregate, table=True):
    """A participant's ranking of the options of one round: their ids, the most wanted first, as many as they like."""

    __tablename__ = "visit_preference"
    __table_args__ = (UniqueConstraint("round_id", "registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="visit_round.id", ondelete="CASCADE")
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    ranks: list[str] = json_column()


class VisitPlace(SQLModel, table=True):
    """Where somebody is placed; no option means the waitlist. `pinned`: by hand, and kept when others are re-planned.

    `because` and `explanation` (ids of options, numbers) are what a sentence is made of, in the reader's language.
    `since` is when this option or this wait began: the waitlist's order.
    """

    __tablename__ = "visit_place"
    __table_args__ = (
        UniqueConstraint("round_id", "registration_id"),
        Index("ix_visit_place_round_id_option_id", "round_id", "option_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="visit_round.id", ondelete="CASCADE")
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    option_id: UUID | None = Field(default=None, foreign_key="option.id", index=True, ondelete="SET NULL")
    pinned: bool = False
    rank: int | None = None
    because: str = Field(max_length=40)
    explanation: dict[str, Any] = json_column(default_factory=dict)
    since: datetime = moment_column()


class VisitRun(SQLModel, table=True):
    """One time that places were given: by whom, how many, how many had to move; appended."""

    __tablename__ = "visit_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="visit_round.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    what: str = Field(max_length=40)
    summary: dict[str, Any] = json_column(default_factory=dict)


class VisitQuestion(SQLModel, table=True):
    """What somebody asks the host of an option, and what the host answered. The host does not see who asks."""

    __tablename__ = "visit_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    option_id: UUID = Field(foreign_key="option.id", index=True, ondelete="CASCADE")
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    text: str = Field(max_length=1000)
    asked_at: datetime = moment_column()
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = moment_column(nullable=True, default=None)


class HostStatus(StrEnum):
    """What the host of a stop has said."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class VisitHost(Aggregate, table=True):
    """Who receives the visitors at one stop: an address that is asked, told of changes, and answers by a link.

    `told` is what the host was told last (place, times, head-count): what differs from it is a change to tell. Without
    `stop_id` the stop has left the programme, or another host has taken over: this one is told that nobody comes,
    unless they come back to `left_stop_id` before. The link's secret is derived from `link_id`; a new one makes the
    link before useless, wherever it was forwarded to.
    """

    __tablename__ = "visit_host"
    __table_args__ = (UniqueConstraint("stop_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    stop_id: UUID | None = Field(default=None, foreign_key="stop.id", ondelete="SET NULL")
    left_stop_id: UUID | None = Field(default=None, foreign_key="stop.id", index=True, ondelete="SET NULL")
    link_id: UUID = Field(default_factory=new_id, unique=True)
    name: str = Field(max_length=300)
    email: str = Field(max_length=320)
    language: str = Field(max_length=16)
    status: HostStatus = enum_column(HostStatus, default=HostStatus.NOT_ASKED)
    comment: str = Field(default="", max_length=2000)
    asked_at: datetime | None = moment_column(nullable=True, default=None)
    answered_at: datetime | None = moment_column(nullable=True, default=None)
    told: dict[str, Any] = json_column(default_factory=dict)
    told_at: datetime | None = moment_column(nullable=True, default=None)
