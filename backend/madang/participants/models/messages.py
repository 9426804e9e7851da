"""The table of what organisers wrote to many at once."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from madang.core.db import json_column, moment_column
from madang.core.ids import new_id


class OrganiserMessage(SQLModel, table=True):
    """One message to many participants, in as many languages as it was written in.

    Each of them gets a mail of their own, whose words are put together when it is sent: `recipients` counts them.
    """

    __tablename__ = "organiser_message"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    at: datetime = moment_column()
    subject: dict[str, str] = json_column()
    text: dict[str, str] = json_column()
    recipients: int
