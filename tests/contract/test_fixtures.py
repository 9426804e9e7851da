"""What the other tests stand on: work is rolled back, reading cannot write, nothing leaves this machine."""

import asyncio
import socket

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.people.models import Organisation

TAKEN = "first-come"


def make_organisation(key: str) -> Organisation:
    return Organisation(key=key, name={"en": key}, search_name=key)


async def add_twice(database: Database, key: str) -> None:
    async with database.write() as db:
        db.add(make_organisation(key))
        await db.flush()
        db.add(make_organisation(key))


@pytest.mark.parametrize("time", ["first", "second"])
async def test_work_of_a_test_is_gone_in_the_next(db: AsyncSession, time: str):
    db.add(make_organisation(TAKEN))
    await db.commit()

    assert [found.key for found in await db.exec(select(Organisation))] == [TAKEN]


@pytest.mark.parametrize("time", ["first", "second"])
async def test_database_of_a_test_is_gone_in_the_next(live: Database, time: str):
    async with live.write() as db:
        db.add(make_organisation(TAKEN))

    async with live.read() as db:
        assert [found.key for found in await db.exec(select(Organisation))] == [TAKEN]


async def test_database_and_db_are_one_transaction(database: Database, db: AsyncSession):
    db.add(make_organisation("of-db"))
    await db.flush()

    async with database.write() as other:
        other.add(make_organisation("of-database"))

    assert sorted([found.key for found in await db.exec(select(Organisation))]) == ["of-database", "of-db"]


async def test_failed_write_is_rolled_back_alone(database: Database):
    async with database.write() as db:
        db.add(make_organisation("kept"))
    with pytest.raises(IntegrityError):
        await add_twice(database, "lost")

    async with database.read() as db:
        assert [found.key for found in await db.exec(select(Organisation))] == ["kept"]


async def test_reading_cannot_write(database: Database):
    async with database.read() as db:
        db.add(make_organisation("smuggled"))
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await db.flush()

    async with database.write() as db:
        assert list(await db.exec(select(Organisation))) == []


async def test_transaction_inside_another_is_refused(database: Database):
    async with database.write():
        with pytest.raises(RuntimeError, match="inside another"):
            async with database.write():
                pass


async def test_transactions_of_several_tasks_wait_for_each_other(database: Database):
    async def add(number: int) -> None:
        async with database.write() as db:
            db.add(make_organisation(f"number-{number}"))

    await asyncio.gather(*(add(number) for number in range(5)))

    async with database.read() as db:
        assert len(list(await db.exec(select(Organisation)))) == 5


async def test_twin_sees_what_the_other_process_committed(live: Database, live_twin: Database):
    async with live.write() as db:
        db.add(make_organisation(TAKEN))

    async with live_twin.read() as db:
        assert [found.key for found in await db.exec(select(Organisation))] == [TAKEN]


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80, 0, 0)])
def test_sockets_beyond_this_machine_are_closed(address: tuple):
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as link, pytest.raises(PermissionError, match="stay on this machine"):
        link.connect(address)
