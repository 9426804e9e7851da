"""Those who want the same seat, the same person or the same swap at the same moment."""

import asyncio

import httpx
from fastapi import FastAPI
from sqlmodel import select

from factories.delegations import (
    NOMINEE,
    invite_city,
    make_edition,
    nominate,
    overview,
    path_of,
    taken,
)
from madang.core.db import Database
from madang.delegations.models import Seats
from madang.participants.models import (
    Registration,
)


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
