"""Trainees who rank visits, as the API sees them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from madang.participants.models import Registration

OWN = "/api/v1/me/registrations/harbour/visits"


@dataclass(frozen=True)
class Trainee:
    """Somebody who is signed in and accepted."""

    client: httpx.AsyncClient
    registration: Registration

    async def visits(self) -> list[dict[str, Any]]:
        answer = await self.client.get(OWN)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def rank(self, session_id: UUID, *options: UUID, version: int = 0) -> httpx.Response:
        return await self.client.put(
            f"{OWN}/{session_id}/preference",
            json={"ranks": [str(option) for option in options]},
            headers={"If-Match": f'"{version}"'},
        )
