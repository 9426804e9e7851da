"""API tokens: never wider than their maker, never longer than said, gone at once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from factories.accounts import client_of, make_account, signed_in
from madang.accounts import api_tokens
from madang.accounts.housekeeping import warn_of_expiry
from madang.accounts.models import Account, ApiToken, Role, RoleGrant
from madang.accounts.rules import ROLE_SCOPES
from madang.core.db import Database
from support.mail import PostOffice
from support.moments import StoppedClock

TOKENS = "/api/v1/me/api-tokens"
Deliver = Callable[[], Awaitable[int]]
EDITION = {
    "title": {"en": "One"},
    "days": ["2030-05-06"],
    "timezone": "UTC",
    "default_language": "en",
    "languages": ["en"],
}


async def make(client: httpx.AsyncClient, clock: StoppedClock, **changed: Any) -> httpx.Response:
    body = {
        "name": "nightly pull",
        "scopes": ["programme:read"],
        "expires_at": (clock() + timedelta(days=90)).isoformat(),
    }
    return await client.post(TOKENS, json=body | changed)


def bearing(app: FastAPI, token: str) -> httpx.AsyncClient:
    client = client_of(app)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


async def test_token_does_what_its_scopes_say_and_no_more(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    made = (await make(as_organiser, clock)).json()
    script = bearing(app, made["token"])

    read = await script.get("/api/v1/editions")
    write = await script.post("/api/v1/editions", json=EDITION | {"slug": "x"})
    own = await script.get(TOKENS)
    another = await make(script, clock)

    assert [read.status_code, write.status_code, own.status_code, another.status_code] == [200, 403, 403, 403]
    assert [write.json()["code"], own.json()["code"]] == ["forbidden", "login_needed"]
    assert made["beginning"] == made["token"][:15]
    listed = (await as_organiser.get(TOKENS)).json()["items"][0]
    assert {name: listed[name] for name in ("name", "state", "scopes")} == {
        "name": "nightly pull",
        "state": "active",
        "scopes": ["programme:read"],
    }
    assert "token" not in listed


async def test_revoked_token_is_refused_at_once(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    made = (await make(as_organiser, clock)).json()
    script = bearing(app, made["token"])
    before = await script.get("/api/v1/editions")
    version = (await as_organiser.get(TOKENS)).json()["items"][0]["version"]
    revoked = await as_organiser.delete(f"{TOKENS}/{made['id']}", headers={"If-Match": f'"{version}"'})

    assert (before.status_code, revoked.status_code) == (200, 204)
    assert (await script.get("/api/v1/editions")).status_code == 401


async def test_expired_token_is_refused(app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock) -> None:
    made = (await make(as_organiser, clock)).json()
    clock.advance(days=90)
    assert (await bearing(app, made["token"]).get("/api/v1/editions")).status_code == 401


async def test_token_loses_what_its_owner_loses(app: FastAPI, database: Database, clock: StoppedClock) -> None:
    async with database.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    owner = await signed_in(app, account)
    made = (await make(owner, clock, scopes=["programme:read", "editions:write"])).json()
    script = bearing(app, made["token"])
    async with database.write() as db:
        await db.delete((await db.exec(select(RoleGrant))).one())

    assert (await script.get("/api/v1/editions")).status_code == 403
    async with database.write() as db:
        (await db.exec(select(Account))).one().disabled_at = clock()
    assert (await script.get("/api/v1/editions")).status_code == 401


async def test_token_of_one_edition_finds_no_other(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    for slug in ("own", "foreign"):
        await as_organiser.post("/api/v1/editions", json=EDITION | {"slug": slug})
    made = (await make(as_organiser, clock, edition="own", scopes=["programme:read", "people:read"])).json()
    script = bearing(app, made["token"])

    listed = await script.get("/api/v1/editions")
    foreign = await script.get("/api/v1/editions/foreign")
    wide = await make(as_organiser, clock, edition="own", scopes=["editions:write"])

    assert [item["slug"] for item in listed.json()["items"]] == ["own"]
    assert (foreign.status_code, wide.status_code, wide.json()["code"]) == (404, 403, "scope_too_wide")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_scopes_are_never_wider_than_their_makers(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, clock: StoppedClock, role: Role
) -> None:
    edition = (await as_organiser.post("/api/v1/editions", json=EDITION | {"slug": "own"})).json()
    async with database.write() as db:
        account = await make_account(db, role=role, edition_id=UUID(edition["id"]))
    client = await signed_in(app, account)

    made = [
        (await make(client, clock, scopes=[scope])).status_code for scope in sorted(ROLE_SCOPES[Role.ADMINISTRATOR])
    ]

    assert made == [201 if scope in ROLE_SCOPES[role] else 403 for scope in sorted(ROLE_SCOPES[Role.ADMINISTRATOR])]


@pytest.mark.parametrize(
    "changed",
    [
        {"expires_at": "2019-09-30T08:00:00+00:00"},
        {"expires_at": "2021-01-01T00:00:00+00:00"},
        {"expires_at": "2019-12-01T00:00:00"},
        {"expires_at": None},
        {"scopes": []},
        {"scopes": ["all:of-it"]},
        {"name": ""},
        {"name": "x" * 121},
    ],
)
async def test_crooked_token_is_refused(
    as_organiser: httpx.AsyncClient, clock: StoppedClock, changed: dict[str, Any]
) -> None:
    answer = await make(as_organiser, clock, **changed)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_replaced_token_goes_on_for_a_while(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    made = (await make(as_organiser, clock)).json()
    old = bearing(app, made["token"])
    rotated = await as_organiser.post(f"{TOKENS}/{made['id']}/rotate", json={"overlap_hours": 2})
    new = bearing(app, rotated.json()["token"])
    again = await as_organiser.post(f"{TOKENS}/{made['id']}/rotate", json={})

    during = [(await one.get("/api/v1/editions")).status_code for one in (old, new)]
    clock.advance(hours=2)
    after = [(await one.get("/api/v1/editions")).status_code for one in (old, new)]

    assert (during, after, again.json()["code"]) == ([200, 200], [401, 200], "token_over")


async def test_retry_of_a_creation_shows_no_secret_again(as_organiser: httpx.AsyncClient, clock: StoppedClock) -> None:
    as_organiser.headers["Idempotency-Key"] = "once"
    first = await make(as_organiser, clock)
    again = await make(as_organiser, clock)

    assert (first.status_code, again.status_code, again.json()["code"]) == (201, 409, "already_created")
    assert again.json()["current"] == {"id": first.json()["id"]}
    assert len((await as_organiser.get(TOKENS)).json()["items"]) == 1


async def test_use_is_noted_once_a_minute(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    clock: StoppedClock,
    database: Database,
    count_queries: Callable[[], Any],
) -> None:
    script = bearing(app, (await make(as_organiser, clock)).json()["token"])
    numbers = []
    for _ in range(3):
        with count_queries() as counted:
            await script.get("/api/v1/editions")
        numbers.append(counted.number)
    noted = clock()
    clock.advance(seconds=61)
    async with database.read() as db:
        first = (await db.exec(select(ApiToken.last_used_at))).one()
    await script.get("/api/v1/editions")
    async with database.read() as db:
        second = (await db.exec(select(ApiToken.last_used_at))).one()

    assert (first, second) == (noted, clock())
    assert numbers[1] == numbers[2] < numbers[0]


async def test_owner_is_warned_thirty_seven_and_one_days_before(
    as_organiser: httpx.AsyncClient, clock: StoppedClock, database: Database, deliver: Deliver, post_office: PostOffice
) -> None:
    await make(as_organiser, clock)
    await deliver()
    warned = []
    for day in range(1, 95):
        clock.advance(days=1)
        for _ in range(2):
            await warn_of_expiry(database, clock())
        if await deliver():
            warned.append(90 - day)

    assert (warned, len(post_office.taken)) == ([30, 7, 1], 4)


# One for all examples: what is drawn must not depend on chance of another kind.
SOME_TOKEN = api_tokens.make_token()


@given(st.data())
def test_one_wrong_letter_is_noticed_without_the_database(data: st.DataObject) -> None:
    token = SOME_TOKEN
    place = data.draw(st.integers(len(api_tokens.PREFIX), len(token) - 1))
    letter = data.draw(st.sampled_from("0123456789ABCxyz").filter(lambda one: one != token[place]))

    assert api_tokens.find_digest(token) == api_tokens.digest(token)
    assert api_tokens.find_digest(token[:place] + letter + token[place + 1 :]) is None


@given(st.text(max_size=200))
def test_any_text_is_a_token_or_none(text: str) -> None:
    assert api_tokens.find_digest(api_tokens.PREFIX + text) is None


BAD = ["", "x", "x" * 60_000, "\x00" * 38, "é" * 38, "0" * 38]


@pytest.mark.parametrize("rest", BAD)
async def test_bad_token_is_answered_401(client: httpx.AsyncClient, rest: str) -> None:
    header = f"Bearer {api_tokens.PREFIX}{rest}".encode()
    answer = await client.get("/api/v1/editions", headers=[(b"authorization", header)])
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_database_that_takes_no_note_of_its_use_still_answers_a_token(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = (await make(as_organiser, clock)).json()
    noted: list[UUID] = []

    async def locked(_db: Any, token_id: UUID, _now: Any) -> None:
        noted.append(token_id)
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr("madang.accounts.access.note_use", locked)
    answer = await bearing(app, made["token"]).get("/api/v1/editions")
    assert (answer.status_code, [str(token_id) for token_id in noted]) == (200, [made["id"]])
