"""SQLite's locks on its file are those of the whole process: nothing of ours may drop them."""

import asyncio
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database

_COME_AND_GO = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM edition'); c.close()"


async def _look(db: AsyncSession) -> None:
    await (await db.connection()).execute(text("SELECT 1 FROM edition"))


async def test_another_process_does_not_take_the_log_away(live: Database, live_twin: Database) -> None:
    """Whoever closes the last connection removes the write-ahead log: another process must see that it is not last."""
    if not live.is_sqlite:  # PostgreSQL's files are its own affair
        return
    async with live.write() as db:
        path = Path((await (await db.connection()).execute(text("PRAGMA database_list"))).one()[2])
        await (await db.connection()).execute(text("CREATE TABLE noted (word TEXT)"))
    async with live.read() as db:
        await _look(db)
    async with live_twin.read() as db:  # a new connection to a file that is open already
        await _look(db)

    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", _COME_AND_GO, str(path)], check=True)

    assert path.with_name(path.name + "-wal").exists()
    async with live.read() as db:
        await _look(db)
