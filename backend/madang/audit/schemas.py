"""The audit log as the API gives it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from madang.audit.models import Outcome
from madang.core.origin import OriginKind
from madang.core.schemas import Output


class Actor(Output):
    """Whoever acted; the address is looked up when the log is read, and gone with the account."""

    id: UUID
    email: str | None


class AuditEntryPublic(Output):
    """One thing that was done, or refused.

    `subject_email`: the address of the account or the invitation that it was done to; looked up like that of the actor.
    """

    id: UUID
    at: datetime
    origin: OriginKind
    account: Actor | None
    token_id: UUID | None
    address: str | None
    request_id: str
    edition_id: UUID | None
    action: str
    subject_kind: str
    subject_id: UUID | None
    subject_email: str | None
    fields: list[str]
    outcome: Outcome
    code: str
    reason: str


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    NDJSON = "ndjson"
