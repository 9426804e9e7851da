"""Removing what was never finished, and bytes that no row speaks of: chores of the worker."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from madang.core.db import Database
from madang.files import queries, service
from madang.files.storage import FileStore

_UNFINISHED_KEPT = timedelta(days=7)  # long enough for a city hall whose line is down until Monday
_BYTES_KEPT = timedelta(hours=1)  # a first piece is on the disk before its row says so
_AT_ONCE = 500
_MOST = 50_000


@dataclass(frozen=True)
class Tidying:
    """Knows where files lie."""

    store: FileStore

    async def forget_unfinished(self, database: Database, now: datetime) -> None:
        """Delete files that were begun a week ago and never finished."""
        async with database.write() as db:
            ids = await queries.list_unfinished(db, before=now - _UNFINISHED_KEPT, limit=_AT_ONCE)
            await service.forget_files(db, ids)
        await service.remove_bytes(self.store, ids)

    async def remove_unknown(self, database: Database, now: datetime) -> None:
        """Remove bytes that no row speaks of: a deletion may have been interrupted before them."""
        ids = await asyncio.to_thread(lambda: list(islice(self.store.ids_before(now - _BYTES_KEPT), _MOST)))
        for some in [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]:
            async with database.read() as db:
                known = await queries.known_ids(db, some)
            await service.remove_bytes(self.store, set(some) - known)
