"""The second factor: asked for at every way in, each code good once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import client_of, make_account, signed_in
from madang.accounts.models import RecoveryCode, Role, RoleGrant, SecondFactor
from madang.core.db import Database
from madang.core.ids import new_id
from madang.core.keys import Keyring
from madang.core.sealing import Unsealable, seal, unseal
from support.callers import ORGANISER, PASSWORD
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]
ME, AUTH = "/api/v1/me/second-factor", "/api/v1/auth"


class Phone:
    """Holds the secret, as the app on a phone does."""

    def __init__(self, secret: str, clock: StoppedClock) -> None:
        self._totp, self._clock = pyotp.TOTP(secret), clock

    def code(self, steps: int = 0) -> str:
        return self._totp.at(self._clock() + timedelta(seconds=30 * steps))


async def enrol(client: httpx.AsyncClient, clock: StoppedClock) -> tuple[Phone, list[str]]:
    begun = (await client.put(ME)).json()
    phone = Phone(begun["secret"], clock)
    assert begun["qr_svg"].startswith("<svg")
    confirmed = await client.put(f"{ME}/confirmation", json={"code": phone.code()})
    assert confirmed.status_code == 200, confirmed.text
    clock.advance(seconds=60)
    return phone, confirmed.json()["recovery_codes"]


async def first_factor(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": PASSWORD})


async def second_factor(client: httpx.AsyncClient, code: str, ticket: str | None = None) -> httpx.Response:
    ticket = ticket or (await first_factor(client)).json()["ticket"]
    return await client.post(f"{AUTH}/second-factor", json={"ticket": ticket, "code": code})


async def test_code_of_the_phone_is_asked_for_and_signs_in(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, codes = await enrol(as_organiser, clock)

    asked = await first_factor(client)
    answer = await second_factor(client, phone.code(), asked.json()["ticket"])

    assert (asked.status_code, asked.json()["code"], "set-cookie" in asked.headers) == (
        401,
        "second_factor_required",
        False,
    )
    assert (answer.status_code, "madang_refresh" in answer.cookies, len(codes)) == (200, True, 10)
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.json()["second_factor"] == {"enabled": True, "required": False, "recovery_codes_left": 10}


async def test_code_is_good_once_and_a_step_early_or_late(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    early = phone.code(-1)

    first = await second_factor(client, early)
    again = await second_factor(client, early)
    late = await second_factor(client, phone.code(1))
    older = await second_factor(client, phone.code())
    far = await second_factor(client, phone.code(2))

    assert [answer.status_code for answer in (first, again, late, older, far)] == [200, 422, 200, 422, 422]


async def test_same_code_twice_at_once_signs_in_once(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    tickets = [(await first_factor(client)).json()["ticket"] for _ in range(2)]

    async with client_of(app) as twin:
        answers = await asyncio.gather(
            *(second_factor(one, phone.code(), ticket) for one, ticket in zip((client, twin), tickets, strict=True))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_recovery_code_is_good_once(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock, database: Database
) -> None:
    _, codes = await enrol(as_organiser, clock)

    first = await second_factor(client, codes[3].upper())
    again = await second_factor(client, codes[3])

    assert (first.status_code, again.status_code) == (200, 422)
    async with database.read() as db:
        kept = set((await db.exec(select(RecoveryCode.code_hash))).all())
    assert not {code.replace("-", "") for code in codes} & kept


async def test_wrong_codes_are_throttled(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    ticket = (await first_factor(client)).json()["ticket"]
    for _ in range(6):
        await second_factor(client, "000000", ticket)

    throttled = await second_factor(client, phone.code(), ticket)
    clock.advance(minutes=2)
    later = await second_factor(client, phone.code())

    assert (throttled.status_code, later.status_code) == (429, 200)


async def test_ticket_is_no_token_and_dies(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    ticket = (await first_factor(client)).json()["ticket"]
    as_token = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {ticket}"})
    access = as_organiser.headers["Authorization"].removeprefix("Bearer ")
    as_ticket = await second_factor(client, phone.code(), access)
    clock.advance(minutes=5)
    late = await second_factor(client, phone.code(), ticket)

    assert [answer.json()["code"] for answer in (as_token, as_ticket, late)] == [
        "unauthenticated",
        "ticket_expired",
        "ticket_expired",
    ]


async def test_ticket_dies_with_the_password_that_it_was_given_for(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    ticket = (await first_factor(client)).json()["ticket"]
    change = {"current_password": PASSWORD, "new_password": "another courtyard by the sea"}
    assert (await as_organiser.put("/api/v1/me/password", json=change)).status_code == 204

    assert (await second_factor(client, phone.code(), ticket)).json()["code"] == "ticket_expired"


async def test_secret_that_was_not_confirmed_changes_nothing(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await as_organiser.put(ME)
    assert (await first_factor(client)).status_code == 200


async def test_removing_needs_a_code(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    wrong = await as_organiser.put(f"{ME}/removal", json={"code": "123"})
    still = await first_factor(client)
    right = await as_organiser.put(f"{ME}/removal", json={"code": phone.code()})
    gone = await first_factor(client)

    assert [answer.status_code for answer in (wrong, still, right, gone)] == [422, 401, 204, 200]


async def test_second_factor_is_in_force_once(as_organiser: httpx.AsyncClient, clock: StoppedClock) -> None:
    await enrol(as_organiser, clock)
    assert (await as_organiser.put(ME)).json()["code"] == "taken"


async def test_installation_can_require_it(app: FastAPI, database: Database, clock: StoppedClock) -> None:
    app.state.settings = app.state.settings.model_copy(update={"second_factor": "organisers"})
    async with database.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    client = await signed_in(app, account)

    before = await client.get("/api/v1/editions")
    await enrol(client, clock)
    after = await client.get("/api/v1/editions")

    assert (before.status_code, before.json()["code"], after.status_code) == (403, "second_factor_setup_required", 200)


async def test_sealed_secret_opens_in_its_own_row_only(app: FastAPI, as_organiser: httpx.AsyncClient) -> None:
    secret: dict[str, Any] = (await as_organiser.put(ME)).json()
    async with app.state.database.read() as db:
        row = (await db.exec(select(SecondFactor))).one()
        owner = (await db.exec(select(RoleGrant.account_id))).one()

    ring = app.state.keyring
    assert unseal(ring, "second-factor", owner, row.sealed_secret).decode() == secret["secret"]
    for other in (new_id(), new_id()):
        with pytest.raises(Unsealable):
            unseal(ring, "second-factor", other, row.sealed_secret)
    with pytest.raises(Unsealable):
        unseal(ring, "another purpose", owner, row.sealed_secret)
    with pytest.raises(Unsealable):
        unseal(ring, "second-factor", owner, seal(ring, "second-factor", owner, b"x")[:-1])


async def test_removed_factor_ends_other_logins(
    app: FastAPI, as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    other = (await second_factor(client, phone.code())).json()["access_token"]
    bearer = {"Authorization": f"Bearer {other}"}
    before = await client.get("/api/v1/me", headers=bearer)
    removed = await as_organiser.put(f"{ME}/removal", json={"code": phone.code(1)})

    after = await client.get("/api/v1/me", headers=bearer)
    own = await as_organiser.get("/api/v1/me")
    assert [answer.status_code for answer in (before, removed, after, own)] == [200, 204, 401, 200]


async def test_renewed_recovery_codes_are_told_by_mail(
    as_organiser: httpx.AsyncClient, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    await as_organiser.put(f"{ME}/recovery-codes", json={"code": phone.code()})
    await deliver()
    assert post_office.taken[-1]["Subject"] == "New recovery codes"


async def test_secret_is_sealed_anew_when_keys_change_and_a_lost_key_is_no_fault(
    app: FastAPI, as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    phone, _ = await enrol(as_organiser, clock)
    new, newest = "1" * 40, "2" * 40
    statuses = []
    own = app.state.settings.secret_keys[0].get_secret_value()
    for steps, secrets in ((0, [new, own]), (1, [new]), (0, [newest])):
        clock.advance(seconds=60)
        app.state.keyring = Keyring(secrets)
        answer = await second_factor(client, phone.code(steps))
        statuses.append((answer.status_code, answer.json().get("code")))

    assert statuses == [(200, None), (200, None), (422, "code_wrong")]
