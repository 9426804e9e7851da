"""Tables of case studies."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column
from madang.core.ids import new_id


class CaseStudyStatus(StrEnum):
    """Where a case study stands, from the first word to the plenary."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    PRESENTED = "presented"
    WITHDRAWN = "withdrawn"


class CaseStudyCall(Aggregate, table=True):
    """The call for case studies of one session, such as a plenary: what is asked for, until when, how many are taken.

    `room_for` are selected, `minutes_each` is what each has unless its own minutes say otherwise. `remind_days`: how
    long before `slides_by` whoever owes slides is reminded. `announced_at`: when outcomes were told last.
    """

    __tablename__ = "case_study_call"
    __table_args__ = (UniqueConstraint("session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    session_id: UUID = Field(foreign_key="programme_session.id", ondelete="CASCADE")
    guidance: dict[str, str] = json_column(default_factory=dict)
    opens_at: datetime | None = moment_column(nullable=True, default=None)
    closes_at: datetime | None = moment_column(nullable=True, default=None)
    slides_by: datetime | None = moment_column(nullable=True, default=None)
    room_for: int = 5
    minutes_each: int = 10
    remind_days: int = 3
    announced_at: datetime | None = moment_column(nullable=True, default=None)


class CaseStudy(Aggregate, table=True):
    """What a delegation hands in for one call: one or two concrete examples, who was involved, what came of it.

    `examples` are `{"title": text, "text": text}`. `registration_id` presents it; whoever belongs to the delegation
    may write. `position` is the order among the selected, or among the reserve. `told_status` is the outcome that its
    owners know of: until it was told, they see it as submitted. `reopened`: organisers gave it back, so that it is
    written after the deadline, too. `published_at`: shown with the session.
    """

    __tablename__ = "case_study"
    __table_args__ = (UniqueConstraint("call_id", "registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    call_id: UUID = Field(foreign_key="case_study_call.id")
    delegation_id: UUID | None = Field(default=None, foreign_key="delegation.id", index=True)
    registration_id: UUID = Field(foreign_key="registration.id", index=True)
    language: str = Field(max_length=16)
    title: str = Field(default="", max_length=200)
    examples: list[dict[str, str]] = json_column(default_factory=list)
    stakeholders: str = Field(default="")
    results: str = Field(default="")
    lessons: str = Field(default="")
    slides_file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", ondelete="SET NULL", index=True)
    slides_public: bool = False
    status: CaseStudyStatus = enum_column(CaseStudyStatus, default=CaseStudyStatus.DRAFT)
    told_status: CaseStudyStatus | None = enum_column(CaseStudyStatus, nullable=True, default=None)
    reopened: bool = False
    position: int | None = None
    minutes: int | None = None
    submitted_at: datetime | None = moment_column(nullable=True, default=None)
    published_at: datetime | None = moment_column(nullable=True, default=None)


class CaseStudyEvent(SQLModel, table=True):
    """What happened to a case study; appended. A comment on the way to its owner was `told`."""

    __tablename__ = "case_study_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_study_id: UUID = Field(foreign_key="case_study.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    from_status: CaseStudyStatus = enum_column(CaseStudyStatus)
    to_status: CaseStudyStatus = enum_column(CaseStudyStatus)
    comment: str = Field(default="", max_length=2000)
    told: bool = False


class CaseStudyReview(Aggregate, table=True):
    """What one reviewer thinks of a case study: 1 (weak) to 5 (strong) each, and why."""

    __tablename__ = "case_study_review"
    __table_args__ = (
        UniqueConstraint("case_study_id", "account_id"),
        CheckConstraint(
            "relevance BETWEEN 1 AND 5 AND clarity BETWEEN 1 AND 5 AND transferability BETWEEN 1 AND 5",
            name="one_to_five",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_study_id: UUID = Field(foreign_key="case_study.id", ondelete="CASCADE")
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    relevance: int
    clarity: int
    transferability: int
    comment: str = Field(default="", max_length=2000)
