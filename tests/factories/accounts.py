"""Accounts made up for tests, without the cost of hashing where nobody signs in by password."""

from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import jwt
from madang.accounts.models import Account, Login, Role, RoleGrant
from madang.accounts.rules import LOGIN_LIFE


async def make_account(
    db: AsyncSession,
    email: str = "mina@example.org",
    *,
    role: Role | None = None,
    edition_id: UUID | None = None,
    password_hash: str | None = None,
) -> Account:
    account = Account(email=email, email_as_typed=email, password_hash=password_hash)
    db.add(account)
    await db.flush()
    if role is not None:
        db.add(RoleGrant(account_id=account.id, role=role, edition_id=edition_id))
        await db.flush()
    return account


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


async def signed_in(app: FastAPI, account: Account) -> httpx.AsyncClient:
    """Return a client that calls as this account."""
    now = app.state.clock()
    login = Login(account_id=account.id, created_at=now, last_used_at=now, expires_at=now + LOGIN_LIFE)
    async with app.state.database.write() as db:
        db.add(login)
    claims = jwt.AccessClaims(account_id=account.id, login_id=login.id)
    client = client_of(app)
    token = jwt.issue(claims, key=app.state.keyring.newest("access-token"), now=now)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


async def signed_in_for_long(app: FastAPI, account: Account) -> httpx.AsyncClient:
    """Return a client that calls as this account, however far the clock goes on."""
    client = await signed_in(app, account)
    first = client.headers["Authorization"].removeprefix("Bearer ")
    key = app.state.keyring.newest("access-token")
    claims = jwt.find_claims(first, keys=[key], now=app.state.clock())
    assert claims

    async def renew(request: httpx.Request) -> None:
        request.headers["Authorization"] = f"Bearer {jwt.issue(claims, key=key, now=app.state.clock())}"

    client.event_hooks = {"request": [renew]}
    return client
