"""What tests of notices do and ask, said once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import signed_in
from factories.notices import Programme, assign, change, publish
from madang.accounts.models import Account
from madang.core.db import Database
from madang.notices.models import Notice, ToldSchedule
from madang.programme.models import ProgrammeSession
from support.moments import StoppedClock

URL = "/api/v1/editions/harbour/announcements"
OWN_URL = "/api/v1/me/registrations/harbour/notices"
URGENT: dict[str, Any] = {
    "title": {"en": "The bus leaves from gate 2", "ko": "버스는 2번 출구에서 출발합니다"},
    "text": {"en": "Please come to gate 2.\n\nIt leaves at 13:20.", "ko": "2번 출구로 와 주세요."},
}


@dataclass
class World:
    """A published edition with people by name, and clients of theirs."""

    programme: Programme
    database: Database
    clock: StoppedClock
    look: Callable[[], Awaitable[None]]
    people: dict[str, UUID]
    app: FastAPI
    accounts: dict[str, Account]
    organiser: httpx.AsyncClient
    mina: httpx.AsyncClient
    nobody: httpx.AsyncClient

    async def move_opening(self, hour: int) -> None:
        """Let the opening begin at another hour, and publish that."""
        start = self.programme.opening.starts_at.replace(hour=hour)
        await self.change_session("opening", starts_at=start, ends_at=start.replace(minute=50))

    async def change_session(self, name: str, **values: Any) -> None:
        """Change a session and publish it."""
        session: ProgrammeSession = getattr(self.programme, name)
        async with self.database.write() as db:
            await change(db, ProgrammeSession, session.id, **values)
        await self.publish()

    async def publish(self) -> None:
        async with self.database.write() as db:
            await publish(db, self.programme, self.clock())

    async def assign(self, because: str = "first_choice", **places: str | None) -> None:
        """Place people on the field visit, by their names and the options' keys."""
        async with self.database.write() as db:
            ids = {self.people[name]: key for name, key in places.items()}
            await assign(db, self.programme, ids, self.clock(), because)

    async def later(self, minutes: int) -> None:
        """Let time go by; whoever has signed in does so again."""
        self.clock.advance(minutes=minutes)
        self.organiser = await signed_in(self.app, self.accounts["organiser"])
        self.mina = await signed_in(self.app, self.accounts["mina"])

    async def wait(self, minutes: int = 16) -> None:
        """Let time go by, with a look of the worker at its end."""
        await self.later(minutes)
        await self.look()

    async def announcements(self) -> list[dict[str, Any]]:
        """Return what an organiser reads, the newest first."""
        answer = await self.organiser.get(URL)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def notices(self, announcement_id: str, **query: Any) -> dict[str, list[dict[str, Any]]]:
        """Return who is told what by an announcement, by their names here."""
        answer = await self.organiser.get(f"{URL}/{announcement_id}/notices", params=query)
        assert answer.status_code == 200, answer.text
        names = {str(own_id): name for name, own_id in self.people.items()}
        return {names[notice["registration_id"]]: notice["items"] for notice in answer.json()["items"]}

    async def told(self) -> dict[str, tuple[int | None, dict[str, str | None]]]:
        """Return what is remembered of each."""
        async with self.database.read() as db:
            rows = {row.registration_id: row for row in (await db.exec(select(ToldSchedule))).all()}
        return {
            name: (rows[own_id].release_number, rows[own_id].visits)
            for name, own_id in self.people.items()
            if own_id in rows
        }

    async def stored_notices(self) -> list[Notice]:
        async with self.database.read() as db:
            return list((await db.exec(select(Notice))).all())

    async def ring(self, audience: dict[str, Any] | None = None, **values: Any) -> httpx.Response:
        """Announce something urgent, to everybody unless it is said to whom."""
        return await self.organiser.post(URL, json={**URGENT, "audience": audience or {"everybody": True}, **values})

    async def own(self) -> list[dict[str, Any]]:
        """Return what Mina reads of what she was told, the newest first."""
        answer = await self.mina.get(OWN_URL)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def decide(self, announcement: dict[str, Any], what: str) -> httpx.Response:
        """Hold, release or discard, as somebody who has read this version."""
        return await self.organiser.post(
            f"{URL}/{announcement['id']}/{what}", headers={"If-Match": f'"{announcement["version"]}"'}
        )
