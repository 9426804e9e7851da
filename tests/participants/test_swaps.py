"""Members swapped and withdrawn: the seat is passed on or free again, and who was there is kept."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import select

from factories.delegations import (
    NOMINEE,
    SUCCESSOR,
    nominate,
    overview,
    path_of,
    taken,
)
from madang.core.db import Database
from madang.participants.models import (
    Quota,
    Registration,
    RegistrationEvent,
    RegistrationStatus,
)
from madang.participants.service import move
from support.mail import PostOffice
from support.moments import StoppedClock


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
