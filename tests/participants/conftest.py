"""An edition with a form, and people who register to it."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.participants import DRAFT, FORM
from factories.programme import EDITION
from madang.core.db import Database
from participants.people import EDITION_URL, Registrant


@pytest_asyncio.fixture
async def edition(as_organiser: httpx.AsyncClient) -> str:
    """Return the address of an edition whose form is open."""
    (await as_organiser.post("/api/v1/editions", json=EDITION)).raise_for_status()
    form = await as_organiser.put(f"{EDITION_URL}/registration-form", json=FORM, headers={"If-Match": '"0"'})
    form.raise_for_status()
    return EDITION_URL


@pytest.fixture
def registrant(app: FastAPI, edition: str, database: Database) -> Callable[..., Awaitable[Registrant]]:
    """Return what signs somebody in who may register; with `sent`, they have sent a whole registration."""

    async def make(email: str = "mina@example.org", *, sent: bool = False) -> Registrant:
        async with database.write() as db:
            account = await make_account(db, email)
        made = Registrant(await signed_in(app, account), app, account)
        if sent:
            (await made.save(DRAFT)).raise_for_status()
            (await made.do("submit")).raise_for_status()
        return made

    return make
