"""Whether the time of an answer says if an address has an account: known and unknown ones in turn, in one process.

Each sample is another address from another network, so that the throttle slows none of them down.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from fastapi import FastAPI

from madang.accounts.models import Account
from madang.accounts.passwords import Passwords
from madang.core import migrations
from madang.main import create_app
from madang.settings import Settings

SAMPLES = 200
LIMIT = 0.10
_WARM_UP = 5

Ask = Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]


async def _by_password(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await client.post("/api/v1/auth/token", data={"username": email, "password": "not the right one"})


async def _by_mail(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await client.post("/api/v1/auth/links", json={"email": email, "purpose": "sign_in"})


WAYS: dict[str, tuple[Ask, int]] = {
    "POST /auth/token, wrong password": (_by_password, 401),
    "POST /auth/links": (_by_mail, 202),
}


def measure(folder: Path) -> list[tuple[str, float, float]]:
    """Return each way to sign in with the medians of known and unknown addresses, in seconds."""
    return asyncio.run(_measure(Settings(data_dir=folder)))


async def _measure(settings: Settings) -> list[tuple[str, float, float]]:
    app = create_app(settings)
    await migrations.upgrade(app.state.database, settings.migrations_dir)
    password_hash = await Passwords().hash("a courtyard of one's own")
    async with app.state.database.write() as db:
        for number in range(SAMPLES + _WARM_UP):
            email = f"known-{number}@example.org"
            db.add(Account(email=email, email_as_typed=email, password_hash=password_hash))
    found = []
    for name, (ask, status) in WAYS.items():
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for number in range(SAMPLES + _WARM_UP):
            kinds = ["known", "unknown"] if number % 2 else ["unknown", "known"]
            for kind in kinds:
                taken = await _time(app, ask, f"{kind}-{number}@example.org", status, number)
                if number >= _WARM_UP:
                    times[kind].append(taken)
        found.append((name, statistics.median(times["known"]), statistics.median(times["unknown"])))
    await app.state.database.close()
    return found


async def _time(app: FastAPI, ask: Ask, email: str, status: int, number: int) -> float:
    address = f"10.{number // 250}.{number % 250}.{1 + email.startswith('known')}"
    transport = httpx.ASGITransport(app, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        begun = time.perf_counter()
        answer = await ask(client, email)
        taken = time.perf_counter() - begun
    if answer.status_code != status:
        raise RuntimeError(f"{email} was answered {answer.status_code}: {answer.text}")
    return taken


def report(found: list[tuple[str, float, float]]) -> None:
    """Print the medians, and whether they are as near as they are to be."""
    print(f"Signing in: medians of {SAMPLES} known and {SAMPLES} unknown addresses")
    for name, known, unknown in found:
        apart = abs(known - unknown) / max(known, unknown)
        verdict = "ok" if apart <= LIMIT else f"more than {LIMIT:.0%}"
        print(f"  {name:<36}{known * 1000:8.2f} ms{unknown * 1000:8.2f} ms{apart:8.1%} apart  {verdict}")
