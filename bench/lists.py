"""Whether lists of a hundred thousand participants answer as fast as of a hundred, on both databases, in one process.

Both editions stand in the same database, and the same question is asked of them in turn.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import insert, text

from madang.accounts import service
from madang.accounts.passwords import Passwords
from madang.core import migrations
from madang.core.ids import new_id
from madang.main import create_app
from madang.participants.models import ParticipantKind, Registration, RegistrationName, RegistrationStatus
from madang.participants.service.common import work_out_names
from madang.programme.models import Edition
from madang.settings import Settings

FEW, MANY = 100, 100_000
LIMIT = 1.5
SAMPLES = 30
_PAGE = 10
_THOUSANDTH = 1000
_GIVEN = ("Amina", "Béatrice", "Chidi", "Duc", "Elena", "Farid", "Grace", "Hyun-woo", "Ines", "Jiwoo")
_FAMILY = ("Kim", "Okello", "Núñez", "Tamang", "Lee")
_COUNTRIES = ("KR", "UG", "NP", "ZA", "ID")
_STATUSES = (RegistrationStatus.SUBMITTED, RegistrationStatus.ACCEPTED, RegistrationStatus.DRAFT)
_KINDS = (*[ParticipantKind.TRAINEE] * 3, ParticipantKind.SPEAKER)
_AT_ONCE = 2000

# What is asked; each has at least a page of answers in the small edition, too.
QUESTIONS: dict[str, dict[str, str]] = {
    "first page": {},
    "filtered by status": {"status": "accepted"},
    "filtered by kind": {"kind": "speaker"},
    "filtered by country": {"country": "KR"},
    "last changed first": {"sort": "updated"},
    "name begins with kim": {"q": "kim"},
    "name begins with k": {"q": "k"},
    "two words": {"q": "kim am"},
}


def report(sizes: tuple[int, int] = (FEW, MANY)) -> None:
    """Measure on SQLite and on PostgreSQL and print it."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"Lists of {sizes[1]:,} participants beside lists of {sizes[0]:,}, milliseconds, medians of {SAMPLES}")
        _print("SQLite", asyncio.run(_measure(Settings(data_dir=Path(folder)), sizes)))
        with postgres() as address:
            settings = Settings(
                data_dir=Path(folder), database_url=address, secret_keys=["only-for-benches-" + "0" * 32]
            )
            _print("PostgreSQL", asyncio.run(_measure(settings, sizes)))


def _print(name: str, found: list[tuple[str, float, float]]) -> None:
    print(f"\n{name:<28}{'few':>8}{'many':>8}{'ratio':>8}")
    for what, few, many in found:
        print(f"{what:<28}{few * 1000:>8.1f}{many * 1000:>8.1f}{many / few:>8.2f}")
    print(f"worst ratio on {name}: {max(many / few for _, few, many in found):.2f} (goal: at most {LIMIT})")


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL server that is gone afterwards."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from support.postgres import running_postgres  # noqa: PLC0415 -- the tests' own server

    with running_postgres() as address:
        yield address.format("postgres")


async def _measure(settings: Settings, sizes: tuple[int, int]) -> list[tuple[str, float, float]]:
    app = create_app(settings, passwords=Passwords(time_cost=1, memory_kib=8))
    database = app.state.database
    await migrations.upgrade(database, settings.migrations_dir)
    async with database.write() as db:
        email, password = "bench@example.org", "a courtyard of one's own"
        await service.create_administrator(db, app.state.passwords, email=email, password=password)
    for slug, size in zip(("few", "many"), sizes, strict=True):
        await _fill(app, slug, size)
    async with database.write() as db:
        await db.exec(text("ANALYZE"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.post("/api/v1/auth/token", data={"username": email, "password": password})
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        found = [(what, *await _compare(client, *_urls(question))) for what, question in QUESTIONS.items()]
        few, many = _urls({})
        deep = await _page(client, many, min(_THOUSANDTH, sizes[1] // _PAGE - 1))
        found.insert(1, ("thousandth page", *await _compare(client, await _page(client, few, 2), deep)))
    await database.close()
    return found


def _urls(question: dict[str, str]) -> tuple[str, str]:
    few, many = (
        str(httpx.URL(f"/api/v1/editions/{slug}/participants", params={"limit": str(_PAGE), **question}))
        for slug in ("few", "many")
    )
    return few, many


async def _page(client: httpx.AsyncClient, url: str, number: int) -> str:
    for _ in range(number - 1):
        url = (await client.get(url)).json()["next"]
    return url


async def _compare(client: httpx.AsyncClient, few: str, many: str) -> tuple[float, float]:
    times: dict[str, list[float]] = {few: [], many: []}
    for number in range(SAMPLES + 3):
        for url in (few, many) if number % 2 else (many, few):
            begun = time.perf_counter()
            answer = await client.get(url)
            if number >= 3:
                times[url].append(time.perf_counter() - begun)
            if answer.status_code != 200 or len(answer.json()["items"]) < min(_PAGE, 2):
                raise RuntimeError(f"{url}: {answer.status_code} {answer.text[:300]}")
    return statistics.median(times[few]), statistics.median(times[many])


async def _fill(app: FastAPI, slug: str, size: int) -> None:
    async with app.state.database.write() as db:
        edition = Edition(
            slug=slug,
            title={"en": slug},
            days=["2030-05-06"],
            starts_on=date(2030, 5, 6),
            ends_on=date(2030, 5, 6),
            timezone="UTC",
            default_language="en",
            languages=["en"],
        )
        db.add(edition)
        await db.flush()
        edition_id = edition.id
    for start in range(0, size, _AT_ONCE):
        rows, words = _make_up(edition_id, range(start, min(start + _AT_ONCE, size)))
        async with app.state.database.write() as db:
            connection = await db.connection()
            await connection.execute(insert(Registration), rows)
            await connection.execute(insert(RegistrationName), words)


def _make_up(edition_id: UUID, numbers: range) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows, words = [], []
    for number in numbers:
        made = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        row = Registration(
            id=new_id(),
            edition_id=edition_id,
            email=f"{edition_id.hex}-{number}@example.org",
            email_as_typed=f"{number}@example.org",
            badge_name=f"{_GIVEN[number * 7 % 10]} {_FAMILY[number % 5]} {number}",
            country=_COUNTRIES[number // 5 % 5],
            status=_STATUSES[number % 3],
            kind=_KINDS[number % 4],
            created_at=made,
            updated_at=made,
        )
        words += [word.model_dump() for word in work_out_names(row)]
        rows.append(row.model_dump() | {"version": 1})
    return rows, words
