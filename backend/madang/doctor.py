"""What `madang doctor` looks at."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

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
    return [
        _data_folder(settings),
        _disk(settings),
        _secret(settings),
        _frontend(settings),
        *_database_files(settings),
        *await _database(settings),
    ]


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return Finding(False, "data folder", f"{folder} is missing or not writable")
    return _private(folder, "data folder", 0o700)


def _private(path: Path, about: str, widest: int) -> Finding:
    mode = path.stat().st_mode & 0o777
    private = mode & ~widest == 0
    return Finding(private, about, str(path) if private else f"{path} has mode {mode:o}: run `chmod {widest:o} {path}`")


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
    return _private(path, "secret", 0o600)


def _frontend(settings: Settings) -> Finding:
    page = settings.frontend_dir / "index.html"
    return Finding(page.exists(), "frontend", str(page) if page.exists() else f"{page} is missing: build the frontend")


def _database_files(settings: Settings) -> list[Finding]:
    if settings.database_url is not None:
        return []
    files = sorted(settings.data_dir.resolve().glob("madang.sqlite*"))
    return [finding for path in files if not (finding := _private(path, "database file", 0o600)).passed]


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
