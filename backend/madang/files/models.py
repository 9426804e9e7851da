"""The table of files."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from madang.core.db import moment_column
from madang.core.ids import new_id


class StoredFile(SQLModel, table=True):
    """A file that somebody handed in: its bytes lie under its id in the folder of files, sealed where `sealed` says so.

    `received` bytes of `size` are there; `completed_at` is set once all of them are and the content is what
    `media_type` says. What is never completed, or belongs to nobody any more, is removed by the worker.
    """

    __tablename__ = "stored_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True, ondelete="SET NULL")
    name: str = Field(max_length=300)
    media_type: str = Field(max_length=100)
    size: int
    received: int = Field(default=0)
    sha256: str | None = Field(default=None, max_length=64)
    sealed: bool = Field(default=False)
    created_at: datetime = moment_column(index=True)
    completed_at: datetime | None = moment_column(nullable=True, default=None)
