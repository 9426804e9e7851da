"""Quotas, the waitlist, offers that end; and fifty at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.participants import DRAFT
from madang.core.db import Database
from madang.outbox.worker import Worker
from madang.participants.models import Registration
from participants.people import Registrant, change_form, set_places, taken
from participants.test_registering import Registering
from support.moments import StoppedClock

FIFTY, PLACES = 50, 20


async def open_to_all(client: httpx.AsyncClient, **places: int) -> None:
    """Let people register without approval, as many as there are places."""
    (await change_form(client, needs_approval=False, offer_hours=24)).raise_for_status()
    (await set_places(client, **places)).raise_for_status()


async def test_who_waited_longest_is_offered_the_place_that_becomes_free(
    registrant: Registering, as_organiser: httpx.AsyncClient
) -> None:
    await open_to_all(as_organiser, all=1)
    first, second, third = [await registrant(f"{n}@example.org", sent=True) for n in "abc"]
    before = [await each.status() for each in (first, second, third)]

    await first.do("cancel")

    offered, waiting = await second.stand(), await third.stand()
    too_soon = await third.do("accept-offer")
    taken_up = await second.do("accept-offer")
    assert before == ["accepted", "waitlisted", "waitlisted"]
    assert offered["available_transitions"] == ["save", "accept_offer", "decline_place", "cancel"]
    assert offered["registration"]["offered_until"] == "2019-10-01T08:00:00Z"
    assert waiting["registration"]["offered_until"] is None
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "offer_over")
    assert (taken_up.status_code, taken_up.json()["registration"]["status"]) == (200, "accepted")
    assert await taken(as_organiser) == {"all": 1, "trainee": 1}


async def test_offered_place_that_is_declined_goes_on(registrant: Registering, as_organiser: httpx.AsyncClient) -> None:
    await open_to_all(as_organiser, all=1)
    first, second, third = [await registrant(f"{n}@example.org", sent=True) for n in "abc"]
    await first.do("cancel")

    declined = await second.do("decline-place", comment="No visa in time")

    assert declined.json()["registration"]["status"] == "cancelled"
    assert (await third.stand())["registration"]["offered_until"] is not None
    assert await taken(as_organiser) == {"all": 1, "trainee": 1}


async def test_offer_that_is_not_taken_in_time_goes_to_the_next_and_its_owner_waits_on(
    registrant: Registering, as_organiser: httpx.AsyncClient, worker: Worker, clock: StoppedClock
) -> None:
    await open_to_all(as_organiser, all=1)
    first, second, third = [await registrant(f"{n}@example.org", sent=True) for n in "abc"]
    await first.do("cancel")
    clock.advance(hours=24)
    await second.come_back()
    await third.come_back()

    late = await second.do("accept-offer")
    await worker.tidy()
    await worker.tidy()

    lapsed, offered = await second.stand(), await third.stand()
    assert late.json()["code"] == "offer_over"
    assert (lapsed["registration"]["status"], lapsed["registration"]["offered_until"]) == ("waitlisted", None)
    assert offered["registration"]["offered_until"] == "2019-10-02T08:00:00Z"


async def test_more_places_are_offered_at_once_by_kind(
    registrant: Registering, as_organiser: httpx.AsyncClient
) -> None:
    await open_to_all(as_organiser, trainee=0, observer=0)
    trainee = await registrant("a@example.org", sent=True)
    observer = await registrant("b@example.org")
    await observer.save(DRAFT | {"kind": "observer"})
    await observer.do("submit")

    await set_places(as_organiser, observer=1)

    assert (await observer.stand())["registration"]["offered_until"] is not None
    assert (await trainee.stand())["registration"]["offered_until"] is None


async def test_waitlist_without_a_limit_is_the_organisers_own(
    registrant: Registering, as_organiser: httpx.AsyncClient, edition: str, worker: Worker
) -> None:
    mina = await registrant(sent=True)
    own = (await mina.stand())["registration"]["id"]
    await as_organiser.post(f"{edition}/participants/{own}/decision", json={"decision": "waitlisted"})

    await worker.tidy()

    assert (await mina.stand())["registration"]["offered_until"] is None


async def test_accepting_beyond_the_quota_is_refused_and_counts_nothing(
    registrant: Registering, as_organiser: httpx.AsyncClient, edition: str
) -> None:
    await set_places(as_organiser, all=9, trainee=1)
    ids = []
    for name in "ab":
        ids.append((await (await registrant(f"{name}@example.org", sent=True)).stand())["registration"]["id"])

    answers = [
        await as_organiser.post(f"{edition}/participants/{one}/decision", json={"decision": "accepted"}) for one in ids
    ]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "places_taken"
    assert await taken(as_organiser) == {"all": 1, "trainee": 1}


async def fifty(app: FastAPI, live: Database) -> list[Registrant]:
    async with live.write() as db:
        accounts = [await make_account(db, f"person{n}@example.org") for n in range(FIFTY)]
    return [Registrant(await signed_in(app, account), app, account) for account in accounts]


async def stored(live: Database, status: str) -> int:
    async with live.read() as db:
        rows = (await db.exec(select(Registration).where(Registration.status == status))).all()
    assert all(row.place_held == (status == "accepted") for row in rows)
    return len(rows)


async def at_once(work: list[Callable[[], Awaitable[httpx.Response]]]) -> list[int]:
    """Do it all at the same time; somebody whose turn does not come in time tries again, as a browser would."""

    async def insist(one: Callable[[], Awaitable[httpx.Response]]) -> int:
        for _ in range(20):
            answer = await one()
            if answer.status_code != 503:
                return answer.status_code
            await asyncio.sleep(0.2)
        return 503

    return await asyncio.gather(*(insist(one) for one in work))


async def test_fifty_who_send_at_once_get_as_many_places_as_there_are(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient, edition: str
) -> None:
    await open_to_all(as_organiser, all=FIFTY, trainee=PLACES)
    people = await fifty(app, live)
    for person in people:
        (await person.save(DRAFT, version=0)).raise_for_status()

    answers = await at_once([lambda each=each: each.do("submit") for each in people])  # type: ignore[misc]

    assert answers == [200] * FIFTY
    assert (await stored(live, "accepted"), await stored(live, "waitlisted")) == (PLACES, FIFTY - PLACES)
    assert await taken(as_organiser) == {"all": PLACES, "trainee": PLACES}


async def test_fifty_accepted_at_once_are_no_more_than_there_are_places(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient, edition: str
) -> None:
    await set_places(as_organiser, all=PLACES)
    ids: list[str] = []
    for number in range(FIFTY):
        body: dict[str, Any] = {"email": f"p{number}@example.org", "badge_name": f"Person {number}", "submitted": True}
        ids.append((await as_organiser.post(f"{edition}/participants", json=body)).json()["id"])

    def accept(one: str) -> Callable[[], Awaitable[httpx.Response]]:
        return lambda: as_organiser.post(f"{edition}/participants/{one}/decision", json={"decision": "accepted"})

    answers = await at_once([accept(one) for one in ids])

    assert sorted(answers) == [200] * PLACES + [409] * (FIFTY - PLACES)
    assert await stored(live, "accepted") == PLACES
    assert await taken(as_organiser) == {"all": PLACES, "trainee": PLACES}


async def test_place_is_offered_to_one_however_many_leave_and_wait(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient, edition: str
) -> None:
    await open_to_all(as_organiser, all=5)
    people = (await fifty(app, live))[:20]
    for person in people:
        await person.save(DRAFT, version=0)
        await person.do("submit")

    answers = await at_once([lambda each=each: each.do("cancel") for each in people[:5]])  # type: ignore[misc]

    async with live.read() as db:
        offered = (await db.exec(select(Registration).where(Registration.offered_until != None))).all()  # noqa: E711
    assert answers == [200] * 5
    assert len(offered) == 5
    assert await taken(as_organiser) == {"all": 5, "trainee": 5}
