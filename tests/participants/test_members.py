"""Members nominated by their city: seats, letters, swaps with their history, and what is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account
from factories.delegations import NOMINEE, focal_point, invite_city, make_edition, nominate, path_of
from madang.accounts.models import Role
from madang.core.db import Database
from madang.delegations.models import Seats
from madang.participants.models import (
    Quota,
    Registration,
    RegistrationEvent,
    RegistrationStatus,
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
    SensitiveDetail,
    SensitiveKind,
)
from madang.participants.service import move
from support.mail import PostOffice
from support.moments import StoppedClock

FOCAL = {"email": "focal@kampala.example.org"}
SUCCESSOR = {"name": "Kampala trainee 2", "email": "two@kampala.example.org"}


@pytest.fixture
async def edition_id(as_organiser: httpx.AsyncClient) -> UUID:
    return await make_edition(as_organiser)


@pytest.fixture
async def city(as_organiser: httpx.AsyncClient, edition_id: UUID) -> dict[str, Any]:
    return await invite_city(as_organiser, focal_point=FOCAL)


@pytest.fixture
async def focal(app: FastAPI, edition_id: UUID, city: dict[str, Any]) -> httpx.AsyncClient:
    return await focal_point(app, edition_id)


async def overview(client: httpx.AsyncClient, city: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(path_of("own", city, "/overview"))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def taken(delegation: dict[str, Any]) -> dict[str, int]:
    return {seats["capacity"]: seats["taken"] for seats in delegation["seats"]}


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
    assert "/invitation#" in text


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
    focal: httpx.AsyncClient, city: dict[str, Any], clock: StoppedClock
) -> None:
    member = await nominate(focal, city)
    at = path_of("own", city, f"/members/{member['id']}")
    again = [await focal.post(f"{at}/letter") for _ in range(3)]
    await focal.post(f"{at}/withdraw", json={})
    around = await focal.post(path_of("own", city, "/members"), json=NOMINEE)

    clock.advance(minutes=15)

    assert [answer.status_code for answer in again] == [200, 200, 429]
    assert (around.status_code, around.json()["code"], around.headers["retry-after"]) == (429, "letters_sent", "900")
    assert (await nominate(focal, city))["id"] == member["id"]


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
async def test_city_that_does_not_come_nominates_nobody(
    as_organiser: httpx.AsyncClient, focal: httpx.AsyncClient, city: dict[str, Any], status: str
) -> None:
    await as_organiser.post(path_of("own", city, "/transitions"), json={"to": status})

    answer = await focal.post(path_of("own", city, "/members"), json=NOMINEE)

    assert (answer.status_code, answer.json()["code"]) == (409, "delegation_closed")


async def test_swap_passes_the_seat_on_and_keeps_who_was_there(
    focal: httpx.AsyncClient,
    city: dict[str, Any],
    database: Database,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    member = await nominate(focal, city, role="head")
    await deliver()

    answer = await focal.post(
        path_of("own", city, f"/members/{member['id']}/swap"), json=SUCCESSOR | {"comment": "A visa was refused"}
    )
    await deliver()

    page = await overview(focal, city)
    told = next(mail for mail in post_office.taken[2:] if mail["to"] == NOMINEE["email"]).get_body(("plain",))
    assert told is not None
    assert answer.status_code == 201
    assert [(one["name"], one["role"], one["capacity"]) for one in page["members"]] == [
        ("Kampala trainee 2", "head", "official")
    ]
    assert [(one["name"], one["status"], one["replaced_by_id"]) for one in page["former"]] == [
        ("Kampala trainee 1", "cancelled", answer.json()["id"])
    ]
    assert taken(page["delegation"]) == {"official": 1, "sse_actor": 0}
    assert "A visa was refused" in told.get_content()
    async with database.read() as db:
        events = (await db.exec(select(RegistrationEvent).order_by(RegistrationEvent.id))).all()  # type: ignore[arg-type]
    assert [(event.what, event.to_status) for event in events if str(event.registration_id) == member["id"]] == [
        ("nominated", None),
        ("letter_sent", None),
        ("moved", "cancelled"),
    ]


async def test_swap_that_cannot_be_leaves_everything_as_it_was(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    member = await nominate(focal, city)
    url = path_of("own", city, f"/members/{member['id']}/swap")

    itself = await focal.post(url, json=SUCCESSOR | {"email": "bad"})
    full = await focal.post(url, json=SUCCESSOR | {"capacity": "elected"})

    page = await overview(focal, city)
    assert (itself.status_code, full.json()["code"]) == (422, "seats_taken")
    assert [(one["name"], one["status"]) for one in page["members"]] == [("Kampala trainee 1", "draft")]
    assert page["former"] == []


async def test_member_who_left_is_neither_swapped_nor_withdrawn_again(
    focal: httpx.AsyncClient, city: dict[str, Any]
) -> None:
    member = await nominate(focal, city)
    at = path_of("own", city, f"/members/{member['id']}")
    withdrawn = await focal.post(f"{at}/withdraw", json={"comment": "Ill"})

    again = await focal.post(f"{at}/withdraw", json={})
    swapped = await focal.post(f"{at}/swap", json=SUCCESSOR)

    assert withdrawn.json()["status"] == "cancelled"
    assert {answer.json()["code"] for answer in (again, swapped)} == {"transition_unavailable"}
    assert taken((await overview(focal, city))["delegation"]) == {"official": 0, "sse_actor": 0}


async def test_link_of_a_withdrawn_nominee_is_worthless(
    focal: httpx.AsyncClient,
    city: dict[str, Any],
    client: httpx.AsyncClient,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    member = await nominate(focal, city)
    await deliver()
    token = post_office.text().split("#")[1].split()[0]

    await focal.post(path_of("own", city, f"/members/{member['id']}/withdraw"), json={})

    pressed = await client.post("/api/v1/auth/invitations/accept", json={"token": token})
    assert pressed.json()["code"] == "link_revoked"


async def test_withdrawn_nominee_can_come_back(focal: httpx.AsyncClient, city: dict[str, Any]) -> None:
    member = await nominate(focal, city)
    await focal.post(path_of("own", city, f"/members/{member['id']}/withdraw"), json={})

    back = await nominate(focal, city, capacity="sse_actor")

    page = await overview(focal, city)
    assert (back["id"], back["status"]) == (member["id"], "draft")
    assert (taken(page["delegation"]), page["former"]) == ({"official": 0, "sse_actor": 1}, [])


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


async def test_accepted_member_who_is_swapped_gives_the_place_back_too(
    focal: httpx.AsyncClient, city: dict[str, Any], edition_id: UUID, database: Database, clock: StoppedClock
) -> None:
    member = await nominate(focal, city)
    async with database.write() as db:
        db.add(Quota(edition_id=edition_id, kind="all", places=1))
        await db.flush()
        registration = (await db.exec(select(Registration))).one()
        await move(db, registration, RegistrationStatus.ACCEPTED, clock())

    await focal.post(path_of("own", city, f"/members/{member['id']}/swap"), json=SUCCESSOR)

    async with database.read() as db:
        assert (await db.exec(select(Quota.taken))).one() == 0


async def test_erased_member_is_counted_and_no_more(
    focal: httpx.AsyncClient, city: dict[str, Any], database: Database, clock: StoppedClock
) -> None:
    member = await nominate(focal, city)
    async with database.write() as db:
        registration = (await db.exec(select(Registration))).one()
        registration.erased_at, registration.badge_name = clock(), ""

    page = await overview(focal, city)
    touched = await focal.post(path_of("own", city, f"/members/{member['id']}/withdraw"), json={})

    assert ([(one["name"], one["email"]) for one in page["former"]], page["members"]) == ([("", None)], [])
    assert touched.status_code == 404


async def test_overview_says_what_is_missing_and_never_what_was_given(
    focal: httpx.AsyncClient, city: dict[str, Any], edition_id: UUID, database: Database, clock: StoppedClock
) -> None:
    first, second = await nominate(focal, city), await nominate(focal, city, **SUCCESSOR, capacity="sse_actor")
    async with database.write() as db:
        needed = [
            Requirement(
                edition_id=edition_id,
                key=key,
                title={"en": key},
                form=RequirementForm.TEXT,
                due_on=date(2030, 4, 1),
                kinds=kinds,
            )
            for key, kinds in (("flight", []), ("slides", ["speaker"]), ("outline", ["trainee"]))
        ]
        db.add_all(needed)
        await db.flush()
        db.add(
            RequirementAnswer(
                requirement_id=needed[0].id,
                registration_id=UUID(first["id"]),
                state=RequirementState.GIVEN,
                text="planted words",
            )
        )
        for kind in (SensitiveKind.PASSPORT, SensitiveKind.ACCESS_NEED):
            db.add(
                SensitiveDetail(
                    registration_id=UUID(first["id"]),
                    kind=kind,
                    sealed=b"planted bytes",
                    purpose="visa",
                    consented_at=clock(),
                    erase_on=date(2030, 6, 1),
                )
            )

    answer = await focal.get(path_of("own", city, "/overview"))

    page = answer.json()
    standing = {one["id"]: one for one in page["members"]}
    assert [one["key"] for one in page["requirements"]] == ["flight", "outline"]
    assert {key: standing[first["id"]][key] for key in ("passport", "emergency_contact", "missing")} == {
        "passport": True,
        "emergency_contact": False,
        "missing": 3,
    }
    assert standing[first["id"]]["requirements"] == [
        {"key": "flight", "state": "given"},
        {"key": "outline", "state": "missing"},
    ]
    assert (standing[second["id"]]["missing"], page["missing"]) == (5, 8)
    assert page["warnings"] == ["no_head", "seats_free"]
    assert "planted" not in answer.text
    assert "access" not in answer.text


async def test_overview_asks_the_database_as_often_for_many_as_for_one(
    as_organiser: httpx.AsyncClient, edition_id: UUID, count_queries: Callable[[], Any]
) -> None:
    city = await invite_city(as_organiser, seats={"official": 9})
    counts = []
    for numbers in (range(1), range(1, 8)):
        for number in numbers:
            await nominate(as_organiser, city, email=f"{number}@kampala.example.org")
        with count_queries() as counted:
            await overview(as_organiser, city)
        counts.append(counted.number)
    assert counts[0] == counts[1]


async def test_ten_who_want_the_last_seat_at_once_leave_one_with_it(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    await make_edition(as_organiser)
    city = await invite_city(as_organiser, seats={"official": 1})

    answers = await asyncio.gather(
        *(
            as_organiser.post(
                path_of("own", city, "/members"), json=NOMINEE | {"email": f"{number}@kampala.example.org"}
            )
            for number in range(10)
        )
    )

    async with live.read() as db:
        seats = (await db.exec(select(Seats.taken).where(Seats.seats == 1))).one()
        registered = (await db.exec(select(Registration.email))).all()
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert {answer.json().get("code") for answer in answers} == {None, "seats_taken"}
    assert (seats, len(registered)) == (1, 1)


async def test_two_cities_that_nominate_one_person_at_once_leave_one_with_them(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    await make_edition(as_organiser)
    cities = [await invite_city(as_organiser, city={"en": name}) for name in ("Kampala", "Kisumu")]

    answers = await asyncio.gather(
        *(as_organiser.post(path_of("own", city, "/members"), json=NOMINEE) for city in cities)
    )

    async with live.read() as db:
        found = (await db.exec(select(Seats.taken).where(Seats.taken > 0))).all()
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert list(found) == [1]


async def test_two_who_swap_one_member_at_once_leave_one_successor(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    await make_edition(as_organiser)
    city = await invite_city(as_organiser)
    member = await nominate(as_organiser, city)

    answers = await asyncio.gather(
        *(
            as_organiser.post(
                path_of("own", city, f"/members/{member['id']}/swap"),
                json={"name": "Successor", "email": f"{number}@kampala.example.org"},
            )
            for number in range(2)
        )
    )

    page = await overview(as_organiser, city)
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(page["members"]) == 1
    assert taken(page["delegation"]) == {"official": 1, "sse_actor": 0}
