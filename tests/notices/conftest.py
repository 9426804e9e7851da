"""A published edition whose people hear of changes, an organiser who reads what they are told, and one of them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.notices import Programme, attend, make_programme, publish
from madang.accounts.models import Role
from madang.core.db import Database
from madang.notices.housekeeping import Noticing
from notices.world import World
from support.moments import StoppedClock

DELAY = timedelta(minutes=15)


@pytest_asyncio.fixture
async def programme(database: Database, clock: StoppedClock) -> Programme:
    async with database.write() as db:
        programme = await make_programme(db)
        await publish(db, programme, clock())
    return programme


@pytest.fixture
def look(database: Database, clock: StoppedClock) -> Callable[[], Awaitable[None]]:
    """Return what does as the worker does each minute."""
    noticing = Noticing(DELAY)

    async def announce() -> None:
        await noticing.announce_changes(database, clock())

    return announce


@pytest_asyncio.fixture
async def world(
    app: FastAPI,
    database: Database,
    programme: Programme,
    clock: StoppedClock,
    look: Callable[[], Awaitable[None]],
) -> World:
    """Return the edition with two trainees, an observer and somebody who waits to be accepted, all known to it."""
    async with database.write() as db:
        mina = await make_account(db, "mina@example.org")
        organiser = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=programme.edition.id)
        own = {"email": "mina@example.org", "email_as_typed": "mina@example.org", "account_id": mina.id}
        people = {
            "mina": await attend(db, programme, "Kampala trainee 1", language="ko", **own),
            "omar": await attend(db, programme, "Kisumu trainee 1", email_as_typed="omar@example.org"),
            "ana": await attend(db, programme, "Quito observer 1", kind="observer", email_as_typed="ana@example.org"),
            "late": await attend(db, programme, "Late trainee 1", status="submitted"),
        }
    await look()
    return World(
        programme=programme,
        database=database,
        clock=clock,
        look=look,
        people={name: registration.id for name, registration in people.items()},
        app=app,
        accounts={"organiser": organiser, "mina": mina},
        organiser=await signed_in(app, organiser),
        mina=await signed_in(app, mina),
        nobody=httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver"),
    )
