"""Migrations: one line of them, without drift, there and back with rows in the tables, on both databases."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import Connection

from madang.core import migrations
from madang.core.db import Database
from madang.settings import Settings
from madang.tables import metadata

MOMENT = datetime(2019, 10, 28, 0, 0, tzinfo=UTC)


def filled_row(table: sa.Table, number: int, ids: Mapping[str, UUID]) -> dict[str, Any]:
    """Return a row with a value in every column; foreign keys point to the row of the same number."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            # A row that points to its own table would have to wait for itself.
            row[column.name] = None if target.table is table and column.nullable else ids[target.table.name]
        elif isinstance(column.type, sa.Uuid):
            row[column.name] = ids[table.name]
        else:
            row[column.name] = _value(column, number)
    return row


def _value(column: sa.Column[Any], number: int) -> Any:
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class or [kind.enums[0]]))
    if isinstance(kind, sa.JSON):
        return {"en": f"Lunch {number}", "ko": "점심"}
    values: dict[type, Any] = {datetime: MOMENT, date: MOMENT.date(), bool: True, int: number, float: 1.5, bytes: b"0"}
    python = kind.python_type
    if python is str:
        return f"{column.name} {number}"[: getattr(kind, "length", None) or 100]
    return values[python]


async def fill(database: Database) -> int:
    """Put two rows into every table and return how many."""
    async with database.write() as db:
        connection = await db.connection()
        for number in (1, 2):
            ids = {table.name: UUID(int=number * 1000 + place) for place, table in enumerate(metadata.sorted_tables)}
            for table in metadata.sorted_tables:
                await connection.execute(table.insert().values(filled_row(table, number, ids)))
    return 2 * len(metadata.sorted_tables)


async def count(database: Database) -> int:
    async with database.read() as db:
        selects = [sa.select(sa.func.count()).select_from(table) for table in metadata.sorted_tables]
        connection = await db.connection()
        return sum([(await connection.execute(select)).scalar_one() for select in selects])


async def find_drift(database: Database) -> list[Any]:
    """Return what autogenerate would put into a new revision."""
    found: list[Any] = []

    def compare(connection: Connection) -> None:
        options = {"compare_type": True, "compare_server_default": True}
        found.extend(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    await database.run_sync(compare)
    return found


async def find_tables(database: Database) -> set[str]:
    found: set[str] = set()
    await database.run_sync(lambda connection: found.update(sa.inspect(connection).get_table_names()))
    return found - {"alembic_version"}


def test_there_is_one_newest_revision(tmp_path):
    assert migrations.head(Settings(data_dir=tmp_path).migrations_dir)


async def test_migrated_database_has_the_tables_of_the_models(live: Database):
    assert await find_drift(live) == []


async def test_drift_is_found(live: Database):
    async with live.write() as db:
        await (await db.connection()).execute(text("ALTER TABLE person ADD COLUMN nobody_knows INTEGER"))

    assert [(change[0], change[3].name) for change in await find_drift(live)] == [("remove_column", "nobody_knows")]


async def test_database_is_at_the_newest_revision(live: Database, live_settings: Settings):
    assert await migrations.current(live) == migrations.head(live_settings.migrations_dir)


async def test_migrating_again_keeps_every_row(live: Database, live_settings: Settings):
    stored = await fill(live)

    await migrations.upgrade(live, live_settings.migrations_dir)

    assert await count(live) == stored


async def test_every_revision_goes_down_and_up_again_with_rows_in_the_tables(live: Database, live_settings: Settings):
    folder = live_settings.migrations_dir
    await fill(live)

    for revision, below in migrations.line(folder):
        await migrations.downgrade(live, folder, below)
        await migrations.upgrade(live, folder, revision)
        await migrations.downgrade(live, folder, below)
    left = await find_tables(live)
    await migrations.upgrade(live, folder)

    assert (left, await find_drift(live)) == (set(), [])
