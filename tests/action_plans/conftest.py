"""A training that calls for plans, Kampala's delegation, and people who write."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.plans import add_topics, call_for_plans
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Account, Role
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition


@dataclass(frozen=True)
class World:
    """An edition `harbour` that calls for plans, with one city."""

    edition: Edition
    kampala: Delegation


@dataclass(frozen=True)
class Member:
    """Somebody of a city who is signed in and accepted."""

    client: httpx.AsyncClient
    account: Account
    registration: Registration


@pytest_asyncio.fixture
async def world(database: Database) -> World:
    async with database.write() as db:
        edition = await make_edition(db)
        await add_topics(db, edition)
        await call_for_plans(db, edition)
        return World(edition, await make_delegation(db, edition))


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=world.edition.id)
    async with await signed_in(app, account) as client:
        yield client


@pytest.fixture
def member(app: FastAPI, database: Database, world: World) -> Callable[..., Awaitable[Member]]:
    """Return what signs in an accepted member of Kampala's delegation, of that number."""

    async def make(number: int = 1, **values: object) -> Member:
        async with database.write() as db:
            account = await make_account(db, f"trainee{number}@kampala.example.org")
            given = {
                "email": account.email,
                "email_as_typed": account.email,
                "account_id": account.id,
                "delegation_id": world.kampala.id,
                "status": RegistrationStatus.ACCEPTED,
                **values,
            }
            registration = await make_registration(db, world.edition, f"Kampala trainee {number}", **given)
        return Member(await signed_in(app, account), account, registration)

    return make
