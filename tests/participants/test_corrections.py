"""What organisers correct, and where they bring many at once."""

import asyncio
from typing import Any

import httpx
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import make_account, signed_in
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Role
from madang.core.db import Database
from madang.core.ids import new_id
from madang.delegations.models import Capacity, Seats
from madang.participants.models import ParticipantKind, Quota, Registration, RegistrationStatus
from madang.programme.models import Edition

LIST = "/api/v1/editions/harbour/participants"


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        return await make_edition(db)


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> httpx.AsyncClient:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    return await signed_in(app, account)


async def a_registration(database: Database, edition: Edition, **values: Any) -> Registration:
    async with database.write() as db:
        return await make_registration(db, edition, **values)


async def correct(client: httpx.AsyncClient, row: Registration, version: int = 1, **changes: Any) -> httpx.Response:
    return await client.patch(f"{LIST}/{row.id}", json=changes, headers={"If-Match": f'"{version}"'})


async def test_corrected_name_is_found_and_the_old_one_is_not(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    row = await a_registration(database, edition, name="Mina Park")

    answer = await correct(organiser, row, badge_name="Mina Bak", own_script_name="박미나")

    assert (answer.status_code, answer.headers["etag"], answer.json()["badge_name"]) == (200, '"2"', "Mina Bak")
    found = [len((await organiser.get(LIST, params={"q": name})).json()["items"]) for name in ("park", "bak", "박")]
    assert found == [0, 1, 1]
    assert [event["what"] for event in answer.json()["history"]] == ["corrected"]


async def test_stale_correction_is_refused_with_what_stands(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    row = await a_registration(database, edition)
    await correct(organiser, row, position="Mayor")

    answer = await correct(organiser, row, position="Clerk")

    assert (answer.status_code, answer.json()["current"]["position"]) == (412, "Mayor")


async def test_address_is_corrected_until_its_owner_has_signed_in(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    row = await a_registration(database, edition)
    async with database.write() as db:
        account = await make_account(db)
    owned = await a_registration(database, edition, account_id=account.id)
    other = await a_registration(database, edition)

    free = await correct(organiser, row, email="Right@Example.org")
    bound = await correct(organiser, owned, email="x@example.org")
    taken = await correct(organiser, other, email="right@example.org")

    assert (free.status_code, free.json()["email"]) == (200, "Right@Example.org")
    assert (bound.status_code, bound.json()["errors"][0]["pointer"]) == (422, "/body/email")
    assert (taken.status_code, taken.json()["code"]) == (409, "taken")


async def test_name_of_300_combining_characters_is_refused(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    row = await a_registration(database, edition)

    answer = await correct(organiser, row, badge_name="a" + "\u0301" * 299)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/badge_name")


async def test_kind_changes_place_with_it(organiser: httpx.AsyncClient, database: Database, edition: Edition) -> None:
    row = await a_registration(database, edition, status=RegistrationStatus.ACCEPTED, place_held=True)
    async with database.write() as db:
        db.add(Quota(edition_id=edition.id, kind="trainee", places=1, taken=1))
        db.add(Quota(edition_id=edition.id, kind="speaker", places=1, taken=0))
        db.add(Quota(edition_id=edition.id, kind="observer", places=0, taken=0))

    full = await correct(organiser, row, kind="observer")
    moved = await correct(organiser, row, kind="speaker")

    assert (full.status_code, moved.status_code) == (409, 200)
    async with database.read() as db:
        taken = {quota.kind: quota.taken for quota in (await db.exec(select(Quota))).all()}
    assert taken == {"trainee": 0, "speaker": 1, "observer": 0}


async def bulk(client: httpx.AsyncClient, rows: list[Any], to: str = "accepted") -> list[dict[str, Any]]:
    body = {"items": [{"id": str(getattr(row, "id", row))} for row in rows], "to": to}
    answer = await client.post(f"{LIST}/bulk", json=body)
    assert answer.status_code == 207, answer.text
    return answer.json()["items"]


async def test_bulk_answers_for_each_in_order_and_keeps_what_could_be_done(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        db.add(Quota(edition_id=edition.id, kind="all", places=2, taken=0))
        db.add(Quota(edition_id=edition.id, kind="speaker", places=0, taken=0))
        foreign = await make_registration(db, await make_edition(db, "foreign"))
    speaker = await a_registration(database, edition, kind=ParticipantKind.SPEAKER)
    first = await a_registration(database, edition)
    cancelled = await a_registration(database, edition, status=RegistrationStatus.CANCELLED)
    second = await a_registration(database, edition)
    third = await a_registration(database, edition)

    results = await bulk(organiser, [speaker, first, cancelled, foreign, second, third, new_id(), speaker])

    assert [(result["status"], result["code"]) for result in results] == [
        (409, "places_taken"),
        (200, None),
        (409, "transition_unavailable"),
        (404, "not_found"),
        (200, None),
        (409, "places_taken"),
        (404, "not_found"),
        (409, "places_taken"),
    ]
    async with database.read() as db:
        stands = select(Registration.status).where(Registration.edition_id == edition.id)
        statuses = (await db.exec(stands.order_by(col(Registration.id)))).all()
        taken = (await db.exec(select(Quota.taken).where(Quota.kind == "all"))).one()
    assert list(statuses) == ["submitted", "accepted", "cancelled", "accepted", "submitted"]
    assert taken == 2


async def test_bulk_item_on_an_old_version_is_stale(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    row = await a_registration(database, edition)

    body = {"items": [{"id": str(row.id), "version": 7}], "to": "accepted"}
    answer = await organiser.post(f"{LIST}/bulk", json=body)

    assert [(item["status"], item["code"]) for item in answer.json()["items"]] == [(412, "stale")]


async def test_bulk_cancel_gives_seats_back(organiser: httpx.AsyncClient, database: Database, edition: Edition) -> None:
    async with database.write() as db:
        delegation = await make_delegation(db, edition)
        seats = (await db.exec(select(Seats).where(Seats.delegation_id == delegation.id))).one()
        seats.taken = 1
    member = {"delegation_id": delegation.id, "capacity": Capacity.OFFICIAL, "seat_held": True}
    row = await a_registration(database, edition, **member)

    await bulk(organiser, [row], "cancelled")

    async with database.read() as db:
        assert (await db.exec(select(Seats.taken))).one() == 0


async def test_fifty_bulk_accepts_at_once_fill_the_quota_and_no_more(
    app: FastAPI, live: Database, edition: Edition, organiser: httpx.AsyncClient
) -> None:
    async with live.write() as db:
        db.add(Quota(edition_id=edition.id, kind="all", places=20, taken=0))
        rows = [await make_registration(db, edition) for _ in range(50)]

    answers = await asyncio.gather(*(bulk(organiser, [row]) for row in rows))

    assert sorted(answer[0]["status"] for answer in answers) == [200] * 20 + [409] * 30
    async with live.read() as db:
        accepted = select(Registration).where(Registration.status == RegistrationStatus.ACCEPTED)
        assert len((await db.exec(accepted)).all()) == 20
        assert (await db.exec(select(Quota.taken))).one() == 20
