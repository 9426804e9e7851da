"""Looking each minute whether people must hear of something: a watch of the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.notices.queries.announcements import find_unsent
from madang.notices.queries.state import list_watched
from madang.notices.service.review import is_done, look_at, review

log = structlog.get_logger()


@dataclass(frozen=True)
class Noticing:
    """Knows how long a change waits for others before people are told."""

    delay: timedelta

    async def announce_changes(self, database: Database, now: datetime) -> None:
        """Work out, and send once it is due, what people of each edition must hear of: an edition at a time.

        Where nothing is new that costs a few reads, and no write lock.
        """
        async with database.read() as db:
            editions = await list_watched(db, now.date())
        for edition_id in editions:
            try:
                await self._announce(database, edition_id, now)
            except Exception as problem:
                log.error("an edition's changes cannot be told", edition=str(edition_id), error=type(problem).__name__)

    async def _announce(self, database: Database, edition_id: UUID, now: datetime) -> None:
        async with database.read() as db:
            done = is_done(await look_at(db, edition_id, now), await find_unsent(db, edition_id), now)
        if not done:
            async with database.write() as db:
                set_origin(db, Origin(OriginKind.WORKER))
                await review(db, edition_id, now, self.delay)
