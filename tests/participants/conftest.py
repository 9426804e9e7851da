"""A city that nominates, with its focal point; an edition with a form, and people who register to it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.delegations import FOCAL, focal_point, invite_city, make_edition
from factories.participants import DRAFT, FORM
from factories.programme import EDITION
from madang.core.db import Database
from participants.people import EDITION_URL, Registrant


@pytest.fixture
async def edition_id(as_organiser: httpx.AsyncClient) -> UUID:
    return await make_edition(as_organiser)


@pytest.fixture
async def city(as_organiser: httpx.AsyncClient, edition_id: UUID) -> dict[str, Any]:
    return await invite_city(as_organiser, focal_point=FOCAL)


@pytest.fixture
async def focal(app: FastAPI, edition_id: UUID, city: dict[str, Any]) -> httpx.AsyncClient:
    return await focal_point(app, edition_id)


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
