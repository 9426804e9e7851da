"""Tables of what is mailed to somebody: links with their codes, and the invitations that come with some."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from madang.accounts.models.accounts import Role
from madang.core.clock import utc_now
from madang.core.db import Aggregate, enum_column, moment_column, sorted_column
from madang.core.ids import new_id


class LinkPurpose(StrEnum):
    """What pressing a mailed link does."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- a purpose
    EMAIL_CHANGE = "email_change"


class MailedLink(SQLModel, table=True):
    """A link to one address, good for one press; its secret and its typed code are derived, not kept.

    Whether there is an account of the address is looked up when the mail is written and when the link is pressed, so
    that asking for a link costs the same either way. `tries` counts typed codes.
    """

    __tablename__ = "mailed_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    purpose: LinkPurpose = enum_column(LinkPurpose)
    email: str = sorted_column(320, index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True, ondelete="CASCADE")
    language: str | None = Field(default=None, max_length=16)
    next: str | None = Field(default=None, max_length=500)
    created_at: datetime = moment_column(default_factory=utc_now)
    expires_at: datetime = moment_column(index=True)
    tries: int = Field(default=0)
    used_at: datetime | None = moment_column(nullable=True, default=None)
    revoked_at: datetime | None = moment_column(nullable=True, default=None)


class Invitation(Aggregate, table=True):
    """A role offered to an address, in one edition or (administrator) in the whole installation."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = sorted_column(320, index=True)
    email_as_typed: str = Field(max_length=320)
    role: Role = enum_column(Role)
    edition_id: UUID | None = Field(default=None, foreign_key="edition.id", index=True, ondelete="CASCADE")
    language: str = Field(max_length=16)
    invited_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    link_id: UUID | None = Field(default=None, foreign_key="mailed_link.id", ondelete="SET NULL", index=True)
    expires_at: datetime = moment_column()
    accepted_at: datetime | None = moment_column(nullable=True, default=None)
    accepted_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    revoked_at: datetime | None = moment_column(nullable=True, default=None)
