"""Members nominated by their city: seats, letters, and what is refused."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.delegations import (
    FOCAL,
    NOMINEE,
    SUCCESSOR,
    focal_point,
    invite_city,
    nominate,
    overview,
    path_of,
    taken,
)
from madang.accounts.models import Account, Role
from madang.core.db import Database
from madang.participants.models import (
    Registration,
    RegistrationStatus,
)
from support.mail import PostOffice
from support.moments import StoppedClock


async def test_nominated_member_has_a_seat_a_draft_and_a_letter(
    focal: httpx.AsyncClient,
    city: dict[str, Any],
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    member = await nominate(focal, city, language="ko", role="head", position="Planner")
    await deliver()

    page = await overview(focal, city)
    letter = next(mail for mail in post_office.taken if mail["to"] == NOMINEE["email"])
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert (member["status"], member["signed_in"], member["role"]) == ("draft", False, "head")
    assert (page["delegation"]["status"], taken(page["delegation"])) == ("nominated", {"official": 1, "sse_actor": 0})
    assert "캄팔라" in text
    assert "Kampala trainee 1 님께" in text
    assert "/invitation?lang=ko#" in text


async def test_link_of_a_nomination_leads_to_the_registration_and_works_once(
    focal: httpx.AsyncClient,
    city: dict[str, Any],
    client: httpx.AsyncClient,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    await nominate(focal, city)
    await deliver()
    token = post_office.text().split("#")[1].split()[0]

    looked = await client.post("/api/v1/auth/links/look", json={"token": token})
    pressed = [await client.post("/api/v1/auth/invitations/accept", json={"token": token}) for _ in range(2)]

    assert (looked.json()["next"], looked.json()["invitation"]["role"]) == ("/e/own/register", "participant")
    assert [answer.status_code for answer in pressed] == [200, 410]


async def test_who_is_a_participant_already_gets_a_letter_without_a_link_to_accept(
    focal: httpx.AsyncClient,
    city: dict[str, Any],
    edition_id: UUID,
    database: Database,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    async with database.write() as db:
        await make_account(db, NOMINEE["email"], role=Role.PARTICIPANT, edition_id=edition_id)

    await nominate(focal, city)
    await deliver()

    assert "/e/own/register" in post_office.text()
    assert "#" not in post_office.text()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"email": "nobody"}, "/body/email"),
        ({"name": "x" + "\u0301" * 300}, "/body/name"),
        ({"name": " "}, "/body/name"),
        ({"capacity": "tourist"}, "/body/capacity"),
        ({"status": "accepted"}, "/body/status"),
        ({"kind": "organiser"}, "/body/kind"),
    ],
)
async def test_nomination_that_cannot_be_is_refused_where_it_is_wrong(
    focal: httpx.AsyncClient, city: dict[str, Any], wrong: dict[str, str], pointer: str
) -> None:
    answer = await focal.post(path_of("own", city, "/members"), json=NOMINEE | wrong)

    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    assert (await overview(focal, city))["members"] == []


async def test_name_that_looks_like_a_formula_stays_a_name(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    assert (await nominate(focal, city, name='=HYPERLINK("x")'))["name"] == '=HYPERLINK("x")'


async def test_seat_that_is_taken_is_taken(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    await nominate(focal, city)

    full = await focal.post(path_of("own", city, "/members"), json=NOMINEE | SUCCESSOR)
    none = await focal.post(path_of("own", city, "/members"), json=NOMINEE | SUCCESSOR | {"capacity": "expert"})

    assert [(answer.status_code, answer.json()["code"]) for answer in (full, none)] == [(409, "seats_taken")] * 2
    assert full.json()["errors"][0]["pointer"] == "/body/capacity"


async def test_same_person_twice_is_refused(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    await nominate(focal, city)

    twice = await focal.post(
        path_of("own", city, "/members"), json=NOMINEE | {"email": "ONE@Kampala.example.org", "capacity": "sse_actor"}
    )

    assert (twice.status_code, twice.json()["code"]) == (409, "taken")
    assert taken((await overview(focal, city))["delegation"]) == {"official": 1, "sse_actor": 0}


async def test_retried_nomination_nominates_once(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "once"}
    answers = [await focal.post(path_of("own", city, "/members"), json=NOMINEE, headers=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


async def test_deadline_holds_for_the_city_and_not_for_the_organiser_or_a_swap(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID, clock: StoppedClock
) -> None:
    deadline = clock() + timedelta(minutes=5)
    city = await invite_city(as_organiser, focal_point=FOCAL, nominate_by=deadline.isoformat())
    focal = await focal_point(app, edition_id)
    clock.advance(minutes=5)
    in_time = await nominate(focal, city)
    clock.advance(seconds=1)
    actor = NOMINEE | {"email": "three@kampala.example.org", "capacity": "sse_actor"}

    late = await focal.post(path_of("own", city, "/members"), json=actor)
    by_organiser = await as_organiser.post(path_of("own", city, "/members"), json=actor)
    swapped = await focal.post(path_of("own", city, f"/members/{in_time['id']}/swap"), json=SUCCESSOR)

    assert (late.status_code, late.json()["code"]) == (409, "nominations_closed")
    assert (by_organiser.status_code, swapped.status_code) == (201, 201)


async def test_nobody_is_flooded_with_letters(
    app: FastAPI, focal: httpx.AsyncClient, city: dict[str, Any], database: Database, clock: StoppedClock
) -> None:
    member = await nominate(focal, city)
    at = path_of("own", city, f"/members/{member['id']}")
    again = [await focal.post(f"{at}/letter") for _ in range(3)]
    await focal.post(f"{at}/withdraw", json={})
    around = await focal.post(path_of("own", city, "/members"), json=NOMINEE)

    clock.advance(minutes=15)
    async with database.read() as db:
        account = (await db.exec(select(Account).where(Account.email == FOCAL["email"]))).one()
    later = await signed_in(app, account)

    assert [answer.status_code for answer in again] == [200, 200, 429]
    assert (around.status_code, around.json()["code"], around.headers["retry-after"]) == (429, "letters_sent", "900")
    assert (await nominate(later, city))["id"] == member["id"]


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
async def test_city_that_does_not_come_nominates_nobody(
    as_organiser: httpx.AsyncClient, focal: httpx.AsyncClient, city: dict[str, Any], status: str
) -> None:
    await as_organiser.post(path_of("own", city, "/transitions"), json={"to": status})

    answer = await focal.post(path_of("own", city, "/members"), json=NOMINEE)

    assert (answer.status_code, answer.json()["code"]) == (409, "delegation_closed")


async def test_organiser_takes_in_who_registered_alone(
    as_organiser: httpx.AsyncClient, city: dict[str, Any], edition_id: UUID, database: Database
) -> None:
    async with database.write() as db:
        account = await make_account(db, NOMINEE["email"])
        alone = Registration(
            edition_id=edition_id,
            email=NOMINEE["email"],
            email_as_typed=NOMINEE["email"],
            account_id=account.id,
            badge_name="Their own name",
            status=RegistrationStatus.SUBMITTED,
        )
        db.add(alone)

    member = await nominate(as_organiser, city)

    assert (member["id"], member["name"], member["status"]) == (str(alone.id), "Their own name", "submitted")
    assert taken((await overview(as_organiser, city))["delegation"]) == {"official": 1, "sse_actor": 0}


async def test_member_of_one_city_is_not_taken_into_another_by_an_organiser_either(
    as_organiser: httpx.AsyncClient, city: dict[str, Any]
) -> None:
    other = await invite_city(as_organiser, city={"en": "Kisumu"}, country="KE")
    await nominate(as_organiser, other)

    answer = await as_organiser.post(path_of("own", city, "/members"), json=NOMINEE)

    assert answer.json()["code"] == "address_registered"


async def test_change_of_capacity_takes_another_seat_and_gives_the_old_one_back(
    focal: httpx.AsyncClient, city: dict[str, Any]
) -> None:
    member = await nominate(focal, city)
    url, version = path_of("own", city, f"/members/{member['id']}"), {"If-Match": f'"{member["version"]}"'}

    full = await focal.patch(url, json={"capacity": "elected"}, headers=version)
    changed = await focal.patch(url, json={"capacity": "sse_actor", "name": "Renamed"}, headers=version)
    stale = await focal.patch(url, json={"role": "head"}, headers=version)

    assert (full.json()["code"], stale.status_code) == ("seats_taken", 412)
    assert (changed.json()["capacity"], changed.json()["name"]) == ("sse_actor", "Renamed")
    assert taken((await overview(focal, city))["delegation"]) == {"official": 0, "sse_actor": 1}


async def test_name_is_the_members_own_once_they_have_signed_in(
    focal: httpx.AsyncClient, city: dict[str, Any], database: Database
) -> None:
    member = await nominate(focal, city)
    async with database.write() as db:
        account = await make_account(db, NOMINEE["email"])
        registration = (await db.exec(select(Registration))).one()
        registration.account_id = account.id
    url, version = path_of("own", city, f"/members/{member['id']}"), {"If-Match": f'"{member["version"] + 1}"'}

    name = await focal.patch(url, json={"name": "Another"}, headers=version)
    role = await focal.patch(url, json={"role": "head"}, headers=version)

    assert ([error["pointer"] for error in name.json()["errors"]], role.json()["role"]) == (["/body/name"], "head")
