"""Tables of what an edition asks of those who register, and of how many it takes."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, json_column, moment_column
from madang.core.ids import new_id


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    NUMBER = "number"
    DATE = "date"
    COUNTRY = "country"
    CONSENT = "consent"
    FILE = "file"


class RegistrationForm(Aggregate, table=True):
    """The form of an edition: who may register until when, what is asked, and what consent is asked for.

    `kinds` are those that may register by themselves; others are invited or entered by staff. A question that was
    ever answered is withdrawn, not deleted: its answers stay readable. `offer_hours`: how long a place that became
    free is kept for whoever is next on the waitlist.
    """

    __tablename__ = "registration_form"
    __table_args__ = (UniqueConstraint("edition_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    opens_at: datetime | None = moment_column(nullable=True, default=None)
    closes_at: datetime | None = moment_column(nullable=True, default=None)
    edits_until: datetime | None = moment_column(nullable=True, default=None)
    kinds: list[str] = json_column(default_factory=list)
    needs_approval: bool = True
    offer_hours: int = 48
    intro: dict[str, str] = json_column(default_factory=dict)
    questions: list[dict[str, Any]] = json_column(default_factory=list)
    consents: list[dict[str, Any]] = json_column(default_factory=list)
    contact_email: str | None = Field(default=None, max_length=320)


class Quota(SQLModel, table=True):
    """How many participants of one kind an edition takes, or (kind "all") of all kinds together.

    A place is taken by one conditional UPDATE: the database decides who was first. `places` null: no limit.
    """

    __table_args__ = (CheckConstraint("taken >= 0", name="taken_not_negative"),)

    edition_id: UUID = Field(foreign_key="edition.id", primary_key=True, ondelete="CASCADE")
    kind: str = Field(max_length=40, primary_key=True)
    places: int | None = None
    taken: int = Field(default=0)
