"""Clients that have signed in, and a count of what a request asks of the database."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import Engine, event

from madang.accounts import service
from madang.accounts.passwords import Passwords

ORGANISER = "organiser@example.org"
PASSWORD = "a courtyard of one's own"


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Return the cheapest Argon2id there is: its cost is not what tests are about."""
    return Passwords(time_cost=1, memory_kib=8)


@pytest_asyncio.fixture
async def as_organiser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that has signed in as an administrator of the installation."""
    async with app.state.database.write() as db:
        await service.create_administrator(db, app.state.passwords, email=ORGANISER, password=PASSWORD)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.post("/api/v1/auth/token", data={"username": ORGANISER, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


@dataclass
class Counted:
    """How many statements were sent."""

    number: int = 0


@pytest.fixture
def count_queries() -> Callable[[], object]:
    """Return a context manager that counts statements, whatever engine they go to."""

    @contextmanager
    def counting() -> Iterator[Counted]:
        counted = Counted()

        def count(*_: object) -> None:
            counted.number += 1

        event.listen(Engine, "before_cursor_execute", count)
        try:
            yield counted
        finally:
            event.remove(Engine, "before_cursor_execute", count)

    return counting
