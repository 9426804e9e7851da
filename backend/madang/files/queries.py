"""Every `select` of files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.core.errors import NotFound
from madang.files.models import StoredFile


def own_files(account_id: UUID) -> SelectOfScalar[StoredFile]:
    """Return the files that an account has handed in."""
    return select(StoredFile).where(StoredFile.account_id == account_id)


async def get_own_file(db: AsyncSession, account_id: UUID, file_id: UUID, *, lock: bool = False) -> StoredFile:
    """Return a file that this account has handed in. Errors: NotFound, also when it is somebody else's."""
    statement = own_files(account_id).where(StoredFile.id == file_id)
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such file of yours")
    return found


async def get_file(db: AsyncSession, edition_id: UUID, file_id: UUID) -> StoredFile:
    """Return a file of an edition, whoever asks. Errors: NotFound."""
    statement = select(StoredFile).where(StoredFile.id == file_id, StoredFile.edition_id == edition_id)
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such file in this edition")
    return found


async def find_files(db: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """Return files by id in one statement, whoever asks."""
    found = await db.exec(select(StoredFile).where(col(StoredFile.id).in_(set(ids))))
    return {file.id: file for file in found.all()}


async def count_files(db: AsyncSession, account_id: UUID) -> int:
    """Return how many files an account has handed in, or begun to."""
    statement = select(func.count()).select_from(StoredFile).where(StoredFile.account_id == account_id)
    return (await db.exec(statement)).one()


async def known_ids(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of these ids that are files."""
    return set((await db.exec(select(StoredFile.id).where(col(StoredFile.id).in_(ids)))).all())


async def list_unfinished(db: AsyncSession, *, before: datetime, limit: int) -> Sequence[UUID]:
    """Return files that were begun before some moment and never finished."""
    statement = select(StoredFile.id).where(col(StoredFile.created_at) < before, col(StoredFile.completed_at).is_(None))
    return (await db.exec(statement.limit(limit))).all()
