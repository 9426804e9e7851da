"""Tables of what is nobody's business but a few people's: sealed, with a purpose and a date on which it is erased."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, moment_column
from madang.core.ids import new_id


class SensitiveKind(StrEnum):
    """What a sensitive detail is about."""

    DIETARY = "dietary"
    ACCESS_NEED = "access_need"
    EMERGENCY_CONTACT = "emergency_contact"
    PASSPORT = "passport"


class ArrangementState(StrEnum):
    """What has become of an access need."""

    REQUESTED = "requested"
    ARRANGED = "arranged"
    IMPOSSIBLE = "impossible"


class SensitiveDetail(Aggregate, table=True):
    """One detail of one registration: AES-GCM, bound to its id. No list, search or log ever reads it.

    `erase_on`: the worker removes it in the night after. For an access need, `arrangement` says what has become of
    it and `sealed_note` in which way.
    """

    __tablename__ = "sensitive_detail"
    __table_args__ = (UniqueConstraint("registration_id", "kind"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    registration_id: UUID = Field(foreign_key="registration.id", ondelete="CASCADE")
    kind: SensitiveKind = enum_column(SensitiveKind)
    sealed: bytes
    purpose: str = Field(max_length=64)
    consented_at: datetime = moment_column()
    erase_on: date = Field(index=True)
    arrangement: ArrangementState | None = enum_column(ArrangementState, nullable=True, default=None)
    arranged_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    sealed_note: bytes | None = None


class VisaStatus(StrEnum):
    """Where somebody's visa stands."""

    NOT_NEEDED = "not_needed"
    REQUESTED = "requested"
    LETTER_SENT = "letter_sent"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"


class VisaCase(Aggregate, table=True):
    """Somebody's visa: which consulate, when they travel, and by when the application has to be in."""

    __tablename__ = "visa_case"
    __table_args__ = (UniqueConstraint("registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    registration_id: UUID = Field(foreign_key="registration.id", ondelete="CASCADE")
    status: VisaStatus = enum_column(VisaStatus)
    consulate: str | None = Field(default=None, max_length=300)
    travels_on: date | None = None
    apply_by: date | None = Field(default=None, index=True)


class VisaEvent(SQLModel, table=True):
    """What happened to a visa case; appended."""

    __tablename__ = "visa_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    visa_case_id: UUID = Field(foreign_key="visa_case.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    from_status: VisaStatus | None = enum_column(VisaStatus, nullable=True, default=None)
    to_status: VisaStatus = enum_column(VisaStatus)
    comment: str = Field(default="", max_length=2000)
