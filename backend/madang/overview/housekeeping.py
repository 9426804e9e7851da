"""Removing files that nobody needs any more: chores of the worker that look across domains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.files.models import StoredFile
from madang.files.service import forget_files, remove_bytes
from madang.files.storage import FileStore
from madang.overview import queries

_UNUSED_KEPT = timedelta(days=7)  # the form that it was handed in for may be a draft on a phone still
_AT_ONCE = 500


@dataclass(frozen=True)
class Clearing:
    """Knows where files lie, and how many days after an edition sensitive ones are kept."""

    store: FileStore
    kept_days: int

    async def erase_sealed_files(self, database: Database, now: datetime) -> None:
        """Delete sensitive files in the night after the last day of sensitive details."""
        ended_before = now.date() - timedelta(days=self.kept_days)
        async with database.write() as db:
            ids = await queries.list_sealed_files(db, ended_before=ended_before, limit=_AT_ONCE)
            await forget_files(db, ids)
        await remove_bytes(self.store, ids)

    async def forget_unused_files(self, database: Database, now: datetime) -> None:
        """Delete files that were handed in a week ago and that nothing refers to: replaced or never used."""
        after: UUID | None = None
        more = True
        while more:
            async with database.write() as db:
                files = await queries.list_unreferenced_files(
                    db, before=now - _UNUSED_KEPT, after=after, limit=_AT_ONCE
                )
                unused = await _unused(db, files)
                await forget_files(db, unused)
            await remove_bytes(self.store, unused)
            more = len(files) == _AT_ONCE
            after = files[-1].id if files else None


async def _unused(db: AsyncSession, files: Sequence[StoredFile]) -> list[UUID]:
    answers = await queries.answers_of(db, {file.account_id for file in files if file.account_id is not None})
    unused = []
    for file in files:
        own = answers.get(file.account_id) if file.account_id else None
        named = any(str(file.id) in str(answer) for answer in own) if own else await queries.is_answer(db, file)
        if not named:
            unused.append(file.id)
    return unused
