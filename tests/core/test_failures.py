"""What callers are told when the machine below fails."""

from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from factories.programme import EDITION
from madang.accounts import service
from madang.accounts.passwords import Passwords
from madang.core import migrations
from madang.core.db import Database
from madang.main import create_app
from madang.settings import Settings
from support.callers import ORGANISER, PASSWORD


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


async def test_database_that_is_gone_is_answered_503(tmp_path: Path) -> None:
    # Port 1 of this machine: nobody listens there.
    nowhere = Database("postgresql+asyncpg://madang@127.0.0.1:1/madang")
    async with client_of(create_app(Settings(data_dir=tmp_path), database=nowhere)) as client:
        ready, live = await client.get("/health/ready"), await client.get("/health/live")
        signing_in = await client.post("/api/v1/auth/token", data={"username": "a@example.org", "password": "x"})
    await nowhere.close()

    assert [(answer.status_code, answer.json()["code"]) for answer in (ready, signing_in)] == [(503, "unavailable")] * 2
    assert ready.headers["retry-after"] == "2"
    assert live.status_code == 200


async def test_full_disk_refuses_writing_and_goes_on_reading(tmp_path: Path, passwords: Passwords) -> None:
    """SQLite alone: only it lets a test make the database unable to grow, by its own limit of pages."""
    settings = Settings(data_dir=tmp_path)
    database = Database(settings.sqlalchemy_url)
    await migrations.upgrade(database, settings.migrations_dir)
    async with database.write() as db:
        await service.create_administrator(db, passwords, email=ORGANISER, password=PASSWORD)
    async with client_of(create_app(settings, database=database, passwords=passwords)) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ORGANISER, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        async with database.write() as db:
            pages = (await db.exec(text("PRAGMA page_count"))).scalar_one()  # type: ignore[call-overload]
            await db.exec(text(f"PRAGMA max_page_count={pages}"))  # type: ignore[call-overload]

        background = {"en": "x" * 20_000}
        refused = await client.post("/api/v1/editions", json=EDITION | {"background": background})
        listed = await client.get("/api/v1/editions")
    await database.close()

    assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
    assert (listed.status_code, listed.json()["items"]) == (200, [])
