"""Mailed links and codes: good once, for one address, for a while."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import client_of, make_account, signed_in
from madang.accounts import jwt, links
from madang.accounts.models import Account, Invitation, MailedLink, Role, RoleGrant
from madang.accounts.rules import LINKS_AT_ONCE, TRIES_OF_A_CODE
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.core.ids import new_id
from madang.core.keys import Keyring
from support.callers import ORGANISER, PASSWORD
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]
AUTH = "/api/v1/auth"
NEW_PASSWORD = "three quiet courtyards at dawn"
CONFIRMATION = "/api/v1/me/email/confirmation"


def read(post_office: PostOffice) -> dict[str, str]:
    """Return token and code of the last mail."""
    text = post_office.text()
    token, code = re.search(r"#(\S+)", text), re.search(r"\d{4} \d{4}", text)
    assert token, text
    assert code, text
    return {"token": token[1], "code": code[0]}


async def ask(client: httpx.AsyncClient, email: str = "mina@example.org", purpose: str = "sign_in") -> httpx.Response:
    return await client.post(f"{AUTH}/links", json={"email": email, "purpose": purpose})


async def entries(database: Database) -> list[tuple[str, str, str]]:
    async with database.read() as db:
        found = (await db.exec(select(AuditEntry).order_by(AuditEntry.id))).all()  # type: ignore[arg-type]
    return [(entry.action, entry.outcome.value, entry.code) for entry in found]


@pytest.fixture
async def mina(database: Database) -> Account:
    async with database.write() as db:
        return await make_account(db)


async def test_link_signs_in_once(
    client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice, database: Database
) -> None:
    assert (await ask(client, email=" MINA@Example.ORG")).json() == {"expires_in": 900}
    await deliver()
    token = read(post_office)["token"]

    looked = await client.post(f"{AUTH}/links/look", json={"token": token})
    first = await client.post(f"{AUTH}/links/sign-in", json={"token": token})
    second = await client.post(f"{AUTH}/links/sign-in", json={"token": token})

    assert (looked.json()["purpose"], looked.json()["email"]) == ("sign_in", "mina@example.org")
    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 410, "link_used")
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {first.json()['access_token']}"})
    assert me.json()["email"] == "mina@example.org"
    assert ("link.pressed", "denied", "link_used") in await entries(database)


@pytest.mark.parametrize("typing", ["{}", "{}-", " {} "])
async def test_typed_code_signs_in(
    client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice, typing: str
) -> None:
    await ask(client)
    await deliver()
    proof = {"email": "Mina@example.org", "code": typing.format(read(post_office)["code"])}

    first = await client.post(f"{AUTH}/links/sign-in", json=proof)
    second = await client.post(f"{AUTH}/links/sign-in", json=proof)

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 422, "code_wrong")


async def test_code_is_bound_to_its_address(
    client: httpx.AsyncClient, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await make_account(db, "noor@example.org")
    await ask(client)
    await deliver()
    code = read(post_office)["code"]

    answers = [
        await client.post(f"{AUTH}/links/sign-in", json={"email": email, "code": code})
        for email in ("noor@example.org", "nobody@example.org", "no address")
    ]

    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert bodies[0]["code"] == "code_wrong"
    assert bodies[0] == bodies[1] == bodies[2]


async def test_wrong_codes_are_counted_although_they_are_refused(
    client: httpx.AsyncClient, database: Database, mina: Account, clock: StoppedClock, deliver: Deliver
) -> None:
    await ask(client)
    await deliver()
    for _ in range(6):
        await client.post(f"{AUTH}/links/sign-in", json={"email": "mina@example.org", "code": "00000000"})

    answer = await client.post(f"{AUTH}/links/sign-in", json={"email": "mina@example.org", "code": "00000000"})

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    async with database.read() as db:
        assert (await db.exec(select(MailedLink.tries))).one() == 6


async def test_code_dies_after_twenty_tries_and_its_link_does_not(
    client: httpx.AsyncClient, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client)
    await deliver()
    secrets = read(post_office)
    async with database.write() as db:
        (await db.exec(select(MailedLink))).one().tries = 20

    typed = await client.post(f"{AUTH}/links/sign-in", json={"email": "mina@example.org", "code": secrets["code"]})
    pressed = await client.post(f"{AUTH}/links/sign-in", json={"token": secrets["token"]})

    assert (typed.status_code, pressed.status_code) == (422, 200)


async def test_link_is_good_for_a_quarter_of_an_hour(
    client: httpx.AsyncClient, mina: Account, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client)
    await deliver()
    clock.advance(minutes=15)

    answer = await client.post(f"{AUTH}/links/sign-in", json={"token": read(post_office)["token"]})

    assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")


async def test_link_for_one_thing_does_no_other(
    app: FastAPI, client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client)
    await deliver()
    token = read(post_office)["token"]

    reset = await client.post(f"{AUTH}/links/password-reset", json={"token": token, "new_password": NEW_PASSWORD})
    change = await (await signed_in(app, mina)).put(CONFIRMATION, json={"token": token})
    accept = await client.post(f"{AUTH}/invitations/accept", json={"token": token})
    own = await client.post(f"{AUTH}/links/sign-in", json={"token": token})

    assert [reset.status_code, change.status_code, accept.status_code, own.status_code] == [404, 404, 404, 200]


@pytest.mark.parametrize("token", ["x", "é" * 20, "A" * 43, "\x00", "a" * 100])
async def test_forged_link_is_unknown(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post(f"{AUTH}/links/sign-in", json={"token": token})
    assert (answer.status_code, answer.json()["code"]) == (404, "link_unknown")


async def test_two_presses_at_once_sign_in_once(
    live: Database, app: FastAPI, client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client)
    await deliver()
    token = read(post_office)["token"]

    async with client_of(app) as twin:
        answers = await asyncio.gather(
            *(one.post(f"{AUTH}/links/sign-in", json={"token": token}) for one in (client, twin))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 410]


async def test_known_and_unknown_addresses_cost_and_answer_alike(
    client: httpx.AsyncClient, mina: Account, count_queries: Callable[[], Any]
) -> None:
    with count_queries() as known:
        first = await ask(client)
    with count_queries() as unknown:
        second = await ask(client, email="nobody@example.org")

    assert (first.status_code, first.content, known.number) == (second.status_code, second.content, unknown.number)


async def test_nobody_is_mailed_at_an_unknown_address(
    client: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client, email="nobody@example.org")

    assert (await deliver(), post_office.taken) == (1, [])


async def test_fourth_asking_in_a_row_sends_nothing_more(
    client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    statuses = [(await ask(client)).status_code for _ in range(5)]
    await deliver()
    assert (statuses, len(post_office.taken)) == ([202] * 5, 3)


async def test_forgotten_password_is_replaced_and_every_login_ends(
    app: FastAPI, as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client, ORGANISER, "password_reset")
    await deliver()
    token = read(post_office)["token"]

    weak = await client.post(f"{AUTH}/links/password-reset", json={"token": token, "new_password": "passwordpassword"})
    reset = await client.post(f"{AUTH}/links/password-reset", json={"token": token, "new_password": NEW_PASSWORD})
    before = await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": PASSWORD})
    after = await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": NEW_PASSWORD})

    assert [weak.status_code, reset.status_code, before.status_code, after.status_code] == [422, 204, 401, 200]
    assert (await as_organiser.get("/api/v1/me")).status_code == 401
    await deliver()
    assert post_office.taken[-1]["Subject"] == "Your password was changed"


async def test_weak_password_with_the_right_code_is_no_guess_at_it(
    client: httpx.AsyncClient, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    await ask(client, purpose="password_reset")
    await deliver()
    proof = {"email": "mina@example.org", "code": read(post_office)["code"]}
    url = f"{AUTH}/links/password-reset"

    weak = [(await client.post(url, json={**proof, "new_password": "passwordpassword"})).status_code for _ in range(7)]
    good = await client.post(url, json={**proof, "new_password": NEW_PASSWORD})

    assert (weak, good.status_code) == ([422] * 7, 204)


async def test_address_changes_when_its_new_mailbox_says_so(
    app: FastAPI, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    client = await signed_in(app, mina)
    asked = await client.put("/api/v1/me/email", json={"email": "Mina@city.example.org"})
    await deliver()
    unchanged = (await client.get("/api/v1/me")).json()["email"]
    pressed = await client.put(CONFIRMATION, json={"token": read(post_office)["token"]})
    await deliver()

    assert (asked.status_code, unchanged, pressed.status_code) == (202, "mina@example.org", 204)
    assert (await client.get("/api/v1/me")).status_code == 401
    assert (post_office.taken[-1]["To"], post_office.taken[-1]["Subject"]) == (
        "mina@example.org",
        "Your account has another address now",
    )
    async with database.read() as db:
        assert (await db.exec(select(Account.email))).one() == "mina@city.example.org"


@pytest.mark.parametrize("way", ["reset", "change", "everywhere", "one"])
async def test_address_change_asked_in_a_stolen_login_dies_with_it(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    deliver: Deliver,
    post_office: PostOffice,
    way: str,
) -> None:
    thief = await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {thief.json()['access_token']}"}
    asked = await client.put("/api/v1/me/email", json={"email": "thief@example.org"}, headers=bearer)
    await deliver()
    stolen = read(post_office)["token"]
    password = NEW_PASSWORD if way in ("reset", "change") else PASSWORD
    match way:
        case "reset":
            await ask(client, ORGANISER, "password_reset")
            await deliver()
            own = {"token": read(post_office)["token"], "new_password": NEW_PASSWORD}
            ended = await client.post(f"{AUTH}/links/password-reset", json=own)
        case "change":
            passwords = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
            ended = await as_organiser.put("/api/v1/me/password", json=passwords)
        case "everywhere":
            ended = await as_organiser.delete("/api/v1/me/logins")
        case _:
            logins = (await as_organiser.get("/api/v1/me/logins")).json()["items"]
            (other,) = [login["id"] for login in logins if not login["current"]]
            ended = await as_organiser.delete(f"/api/v1/me/logins/{other}")

    own = await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": password})
    bearer = {"Authorization": f"Bearer {own.json()['access_token']}"}
    pressed = await client.put(CONFIRMATION, json={"token": stolen}, headers=bearer)

    assert (asked.status_code, ended.status_code) == (202, 204)
    assert (pressed.status_code, pressed.json()["code"]) == (410, "link_revoked")


async def test_address_of_somebody_else_is_not_given_twice(
    app: FastAPI, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await make_account(db, "noor@example.org")
    client = await signed_in(app, mina)
    asked = await client.put("/api/v1/me/email", json={"email": "NOOR@example.org"})
    await deliver()
    pressed = await client.put(CONFIRMATION, json={"token": read(post_office)["token"]})
    assert (asked.status_code, pressed.status_code, pressed.json()["code"]) == (202, 409, "taken")


async def test_link_of_a_closed_account_does_nothing(
    client: httpx.AsyncClient,
    database: Database,
    mina: Account,
    clock: StoppedClock,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    await ask(client)
    await deliver()
    async with database.write() as db:
        (await db.exec(select(Account))).one().disabled_at = clock()

    answer = await client.post(f"{AUTH}/links/sign-in", json={"token": read(post_office)["token"]})

    assert (answer.status_code, answer.json()["code"]) == (404, "link_unknown")


# --- invitations -----------------------------------------------------------------------------------------------


async def invite(as_organiser: httpx.AsyncClient, email: str, role: str = "organiser") -> dict[str, Any]:
    edition = {
        "slug": "harbour",
        "title": {"en": "Harbour", "ko": "항구"},
        "days": ["2030-05-06"],
        "timezone": "Asia/Seoul",
        "default_language": "en",
        "languages": ["en", "ko"],
    }
    await as_organiser.post("/api/v1/editions", json=edition)
    made = await as_organiser.post(
        "/api/v1/editions/harbour/invitations", json={"email": email, "role": role, "language": "ko"}
    )
    assert made.status_code == 201, made.text
    body: dict[str, Any] = made.json()
    return body


async def test_invited_organiser_sets_a_password_and_is_in(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    await invite(as_organiser, "Jiwoo@example.org")
    await deliver()
    token = read(post_office)["token"]

    look = (await client.post(f"{AUTH}/links/look", json={"token": token})).json()
    without = await client.post(f"{AUTH}/invitations/accept", json={"token": token})
    accepted = await client.post(f"{AUTH}/invitations/accept", json={"token": token, "new_password": NEW_PASSWORD})

    assert "항구" in post_office.text()
    assert (look["invitation"]["role"], look["invitation"]["edition"]["slug"]) == ("organiser", "harbour")
    assert (look["has_account"], look["invitation"]["invited_by"]) == (False, ORGANISER)
    assert (without.status_code, without.json()["code"]) == (422, "password_weak")
    assert accepted.json()["account_created"] is True
    client.headers["Authorization"] = f"Bearer {accepted.json()['access']['access_token']}"
    assert [item["slug"] for item in (await client.get("/api/v1/editions")).json()["items"]] == ["harbour"]


async def test_invited_account_that_is_there_gets_the_role_and_no_login(
    as_organiser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    database: Database,
    mina: Account,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    await invite(as_organiser, "mina@EXAMPLE.org", "door_staff")
    await deliver()

    accepted = await client.post(f"{AUTH}/invitations/accept", json={"token": read(post_office)["token"]})

    assert accepted.json() == {"account_created": False, "access": None}
    async with database.read() as db:
        roles = (await db.exec(select(RoleGrant.role).where(RoleGrant.account_id == mina.id))).all()
    assert roles == [Role.DOOR_STAFF]


async def test_sent_again_the_first_link_is_dead_and_revoked_both_are(
    as_organiser: httpx.AsyncClient, client: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    made = await invite(as_organiser, "jiwoo@example.org", "participant")
    url = f"/api/v1/editions/harbour/invitations/{made['id']}"
    await deliver()
    first = read(post_office)["token"]
    again = await as_organiser.post(f"{url}/resend")
    await deliver()
    second = read(post_office)["token"]

    old = await client.post(f"{AUTH}/invitations/accept", json={"token": first})
    revoked = await as_organiser.delete(url, headers={"If-Match": f'"{again.json()["version"]}"'})
    dead = await client.post(f"{AUTH}/invitations/accept", json={"token": second})

    assert [old.json()["code"], revoked.status_code, dead.json()["code"]] == ["link_revoked", 204, "link_revoked"]


async def test_same_address_in_another_spelling_is_invited_once(as_organiser: httpx.AsyncClient) -> None:
    await invite(as_organiser, "Jiwoo@Example.org", "participant")
    again = await as_organiser.post(
        "/api/v1/editions/harbour/invitations", json={"email": "ｊiwoo@example.ORG", "role": "participant"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "taken")


async def test_two_who_accept_at_once_make_one_account(
    live: Database,
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    await invite(as_organiser, "jiwoo@example.org", "participant")
    await deliver()
    token = read(post_office)["token"]

    async with client_of(app) as twin:
        answers = await asyncio.gather(
            *(one.post(f"{AUTH}/invitations/accept", json={"token": token}) for one in (client, twin))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 410]
    async with live.read() as db:
        assert len((await db.exec(select(Invitation).where(Invitation.accepted_at != None))).all()) == 1  # noqa: E711


# --- the secrets themselves ------------------------------------------------------------------------------------


def test_secrets_follow_from_the_installations_keys_old_ones_too() -> None:
    old, both, other = Keyring(["o" * 32]), Keyring(["n" * 32, "o" * 32]), Keyring(["x" * 32])
    link_id = new_id()
    token, code = links.make_token(old, link_id), links.make_code(old, link_id)

    assert [links.find_link_id(ring, token) for ring in (old, both, other)] == [link_id, link_id, None]
    assert [links.is_code_of(ring, link_id, code) for ring in (old, both, other)] == [True, True, False]
    assert links.make_token(old, new_id()) != token
    assert re.fullmatch(r"\d{8}", code)


async def test_sign_in_from_a_new_place_is_told_and_from_a_known_one_not(
    client: httpx.AsyncClient, as_organiser: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    form = {"username": ORGANISER, "password": PASSWORD}
    await client.post(f"{AUTH}/token", data=form)
    await client.post(f"{AUTH}/token", data=form, headers={"User-Agent": "Another browser"})
    await client.post(f"{AUTH}/token", data=form, headers={"User-Agent": "Another browser"})
    await deliver()

    assert [mail["Subject"] for mail in post_office.taken] == ["A new sign-in to your account"]
    assert "Another browser" in post_office.text()


async def test_other_address_of_the_same_network_is_no_news(
    app: FastAPI, as_organiser: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    for host in ("2001:db8:1:1::5", "2001:db8:1:1::6", "2001:db8:1:2::6"):
        transport = httpx.ASGITransport(app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": PASSWORD})
    await deliver()

    assert len(post_office.taken) == 2  # of the first network and of the last


async def test_place_is_forgotten_after_ninety_days(
    client: httpx.AsyncClient,
    as_organiser: httpx.AsyncClient,
    clock: StoppedClock,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    mails = []
    for days in (0, 89, 90):
        clock.advance(days=days)
        await client.post(f"{AUTH}/token", data={"username": ORGANISER, "password": PASSWORD})
        await deliver()
        mails.append(len(post_office.taken))

    assert mails == [0, 0, 1]


async def test_strangers_press_gives_nobody_their_address(
    app: FastAPI, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        noor = await make_account(db, "noor@example.org")
    await (await signed_in(app, mina)).put("/api/v1/me/email", json={"email": "head@example.org"})
    await deliver()
    proof = {"token": read(post_office)["token"]}

    nobody = await client_of(app).put(CONFIRMATION, json=proof)
    another = await (await signed_in(app, noor)).put(CONFIRMATION, json=proof)
    owner = await (await signed_in(app, mina)).put(CONFIRMATION, json=proof)

    assert (nobody.status_code, another.status_code, another.json()["code"]) == (401, 404, "link_unknown")
    assert owner.status_code == 204


async def test_old_login_takes_no_account_along(app: FastAPI, mina: Account, clock: StoppedClock) -> None:
    client = await signed_in(app, mina)
    young = await after(app, client, clock, minutes=9)
    fresh = await after(app, client, clock, minutes=5)
    old = await after(app, client, clock, minutes=2)

    assert (young, fresh) == ([(202, None), (200, None)],) * 2
    assert old == [(403, "fresh_login_needed")] * 2


async def after(app: FastAPI, client: httpx.AsyncClient, clock: StoppedClock, *, minutes: int) -> list[Any]:
    """Let time pass, renew the login's access token, and return what is answered to who would change the account."""
    key = app.state.keyring.newest("access-token")
    claims = jwt.find_claims(client.headers["Authorization"].split()[1], keys=[key], now=clock())
    assert claims
    clock.advance(minutes=minutes)
    client.headers["Authorization"] = f"Bearer {jwt.issue(claims, key=key, now=clock())}"
    asked = await client.put("/api/v1/me/email", json={"email": "new@example.org"})
    factor = await client.put("/api/v1/me/second-factor")
    return [(answer.status_code, answer.json().get("code")) for answer in (asked, factor)]


async def test_one_account_asks_for_few_changes_of_address(app: FastAPI, mina: Account) -> None:
    client = await signed_in(app, mina)
    answers = [
        (await client.put("/api/v1/me/email", json={"email": f"stranger-{number}@example.org"})).status_code
        for number in range(9)
    ]
    assert (answers[:5], answers[-1]) == ([202] * 5, 429)


async def test_whole_hall_signs_in_by_mail_behind_one_address(client: httpx.AsyncClient, clock: StoppedClock) -> None:
    answers = set()
    for number in range(150):
        answers.add((await ask(client, f"trainee-{number}@example.org")).status_code)
        clock.advance(seconds=3)
    assert answers == {202}


async def test_link_whose_code_was_guessed_at_too_often_holds_up_no_new_one(
    client: httpx.AsyncClient, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    for _ in range(LINKS_AT_ONCE):
        await ask(client)
    async with database.write() as db:
        for link in (await db.exec(select(MailedLink))).all():
            link.tries = TRIES_OF_A_CODE
    await ask(client)
    await deliver()

    answer = await client.post(f"{AUTH}/links/sign-in", json={"email": mina.email, "code": read(post_office)["code"]})
    assert answer.status_code == 200


async def test_forged_link_and_weak_password_stand_in_the_audit_log(
    client: httpx.AsyncClient, database: Database, mina: Account, deliver: Deliver, post_office: PostOffice
) -> None:
    await client.post(f"{AUTH}/links/sign-in", json={"token": "A" * 43})
    await ask(client, purpose="password_reset")
    await deliver()
    weak = {"token": read(post_office)["token"], "new_password": "passwordpassword"}
    await client.post(f"{AUTH}/links/password-reset", json=weak)

    denied = [entry for entry in await entries(database) if entry[1] == "denied"]
    assert denied == [("sign_in_by_link", "denied", "link_unknown"), ("reset_password", "denied", "password_weak")]
