"""What `madang doctor` looks at."""

import os
import shutil
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from madang.core import migrations
from madang.core.db import Database
from madang.settings import Settings

_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    passed: bool
    about: str
    detail: str

    def __str__(self) -> str:
        return f"{self.about}: {self.detail}"


async def examine(settings: Settings) -> list[Finding]:
    """Look at an installation without changing it."""
    return [_data_folder(settings), _disk(settings), _secret(settings), _frontend(settings), *await _database(settings)]


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(writable, "data folder", str(folder) if writable else f"{folder} is missing or not writable")


def _disk(settings: Settings) -> Finding:
    place = next(
        folder for folder in [settings.data_dir.resolve(), *settings.data_dir.resolve().parents] if folder.exists()
    )
    free = shutil.disk_usage(place).free
    return Finding(free >= _LEAST_FREE_BYTES, "disk", f"{free // 1_000_000} MB free")


def _secret(settings: Settings) -> Finding:
    if settings.secret_keys:
        return Finding(True, "secret", f"{len(settings.secret_keys)} in MADANG_SECRET_KEYS")
    path = settings.data_dir / "secret.key"
    if not path.exists():
        return Finding(False, "secret", f"{path} is missing; it is made at the first start")
    mode = path.stat().st_mode & 0o777
    return Finding(mode == 0o600, "secret", f"{path} has mode {mode:o}" + ("" if mode == 0o600 else ", expected 600"))


def _frontend(settings: Settings) -> Finding:
    page = settings.frontend_dir / "index.html"
    return Finding(page.exists(), "frontend", str(page) if page.exists() else f"{page} is missing: build the frontend")


async def _database(settings: Settings) -> list[Finding]:
    if settings.database_url is None and not (settings.data_dir / "madang.sqlite").exists():
        return [Finding(False, "database", "no madang.sqlite in the data folder; it is made at the first start")]
    database = Database(settings.sqlalchemy_url)
    try:
        return [await _server(database), await _tables(database, settings)]
    except (SQLAlchemyError, OSError) as error:
        return [Finding(False, "database", str(error).splitlines()[0])]
    finally:
        await database.close()


async def _server(database: Database) -> Finding:
    async with database.read() as db:
        link = await db.connection()
        if database.is_sqlite:
            answer = str((await link.execute(text("PRAGMA quick_check"))).scalar_one())
            return Finding(answer == "ok", "database", f"SQLite, {answer}")
        return Finding(True, "database", f"PostgreSQL {(await link.execute(text('SHOW server_version'))).scalar_one()}")


async def _tables(database: Database, settings: Settings) -> Finding:
    wanted, found = migrations.head(settings.migrations_dir), await migrations.current(database)
    detail = f"revision {found}" if found == wanted else f"revision {found}, expected {wanted}: run `madang migrate`"
    return Finding(found == wanted, "tables", detail)
