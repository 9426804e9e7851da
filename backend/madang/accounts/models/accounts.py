"""Tables of accounts, their roles, logins and failed tries."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from madang.core.clock import utc_now
from madang.core.db import Aggregate, enum_column, moment_column, sorted_column
from madang.core.ids import new_id


class Role(StrEnum):
    """What an account may be."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    DOOR_STAFF = "door_staff"
    FOCAL_POINT = "focal_point"
    PARTICIPANT = "participant"
    PARTNER = "partner"


class Account(Aggregate, table=True):
    """Somebody who can sign in; `email` is normalised and unique, `email_as_typed` is what mails go to."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = sorted_column(320, unique=True)
    email_as_typed: str = Field(max_length=320)
    password_hash: str | None = Field(default=None, max_length=200)
    must_change_password: bool = False
    language: str | None = Field(default=None, max_length=16)
    disabled_at: datetime | None = moment_column(nullable=True, default=None)


class RoleGrant(SQLModel, table=True):
    """A role of an account, in one edition or (administrator) in the whole installation."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "edition_id"),
        # In a UNIQUE constraint one NULL is unlike another.
        Index(
            "uq_role_grant_installation",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("edition_id IS NULL"),
            postgresql_where=text("edition_id IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    role: Role = enum_column(Role)
    edition_id: UUID | None = Field(default=None, foreign_key="edition.id", index=True, ondelete="CASCADE")
    granted_at: datetime = moment_column(default_factory=utc_now)
    granted_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)


class EndReason(StrEnum):
    """Why a login is over."""

    SIGNED_OUT = "signed_out"
    TOKEN_REUSED = "token_reused"  # noqa: S105 -- a reason
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- a reason
    ENDED_ELSEWHERE = "ended_elsewhere"
    EMAIL_CHANGED = "email_changed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    DISABLED = "disabled"
    RECOVERED = "recovered"


class Login(SQLModel, table=True):
    """One sign-in on one device: the family of all refresh tokens that follow from it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created_at: datetime = moment_column()
    last_used_at: datetime = moment_column()
    expires_at: datetime = moment_column()
    ended_at: datetime | None = moment_column(nullable=True, default=None)
    end_reason: str | None = Field(default=None, max_length=40)
    user_agent: str = Field(default="", max_length=300)
    address: str | None = Field(default=None, max_length=64)


class RefreshToken(SQLModel, table=True):
    """One refresh token, of which only the SHA-256 is kept; rotated on every use."""

    __tablename__ = "refresh_token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    login_id: UUID = Field(foreign_key="login.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    issued_at: datetime = moment_column()
    rotated_at: datetime | None = moment_column(nullable=True, default=None)


class SignInThrottle(SQLModel, table=True):
    """Attempts to sign in that have not succeeded, of one subject: an address, a network, or a pair of them.

    `subject` is a digest, for people type passwords into the field of the address. Counted from the first failure,
    and forgotten a while after it.
    """

    __tablename__ = "sign_in_throttle"

    subject: str = Field(primary_key=True, max_length=64)
    failures: int
    since: datetime = moment_column(index=True)
    allowed_at: datetime = moment_column()
