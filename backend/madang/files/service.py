"""Use cases of files. The bytes go to the disk before the row says so: what a crash leaves there is cut off later."""

import asyncio
import errno
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Invalid, StorageFull
from madang.files import queries, rules
from madang.files.errors import ContentUnlike, FilesTooMany, FileTooLarge, OffsetWrong
from madang.files.models import StoredFile
from madang.files.schemas import FileCreate
from madang.files.storage import FileStore


async def begin_file(
    db: AsyncSession, data: FileCreate, *, edition_id: UUID, account_id: UUID, most_bytes: int, now: datetime
) -> StoredFile:
    """Make room for a file that comes in pieces. Errors: FileTooLarge, FilesTooMany."""
    if data.size > most_bytes:
        raise FileTooLarge(
            f"a file has at most {most_bytes} bytes", errors=[("/body/size", f"at most {most_bytes} bytes")]
        )
    if await queries.count_files(db, account_id) >= rules.MOST_FILES:
        raise FilesTooMany(f"an account holds at most {rules.MOST_FILES} files at a time")
    file = StoredFile(
        edition_id=edition_id,
        account_id=account_id,
        name=data.name,
        media_type=data.media_type.value,
        size=data.size,
        sealed=data.sensitive,
        created_at=now,
    )
    db.add(file)
    record(db, "file.begun", now, edition_id=edition_id, subject_kind="stored_file", subject_id=file.id)
    await flush_new(db)
    return file


async def append_piece(
    db: AsyncSession, store: FileStore, file: StoredFile, *, offset: int, piece: bytes, now: datetime
) -> None:
    """Add a piece to a locked file; with the last one it is looked at whether the content is what it says.

    Errors: OffsetWrong, also for what is complete; Invalid for nothing or too much; ContentUnlike.
    """
    if offset != file.received or file.completed_at is not None:
        raise OffsetWrong(f"{file.received} bytes were received", current={"received": file.received})
    if not piece or file.received + len(piece) > file.size:
        left = file.size - file.received
        raise Invalid(f"{left} bytes are missing, not {len(piece)}", errors=[("/body", f"1 to {left} bytes")])
    try:
        await asyncio.to_thread(store.write, file.id, offset, piece, sealed=file.sealed)
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull("the disk is full; this piece was not stored") from problem
    file.received += len(piece)
    if file.received == file.size:
        file.sha256 = await asyncio.to_thread(_examine, store, file)
        file.completed_at = now
        record(db, "file.completed", now, edition_id=file.edition_id, subject_kind="stored_file", subject_id=file.id)
    await db.flush()


def _examine(store: FileStore, file: StoredFile) -> str:
    content = b"".join(store.read(file.id, sealed=file.sealed))
    media_type = rules.MediaType(file.media_type)
    if not rules.is_what_it_says(media_type, content):
        raise ContentUnlike(
            f"this file is no {media_type.name}", errors=[("/body", f"the content is not {media_type}")]
        )
    return sha256(content).hexdigest()


async def forget_files(db: AsyncSession, ids: Iterable[UUID]) -> None:
    """Remove the rows of files. Their bytes go once that is committed: `remove_bytes`, or else the worker."""
    await db.exec(delete(StoredFile).where(col(StoredFile.id).in_(set(ids))))


async def remove_bytes(store: FileStore, ids: Iterable[UUID]) -> None:
    """Remove the bytes of files whose rows are gone."""
    for file_id in ids:
        await asyncio.to_thread(store.remove, file_id)
