"""Mails as the API gives them."""

from datetime import datetime
from uuid import UUID

from madang.core.schemas import Output
from madang.outbox.models import DeliveryResult, MessageState


class DeliveryPublic(Output):
    """One attempt to deliver a mail."""

    at: datetime
    result: DeliveryResult
    detail: str


class MailPublic(Output):
    """A mail and what became of it; its recipient is known once it was made."""

    id: UUID
    kind: str
    recipient: str | None
    state: MessageState
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    attempts: int
    last_result: DeliveryPublic | None


class MailWithText(MailPublic):
    """A mail with every attempt, and its words where it lies in the folder of mails."""

    deliveries: list[DeliveryPublic]
    subject: str | None
    text: str | None
    html: str | None
