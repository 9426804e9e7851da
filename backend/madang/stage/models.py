"""Tables of what runs in the room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from madang.core.db import Aggregate, moment_column
from madang.core.ids import new_id

LABEL_MAX = 200


class SpeakerTimer(Aggregate, table=True):
    """Whose time it is in a session, and how much of it is used.

    `started_at` None: it is not running. `used_before` are the seconds that were used before it was started last, so
    that a pause costs the speaker nothing. What is left at a moment is computed, here and on every screen.
    """

    __tablename__ = "speaker_timer"
    __table_args__ = (UniqueConstraint("session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    session_id: UUID = Field(foreign_key="programme_session.id", ondelete="CASCADE")
    label: str | None = Field(default=None, max_length=LABEL_MAX)
    seconds: int
    started_at: datetime | None = moment_column(nullable=True, default=None)
    used_before: float = 0.0
