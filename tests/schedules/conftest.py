"""A published programme with a choice of visits, and somebody who takes part in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.programme import EDITION, SESSION, VENUE
from factories.registrations import make_registration
from madang.core.db import Database
from madang.participants.models import Registration, RegistrationStatus
from madang.visits.models import Visit, VisitPlace, VisitRound, VisitStage

SLUG = str(EDITION["slug"])
V1 = "/api/v1"
BASE = f"{V1}/editions/{SLUG}"
OWN = f"{V1}/me/registrations/{SLUG}"
MARKET: dict[str, Any] = {
    "key": "market",
    "kind": "study_visit_site",
    "name": {"en": "Fair Market", "ko": "공정 시장"},
    "address": {"en": "3 Example Road, Seoul", "ko": "서울시 보기로 3"},
    "meeting_point": {"en": "Gate 2"},
    "latitude": 37.5,
    "longitude": 127.0,
}


@dataclass
class Programme:
    """What tests need to know of the programme."""

    edition_id: UUID
    person_id: str
    session_id: str
    options: dict[str, str]


@dataclass
class Somebody:
    """Who takes part, and what calls as they."""

    client: httpx.AsyncClient
    registration_id: UUID

    async def schedule(self, **query: str) -> dict[str, Any]:
        answer = await self.client.get(f"{OWN}/schedule", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def made(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def publish(client: httpx.AsyncClient) -> int:
    release = await made(client, f"{BASE}/releases", {"comment": "Draft", "accept_warnings": True})
    return int(release["number"])


@pytest.fixture
async def programme(as_organiser: httpx.AsyncClient) -> Programme:
    edition = await made(as_organiser, f"{V1}/editions", EDITION)
    institute = await made(as_organiser, f"{BASE}/programme/venues", VENUE)
    market = await made(as_organiser, f"{BASE}/programme/venues", MARKET)
    person = await made(as_organiser, f"{V1}/people", {"badge_name": "Example Person"})
    opening = SESSION | {
        "venue_id": institute["id"],
        "room_id": institute["rooms"][0]["id"],
        "people": [{"person_id": person["id"], "role": "moderator", "state": "confirmed"}],
    }
    await made(as_organiser, f"{BASE}/programme/sessions", opening)
    stop = {"key": "stalls", "venue_id": market["id"], "title": {"en": "Stalls"}, "status": "confirmed"}
    walk = {"key": "walk", "venue_id": institute["id"], "status": "confirmed"}
    visit = SESSION | {
        "key": "visit",
        "kind": "field_visit",
        "title": {"en": "Field visit", "ko": "현장 방문"},
        "starts_at": "2030-05-07T13:30:00+09:00",
        "ends_at": "2030-05-07T18:00:00+09:00",
        "status": "confirmed",
        "options": [
            {"key": "market", "title": {"en": "Market", "ko": "시장"}, "stops": [stop]},
            {"key": "walk", "title": {"en": "Walk"}, "stops": [walk]},
        ],
    }
    session = await made(as_organiser, f"{BASE}/programme/sessions", visit)
    await publish(as_organiser)
    options = {option["key"]: option["id"] for option in session["options"]}
    return Programme(UUID(edition["id"]), person["id"], session["id"], options)


@pytest.fixture
def somebody(app: FastAPI, programme: Programme, database: Database) -> Callable[..., Awaitable[Somebody]]:
    """Return what registers and signs somebody in; keywords are the registration's columns."""

    async def make(email: str = "mina@example.org", **values: Any) -> Somebody:
        async with database.write() as db:
            account = await make_account(db, email)
            edition = await find_edition(db, programme.edition_id)
            registration = await make_registration(
                db,
                edition,
                **{
                    "status": RegistrationStatus.ACCEPTED,
                    "language": "en",
                    "email": email,
                    "email_as_typed": email,
                    "account_id": account.id,
                    **values,
                },
            )
        return Somebody(await signed_in(app, account), registration.id)

    return make


async def find_edition(db: Any, edition_id: UUID) -> Any:
    from madang.programme.models import Edition  # noqa: PLC0415 -- tests of rules need not load it

    return (await db.exec(select(Edition).where(Edition.id == edition_id))).one()


@pytest.fixture
def plan(app: FastAPI, programme: Programme, database: Database) -> Callable[..., Awaitable[None]]:
    """Return what plans the visit: places by registration (None: waiting), and more of the visit to the market."""

    async def assign(places: dict[UUID, str | None], at: datetime | None = None, **market: Any) -> None:
        now = at or app.state.clock()
        async with database.write() as db:
            known = select(VisitRound).where(VisitRound.session_id == UUID(programme.session_id))
            planned = (await db.exec(known)).one_or_none()
            if planned is None:
                planned = VisitRound(
                    edition_id=programme.edition_id,
                    session_id=UUID(programme.session_id),
                    stage=VisitStage.ASSIGNED,
                    kinds=["trainee"],
                    assigned_at=now,
                    created_at=now,
                    updated_at=now,
                )
                db.add(planned)
                await db.flush()
                for key, option_id in programme.options.items():
                    more = market if key == "market" else {}
                    db.add(Visit(round_id=planned.id, option_id=UUID(option_id), **more))
            else:
                planned.touch(now)
            for registration_id, key in places.items():
                own = select(VisitPlace).where(VisitPlace.registration_id == registration_id)
                place = (await db.exec(own)).one_or_none() or VisitPlace(
                    round_id=planned.id, registration_id=registration_id, because="rank", since=now
                )
                place.option_id, place.since = (UUID(programme.options[key]) if key else None), now
                db.add(place)

    return assign


async def the_registration(database: Database, registration_id: UUID) -> Registration:
    async with database.read() as db:
        return (await db.exec(select(Registration).where(Registration.id == registration_id))).one()


@pytest.fixture
async def edition(as_organiser: httpx.AsyncClient) -> str:
    """Return the address of an edition with nothing in it."""
    await made(as_organiser, f"{V1}/editions", EDITION)
    return BASE
