"""An edition with a call for its first plenary, its organiser, and members of delegations who can sign in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in_for_long
from factories.care import PDF
from factories.case_studies import CALL, WHOLE
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Role
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, ProgrammeSession, SessionKind

OWN = "/api/v1/me/registrations/harbour/case-studies"
OFFICE = "/api/v1/editions/harbour/case-studies"


def match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        return await make_edition(db)


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    async with await signed_in_for_long(app, account) as client:
        yield client


@dataclass
class Called:
    """A session of an hour and its call, as an organiser's client has them."""

    client: httpx.AsyncClient
    session: ProgrammeSession

    @property
    def url(self) -> str:
        return f"{OFFICE}/calls/{self.session.id}"

    async def save(self, version: int = 0, **fields: Any) -> httpx.Response:
        return await self.client.put(self.url, json=CALL | fields, headers=match(version))

    async def selection(self) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/selection")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def do(self, what: str, **body: Any) -> httpx.Response:
        """Put the order or the publication, or announce, on the version that stands."""
        version = (await self.selection())["version"]
        if what == "announce":
            return await self.client.post(f"{self.url}/announce", headers=match(version))
        return await self.client.put(f"{self.url}/{what}", json=body, headers=match(version))

    async def select(self, *ids: str, reserve: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> httpx.Response:
        selected = [{"id": each} for each in ids]
        return await self.do("selection", selected=selected, reserve=list(reserve), not_selected=list(no))

    async def move(self, study: dict[str, Any], to: str, comment: str | None = None) -> httpx.Response:
        version = (await self.client.get(f"{OFFICE}/{study['id']}")).json()["version"]
        body = {"to": to, "comment": comment}
        return await self.client.post(f"{OFFICE}/{study['id']}/transitions", json=body, headers=match(version))


@pytest_asyncio.fixture
async def called(organiser: httpx.AsyncClient, database: Database, edition: Edition) -> Called:
    async with database.write() as db:
        session = ProgrammeSession(
            edition_id=edition.id,
            key="plenary-1",
            kind=SessionKind.PLENARY,
            title={"en": "Plenary 1"},
            starts_at=datetime.fromisoformat("2019-10-28T04:30:00Z"),
            ends_at=datetime.fromisoformat("2019-10-28T05:30:00Z"),
        )
        db.add(session)
        await db.flush()
    made = Called(organiser, session)
    assert (await made.save()).status_code == 200
    return made


@pytest_asyncio.fixture
async def kampala(database: Database, edition: Edition) -> Delegation:
    async with database.write() as db:
        return await make_delegation(db, edition)


@dataclass
class Member:
    """Somebody who is signed in and accepted."""

    client: httpx.AsyncClient
    registration: Registration
    session_id: UUID
    study: dict[str, Any] = field(default_factory=dict)

    async def begin(self, **more: Any) -> httpx.Response:
        answer = await self.client.post(OWN, json={"session_id": str(self.session_id), **more})
        if answer.status_code == 201:
            self.study = answer.json()
        return answer

    async def write(self, version: int | None = None, **changes: Any) -> httpx.Response:
        headers = match((await self.read())["version"] if version is None else version)
        answer = await self.client.patch(f"{OWN}/{self.study['id']}", json=changes, headers=headers)
        if answer.status_code == 200:
            self.study = answer.json()
        return answer

    async def move(self, to: str) -> httpx.Response:
        await self.read()
        url = f"{OWN}/{self.study['id']}/transitions"
        answer = await self.client.post(url, json={"to": to}, headers=match(self.study["version"]))
        if answer.status_code == 200:
            self.study = answer.json()
        return answer

    async def read(self) -> dict[str, Any]:
        answer = await self.client.get(f"{OWN}/{self.study['id']}")
        assert answer.status_code == 200, answer.text
        self.study = answer.json()
        return self.study

    async def file(self, content: bytes = PDF, media_type: str = "application/pdf") -> str:
        body = {"edition": "harbour", "name": "slides.pdf", "media_type": media_type, "size": len(content)}
        file_id = str((await self.client.post("/api/v1/me/files", json=body)).json()["id"])
        sent = await self.client.put(f"/api/v1/me/files/{file_id}/content", content=content, params={"offset": 0})
        assert sent.status_code == 200, sent.text
        return file_id

    async def hand_in(self, **more: Any) -> str:
        """Begin a whole case study and hand it in; return its id."""
        assert (await self.begin()).status_code == 201
        assert (await self.write(**WHOLE | more)).status_code == 200
        assert (await self.move("submitted")).status_code == 200
        return str(self.study["id"])


Members = Callable[..., Awaitable[Member]]


@pytest.fixture
def member(app: FastAPI, database: Database, edition: Edition, called: Called) -> Members:
    """Return what signs in an accepted trainee of that number, of a delegation where one is given."""

    async def make(number: int = 1, delegation: Delegation | None = None, **values: Any) -> Member:
        async with database.write() as db:
            account = await make_account(db, f"trainee{number}@city.example.org")
            given = {
                "email": account.email,
                "email_as_typed": account.email,
                "account_id": account.id,
                "status": RegistrationStatus.ACCEPTED,
                "delegation_id": delegation.id if delegation else None,
                **values,
            }
            registration = await make_registration(db, edition, f"Kampala trainee {number}", **given)
        return Member(await signed_in_for_long(app, account), registration, called.session.id)

    return make
