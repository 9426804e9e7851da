"""Two visits of 24 and 12 places and thirty people of eleven cities, on a server: what a story begins with."""

from typing import Any

import httpx
from sqlmodel import select

from factories.accounts import make_account
from factories.registrations import make_delegation, make_registration
from madang.accounts.passwords import Passwords
from madang.participants.models import RegistrationStatus
from madang.programme.models import Edition
from support.server import Server

ORGANISER, PASSWORD = "head@example.org", "a courtyard of one's own"
EDITION = "courtyard-2031"
CITIES = (
    "bagmati",
    "bandung",
    "durban",
    "kampala",
    "karachi",
    "kisumu",
    "musoma",
    "new-taipei",
    "quezon",
    "taipei",
    "tokha",
)
LANGUAGES = ("en", "ko", "fr", "es")
PEOPLE = 30
VISIT = {"en": "Field visit", "ko": "현장 방문", "fr": "Visite de terrain", "es": "Visita de campo"}
DAY = "2031-05-06"
_HOME = f"/api/v1/editions/{EDITION}"


def address_of(number: int) -> str:
    """Return the address of one of the thirty, from 1."""
    return f"trainee{number}@{CITIES[number % len(CITIES)]}.example.org"


def name_of(number: int) -> str:
    city = CITIES[number % len(CITIES)].replace("-", " ").title()
    return f"{city} trainee {1 + (number - 1) // len(CITIES)}"


def language_of(number: int) -> str:
    return LANGUAGES[number % len(LANGUAGES)]


async def signed_in(server: Server) -> httpx.AsyncClient:
    """Return a client of the organiser."""
    client = httpx.AsyncClient(base_url=server.url, timeout=30)
    answer = await client.post("/api/v1/auth/token", data={"username": ORGANISER, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
    return client


async def _add(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _option(key: str, title: str, *venues: dict[str, Any]) -> dict[str, Any]:
    hours = {"starts_at": f"{DAY}T14:00:00+09:00", "ends_at": f"{DAY}T17:00:00+09:00"}
    stops = [{"key": venue["key"], "venue_id": venue["id"], "status": "confirmed", **hours} for venue in venues]
    return {"key": key, "title": {"en": title}, "stops": stops}


async def make_programme(client: httpx.AsyncClient) -> str:
    """Add an edition with a plenary and a field visit of two options, publish it, return the visit's id."""
    await _add(
        client,
        "/api/v1/editions",
        slug=EDITION,
        title={
            "en": "Courtyard training",
            "ko": "마당 연수",
            "fr": "Formation de la cour",
            "es": "Formación del patio",
        },
        days=[DAY, "2031-05-07"],
        timezone="Asia/Seoul",
        default_language="en",
        languages=list(LANGUAGES),
        visibility="public",
    )
    venues = [
        await _add(
            client,
            f"{_HOME}/programme/venues",
            key=key,
            kind="study_visit_site",
            name={"en": name, "ko": korean},
            address={"en": f"{number} Harbour-ro, Seoul", "ko": f"서울 항구로 {number}"},
        )
        for number, (key, name, korean) in enumerate(
            [("harbour", "Harbour workshop", "항구 공방"), ("market", "Market hall", "시장 회관")], start=1
        )
    ]
    await _add(
        client,
        f"{_HOME}/programme/sessions",
        key="opening",
        kind="plenary",
        title={"en": "Opening", "ko": "개회"},
        starts_at=f"{DAY}T09:00:00+09:00",
        ends_at=f"{DAY}T10:00:00+09:00",
    )
    visit = await _add(
        client,
        f"{_HOME}/programme/sessions",
        key="visit",
        kind="field_visit",
        title=VISIT,
        starts_at=f"{DAY}T13:30:00+09:00",
        ends_at=f"{DAY}T18:00:00+09:00",
        options=[_option("harbour", "Harbour", venues[0]), _option("market", "Market", venues[1])],
    )
    await _add(client, f"{_HOME}/releases", accept_warnings=True)
    return str(visit["id"])


async def make_people(server: Server, password: str, *, signing_in: tuple[int, ...]) -> None:
    """Accept thirty people of eleven cities; some of them have an account with a password."""
    passwords = Passwords(time_cost=1, memory_kib=8)
    async with server.database() as database, database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == EDITION))).one()
        delegations = [await make_delegation(db, edition, key) for key in CITIES]
        for number in range(1, PEOPLE + 1):
            email = address_of(number)
            account = None
            if number in signing_in:
                account = await make_account(db, email, password_hash=await passwords.hash(password))
            await make_registration(
                db,
                edition,
                name_of(number),
                email=email,
                email_as_typed=email,
                account_id=account.id if account else None,
                language=language_of(number),
                phone=f"+82 10 0000 {number:04}",
                delegation_id=delegations[number % len(CITIES)].id,
                status=RegistrationStatus.ACCEPTED,
            )
