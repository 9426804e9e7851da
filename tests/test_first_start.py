"""Starting on nothing: tables, the shipped programmes and one organiser, exactly once."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from madang.accounts.models import Account
from madang.core.db import Database
from madang.doctor import examine
from madang.first_start import FirstStart, migrate, prepare
from madang.programme.models import Edition, Release
from madang.settings import Settings
from support.processes import variables_of

NOW = datetime(2019, 10, 1, tzinfo=UTC)
SHIPPED = ["apd-2016", "apd-2017", "apd-2018", "gsef-cbt-2019", "ilo-academy-2017"]


START = """
import asyncio, json
from madang.core.clock import utc_now
from madang.first_start import prepare
from madang.settings import Settings
print(json.dumps(asyncio.run(prepare(Settings(), utc_now())).editions))
"""


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
    command, environment = [sys.executable, "-c", START], {**os.environ, **variables_of(empty_settings)}
    processes = [await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE) for _ in range(2)]
    said = sorted([(await process.communicate())[0].decode().strip() for process in processes])

    assert [json.loads(line) for line in said] == [SHIPPED, []]


def mode_of(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


async def test_what_an_embedded_installation_makes_is_its_owners_alone(tmp_path: Path, usual_umask: None):
    settings = Settings(data_dir=tmp_path / "new" / "data")

    await migrate(settings)

    # SQLite gives its own side files, -wal and -shm, the mode of the database.
    modes = {path.name: mode_of(path) for path in settings.data_dir.iterdir()}
    assert modes == {"madang.sqlite": "600", "secret.key": "600"}
    assert mode_of(settings.data_dir) == "700"


async def test_what_others_can_read_stays_and_the_doctor_says_so(tmp_path: Path, usual_umask: None):
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir(mode=0o755)
    await migrate(settings)
    stored = settings.data_dir / "madang.sqlite"
    stored.chmod(0o644)
    await migrate(settings)

    said = [str(finding) for finding in await examine(settings) if not finding.passed and "chmod" in finding.detail]

    assert said == [
        f"data folder: {settings.data_dir} has mode 755: run `chmod 700 {settings.data_dir}`",
        f"database file: {stored} has mode 644: run `chmod 600 {stored}`",
    ]
