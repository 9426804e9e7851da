"""Tables of messages and of their deliveries."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from madang.core.db import enum_column, json_column, moment_column
from madang.core.ids import new_id


class MessageState(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class OutboxMessage(SQLModel, table=True):
    """A mail to be: its kind and the ids that its renderer needs. Neither its words nor a secret are kept.

    `claimed_until`: a worker is at it until then; afterwards it is anybody's again. `once` names what must be told
    one time only. `recipient` is known when it was rendered.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_state_due_at", "state", "due_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=60)
    parameters: dict[str, str] = json_column()
    once: str | None = Field(default=None, max_length=120, unique=True)
    state: MessageState = enum_column(MessageState, default=MessageState.WAITING)
    created_at: datetime = moment_column(index=True)
    due_at: datetime = moment_column()
    claimed_until: datetime | None = moment_column(nullable=True, default=None)
    attempts: int = Field(default=0)
    recipient: str | None = Field(default=None, max_length=320)
    finished_at: datetime | None = moment_column(nullable=True, default=None)


class DeliveryResult(StrEnum):
    """How one attempt to deliver ended."""

    SENT = "sent"
    FILED = "filed"
    DEFERRED = "deferred"
    REFUSED = "refused"
    DROPPED = "dropped"


class Delivery(SQLModel, table=True):
    """One attempt to deliver a message; appended."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    message_id: UUID = Field(foreign_key="outbox_message.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    result: DeliveryResult = enum_column(DeliveryResult)
    detail: str = Field(default="", max_length=500)
