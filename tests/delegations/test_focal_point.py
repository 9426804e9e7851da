"""Focal points: come by the letter, see their own city and no other, confirm, and pass the task on."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import client_of
from factories.delegations import NOMINEE, focal_point, invite_city, make_edition, nominate, path_of
from madang.accounts.models import Role, RoleGrant
from madang.core.db import Database
from madang.delegations.models import Delegation
from support.mail import PostOffice

FOCAL = {"name": "Kampala focal point", "email": "focal@kampala.example.org"}
OTHER = {"name": "Kisumu focal point", "email": "focal@kisumu.example.org"}


@pytest.fixture
async def edition_id(as_organiser: httpx.AsyncClient) -> UUID:
    return await make_edition(as_organiser)


async def test_focal_point_comes_by_the_letter_and_finds_the_delegation(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    await deliver()
    token = post_office.text().split("#")[1].split()[0]
    async with client_of(app) as client:
        accepted = await client.post("/api/v1/auth/invitations/accept", json={"token": token})
        client.headers["Authorization"] = f"Bearer {accepted.json()['access']['access_token']}"

        found = (await client.get(path_of("own"))).json()["items"]

        again = await client_of(app).post("/api/v1/auth/invitations/accept", json={"token": token})
    assert [(item["id"], item["focal_point"]["state"]) for item in found] == [(made["id"], "arrived")]
    assert found[0]["available_transitions"] == ["declined"]
    assert (again.status_code, again.json()["code"]) == (410, "link_used")


async def test_delegation_stays_with_the_account_when_its_address_changes(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID, database: Database
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    client = await focal_point(app, edition_id)
    await nominate(client, made)
    async with database.write() as db:
        delegation = (await db.exec(select(Delegation))).one()
        delegation.focal_email = "gone@kampala.example.org"

    assert (await client.get(path_of("own", made))).status_code == 200


async def test_focal_point_learns_nothing_of_another_city(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    own = await invite_city(as_organiser, focal_point=FOCAL)
    other = await invite_city(as_organiser, city={"en": "Kisumu"}, country="KE", focal_point=OTHER)
    member = await nominate(as_organiser, own)
    foreign = await nominate(as_organiser, other, name="Kisumu trainee 1", email="one@kisumu.example.org")
    client = await focal_point(app, edition_id)
    nobody = {"id": str(uuid4())}

    async def asked(delegation: dict[str, str], of: str, person: str) -> list[tuple[int, dict[str, object]]]:
        version = {"If-Match": '"1"'}
        successor = {"name": "Kampala trainee 9", "email": "nine@kampala.example.org"}
        at = f"/members/{person}"
        answers = [
            await client.get(path_of("own", delegation)),
            await client.get(path_of("own", delegation, "/overview")),
            await client.get(path_of("own", delegation, "/history")),
            await client.patch(path_of("own", delegation), json={"listed": True}, headers=version),
            await client.post(path_of("own", delegation, "/transitions"), json={"to": "declined"}),
            await client.post(path_of("own", delegation, "/focal-point"), json={"email": "me@example.org"}),
            await client.post(path_of("own", delegation, "/members"), json=NOMINEE),
            await client.patch(path_of("own", delegation, at), json={"role": "head"}, headers=version),
            await client.post(path_of("own", delegation, f"{at}/withdraw"), json={}),
            await client.post(path_of("own", delegation, f"{at}/swap"), json=successor),
            await client.post(path_of("own", delegation, f"{at}/letter"), json={}),
            # Another city's member, looked for in one's own.
            await client.post(path_of("own", own, f"/members/{of}/withdraw"), json={}),
            await client.post(path_of("own", own, f"/members/{of}/swap"), json=successor),
            await client.patch(path_of("own", own, f"/members/{of}"), json={"role": "head"}, headers=version),
        ]
        return [(answer.status_code, {**answer.json(), "request_id": ""}) for answer in answers]

    theirs = await asked(other, foreign["id"], foreign["id"])
    absent = await asked(nobody, nobody["id"], nobody["id"])
    everything = [
        (await client.get(path_of("own"))).text,
        (await client.get(path_of("own"), params={"name": "kisumu"})).text,
        (await client.get(path_of("own"), params={"country": "KE"})).text,
        (await client.get(path_of("own", own, "/overview"))).text,
        (await client.get(path_of("own", own, "/history"))).text,
    ]

    assert theirs == absent
    assert {status for status, _ in theirs} == {404}
    assert not [text for text in everything if "isumu" in text or other["id"] in text or foreign["id"] in text]
    assert member["id"] in everything[3]
    assert "organiser@example.org" not in everything[4]


async def test_refusal_of_an_address_does_not_tell_whose_it_is(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID, database: Database
) -> None:
    from madang.participants.models import Registration  # noqa: PLC0415 -- the only test here that needs it

    own = await invite_city(as_organiser, focal_point=FOCAL)
    other = await invite_city(as_organiser, city={"en": "Kisumu"}, country="KE")
    await nominate(as_organiser, other, email="member@example.org")
    async with database.write() as db:
        db.add(Registration(edition_id=edition_id, email="alone@example.org", email_as_typed="alone@example.org"))
    client = await focal_point(app, edition_id)

    answers = [
        await client.post(path_of("own", own, "/members"), json=NOMINEE | {"email": f"{name}@example.org"})
        for name in ("member", "alone")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert {**answers[0].json(), "request_id": ""} == {**answers[1].json(), "request_id": ""}
    assert (await client.get(path_of("own", own, "/overview"))).json()["delegation"]["seats"][0]["taken"] == 0


async def test_focal_point_changes_what_the_city_says_of_itself_only(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    client = await focal_point(app, edition_id)
    version = {"If-Match": f'"{made["version"]}"'}

    refused = await client.patch(
        path_of("own", made), json={"seats": {"official": 9}, "mentor": "Me", "listed": True}, headers=version
    )
    changed = await client.patch(
        path_of("own", made), json={"listed": True, "working_languages": ["en", "sw"]}, headers=version
    )

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/body/mentor", "/body/seats"]
    assert (changed.json()["listed"], changed.json()["working_languages"]) == (True, ["en", "sw"])


async def test_focal_point_confirms_but_attends_nothing(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    client = await focal_point(app, edition_id)
    url = path_of("own", made, "/transitions")
    too_early = await client.post(url, json={"to": "confirmed"})
    await nominate(client, made)

    confirmed = await client.post(url, json={"to": "confirmed"})
    attended = await client.post(url, json={"to": "attended"})

    assert too_early.json()["code"] == "step_unavailable"
    assert (confirmed.json()["status"], confirmed.json()["available_transitions"]) == ("confirmed", [])
    assert attended.json()["current"] == {"status": "confirmed", "available_transitions": []}


async def test_task_passed_on_is_somebody_elses_at_once(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    database: Database,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    client = await focal_point(app, edition_id)

    passed = await client.post(path_of("own", made, "/focal-point"), json=OTHER | {"message": "Over to you"})
    after = await client.get(path_of("own", made))
    await deliver()

    letters = [mail for mail in post_office.taken if mail["to"] == OTHER["email"]]
    history = (await as_organiser.get(path_of("own", made, "/history"))).json()["items"]
    async with database.read() as db:
        roles = (await db.exec(select(RoleGrant).where(RoleGrant.role == Role.FOCAL_POINT))).all()
    assert (passed.status_code, passed.json()["focal_point"]) == (200, OTHER | {"state": "invited"})
    assert after.status_code == 403
    assert roles == []
    assert len(letters) == 1
    assert (history[0]["what"], history[0]["comment"], history[0]["by"]) == (
        "passed_on",
        "Over to you",
        FOCAL["email"],
    )


async def test_who_passes_one_of_two_cities_on_keeps_the_other(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    first = await invite_city(as_organiser, focal_point=FOCAL)
    second = await invite_city(as_organiser, city={"en": "Entebbe"}, focal_point=FOCAL)
    client = await focal_point(app, edition_id)

    await client.post(path_of("own", first, "/focal-point"), json=OTHER)

    answers = [await client.get(path_of("own", delegation)) for delegation in (first, second)]
    assert [answer.status_code for answer in answers] == [404, 200]


async def test_letter_not_taken_yet_is_worthless_once_the_task_is_passed_on(
    client: httpx.AsyncClient,
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    await deliver()
    token = post_office.text().split("#")[1].split()[0]

    await as_organiser.post(path_of("own", made, "/focal-point"), json=OTHER)

    pressed = await client.post("/api/v1/auth/invitations/accept", json={"token": token})
    assert (pressed.status_code, pressed.json()["code"]) == (410, "link_revoked")


async def test_focal_point_of_an_earlier_city_gets_a_letter_that_leads_to_the_page(
    app: FastAPI,
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    client = await focal_point(app, edition_id)

    made = await invite_city(as_organiser, focal_point=FOCAL)
    await deliver()

    assert "/e/own/delegation" in post_office.text()
    assert "#" not in post_office.text()
    assert made["focal_point"]["state"] == "arrived"
    assert (await client.get(path_of("own", made))).status_code == 200
