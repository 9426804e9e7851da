"""Tables of what is said about a plan: comments and suggestions beside a field, endorsements."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from madang.core.db import Aggregate, enum_column, moment_column
from madang.core.ids import new_id


class CommentOutcome(StrEnum):
    """How a comment was settled."""

    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class PlanComment(Aggregate, table=True):
    """A word beside a field (`path`), or about the whole plan (None). An answer names what it answers.

    `suggestion` is a value that somebody proposes for the field: `[value]`, so that null can be proposed. Accepted, it
    becomes a change by whoever accepted it. `from_office`: an organiser wrote it, as such.
    """

    __tablename__ = "action_plan_comment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", index=True, ondelete="CASCADE")
    path: str | None = Field(default=None, max_length=120)
    reply_to_id: UUID | None = Field(default=None, foreign_key="action_plan_comment.id", ondelete="CASCADE", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    from_office: bool = False
    text: str = Field(max_length=4000)
    suggestion: list[Any] | None = Field(
        default=None, sa_type=JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    )
    outcome: CommentOutcome | None = enum_column(CommentOutcome, nullable=True, default=None)
    settled_at: datetime | None = moment_column(nullable=True, default=None)
    settled_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)


class EndorsementKind(StrEnum):
    """Who stands behind a plan."""

    GOVERNMENT = "government"
    SSE_ORGANISATION = "sse_organisation"
    OTHER = "other"


class PlanEndorsement(Aggregate, table=True):
    """A body that stands behind a plan, since when, and the document that says so."""

    __tablename__ = "action_plan_endorsement"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", index=True, ondelete="CASCADE")
    kind: EndorsementKind = enum_column(EndorsementKind)
    body: str = Field(max_length=300)
    endorsed_on: date
    note: str = Field(default="", max_length=2000)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", ondelete="SET NULL", index=True)
