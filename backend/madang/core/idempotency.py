"""Answers kept for retries, by caller and key."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint, delete, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import json_column, moment_column
from madang.core.errors import KeyBusy, KeyReused
from madang.core.ids import new_id

KEPT = timedelta(hours=24)


class IdempotentAnswer(SQLModel, table=True):
    """The answer to a creating request; `status` 0 while it is being carried out."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    caller: str = Field(max_length=100)
    key: str = Field(max_length=128)
    fingerprint: str = Field(max_length=64)
    status: int = 0
    headers: dict[str, str] = json_column(default_factory=dict)
    body: bytes = Field(default=b"", sa_type=LargeBinary)
    created_at: datetime = moment_column(index=True)


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Return what a key is bound to: a digest of method, path and body."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


async def claim(db: AsyncSession, *, caller: str, key: str, fingerprint: str, now: datetime) -> IdempotentAnswer:
    """Return the row of this key: fresh with `status` 0, or answered already.

    A twin under way holds the unique entry: PostgreSQL makes the insert wait for it, SQLite has made this whole
    transaction wait for it.
    Errors: KeyBusy when the twin takes over 5 s; KeyReused when the key came with another request.
    """
    values = {
        "id": new_id(),
        "caller": caller,
        "key": key,
        "fingerprint": fingerprint,
        "status": 0,
        "headers": {},
        "body": b"",
        "created_at": now,
    }
    is_postgresql = db.get_bind().dialect.name == "postgresql"
    insert = (postgresql if is_postgresql else sqlite).insert(IdempotentAnswer)
    try:
        if is_postgresql:
            await db.exec(text("SET LOCAL lock_timeout = '5s'"))  # type: ignore[call-overload]
        await db.exec(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < now - KEPT))
        await db.exec(insert.values(values).on_conflict_do_nothing(index_elements=["caller", "key"]))
        if is_postgresql:
            await db.exec(text("SET LOCAL lock_timeout = DEFAULT"))  # type: ignore[call-overload]
    except DBAPIError as problem:
        if "lock timeout" in str(problem).lower():
            raise KeyBusy("the same request is still being carried out", headers={"Retry-After": "5"}) from problem
        raise
    found = await db.exec(
        select(IdempotentAnswer).where(IdempotentAnswer.caller == caller, IdempotentAnswer.key == key)
    )
    row = found.one()
    if row.fingerprint != fingerprint:
        raise KeyReused("this Idempotency-Key was used for another request")
    return row


async def forget(db: AsyncSession, words: Collection[str], *, caller: str | None = None) -> None:
    """Delete kept answers to a caller, and those in which any of these words stand: somebody is erased.

    A retry of such a request would be carried out anew.
    """
    needles = [word.encode() for word in words if word]
    kept = (await db.exec(select(IdempotentAnswer).where(IdempotentAnswer.status != 0))).all()
    told = [row.id for row in kept if row.caller == caller or any(needle in row.body for needle in needles)]
    await db.exec(delete(IdempotentAnswer).where(col(IdempotentAnswer.id).in_(told)))
