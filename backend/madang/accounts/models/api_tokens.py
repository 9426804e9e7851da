"""The table of API tokens."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from madang.core.db import Aggregate, json_column, moment_column
from madang.core.ids import new_id


class ApiToken(Aggregate, table=True):
    """A token for a script or a partner: only its SHA-256 is kept, and its beginning, by which people know it.

    It never allows more than its account may do at that moment; with `edition_id`, only there. `last_used_at` is
    written without raising the version, at most once a minute.
    """

    __tablename__ = "api_token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    beginning: str = Field(max_length=24)
    token_hash: str = Field(max_length=64, unique=True)
    scopes: list[str] = json_column()
    edition_id: UUID | None = Field(default=None, foreign_key="edition.id", index=True, ondelete="CASCADE")
    expires_at: datetime = moment_column(index=True)
    last_used_at: datetime | None = moment_column(nullable=True, default=None)
    revoked_at: datetime | None = moment_column(nullable=True, default=None)
    replaced_by_id: UUID | None = Field(default=None)
