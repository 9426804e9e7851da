"""Organisers and participants who act on one visit at the same moment."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import make_account, signed_in
from factories.registrations import make_edition, make_registration
from factories.visits import make_visit, plan_round, rank
from madang.accounts.models import Role
from madang.core.db import Database
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, Option
from madang.visits.models import VisitPlace, VisitPreference, VisitRound, VisitRun
from madang.visits.service.waitlist import move_up
from visits.conftest import Outing
from visits.trainees import Trainee

ACCEPTED = {"status": RegistrationStatus.ACCEPTED}


async def prepare(app: FastAPI, live: Database, **capacities: int) -> tuple[Edition, Outing, list[httpx.AsyncClient]]:
    """Return an edition with a visit that is ranked, and two organisers."""
    async with live.write() as db:
        edition = await make_edition(db)
        session = await make_visit(db, edition)
        await plan_round(db, session, capacities)
        accounts = [
            await make_account(db, f"org{number}@example.org", role=Role.ORGANISER, edition_id=edition.id)
            for number in range(2)
        ]
    return edition, Outing(session), [await signed_in(app, account) for account in accounts]


async def assign(client: httpx.AsyncClient, outing: Outing, fingerprint: str, version: int = 1) -> httpx.Response:
    body = {"keep": False, "fingerprint": fingerprint}
    return await client.post(f"{outing.url}/assignment", json=body, headers={"If-Match": f'"{version}"'})


async def plan(client: httpx.AsyncClient, outing: Outing) -> str:
    answer = await client.post(f"{outing.url}/plan", json={"keep": False})
    fingerprint: str = answer.json()["fingerprint"]
    return fingerprint


async def test_of_two_who_assign_at_once_one_is_refused_and_places_are_given_once(live: Database, app: FastAPI) -> None:
    edition, outing, organisers = await prepare(app, live, park=2)
    async with live.write() as db:
        for number in range(5):
            await make_registration(db, edition, f"Trainee {number}", **ACCEPTED)
    fingerprint = await plan(organisers[0], outing)

    answers = await asyncio.gather(*(assign(each, outing, fingerprint) for each in organisers))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    refused = next(answer for answer in answers if answer.status_code == 412).json()
    assert (refused["code"], refused["current"]["stage"], refused["current"]["version"]) == ("stale", "assigned", 2)
    async with live.read() as db:
        assert len((await db.exec(select(VisitPlace))).all()) == 5
        assert len((await db.exec(select(VisitRun))).all()) == 1


async def test_of_two_who_begin_to_plan_at_once_one_is_refused(live: Database, app: FastAPI) -> None:
    edition, _, organisers = await prepare(app, live)
    async with live.write() as db:
        outing = Outing(await make_visit(db, edition, key="fresh"))

    answers = await asyncio.gather(
        *(each.put(outing.url, json={"options": []}, headers={"If-Match": '"0"'}) for each in organisers)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    async with live.read() as db:
        assert len((await db.exec(select(VisitRound).where(VisitRound.session_id == outing.session.id))).all()) == 1


async def test_wish_that_is_saved_while_places_are_given_counts_or_is_refused(live: Database, app: FastAPI) -> None:
    edition, outing, (organiser, _) = await prepare(app, live, park=1)
    trainees = [await a_trainee(app, live, edition, number) for number in range(3)]
    async with live.write() as db:
        planning = (await db.exec(select(VisitRound))).one()
        await rank(db, planning, trainees[0].registration, outing.park)
    fingerprint = await plan(organiser, outing)

    assigned, *wishes = await asyncio.gather(
        assign(organiser, outing, fingerprint),
        *(each.rank(outing.session.id, outing.arcade, outing.park) for each in trainees[1:]),
    )

    saved = [each for each in wishes if each.status_code == 200]
    late = [each.json()["code"] for each in wishes if each.status_code != 200]
    assert set(late) <= {"ranking_closed"}
    # Places were given on wishes that nobody had changed, or not at all.
    assert (assigned.status_code, bool(saved)) in {(200, False), (409, True)}
    async with live.read() as db:
        assert len((await db.exec(select(VisitPreference))).all()) == 1 + len(saved)
        assert bool((await db.exec(select(VisitPlace))).all()) == (assigned.status_code == 200)


async def test_first_wish_that_is_sent_twice_at_once_is_kept_once(live: Database, app: FastAPI) -> None:
    edition, outing, _ = await prepare(app, live)
    mina = await a_trainee(app, live, edition, 1)

    answers = await asyncio.gather(
        mina.rank(outing.session.id, outing.park), mina.rank(outing.session.id, outing.arcade)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    kept = next(answer for answer in answers if answer.status_code == 200).json()["ranks"]
    assert (await mina.visits())[0]["ranks"] == kept


async def test_of_two_who_are_put_on_the_last_place_at_once_one_is_refused(live: Database, app: FastAPI) -> None:
    edition, outing, organisers = await prepare(app, live, park=1)
    async with live.write() as db:
        people = [await make_registration(db, edition, f"Trainee {number}", **ACCEPTED) for number in range(2)]

    answers = await asyncio.gather(
        *(put(each, outing, person) for each, person in zip(organisers, people, strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "visit_full"}
    assert await on_park(live, outing) == 1


async def test_hand_and_waitlist_do_not_give_one_place_twice(live: Database, live_twin: Database, app: FastAPI) -> None:
    edition, outing, (organiser, _) = await prepare(app, live, park=1, arcade=0)
    async with live.write() as db:
        planning = (await db.exec(select(VisitRound))).one()
        planning.assigned_at = app.state.clock()
        people = [await make_registration(db, edition, f"Trainee {number}", **ACCEPTED) for number in range(2)]

    answer, *_ = await asyncio.gather(
        put(organiser, outing, people[1]),
        move_up(live, app.state.clock()),
        move_up(live_twin, app.state.clock()),
    )

    assert answer.status_code in (200, 409)
    assert await on_park(live, outing) == 1


async def put(client: httpx.AsyncClient, outing: Outing, person: Registration) -> httpx.Response:
    body: dict[str, Any] = {"option_id": str(outing.park), "pinned": True}
    return await client.put(f"{outing.url}/people/{person.id}/place", json=body)


async def on_park(live: Database, outing: Outing) -> int:
    async with live.read() as db:
        return len((await db.exec(select(VisitPlace).where(col(VisitPlace.option_id) == outing.park))).all())


async def a_trainee(app: FastAPI, live: Database, edition: Edition, number: int) -> Trainee:
    async with live.write() as db:
        account = await make_account(db, f"trainee{number}@city.example.org")
        values = {"email": account.email, "email_as_typed": account.email, "account_id": account.id, **ACCEPTED}
        registration = await make_registration(db, edition, f"Trainee {number}", **values)
    return Trainee(await signed_in(app, account), registration)


async def test_option_that_is_deleted_while_places_are_given_makes_the_plan_outdated(
    live: Database, app: FastAPI
) -> None:
    edition, outing, (organiser, _) = await prepare(app, live)
    async with live.write() as db:
        await make_registration(db, edition, **ACCEPTED)
    fingerprint = await plan(organiser, outing)
    async with live.write() as db:
        await db.delete(await db.get_one(Option, outing.park))
        await db.flush()
        assigning = asyncio.create_task(assign(organiser, outing, fingerprint))
        await asyncio.sleep(0.5)  # it has read the option, where writers do not wait for one another

    answer = await assigning

    assert (answer.status_code, answer.json()["code"]) == (409, "plan_outdated")
