"""Bringing a database's tables to the state that this version of the code needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from madang.core.db import Database


def _config(migrations_dir: Path, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_dir).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head(migrations_dir: Path) -> str:
    """Return the newest revision. Errors: ValueError when there is none, or more than one."""
    heads = ScriptDirectory.from_config(_config(migrations_dir)).get_heads()
    if len(heads) != 1:
        raise ValueError(f"{migrations_dir} has {len(heads)} newest revisions, expected one: {heads}")
    return heads[0]


def line(migrations_dir: Path) -> list[tuple[str, str]]:
    """Return every revision with the one below it, newest first; the first revision stands on `base`."""
    script = ScriptDirectory.from_config(_config(migrations_dir))
    return [(step.revision, str(step.down_revision or "base")) for step in script.walk_revisions()]


async def current(database: Database) -> str | None:
    """Return the revision that the database is at; None when it has no tables yet."""
    found: list[str | None] = []
    await database.run_sync(lambda link: found.append(MigrationContext.configure(link).get_current_revision()))
    return found[0]


async def upgrade(database: Database, migrations_dir: Path, revision: str = "head") -> None:
    """Migrate up to `revision`, all or nothing; safe when several processes start at once."""
    await database.run_sync(lambda link: command.upgrade(_config(migrations_dir, link), revision))


async def downgrade(database: Database, migrations_dir: Path, revision: str) -> None:
    """Migrate down to `revision`, `base` for nothing at all; rows of dropped tables are lost."""
    await database.run_sync(lambda link: command.downgrade(_config(migrations_dir, link), revision))
