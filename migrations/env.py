"""How migrations run. Called by `madang migrate`, by tests, and by `alembic` for a new revision.

SQLite has no ALTER TABLE for most changes, so Alembic copies a table ("batch"). With foreign keys on, dropping the
old copy deletes every cascading child: they are off while migrations run and checked before the commit. A batch
keeps named constraints only, and neither CHECKs nor indexes on expressions: a revision restates those itself.
"""

import asyncio
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Enum, String
from sqlalchemy.engine import Connection

from madang.core.db import Database, UtcDateTime
from madang.settings import Settings
from madang.tables import metadata

_ONE_AT_A_TIME = 7_305_170_611_020_190_000  # any number, the same in every process that migrates


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Write our column types as plain ones: a revision must not change when the code does."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, String) and "postgresql" in getattr(item, "_variant_mapping", {}):
        return f'sa.String({item.length}).with_variant(sa.String({item.length}, collation="C"), "postgresql")'
    length = getattr(item, "length", None) or getattr(getattr(item, "impl", None), "length", None)
    if isinstance(item, Enum):
        return f"sa.String({length})"
    if type(item).__name__ == "AutoString" or isinstance(item, String):
        return f"sa.String({length or ''})"
    return False


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # On the driver's own connection: SQLite ignores this inside a transaction, and SQLAlchemy would begin one.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()


def migrate(connection: Connection) -> None:
    """Run the wanted migrations in one transaction, one process at a time."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _foreign_keys(connection, on=False)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,  # on PostgreSQL a batch is plain ALTER TABLE
        render_item=_render,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    try:
        with context.begin_transaction():
            if not is_sqlite:  # SQLite began IMMEDIATE: one writer already
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
            context.run_migrations()
            if is_sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"a migration left rows without their parent: {orphans[:5]}")
    finally:
        if is_sqlite:
            _foreign_keys(connection, on=True)


async def _migrate_configured() -> None:
    database = Database(Settings().sqlalchemy_url)
    try:
        await database.run_sync(migrate)
    finally:
        await database.close()


if "connection" in context.config.attributes:
    migrate(context.config.attributes["connection"])
else:
    asyncio.run(_migrate_configured())
