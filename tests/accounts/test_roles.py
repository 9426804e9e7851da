"""Who has which role, who may change that, and who has to be left."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import client_of, make_account, signed_in
from madang.accounts.links import make_token
from madang.accounts.models import Account, Invitation, Role, RoleGrant
from madang.accounts.service.invitations import offer
from madang.accounts.service.links import Letter
from madang.core.db import Database
from madang.outbox.delivery import Folder
from madang.working import make_worker
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]
INSTALLATION = "/api/v1/installation"


async def an_edition(as_organiser: httpx.AsyncClient, slug: str = "own") -> UUID:
    edition = {
        "slug": slug,
        "title": {"en": slug},
        "days": ["2030-05-06"],
        "timezone": "UTC",
        "default_language": "en",
        "languages": ["en"],
    }
    return UUID((await as_organiser.post("/api/v1/editions", json=edition)).json()["id"])


async def test_role_in_one_edition_gives_nothing_in_another(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    own, other = await an_edition(as_organiser), await an_edition(as_organiser, "other")
    async with database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=own)
        db.add(RoleGrant(account_id=account.id, role=Role.DOOR_STAFF, edition_id=other))
    client = await signed_in(app, account)
    topic = {"key": "one", "name": {"en": "One"}, "vocabulary": "pillar"}

    read = [(await client.get(f"/api/v1/editions/{slug}")).status_code for slug in ("own", "other")]
    write = [
        (await client.post(f"/api/v1/editions/{slug}/programme/topics", json=topic)).status_code
        for slug in ("own", "other")
    ]

    assert read == [200, 200]
    assert write[1] == 404
    assert write[0] in (201, 422)


async def test_role_that_is_taken_away_is_missed_at_once_and_told(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    edition_id = await an_edition(as_organiser)
    async with database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=edition_id)
    client = await signed_in(app, account)
    holders = (await as_organiser.get("/api/v1/editions/own/roles")).json()["items"]
    before = await client.get("/api/v1/editions/own")

    removed = await as_organiser.delete(f"/api/v1/editions/own/roles/{holders[0]['id']}")

    assert (holders[0]["email"], holders[0]["role"]) == ("mina@example.org", "organiser")
    assert (before.status_code, removed.status_code) == (200, 204)
    assert (await client.get("/api/v1/editions/own")).status_code == 403


async def test_organiser_cannot_invite_an_administrator(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    edition_id = await an_edition(as_organiser)
    async with database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=edition_id)
    client = await signed_in(app, account)

    within = await client.post(
        "/api/v1/editions/own/invitations", json={"email": "a@example.org", "role": "administrator"}
    )
    whole = await client.post(f"{INSTALLATION}/invitations", json={"email": "a@example.org"})

    assert (within.status_code, whole.status_code) == (422, 403)


async def test_last_administrator_stays(as_organiser: httpx.AsyncClient, database: Database) -> None:
    own = (await as_organiser.get(f"{INSTALLATION}/roles")).json()["items"][0]
    removed = await as_organiser.delete(f"{INSTALLATION}/roles/{own['id']}")
    account = (await as_organiser.get(f"{INSTALLATION}/accounts")).json()["items"][0]
    closed = await as_organiser.patch(
        f"{INSTALLATION}/accounts/{account['id']}", json={"disabled": True}, headers={"If-Match": '"1"'}
    )

    assert (removed.status_code, removed.json()["code"]) == (409, "last_administrator")
    assert (closed.status_code, closed.json()["code"]) == (422, "invalid")


async def test_two_administrators_who_remove_each_other_leave_one(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    async with live.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    twin = await signed_in(app, account)
    grants = {item["email"]: item["id"] for item in (await twin.get(f"{INSTALLATION}/roles")).json()["items"]}
    mine = grants.pop("mina@example.org")

    answers = await asyncio.gather(
        as_organiser.delete(f"{INSTALLATION}/roles/{mine}"),
        twin.delete(f"{INSTALLATION}/roles/{next(iter(grants.values()))}"),
    )

    async with live.read() as db:
        left = (await db.exec(select(RoleGrant))).all()
    assert len(left) == 1
    assert sorted(answer.status_code for answer in answers)[0] == 204


async def test_closed_account_is_out_and_can_come_back(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as db:
        account: Account = await make_account(db)
    client = await signed_in(app, account)
    url = f"{INSTALLATION}/accounts/{account.id}"

    closed = await as_organiser.patch(url, json={"disabled": True}, headers={"If-Match": '"1"'})
    out = await client.get("/api/v1/me")
    opened = await as_organiser.patch(
        url, json={"disabled": False}, headers={"If-Match": f'"{closed.json()["version"]}"'}
    )

    assert (closed.status_code, out.status_code, opened.json()["disabled_at"]) == (200, 401, None)
    found = await as_organiser.get(f"{INSTALLATION}/accounts", params={"email": "MIN"})
    assert [item["email"] for item in found.json()["items"]] == ["mina@example.org"]


async def test_two_administrators_who_close_each_other_leave_one(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    async with live.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    twin = await signed_in(app, account)
    accounts = {item["email"]: item for item in (await twin.get(f"{INSTALLATION}/accounts")).json()["items"]}
    mine = accounts.pop("mina@example.org")
    (other,) = accounts.values()

    def close(client: httpx.AsyncClient, target: dict[str, Any]) -> Awaitable[httpx.Response]:
        headers = {"If-Match": f'"{target["version"]}"'}
        return client.patch(f"{INSTALLATION}/accounts/{target['id']}", json={"disabled": True}, headers=headers)

    await asyncio.gather(close(as_organiser, mine), close(twin, other))

    async with live.read() as db:
        left = (await db.exec(select(Account).where(col(Account.disabled_at).is_(None)))).all()
    assert len(left) == 1


async def test_token_gives_no_role_that_may_do_more_than_itself(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await an_edition(as_organiser)
    scopes = ["roles:write", "installation:write", "programme:read"]
    body = {"name": "invites", "scopes": scopes, "expires_at": (clock() + timedelta(days=9)).isoformat()}
    made = (await as_organiser.post("/api/v1/me/api-tokens", json=body)).json()
    script = client_of(app)
    script.headers["Authorization"] = f"Bearer {made['token']}"

    answers = [
        await script.post("/api/v1/editions/own/invitations", json={"email": f"{role}@example.org", "role": role})
        for role in ("organiser", "door_staff")
    ]
    answers.append(await script.post(f"{INSTALLATION}/invitations", json={"email": "a@example.org"}))

    assert [answer.status_code for answer in answers] == [403, 201, 403]
    assert {answer.json().get("code") for answer in answers} == {"scope_too_wide", None}


async def test_words_of_a_mail_are_for_people_not_for_tokens(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await an_edition(as_organiser)
    await as_organiser.post("/api/v1/editions/own/invitations", json={"email": "a@example.org", "role": "partner"})
    mail = (await as_organiser.get(f"{INSTALLATION}/mails")).json()["items"][0]
    expires_at = (clock() + timedelta(days=9)).isoformat()
    body = {"name": "looks", "scopes": ["installation:read"], "expires_at": expires_at}
    made = (await as_organiser.post("/api/v1/me/api-tokens", json=body)).json()
    script = client_of(app)
    script.headers["Authorization"] = f"Bearer {made['token']}"

    answers = [await client.get(f"{INSTALLATION}/mails/{mail['id']}") for client in (script, as_organiser)]

    assert [answer.status_code for answer in answers] == [403, 200]
    assert answers[0].json()["code"] == "login_needed"


@pytest.mark.parametrize("how", ["closed", "role taken away"])
async def test_invitation_to_organise_ends_with_its_inviters_rights(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, how: str
) -> None:
    edition_id = await an_edition(as_organiser)
    async with database.write() as db:
        inviter = await make_account(db, role=Role.ORGANISER, edition_id=edition_id)
    client = await signed_in(app, inviter)
    for role in ("organiser", "participant"):
        await client.post("/api/v1/editions/own/invitations", json={"email": f"{role}@example.org", "role": role})
    if how == "closed":
        url = f"{INSTALLATION}/accounts/{inviter.id}"
        await as_organiser.patch(url, json={"disabled": True}, headers={"If-Match": '"1"'})
    else:
        holders = (await as_organiser.get("/api/v1/editions/own/roles")).json()["items"]
        await as_organiser.delete(f"/api/v1/editions/own/roles/{holders[0]['id']}")

    answers = {}
    async with database.read() as db:
        invited = {invitation.role: invitation.link_id for invitation in (await db.exec(select(Invitation))).all()}
    for role, link_id in invited.items():
        assert link_id
        answer = {"token": make_token(app.state.keyring, link_id), "new_password": "three quiet courtyards at dawn"}
        answers[role] = (await client_of(app).post("/api/v1/auth/invitations/accept", json=answer)).status_code

    assert answers == {Role.ORGANISER: 410, Role.PARTICIPANT: 200}


async def test_account_without_a_password_chooses_one_to_organise(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    await an_edition(as_organiser)
    async with database.write() as db:
        await make_account(db)
    invitation = {"email": "mina@example.org", "role": "organiser"}
    await as_organiser.post("/api/v1/editions/own/invitations", json=invitation)
    async with database.read() as db:
        link_id = (await db.exec(select(Invitation.link_id))).one()
    assert link_id
    proof = {"token": make_token(app.state.keyring, link_id)}
    client = client_of(app)

    without = await client.post("/api/v1/auth/invitations/accept", json=proof)
    chosen = proof | {"new_password": "three quiet courtyards at dawn"}
    accepted = await client.post("/api/v1/auth/invitations/accept", json=chosen)
    form = {"username": "mina@example.org", "password": chosen["new_password"]}
    signed = await client.post("/api/v1/auth/token", data=form)

    assert (without.status_code, without.json()["code"]) == (422, "password_weak")
    assert (accepted.status_code, signed.status_code) == (200, 200)


async def test_invitation_says_what_became_of_its_mail(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    database: Database,
    clock: StoppedClock,
    deliver: Deliver,
    post_office: PostOffice,
    count_queries: Callable[[], Any],
    tmp_path: Path,
) -> None:
    await an_edition(as_organiser)
    invitations = "/api/v1/editions/own/invitations"

    async def mails() -> list[str | None]:
        return [item["mail"] for item in (await as_organiser.get(invitations)).json()["items"]]

    async def invite(email: str) -> str:
        made = (await as_organiser.post(invitations, json={"email": email, "role": "participant"})).json()
        assert made["mail"] == "waiting"
        return str(made["id"])

    await invite("sent@example.org")
    await deliver()
    refused = await invite("refused@example.org")
    post_office.answers = ["550 nobody of that name"]
    await deliver()
    await invite("filed@example.org")
    folder = Folder(tmp_path / "mails", "madang@example.org")
    await make_worker(app.state.settings, database, app.state.keyring, folder, clock).deliver_due()
    before = await mails()
    resent = await as_organiser.post(f"{invitations}/{refused}/resend")
    with count_queries() as few:
        after = await mails()
    for number in range(5):
        await invite(f"more-{number}@example.org")
    with count_queries() as many:
        await mails()

    assert before == ["filed", "failed", "sent"]
    assert resent.json()["mail"] == "waiting"
    assert after == ["filed", "waiting", "sent"]
    assert many.number == few.number


async def test_invitation_that_is_sent_again_leads_where_the_first_led(
    as_organiser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    database: Database,
    deliver: Deliver,
    post_office: PostOffice,
    clock: StoppedClock,
) -> None:
    edition_id = await an_edition(as_organiser)
    async with database.write() as db:
        made = await offer(
            db,
            email="mina@example.org",
            role=Role.PARTICIPANT,
            edition_id=edition_id,
            language="en",
            letter=Letter("invitation"),
            next_path="/e/own/register",
            invited_by_id=None,
            now=clock(),
        )
    assert made is not None

    await as_organiser.post(f"/api/v1/editions/own/invitations/{made.id}/resend")
    await deliver()

    token = post_office.text().partition("#")[2].split()[0]
    look = await client.post("/api/v1/auth/links/look", json={"token": token})
    assert look.json()["next"] == "/e/own/register"
