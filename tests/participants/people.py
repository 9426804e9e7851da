"""Somebody who registers, and what organisers change meanwhile."""

from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from factories.accounts import signed_in
from factories.programme import EDITION
from madang.accounts.models import Account

EDITION_URL = f"/api/v1/editions/{EDITION['slug']}"
OWN_URL = f"/api/v1/me/registrations/{EDITION['slug']}"


@dataclass
class Registrant:
    """A client that calls as somebody who registers."""

    client: httpx.AsyncClient
    app: FastAPI
    account: Account

    async def come_back(self) -> None:
        """Sign in again, after a while."""
        self.client = await signed_in(self.app, self.account)

    async def stand(self) -> dict[str, Any]:
        answer = await self.client.get(OWN_URL)
        answer.raise_for_status()
        return dict(answer.json())

    async def status(self) -> str:
        return str((await self.stand())["registration"]["status"])

    async def save(self, draft: dict[str, Any], *, version: int | None = None) -> httpx.Response:
        stands = (await self.stand())["version"] if version is None else version
        return await self.client.put(OWN_URL, json=draft, headers={"If-Match": f'"{stands}"'})

    async def do(self, action: str, **body: Any) -> httpx.Response:
        sent = {"json": body} if action in ("cancel", "decline-place") else {}
        return await self.client.post(f"{OWN_URL}/{action}", **sent)  # type: ignore[arg-type]


async def change_form(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    """Change an edition's form as an organiser."""
    url = f"{EDITION_URL}/registration-form"
    form = (await client.get(url)).json()
    version = form.pop("version")
    form.pop("updated_at")
    return await client.put(url, json=form | changes, headers={"If-Match": f'"{version}"'})


async def set_places(client: httpx.AsyncClient, **places: int | None) -> httpx.Response:
    """Set quotas as an organiser."""
    url = f"{EDITION_URL}/quotas"
    version = (await client.get(url)).json()["version"]
    return await client.put(url, json={"places": places}, headers={"If-Match": f'"{version}"'})


async def taken(client: httpx.AsyncClient) -> dict[str, int]:
    """Return how many places are taken, of kinds where any is."""
    items = (await client.get(f"{EDITION_URL}/quotas")).json()["items"]
    return {item["kind"]: item["taken"] for item in items if item["taken"]}
