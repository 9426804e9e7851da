"""Messages to many participants as the API takes and gives them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.core.schemas import Input, Output
from madang.core.text import LongWords, Words
from madang.participants.models import ParticipantKind, RegistrationStatus


class Recipients(Input):
    """Who is written to: these people, or all that fit. Who was erased, and who has no address, is left out."""

    ids: Annotated[list[UUID], Field(max_length=2000)] = []
    status: RegistrationStatus | None = None
    kind: ParticipantKind | None = None
    delegation_id: UUID | None = None


class MessageCreate(Input):
    """A message in as many languages as it is written in; each reads theirs, or the edition's own.

    In both texts `{name}`, `{city}`, `{edition}` and `{link}` are filled in for each person.
    """

    subject: Annotated[Words, Field(min_length=1)]
    text: Annotated[LongWords, Field(min_length=1)]
    to: Recipients


class MessageSample(Output):
    """What one of them would read."""

    name: str
    language: str
    subject: str
    text: str


class MessagePreview(Output):
    """How many would be written to, and what the first of them would read: one in each language."""

    recipients: int
    samples: list[MessageSample]


class MessagePublic(Output):
    """A message that was sent."""

    id: UUID
    at: datetime
    by: str | None
    subject: dict[str, str]
    text: dict[str, str]
    recipients: int
