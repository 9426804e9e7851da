"""Remembering what somebody was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.notices import rules
from madang.notices.models import ToldSchedule

AT_ONCE = 500


@dataclass(frozen=True)
class Known:
    """What somebody knows of their visits, by session: their option, and where and when they meet for it."""

    visits: Mapping[str, str | None] = field(default_factory=dict)
    meetings: rules.Meetings = field(default_factory=dict)


async def remember(
    db: AsyncSession,
    edition_id: UUID,
    release_number: int,
    known: Mapping[UUID, Known],
    now: datetime,
) -> None:
    """Write down that people know a release and this of their visits: five hundred of them in one statement."""
    rows = [
        {
            "registration_id": registration_id,
            "edition_id": edition_id,
            "release_number": release_number,
            "visits": dict(own.visits),
            "meetings": dict(own.meetings),
            "told_at": now,
        }
        for registration_id, own in known.items()
    ]
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    connection = await db.connection()
    for start in range(0, len(rows), AT_ONCE):
        statement = dialect.insert(ToldSchedule)
        changed = {name: statement.excluded[name] for name in ("release_number", "visits", "meetings", "told_at")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["registration_id"], set_=changed),
            rows[start : start + AT_ONCE],
        )
