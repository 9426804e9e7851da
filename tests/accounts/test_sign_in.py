"""Signing in, staying so, and out again."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select

from madang.accounts import service
from madang.accounts.models import Account, Login, RefreshToken, Role, RoleGrant
from madang.core.db import Database
from madang.core.ids import new_id
from support.callers import ORGANISER, PASSWORD
from support.moments import StoppedClock

TOKEN, REFRESH, SIGN_OUT = "/api/v1/auth/token", "/api/v1/auth/refresh", "/api/v1/auth/sign-out"
COOKIE = "madang_refresh"


@pytest_asyncio.fixture
async def account(app: FastAPI) -> Account:
    async with app.state.database.write() as db:
        made, _ = await service.create_administrator(db, app.state.passwords, email=ORGANISER, password=PASSWORD)
    return made


async def sign_in(client: httpx.AsyncClient, email: str = ORGANISER, password: str = PASSWORD) -> httpx.Response:
    return await client.post(TOKEN, data={"username": email, "password": password})


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    client.cookies.clear()
    return await client.post(REFRESH, headers={"Cookie": f"{COOKIE}={token}"})


async def me(client: httpx.AsyncClient, answer: httpx.Response) -> int:
    token = answer.json()["access_token"]
    return (await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})).status_code


async def test_right_password_signs_in(client: httpx.AsyncClient, account: Account) -> None:
    answer = await sign_in(client)

    assert answer.status_code == 200, answer.text
    assert {name: value for name, value in answer.json().items() if name != "access_token"} == {
        "token_type": "bearer",
        "expires_in": 600,
        "must_change_password": False,
    }
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/v1/auth"))
    assert await me(client, answer) == 200


async def test_address_in_another_spelling_signs_in(client: httpx.AsyncClient, account: Account) -> None:
    assert (await sign_in(client, email=" ORGANISER@Example.org ")).status_code == 200


async def test_unknown_address_is_answered_like_a_wrong_password(client: httpx.AsyncClient, account: Account) -> None:
    wrong = await sign_in(client, password="not this one at all")
    unknown = await sign_in(client, email="nobody@example.org")
    nonsense = await sign_in(client, email="\x00")

    bodies = [{**answer.json(), "request_id": ""} for answer in (wrong, unknown, nonsense)]
    assert [wrong.status_code, unknown.status_code, nonsense.status_code] == [401, 401, 401]
    assert bodies[0] == bodies[1] == bodies[2]


async def test_disabled_account_is_out_at_the_next_request(
    app: FastAPI, client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    answer = await sign_in(client)
    async with app.state.database.write() as db:
        (await db.exec(select(Account))).one().disabled_at = clock()

    assert await me(client, answer) == 401
    assert (await sign_in(client)).status_code == 401
    assert (await refresh(client, answer.cookies[COOKIE])).status_code == 401


async def test_role_taken_away_is_missed_at_the_next_request(app: FastAPI, as_organiser: httpx.AsyncClient) -> None:
    before = await as_organiser.get("/api/v1/editions")
    async with app.state.database.write() as db:
        await db.delete((await db.exec(select(RoleGrant))).one())
    after = await as_organiser.get("/api/v1/editions")

    assert (before.status_code, after.status_code, after.json()["code"]) == (200, 403, "forbidden")


async def test_organiser_of_one_edition_finds_no_other(app: FastAPI, as_organiser: httpx.AsyncClient) -> None:
    edition = {
        "title": {"en": "One"},
        "days": ["2030-05-06"],
        "timezone": "UTC",
        "default_language": "en",
        "languages": ["en"],
    }
    own = (await as_organiser.post("/api/v1/editions", json=edition | {"slug": "own"})).json()
    await as_organiser.post("/api/v1/editions", json=edition | {"slug": "foreign"})
    async with app.state.database.write() as db:
        grant = (await db.exec(select(RoleGrant))).one()
        account_id = grant.account_id
        await db.delete(grant)
        db.add(RoleGrant(account_id=account_id, role=Role.ORGANISER, edition_id=UUID(own["id"])))
        await db.flush()

    listed = await as_organiser.get("/api/v1/editions")
    foreign = await as_organiser.get("/api/v1/editions/foreign")
    absent = await as_organiser.get("/api/v1/editions/absent")
    founding = await as_organiser.post("/api/v1/editions", json=edition | {"slug": "third"})

    assert [item["slug"] for item in listed.json()["items"]] == ["own"]
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
    assert foreign.json()["detail"].replace("foreign", "absent") == absent.json()["detail"]
    assert founding.status_code == 403


async def test_one_time_password_must_be_changed_first(app: FastAPI, client: httpx.AsyncClient) -> None:
    async with app.state.database.write() as db:
        _, one_time = await service.create_administrator(db, app.state.passwords, email=ORGANISER, password=None)
    signed_in = await sign_in(client, password=one_time)
    bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    change = {"current_password": one_time, "new_password": PASSWORD}

    before = await client.get("/api/v1/editions", headers=bearer)
    changed = await client.put("/api/v1/me/password", json=change, headers=bearer)
    after = await client.get("/api/v1/editions", headers=bearer)

    assert signed_in.json()["must_change_password"] is True
    assert (before.status_code, before.json()["code"]) == (403, "password_change_required")
    assert (changed.status_code, after.status_code) == (204, 200)


async def test_password_change_ends_other_logins_and_keeps_this_one(
    client: httpx.AsyncClient, account: Account
) -> None:
    here, elsewhere = await sign_in(client), await sign_in(client)
    change = {"current_password": PASSWORD, "new_password": "another courtyard, with a well"}
    bearer = {"Authorization": f"Bearer {here.json()['access_token']}"}

    wrong = await client.put("/api/v1/me/password", json=change | {"current_password": "no"}, headers=bearer)
    weak = await client.put("/api/v1/me/password", json=change | {"new_password": "password1234"}, headers=bearer)
    done = await client.put("/api/v1/me/password", json=change, headers=bearer)

    assert [wrong.json()["code"], weak.json()["code"], done.status_code] == ["password_wrong", "password_weak", 204]
    assert [await me(client, here), await me(client, elsewhere)] == [200, 401]
    assert (await refresh(client, elsewhere.cookies[COOKIE])).status_code == 401


async def test_refresh_token_is_replaced_on_every_use(client: httpx.AsyncClient, account: Account) -> None:
    first = (await sign_in(client)).cookies[COOKIE]
    answer = await refresh(client, first)
    second = answer.cookies[COOKIE]

    assert second != first
    assert await me(client, answer) == 200
    assert (await refresh(client, second)).status_code == 200


async def test_parallel_tab_gets_an_access_token_and_no_refresh_token(
    client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    first = (await sign_in(client)).cookies[COOKIE]
    second = (await refresh(client, first)).cookies[COOKIE]
    clock.advance(seconds=9)

    late = await refresh(client, first)

    assert (late.status_code, "set-cookie" in late.headers) == (200, False)
    assert (await refresh(client, second)).status_code == 200


async def test_stolen_refresh_token_ends_the_whole_login_although_it_is_refused(
    client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    first = await sign_in(client)
    second = await refresh(client, first.cookies[COOKIE])
    clock.advance(seconds=11)

    reused = await refresh(client, first.cookies[COOKIE])

    assert (reused.status_code, reused.json()["code"]) == (401, "login_ended")
    assert (await refresh(client, second.cookies[COOKIE])).status_code == 401
    assert await me(client, second) == 401


async def test_login_ends_when_idle_or_old(client: httpx.AsyncClient, account: Account, clock: StoppedClock) -> None:
    idle = (await sign_in(client)).cookies[COOKIE]
    clock.advance(days=14)
    assert (await refresh(client, idle)).status_code == 401

    kept = (await sign_in(client)).cookies[COOKIE]
    for _ in range(9):
        clock.advance(days=9, hours=23)
        answer = await refresh(client, kept)
        assert answer.status_code == 200
        kept = answer.cookies[COOKIE]
    clock.advance(days=1)
    assert (await refresh(client, kept)).status_code == 401


async def test_signing_out_ends_the_login(client: httpx.AsyncClient, account: Account) -> None:
    signed_in = await sign_in(client)
    token = signed_in.cookies[COOKIE]
    client.cookies.clear()

    out = await client.post(SIGN_OUT, headers={"Cookie": f"{COOKIE}={token}"})

    assert (out.status_code, await me(client, signed_in)) == (204, 401)
    assert (await refresh(client, token)).status_code == 401


async def test_program_without_cookies_signs_out_by_its_access_token(
    client: httpx.AsyncClient, account: Account
) -> None:
    signed_in = await sign_in(client)
    client.cookies.clear()

    bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    out = await client.post(SIGN_OUT, headers=bearer)

    assert (out.status_code, await me(client, signed_in)) == (204, 401)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
async def test_page_of_another_origin_cannot_use_the_cookie(
    client: httpx.AsyncClient, account: Account, headers: dict[str, str]
) -> None:
    token = (await sign_in(client)).cookies[COOKIE]
    client.cookies.clear()
    answer = await client.post(REFRESH, headers={"Cookie": f"{COOKIE}={token}", **headers})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


async def test_failures_are_counted_although_they_are_refused_and_wear_off(
    client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    failed = [(await sign_in(client, password=f"wrong {number}")).status_code for number in range(7)]
    refused = await sign_in(client)
    clock.advance(seconds=int(refused.headers["retry-after"]))
    allowed = await sign_in(client)

    assert failed == [401] * 6 + [429]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert allowed.status_code == 200


@pytest_asyncio.fixture
async def live_client(app: FastAPI, live: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client


async def test_twenty_refreshes_at_once_leave_one_living_family(
    live_client: httpx.AsyncClient, live: Database, account: Account
) -> None:
    token = (await sign_in(live_client)).cookies[COOKIE]
    live_client.cookies.clear()

    answers = await asyncio.gather(
        *(live_client.post(REFRESH, headers={"Cookie": f"{COOKIE}={token}"}) for _ in range(20))
    )

    assert [answer.status_code for answer in answers] == [200] * 20
    assert sum("set-cookie" in answer.headers for answer in answers) == 1
    async with live.read() as db:
        logins = (await db.exec(select(Login))).all()
        unused = (await db.exec(select(RefreshToken).where(RefreshToken.rotated_at == None))).all()  # noqa: E711
    assert [login.ended_at for login in logins] == [None]
    assert len(unused) == 1


async def test_login_of_nobody_is_no_login(client: httpx.AsyncClient) -> None:
    assert (await refresh(client, new_id().hex)).status_code == 401
    client.cookies.clear()
    assert (await client.post(REFRESH)).status_code == 401
