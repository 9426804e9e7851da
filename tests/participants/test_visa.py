"""Visa cases: steps, days, and who hears of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.care import make_edition, make_registration
from madang.accounts.models import Account, Role
from madang.core.db import Database
from madang.participants.models import Registration, VisaStatus
from madang.participants.rules.visa import apply_by, is_overdue, visa_steps
from madang.programme.models import Edition
from support.mail import PostOffice
from support.moments import StoppedClock

OWN = "/api/v1/me/registrations/harbour-2030/visa"
EDITION = "/api/v1/editions/harbour-2030"


@dataclass
class World:
    """Two participants and an organiser."""

    own: httpx.AsyncClient
    organiser: httpx.AsyncClient
    staff: Account
    registration: Registration
    second: Registration

    async def say(self, status: str, version: int, **more: Any) -> httpx.Response:
        return await self.own.put(OWN, json={"status": status} | more, headers={"If-Match": f'"{version}"'})

    async def edit(
        self, status: str, version: int, registration: Registration | None = None, **more: Any
    ) -> httpx.Response:
        address = f"{EDITION}/participants/{(registration or self.registration).id}/visa"
        return await self.organiser.put(address, json={"status": status} | more, headers={"If-Match": f'"{version}"'})


@pytest_asyncio.fixture
async def world(app: FastAPI, database: Database) -> AsyncIterator[World]:
    async with database.write() as db:
        edition = await make_edition(db)
        account = await make_account(db)
        registration = await make_registration(db, edition, account)
        second = await make_registration(db, edition, email="trainee2@city.example.org", badge_name="Bandung trainee 1")
        staff = await make_account(db, "staff@example.org", role=Role.ORGANISER, edition_id=edition.id)
    yield World(await signed_in(app, account), await signed_in(app, staff), staff, registration, second)


async def test_case_goes_from_asking_to_a_visa_and_keeps_its_history(
    world: World, deliver: Callable[[], Awaitable[int]], post_office: PostOffice
) -> None:
    nothing = (await world.own.get(OWN)).json()
    asked = (await world.say("requested", 0, consulate="Kampala", travels_on="2030-05-04")).json()
    sent = (
        await world.edit(
            "letter_sent", asked["version"], consulate="Kampala", travels_on="2030-05-04", comment="By courier"
        )
    ).json()
    await deliver()
    applied = (await world.say("applied", sent["version"], consulate="Kampala", travels_on="2030-05-04")).json()
    granted = (await world.say("granted", applied["version"], consulate="Kampala", travels_on="2030-05-04")).json()
    await deliver()

    assert (nothing["version"], nothing["status"], nothing["available_transitions"]) == (
        0,
        None,
        ["not_needed", "requested"],
    )
    assert (asked["apply_by"], asked["available_transitions"]) == ("2030-04-04", ["not_needed"])
    assert sent["available_transitions"] == ["requested", "applied"]
    assert [(step["from_status"], step["to_status"], step["comment"]) for step in granted["history"]] == [
        (None, "requested", ""),
        ("requested", "letter_sent", "By courier"),
        ("letter_sent", "applied", ""),
        ("applied", "granted", ""),
    ]
    assert [mail["To"] for mail in post_office.taken] == ["mina@example.org"]
    assert "courier" not in post_office.text()


async def test_step_that_is_not_ones_own_is_refused_with_where_one_can_go(world: World) -> None:
    refused = await world.say("granted", 0)
    await world.say("requested", 0)
    letter = await world.say("letter_sent", 1)

    assert (refused.status_code, refused.json()["code"]) == (409, "visa_step_unavailable")
    assert refused.json()["current"] == {"status": None, "available_transitions": ["not_needed", "requested"]}
    assert letter.json()["current"] == {"status": "requested", "available_transitions": ["not_needed"]}


async def test_stale_and_impossible_cases_are_refused(world: World) -> None:
    await world.say("requested", 0, travels_on="2030-05-04")
    stale = await world.edit("letter_sent", 0)
    late = await world.edit("letter_sent", 1, travels_on="2030-05-08")

    assert (stale.status_code, stale.json()["current"]["travels_on"]) == (412, "2030-05-04")
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/body/travels_on")


async def test_day_that_an_organiser_set_stays_until_travel_moves(world: World) -> None:
    await world.say("requested", 0, travels_on="2030-05-04")
    await world.edit("letter_sent", 1, travels_on="2030-05-04", apply_by="2030-04-20")
    applied = (await world.say("applied", 2, travels_on="2030-05-04")).json()
    moved = (await world.say("applied", 3, travels_on="2030-05-01")).json()
    assert (applied["apply_by"], moved["apply_by"]) == ("2030-04-20", "2030-04-01")


async def test_organisers_list_begins_with_what_is_due_first(
    app: FastAPI, world: World, clock: StoppedClock, database: Database
) -> None:
    await world.say("requested", 0, travels_on="2030-05-04")
    await world.edit("requested", 0, world.second, travels_on="2030-05-01")
    async with database.write() as db:
        edition = (await db.exec(select(Edition))).one()
        third = await make_registration(db, edition, email="trainee3@city.example.org", badge_name="Musoma trainee 1")
        partner = await make_account(db, "partner@example.org", role=Role.PARTNER, edition_id=third.edition_id)
    await world.edit("not_needed", 0, third)
    clock.now = datetime(2030, 4, 2, tzinfo=UTC)
    organiser = await signed_in(app, world.staff)

    first = (await organiser.get(f"{EDITION}/visa-cases", params={"limit": "2"})).json()
    rest = (await organiser.get(first["next"])).json()
    only = (await organiser.get(f"{EDITION}/visa-cases", params={"status": "not_needed"})).json()

    listed = [(item["name"], item["apply_by"], item["overdue"]) for item in first["items"] + rest["items"]]
    assert listed == [
        ("Bandung trainee 1", "2030-04-01", True),
        ("Kampala trainee 1", "2030-04-04", False),
        ("Musoma trainee 1", None, False),
    ]
    assert [item["name"] for item in only["items"]] == ["Musoma trainee 1"]
    by_partner = await (await signed_in(app, partner)).get(f"{EDITION}/visa-cases")
    assert by_partner.json() == {"items": [], "next": None}


@given(status=st.sampled_from([None, *VisaStatus]))
def test_owner_never_has_a_step_that_organisers_have_not(status: VisaStatus | None) -> None:
    own, theirs = visa_steps(status, own=True), visa_steps(status, own=False)
    assert set(own) <= set(theirs)
    assert VisaStatus.LETTER_SENT not in own
    assert status not in theirs


def test_every_state_is_reached_and_left() -> None:
    reached, steps = set(), {None}
    while steps:
        status = steps.pop()
        following = set(visa_steps(status, own=False))
        assert following
        steps |= following - reached
        reached |= following
    assert reached == set(VisaStatus)


@given(travels_on=st.dates())
def test_application_is_due_before_travel(travels_on: date) -> None:
    last_day = apply_by(travels_on)
    assert last_day is None or last_day < travels_on
    assert apply_by(None) is None


def test_case_is_overdue_only_while_nothing_was_handed_in() -> None:
    today, yesterday = date(2030, 4, 2), date(2030, 4, 1)
    overdue = [status for status in VisaStatus if is_overdue(status, yesterday, today)]
    assert overdue == [VisaStatus.REQUESTED, VisaStatus.LETTER_SENT]
    assert not is_overdue(VisaStatus.REQUESTED, today, today)
    assert not is_overdue(VisaStatus.REQUESTED, None, today)
