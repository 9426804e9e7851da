"""Cities, their focal points and members made up for tests."""

from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.programme import EDITION
from madang.accounts.models import Role

CITY: dict[str, Any] = {
    "city": {"en": "Kampala", "ko": "캄팔라"},
    "country": "UG",
    "local_government": {"en": "Kampala Capital City Authority"},
    "seats": {"official": 1, "sse_actor": 2},
}
NOMINEE: dict[str, Any] = {"name": "Kampala trainee 1", "email": "one@kampala.example.org", "capacity": "official"}
FOCAL: dict[str, Any] = {"email": "focal@kampala.example.org"}
SUCCESSOR: dict[str, Any] = {"name": "Kampala trainee 2", "email": "two@kampala.example.org"}


def path_of(slug: str, delegation: dict[str, Any] | None = None, rest: str = "") -> str:
    base = f"/api/v1/editions/{slug}/city-delegations"
    return f"{base}/{delegation['id']}{rest}" if delegation else base


async def make_edition(organiser: httpx.AsyncClient, slug: str = "own") -> UUID:
    made = await organiser.post("/api/v1/editions", json=EDITION | {"slug": slug})
    return UUID(made.json()["id"])


async def invite_city(organiser: httpx.AsyncClient, slug: str = "own", **more: Any) -> dict[str, Any]:
    answer = await organiser.post(path_of(slug), json=CITY | more)
    assert answer.status_code == 201, answer.text
    delegation: dict[str, Any] = answer.json()
    return delegation


async def focal_point(app: FastAPI, edition_id: UUID, email: str = "focal@kampala.example.org") -> httpx.AsyncClient:
    """Return a client of a focal point who has taken the invitation of that address."""
    async with app.state.database.write() as db:
        account = await make_account(db, email, role=Role.FOCAL_POINT, edition_id=edition_id)
    return await signed_in(app, account)


async def nominate(client: httpx.AsyncClient, delegation: dict[str, Any], slug: str = "own", **more: Any) -> Any:
    answer = await client.post(path_of(slug, delegation, "/members"), json=NOMINEE | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def overview(client: httpx.AsyncClient, delegation: dict[str, Any], slug: str = "own") -> dict[str, Any]:
    answer = await client.get(path_of(slug, delegation, "/overview"))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def taken(delegation: dict[str, Any]) -> dict[str, int]:
    return {seats["capacity"]: seats["taken"] for seats in delegation["seats"]}
