"""Tables of schedules: the private calendar link, and whom to call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, json_column, moment_column
from madang.core.ids import new_id


class CalendarLink(SQLModel, table=True):
    """The private address of one participant's calendar. Its secret is derived from `id`; a reset is another row."""

    __tablename__ = "calendar_link"
    __table_args__ = (UniqueConstraint("registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    registration_id: UUID = Field(foreign_key="registration.id", ondelete="CASCADE")
    made_at: datetime = moment_column()


class Helpline(Aggregate, table=True):
    """Whom participants of an edition call when they are lost: shown on their schedule, also without a network.

    `numbers` are `{"label": words, "phone": text}`, the organisers' own first, then the country's (112, 119).
    """

    __table_args__ = (UniqueConstraint("edition_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    numbers: list[dict[str, object]] = json_column(default_factory=list)
    note: dict[str, str] = json_column(default_factory=dict)
