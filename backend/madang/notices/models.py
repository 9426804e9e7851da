"""Tables of notices."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column
from madang.core.ids import new_id


class AnnouncementKind(StrEnum):
    """What is announced: what changed in people's schedules, or something that cannot wait."""

    CHANGES = "changes"
    URGENT = "urgent"


class AnnouncementStage(StrEnum):
    """Where an announcement stands. `waiting` goes out by itself when it is due; `held` when the organiser says so."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    DISCARDED = "discarded"


class Announcement(Aggregate, table=True):
    """What is told to several people at once.

    Changes: at most one of an edition is not sent yet; it is worked out anew, and put off, whenever something else
    changes (`due_at`); `release_number` and `fingerprint` name the state that it tells of; `items` are those that
    several people are told alike, by a key that their notices name. Urgent: `title` and `text` are the organisers'
    words, `audience` whom they concern, `over_at` when its banner goes.
    """

    __table_args__ = (
        Index("ix_announcement_edition_id_id", "edition_id", "id"),
        Index(
            "uq_announcement_unsent",
            "edition_id",
            unique=True,
            sqlite_where=text("stage IN ('waiting', 'held')"),
            postgresql_where=text("stage IN ('waiting', 'held')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    kind: AnnouncementKind = enum_column(AnnouncementKind)
    stage: AnnouncementStage = enum_column(AnnouncementStage)
    release_number: int | None = None
    fingerprint: str = Field(default="", max_length=64)
    due_at: datetime | None = moment_column(nullable=True, default=None, index=True)
    sent_at: datetime | None = moment_column(nullable=True, default=None)
    over_at: datetime | None = moment_column(nullable=True, default=None)
    title: dict[str, str] = json_column(default_factory=dict)
    text: dict[str, str] = json_column(default_factory=dict)
    audience: dict[str, Any] = json_column(default_factory=dict)
    items: dict[str, Any] = json_column(default_factory=dict)


class Notice(SQLModel, table=True):
    """What one person is told by one announcement. `withheld`: the organiser decided that they are not.

    `items` are what changed for them, with the old and the new time and place, in every language; a text instead of
    one is the key of an item of the announcement. `visits` is their option by session once they are told, `meetings`
    where and when they meet for it. The link in the mail acknowledges without signing in; its secret is derived from
    `id`.
    """

    __table_args__ = (UniqueConstraint("announcement_id", "registration_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    announcement_id: UUID = Field(foreign_key="announcement.id", ondelete="CASCADE")
    registration_id: UUID = Field(foreign_key="registration.id", index=True, ondelete="CASCADE")
    items: list[dict[str, Any] | str] = json_column(default_factory=list)
    visits: dict[str, str | None] = json_column(default_factory=dict)
    meetings: dict[str, Any] = json_column(default_factory=dict)
    withheld: bool = False
    sent_at: datetime | None = moment_column(nullable=True, default=None)
    acknowledged_at: datetime | None = moment_column(nullable=True, default=None)


class ToldSchedule(SQLModel, table=True):
    """What somebody's schedule was when they last heard of it: the release, their option and its meeting by session.

    Whoever joins later begins with what is current then, and hears of no change that was before their time.
    """

    __tablename__ = "told_schedule"

    registration_id: UUID = Field(foreign_key="registration.id", primary_key=True, ondelete="CASCADE")
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    release_number: int | None = None
    visits: dict[str, str | None] = json_column(default_factory=dict)
    meetings: dict[str, Any] = json_column(default_factory=dict)
    told_at: datetime = moment_column()
