"""A published session with a timer to run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from factories.programme import EDITION, SESSION

SLUG = str(EDITION["slug"])
BASE = f"/api/v1/editions/{SLUG}"
PUBLIC = f"/public/v1/editions/{SLUG}/sessions/{SESSION['key']}/timer"
SPEAKER = {"label": "Kampala trainee 1", "seconds": 300}


@dataclass
class Stage:
    """The timer of a session as an organiser's client has it."""

    client: httpx.AsyncClient
    session_id: str

    @property
    def url(self) -> str:
        return f"{BASE}/sessions/{self.session_id}/timer"

    async def set(self, version: int = 0, **fields: Any) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'}
        return await self.client.put(self.url, json={**SPEAKER, **fields}, headers=headers)

    async def press(self, what: str, version: int, **body: Any) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'}
        return await self.client.post(f"{self.url}/{what}", json=body or None, headers=headers)


async def publish(client: httpx.AsyncClient) -> None:
    body = {"comment": "As it stands", "accept_warnings": True}
    answer = await client.post(f"{BASE}/releases", json=body)
    assert answer.status_code == 201, answer.text


async def add_session(client: httpx.AsyncClient, **more: Any) -> str:
    answer = await client.post(f"{BASE}/programme/sessions", json=SESSION | more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest_asyncio.fixture
async def stage(as_organiser: httpx.AsyncClient) -> Stage:
    made = await as_organiser.post("/api/v1/editions", json=EDITION)
    assert made.status_code == 201, made.text
    session_id = await add_session(as_organiser)
    await publish(as_organiser)
    return Stage(as_organiser, session_id)


@pytest.fixture
def read(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    """Return what reads the timer as a projector does: without signing in."""

    async def read(url: str = PUBLIC, seen: str | None = None) -> httpx.Response:
        return await client.get(url, headers={"If-None-Match": seen} if seen else {})

    return read
