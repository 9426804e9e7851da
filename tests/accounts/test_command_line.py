"""What whoever runs the installation does to accounts on the command line."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from click.testing import Result
from fastapi import FastAPI
from sqlmodel import select
from typer.testing import CliRunner

from factories.accounts import client_of, make_account
from madang.accounts.models import Role, SecondFactor
from madang.audit.models import AuditEntry
from madang.cli import app as command
from madang.core.db import Database
from madang.settings import Settings
from support.moments import StoppedClock
from support.processes import variables_of

Madang = Callable[..., Awaitable[Result]]


@pytest.fixture
def madang(live_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Madang:
    """Return what runs the command on the test's installation, on a thread: it has an event loop of its own."""
    for name, value in variables_of(live_settings).items():
        monkeypatch.setenv(name, value)

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, command, list(arguments))

    return run


async def test_lost_administrator_gets_a_link_and_loses_the_second_factor(
    live: Database, madang: Madang, app: FastAPI, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    async with live.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
        db.add(SecondFactor(account_id=account.id, sealed_secret=b"x", created_at=clock(), confirmed_at=clock()))
    scope = ["--scope", "programme:read", "--name", "pull"]
    token_before = (await madang("create-token", "mina@example.org", *scope)).stdout.strip()

    ran = await madang("recover", "MINA@example.org", "--without-second-factor")
    unknown = await madang("recover", "nobody@example.org")

    assert (ran.exit_code, unknown.exit_code) == (0, 1), ran.stderr
    assert "there is no account of nobody@example.org" in unknown.stderr
    token = ran.stdout.strip().partition("#")[2]
    reset = {"token": token, "new_password": "three quiet courtyards at dawn"}
    clock.now = (await _made(live)).at  # the command has the real clock
    assert (await client.post("/api/v1/auth/links/password-reset", json=reset)).status_code == 204
    form = {"username": "mina@example.org", "password": reset["new_password"]}
    assert (await client.post("/api/v1/auth/token", data=form)).status_code == 200
    thief = await client.get("/api/v1/editions", headers={"Authorization": f"Bearer {token_before}"})
    assert (token_before[:11], thief.status_code) == ("madang_pat_", 401)


async def _made(live: Database) -> AuditEntry:
    async with live.read() as db:
        entry = (await db.exec(select(AuditEntry).where(AuditEntry.action == "account.recovered"))).one()
    assert entry.origin == "command"
    return entry


async def test_token_is_made_listed_and_revoked(
    live: Database, madang: Madang, app: FastAPI, clock: StoppedClock
) -> None:
    async with live.write() as db:
        await make_account(db, role=Role.ADMINISTRATOR)
    scope = ["--scope", "programme:read", "--name", "pull"]
    made = await madang("create-token", "mina@example.org", *scope)
    listed = await madang("list-tokens", "mina@example.org")
    async with client_of(app) as script:
        script.headers["Authorization"] = f"Bearer {made.stdout.strip()}"
        before = await script.get("/api/v1/editions")
        revoked = await madang("revoke-token", "mina@example.org", made.stdout.strip())
        after = await script.get("/api/v1/editions")

    assert made.stdout[:15] in listed.stdout, made.stderr
    assert (before.status_code, revoked.stdout, after.status_code) == (200, "1 revoked\n", 401)


async def test_token_wider_than_its_owner_is_refused(live: Database, madang: Madang) -> None:
    async with live.write() as db:
        await make_account(db)
    ran = await madang("create-token", "mina@example.org", "--scope", "people:read", "--name", "x")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "people:read" in ran.stderr
