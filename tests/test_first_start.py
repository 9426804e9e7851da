"""Starting on nothing: tables, the shipped programmes and one organiser, exactly once."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime

from sqlmodel import select

from madang.accounts.models import Account
from madang.core.db import Database
from madang.first_start import FirstStart, migrate, prepare
from madang.programme.models import Edition, Release
from madang.settings import Settings

NOW = datetime(2019, 10, 1, tzinfo=UTC)
SHIPPED = ["apd-2016", "apd-2017", "apd-2018", "gsef-cbt-2019", "ilo-academy-2017"]


START = """
import asyncio, json
from madang.core.clock import utc_now
from madang.first_start import prepare
from madang.settings import Settings
print(json.dumps(asyncio.run(prepare(Settings(), utc_now())).editions))
"""


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the variables under which another process has these settings."""
    address = {"MADANG_DATABASE_URL": settings.database_url.get_secret_value()} if settings.database_url else {}
    secret = settings.secret_keys[0].get_secret_value()
    return dict(os.environ) | address | {"MADANG_DATA_DIR": str(settings.data_dir), "MADANG_SECRET_KEYS": secret}


async def test_first_start_publishes_what_is_shipped_and_makes_an_organiser(empty: Database, empty_settings: Settings):
    first = await prepare(empty_settings, NOW)

    async with empty.read() as db:
        published = {release.edition_id for release in await db.exec(select(Release))}
        slugs = sorted([edition.slug for edition in await db.exec(select(Edition)) if edition.id in published])
        account = (await db.exec(select(Account))).one()
    assert (first.editions, slugs) == (SHIPPED, SHIPPED)
    assert (first.organiser, account.must_change_password) == (account.email, True)


async def test_second_start_changes_nothing(empty: Database, empty_settings: Settings):
    await prepare(empty_settings, NOW)

    assert await prepare(empty_settings, NOW) == FirstStart([], None, None)


async def test_processes_that_start_at_once_fill_it_once(empty_settings: Settings):
    command = [sys.executable, "-c", START]
    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment_of(empty_settings), stdout=PIPE)
        for _ in range(2)
    ]
    said = sorted([(await process.communicate())[0].decode().strip() for process in processes])

    assert [json.loads(line) for line in said] == [SHIPPED, []]


async def test_embedded_installation_gets_its_secret_before_anything_else(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")

    await migrate(settings)

    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
