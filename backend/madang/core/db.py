"""The database: engines, transactions, column types. Nothing else opens or commits."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator, event
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import declared_attr
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.clock import utc_now
from madang.core.errors import Refusal, Stale

# Every constraint has a name: SQLite's batch migrations can only restate what is named.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


# Whoever waits longer for a connection is told so. Values stay out of errors, and so out of the log.
_POOL: dict[str, Any] = {"max_overflow": 10, "pool_timeout": 5, "hide_parameters": True}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: timezone-aware in Python, UTC in both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum], *, nullable: bool = False, **options: Any) -> Any:
    """Declare a column that stores an enum's values as text, so that a new value needs no migration."""
    stored = SqlEnum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=stored, nullable=nullable, **options)


def json_column(**options: Any) -> Any:
    """Declare a JSON column; its value is replaced whole, changes made inside it are not seen."""
    return Field(sa_type=JSON().with_variant(JSONB(), "postgresql"), nullable=False, **options)


def sorted_column(max_length: int, **options: Any) -> Any:
    """Declare a text column that lists are sorted by: by code point, the same on both databases."""
    stored = String(max_length).with_variant(String(max_length, collation="C"), "postgresql")
    return Field(sa_type=stored, nullable=False, **options)


def moment_column(*, nullable: bool = False, **options: Any) -> Any:
    """Declare a column of timezone-aware moments."""
    return Field(sa_type=UtcDateTime, nullable=nullable, **options)


class Kept(SQLModel):
    """Columns of whatever is edited and synchronised: when it was made and last changed."""

    created_at: datetime = moment_column(default_factory=utc_now)
    updated_at: datetime = moment_column(default_factory=utc_now, index=True)


class Aggregate(Kept):
    """A resource that is edited as a whole: `version` decides who wrote first.

    The database compares it in the UPDATE itself, so the slower of two writers gets `StaleDataError`. Children
    have none: whoever changes one calls `touch` on its aggregate.
    """

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- the declarative protocol passes the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]

    def touch(self, now: datetime) -> None:
        """Mark as changed at `now`: its version is raised even when only a child changed."""
        self.updated_at = now
        flag_modified(self, "updated_at")


class Tombstone(SQLModel, table=True):
    """What is left of a deleted resource, so that a script which keeps a copy learns that it is gone."""

    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=40)
    edition_id: UUID | None = Field(default=None, index=True)
    deleted_at: datetime = moment_column(index=True)


class Database:
    """One engine that writes and one that only reads, over the same database.

    SQLite: a writing transaction begins IMMEDIATE, for a deferred one fails when it turns to writing; a reading
    one is deferred and query-only, so that no GET waits for the write lock.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", query_only=False)
            self._reader = _sqlite_engine(url, begin="BEGIN", query_only=True)
        else:
            self._writer = create_async_engine(url, pool_size=pool_size, pool_pre_ping=True, **_POOL)
            self._reader = self._writer.execution_options(postgresql_readonly=True)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a writing transaction; it is committed at the end, or rolled back by any error."""
        async with AsyncSession(self._writer, expire_on_commit=False) as db, db.begin():
            yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that cannot write."""
        async with AsyncSession(self._reader, expire_on_commit=False) as db:
            yield db

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run synchronous work, such as a migration, on the writing engine's connection."""
        async with self._writer.connect() as connection:
            await connection.run_sync(work)

    async def close(self) -> None:
        """Give all connections back."""
        await self._writer.dispose()
        if self.is_sqlite:
            await self._reader.dispose()


def _sqlite_engine(url: str, *, begin: str, query_only: bool) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=10, **_POOL)

    @event.listens_for(engine.sync_engine, "do_connect")
    def _make_private(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
        # SQLite would make it readable for everybody; -wal and -shm get the same mode. What fails here, fails there.
        # Only one that is missing: closing a file drops all locks that this process has on it, SQLite's among them.
        with suppress(OSError):
            os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions of its own: the event below does.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only left out
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


_PUT_OFF = "flushes put off"
_FLUSH_EVERY = 100  # so many rows cost little more than one, and others on the event loop get their turn


@asynccontextmanager
async def flushing_seldom(db: AsyncSession, refusal: Refusal) -> AsyncIterator[None]:
    """Let `flush` and `flush_new` within send what is pending every hundredth time only, and at the end.

    For many use cases in a row, of which it is known that none breaks a constraint unless somebody else has just
    written: that raises `refusal`.
    """
    db.info[_PUT_OFF] = 0
    try:
        yield
        await db.flush()
    except IntegrityError as broken:
        raise refusal from broken
    finally:
        del db.info[_PUT_OFF]


async def _send(db: AsyncSession) -> None:
    if _PUT_OFF in db.info:
        db.info[_PUT_OFF] += 1
        if db.info[_PUT_OFF] % _FLUSH_EVERY:
            return
    await db.flush()


async def flush(db: AsyncSession, refusal: Refusal) -> None:
    """Send what is pending to the database; a broken constraint raises `refusal`."""
    try:
        await _send(db)
    except IntegrityError as broken:
        raise refusal from broken


async def flush_new(db: AsyncSession, taken: Refusal | None = None) -> None:
    """Send what is pending to the database.

    Errors: `taken` when something unique is in use already; Stale when what a row refers to has just been deleted.
    """
    try:
        await _send(db)
    except IntegrityError as broken:
        # PostgreSQL by class, SQLite in words.
        dangling = getattr(broken.orig, "sqlstate", None) == "23503" or "FOREIGN KEY" in str(broken.orig)
        if dangling or taken is None:
            raise Stale("what this refers to has just been deleted; read it again") from broken
        raise taken from broken
