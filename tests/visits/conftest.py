"""An edition with one visit of two options, its organiser, and trainees who can sign in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.registrations import make_edition, make_registration
from factories.visits import make_visit, option_of
from madang.accounts.models import Role
from madang.core.db import Database
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, ProgrammeSession
from visits.trainees import Trainee


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        return await make_edition(db)


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    async with await signed_in(app, account) as client:
        yield client


@dataclass(frozen=True)
class Outing:
    """A visit with the options `park` and `arcade`."""

    session: ProgrammeSession

    @property
    def url(self) -> str:
        return f"/api/v1/editions/harbour/visits/{self.session.id}"

    @property
    def park(self) -> UUID:
        return option_of(self.session, "park")

    @property
    def arcade(self) -> UUID:
        return option_of(self.session, "arcade")


@pytest_asyncio.fixture
async def outing(database: Database, edition: Edition) -> Outing:
    async with database.write() as db:
        return Outing(await make_visit(db, edition))


@pytest.fixture
def trainee(app: FastAPI, database: Database, edition: Edition) -> Callable[..., Awaitable[Trainee]]:
    """Return what signs in an accepted trainee of that number."""

    async def make(number: int = 1, **values: Any) -> Trainee:
        async with database.write() as db:
            account = await make_account(db, f"trainee{number}@city.example.org")
            given = {
                "email": account.email,
                "email_as_typed": account.email,
                "account_id": account.id,
                "status": RegistrationStatus.ACCEPTED,
                **values,
            }
            registration: Registration = await make_registration(db, edition, f"Kampala trainee {number}", **given)
        return Trainee(await signed_in(app, account), registration)

    return make
