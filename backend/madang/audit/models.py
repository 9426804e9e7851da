"""The table of the audit log."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from madang.core.db import enum_column, json_column, moment_column
from madang.core.ids import new_id
from madang.core.origin import OriginKind


class Outcome(StrEnum):
    """Whether it was carried out."""

    DONE = "done"
    DENIED = "denied"


class AuditEntry(SQLModel, table=True):
    """One thing that was done, or refused.

    Ids and names of fields, never a value of theirs. No foreign keys: an entry outlives what it speaks of.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_edition_id_id", "edition_id", "id"),
        Index("ix_audit_entry_account_id_id", "account_id", "id"),
        Index("ix_audit_entry_subject_id_id", "subject_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = moment_column(index=True)
    origin: OriginKind = enum_column(OriginKind)
    account_id: UUID | None = Field(default=None)
    token_id: UUID | None = Field(default=None)
    address: str | None = Field(default=None, max_length=64)
    request_id: str = Field(default="", max_length=64)
    edition_id: UUID | None = Field(default=None)
    action: str = Field(max_length=80)
    subject_kind: str = Field(default="", max_length=40)
    subject_id: UUID | None = Field(default=None)
    fields: list[str] = json_column(default_factory=list)
    outcome: Outcome = enum_column(Outcome, default=Outcome.DONE)
    code: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=500)
