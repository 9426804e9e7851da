"""What callers are told when the machine below fails."""

from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from factories.programme import EDITION
from madang.core.db import Database
from madang.main import create_app
from madang.settings import Settings


async def test_database_that_is_gone_is_answered_503(lost: Database, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path), database=lost)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        ready, live = await client.get("/health/ready"), await client.get("/health/live")
        signing_in = await client.post("/api/v1/auth/token", data={"username": "a@example.org", "password": "x"})

    assert [(answer.status_code, answer.json()["code"]) for answer in (ready, signing_in)] == [(503, "unavailable")] * 2
    assert ready.headers["retry-after"] == "2"
    assert live.status_code == 200


async def make_full(database: Database) -> None:
    """Let a database not grow: SQLite by its own limit of pages; PostgreSQL by its own error at the first row."""
    async with database.write() as db:
        connection = await db.connection()
        if database.is_sqlite:
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            await connection.execute(text(f"PRAGMA max_page_count={pages}"))
            return
        await connection.execute(
            text(
                """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"""
            )
        )
        await connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION full_disk()")
        )


async def test_full_disk_refuses_writing_and_goes_on_reading(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    await make_full(live)

    refused = await as_organiser.post("/api/v1/editions", json=EDITION | {"background": {"en": "x" * 20_000}})
    listed = await as_organiser.get("/api/v1/editions")

    assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
    assert (listed.status_code, listed.json()["items"]) == (200, [])
