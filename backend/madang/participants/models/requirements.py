"""Tables of what an edition needs from whom by when, and of what has been given."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from madang.core.db import Aggregate, enum_column, json_column, moment_column, sorted_column
from madang.core.ids import new_id


class RequirementForm(StrEnum):
    """How a requirement is met."""

    FILE = "file"
    TEXT = "text"
    CONFIRMATION = "confirmation"


class RequirementState(StrEnum):
    """Where one person stands with one requirement; missing is the state of whoever has no answer."""

    MISSING = "missing"
    GIVEN = "given"
    CHECKED = "checked"
    WAIVED = "waived"


class Requirement(Aggregate, table=True):
    """Something that an edition needs: slides, a flight, a passport scan. An empty list of whom means everybody."""

    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    key: str = sorted_column(64)
    title: dict[str, str] = json_column()
    description: dict[str, str] = json_column(default_factory=dict)
    form: RequirementForm = enum_column(RequirementForm)
    sensitive: bool = False
    kinds: list[str] = json_column(default_factory=list)
    delegation_ids: list[str] = json_column(default_factory=list)
    nationalities: list[str] = json_column(default_factory=list)
    due_on: date
    position: int = 0


class RequirementAnswer(Aggregate, table=True):
    """What one person gave for one requirement."""

    __tablename__ = "requirement_answer"
    __table_args__ = (UniqueConstraint("requirement_id", "registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    requirement_id: UUID = Field(foreign_key="requirement.id", ondelete="CASCADE")
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    state: RequirementState = enum_column(RequirementState)
    text: str | None = Field(default=None, max_length=2000)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", ondelete="SET NULL", index=True)
    given_at: datetime | None = moment_column(nullable=True, default=None)
    checked_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    comment: str = Field(default="", max_length=2000)
