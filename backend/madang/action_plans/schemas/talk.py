"""What is said about a plan: comments and suggestions, endorsements."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from madang.action_plans.models import CommentOutcome, EndorsementKind
from madang.action_plans.schemas.life import Comment, PlanAuthor
from madang.core.schemas import Input, Output
from madang.core.text import Line, Text


class PlanCommentGiven(Input):
    """A word beside a field or a row, or about the whole plan; or an answer, which stands where its comment does.

    `suggestion` holds the one value that is proposed for the field.
    """

    path: Annotated[str | None, Field(max_length=120)] = None
    text: Annotated[Text | None, Field(max_length=4000, description="Required without a suggestion.")] = None
    suggestion: Annotated[list[Any] | None, Field(min_length=1, max_length=1)] = None
    reply_to_id: UUID | None = None


class PlanCommentPublic(Output):
    """A comment. `outcome` null: it is open."""

    id: UUID
    path: str | None
    reply_to_id: UUID | None
    text: str
    suggestion: list[Any] | None
    at: datetime
    by: PlanAuthor
    outcome: CommentOutcome | None
    settled_at: datetime | None
    settled_by: PlanAuthor | None
    version: int


class CommentSettled(Input):
    """How a comment is settled; a suggestion that is accepted becomes the field's value."""

    outcome: CommentOutcome


class PlanEndorsementGiven(Input):
    """A body that stands behind a plan, and the document that says so."""

    kind: EndorsementKind
    body: Line
    endorsed_on: date
    note: Annotated[Comment | None, BeforeValidator(lambda given: given or None)] = (
        None  # nothing typed is nothing said
    )
    file_id: Annotated[UUID | None, Field(description="A file that the caller handed in to this edition.")] = None


class EndorsementFile(Output):
    """What an endorsement's document is called."""

    id: UUID
    name: str
    media_type: str
    size: int


class PlanEndorsementPublic(Output):
    """A body that stands behind a plan."""

    id: UUID
    kind: EndorsementKind
    body: str
    endorsed_on: date
    note: str
    file: EndorsementFile | None
    version: int


class PlanEndorsements(Output):
    """Who stands behind a plan, the earliest first."""

    items: list[PlanEndorsementPublic]
