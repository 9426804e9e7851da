"""Sensitive details: sealed, opened for their owner or for a reason, erased on their day."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import make_account, signed_in
from factories.care import make_edition, make_registration
from madang.accounts.models import Account, Role
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.core.keys import Keyring
from madang.participants.housekeeping import erase_due_details
from madang.participants.models import Consent, Registration, RegistrationStatus, SensitiveDetail
from madang.participants.service.sensitive import Vault
from support.mail import PostOffice
from support.moments import StoppedClock

OWN = "/api/v1/me/registrations/harbour-2030/sensitive"
EDITION = "/api/v1/editions/harbour-2030"
ACCESS = {"kind": "access_need", "needs": ["step_free"], "note": "A ramp at the bus, please"}
DIETARY = {"kind": "dietary", "diets": ["halal", "no_nuts"], "note": None}


@dataclass
class World:
    """A participant, an organiser, and a participant of somewhere else."""

    own: httpx.AsyncClient
    organiser: httpx.AsyncClient
    account: Account
    registration: Registration

    async def give(self, content: dict[str, Any], version: int = 0, **more: Any) -> httpx.Response:
        return await self.own.put(
            f"{OWN}/{content['kind']}",
            json={"content": content, "consent": True} | more,
            headers={"If-Match": f'"{version}"'},
        )

    async def needs(self, **params: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await self.organiser.get(f"{EDITION}/access-needs", params=params)).json()[
            "items"
        ]
        return items


@pytest_asyncio.fixture
async def world(app: FastAPI, database: Database) -> AsyncIterator[World]:
    async with database.write() as db:
        edition = await make_edition(db)
        account = await make_account(db)
        registration = await make_registration(db, edition, account)
        staff = await make_account(db, "staff@example.org", role=Role.ORGANISER, edition_id=edition.id)
        elsewhere = await make_edition(db, "elsewhere")
        foreign = await make_account(db, "foreign@example.org")
        await make_registration(db, elsewhere, foreign, badge_name="Kisumu trainee 1")
    theirs = await signed_in(app, foreign)
    await theirs.put(
        "/api/v1/me/registrations/elsewhere/sensitive/access_need",
        json={"content": ACCESS, "consent": True},
        headers={"If-Match": '"0"'},
    )
    yield World(await signed_in(app, account), await signed_in(app, staff), account, registration)


async def details(database: Database, registration: Registration) -> list[SensitiveDetail]:
    async with database.read() as db:
        statement = select(SensitiveDetail).where(SensitiveDetail.registration_id == registration.id)
        return list((await db.exec(statement)).all())


async def test_detail_is_given_read_changed_and_deleted_by_its_owner(world: World, database: Database) -> None:
    before = (await world.own.get(OWN)).json()
    given = await world.give(DIETARY)
    changed = await world.give({**DIETARY, "diets": ["vegan"]}, version=given.json()["version"])
    read = (await world.own.get(OWN)).json()
    stale = await world.own.delete(f"{OWN}/dietary", headers={"If-Match": '"1"'})
    deleted = await world.own.delete(f"{OWN}/dietary", headers={"If-Match": changed.headers["etag"]})

    assert before == {"items": [], "erase_on": "2030-06-06", "open": True}
    assert given.json() == {
        "kind": "dietary",
        "version": 1,
        "content": DIETARY,
        "purpose": "meals",
        "consented_at": "2019-09-30T08:00:00Z",
        "erase_on": "2030-06-06",
        "arrangement": None,
        "note": None,
    }
    assert [item["content"]["diets"] for item in read["items"]] == [["vegan"]]
    assert (stale.status_code, deleted.status_code) == (412, 204)
    assert await details(database, world.registration) == []
    async with database.read() as db:
        consents = (await db.exec(select(Consent).where(Consent.registration_id == world.registration.id))).all()
    assert [(consent.purpose, consent.withdrawn_at is not None) for consent in consents] == [
        ("sensitive.dietary", True)
    ]


async def test_what_is_stored_says_nothing(world: World, database: Database) -> None:
    await world.give(ACCESS)
    stored = (await details(database, world.registration))[0]
    assert b"ramp" not in stored.sealed
    assert b"step_free" not in stored.sealed


async def test_sealed_detail_opens_in_its_own_row_only(world: World, database: Database, app: FastAPI) -> None:
    await world.give(ACCESS)
    await world.give({"kind": "passport", "number": "M0000000", "country": "UG"})
    access, passport = sorted(await details(database, world.registration), key=lambda detail: detail.kind)
    access.sealed = passport.sealed
    # It is no fault either: whoever lost the key can give it anew.
    assert app.state.vault.open(passport).content is not None
    assert app.state.vault.open(access).content is None
    assert Vault(Keyring(["another installation" * 2]), 30).open(passport).content is None


@pytest.mark.parametrize(
    ("kind", "body", "pointer"),
    [
        ("dietary", {"content": DIETARY, "consent": False}, "/body/consent"),
        ("dietary", {"content": DIETARY}, "/body/consent"),
        ("dietary", {"content": ACCESS, "consent": True}, "/body/content/kind"),
        ("dietary", {"content": DIETARY | {"diets": ["air"]}, "consent": True}, "/body/content/dietary/diets/0"),
        ("dietary", {"content": DIETARY | {"blood": "A"}, "consent": True}, "/body/content/dietary/blood"),
        (
            "emergency_contact",
            {"content": {"kind": "emergency_contact", "name": "a\x00b", "phone": "1"}, "consent": True},
            "/body/content/emergency_contact/name",
        ),
        (
            "passport",
            {"content": {"kind": "passport", "number": "1", "country": "Uganda"}, "consent": True},
            "/body/content/passport/country",
        ),
    ],
)
async def test_bad_input_is_refused_with_its_place_and_nothing_is_stored(
    world: World, database: Database, kind: str, body: dict[str, Any], pointer: str
) -> None:
    refused = await world.own.put(f"{OWN}/{kind}", json=body, headers={"If-Match": '"0"'})
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])
    assert await details(database, world.registration) == []


async def test_second_of_two_tabs_is_told_what_the_first_wrote(world: World) -> None:
    await world.give(DIETARY)
    late = await world.give({**DIETARY, "note": "typed in the second tab"})
    assert (late.status_code, late.json()["code"], late.json()["current"]["version"]) == (412, "stale", 1)


async def test_nothing_is_taken_once_its_day_has_passed(world: World, clock: StoppedClock, app: FastAPI) -> None:
    clock.now = datetime(2030, 6, 6, 23, 0, tzinfo=UTC)
    own = await signed_in(app, world.account)
    last_day = await own.put(f"{OWN}/dietary", json={"content": DIETARY, "consent": True}, headers={"If-Match": '"0"'})
    clock.now = datetime(2030, 6, 7, 1, 0, tzinfo=UTC)
    own = await signed_in(app, world.account)
    refused = await own.put(f"{OWN}/dietary", json={"content": DIETARY, "consent": True}, headers={"If-Match": '"1"'})

    assert last_day.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (409, "retention_over")
    assert (await own.get(OWN)).json()["open"] is False


async def test_worker_erases_in_the_night_after_the_last_day(
    world: World, database: Database, clock: StoppedClock
) -> None:
    await world.give(DIETARY)
    await world.give(ACCESS)
    left = []
    for day in (6, 7):
        clock.now = datetime(2030, 6, day, 2, 0, tzinfo=UTC)
        await erase_due_details(database, clock())
        left.append(len(await details(database, world.registration)))

    assert left == [2, 0]
    async with database.read() as db:
        entries = await db.exec(
            select(AuditEntry.origin, AuditEntry.at).where(AuditEntry.action == "sensitive_detail.deleted")
        )
        assert set(entries.all()) == {("worker", clock.now)}


async def test_organiser_reads_for_a_reason_that_is_kept_and_never_by_a_retry(world: World, database: Database) -> None:
    await world.give(ACCESS)
    await world.give(DIETARY)
    address = f"{EDITION}/participants/{world.registration.id}/sensitive/reveal"
    body = {"reason": "seats on the bus", "kinds": ["access_need"]}

    without = await world.organiser.post(address, json={"kinds": []})
    read = await world.organiser.post(address, json=body, headers={"Idempotency-Key": "one"})
    again = await world.organiser.post(address, json=body, headers={"Idempotency-Key": "one"})

    assert without.status_code == 422
    assert [item["content"] for item in read.json()["items"]] == [ACCESS]
    assert (again.status_code, again.json()["code"]) == (409, "already_created")
    async with database.read() as db:
        entries = (await db.exec(select(AuditEntry).where(AuditEntry.action == "sensitive.revealed"))).all()
    assert [(entry.subject_id, entry.fields, entry.reason) for entry in entries] == [
        (world.registration.id, ["access_need"], "seats on the bus")
    ]


@pytest.mark.parametrize("role", [Role.PARTNER, Role.FOCAL_POINT, Role.PARTICIPANT, Role.DOOR_STAFF])
async def test_nobody_but_an_organiser_reads_them(app: FastAPI, database: Database, world: World, role: Role) -> None:
    await world.give(ACCESS)
    async with database.write() as db:
        account = await make_account(db, "curious@example.org", role=role, edition_id=world.registration.edition_id)
    client = await signed_in(app, account)
    address = f"{EDITION}/participants/{world.registration.id}/sensitive/reveal"

    answers = [
        await client.post(address, json={"reason": "curious"}),
        await client.get(f"{EDITION}/access-needs"),
        await client.get(f"{EDITION}/care-counts"),
        await client.get(OWN),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 404]


async def test_person_is_mailed_that_something_was_arranged_but_not_what(
    world: World, deliver: Callable[[], Awaitable[int]], post_office: PostOffice
) -> None:
    await world.give(ACCESS)
    need = (await world.needs())[0]
    body = {"arrangement": "arranged", "note": "A bus with a lift"}

    arranged = await world.organiser.patch(
        f"{EDITION}/access-needs/{need['id']}", json=body, headers={"If-Match": f'"{need["version"]}"'}
    )
    await deliver()

    own = (await world.own.get(OWN)).json()["items"][0]
    assert need["name"] == "Kampala trainee 1"
    assert (arranged.json()["arrangement"], own["arrangement"], own["note"]) == (
        "arranged",
        "arranged",
        "A bus with a lift",
    )
    assert [mail["To"] for mail in post_office.taken] == ["mina@example.org"]
    assert "lift" not in post_office.text()
    assert "/e/harbour-2030/mine/private" in post_office.text()


async def test_changed_need_is_requested_anew(world: World) -> None:
    await world.give(ACCESS)
    need = (await world.needs())[0]
    body = {"arrangement": "impossible", "note": "No lift there"}
    arranged = await world.organiser.patch(
        f"{EDITION}/access-needs/{need['id']}", json=body, headers={"If-Match": f'"{need["version"]}"'}
    )
    changed = await world.give({**ACCESS, "needs": ["companion"]}, version=arranged.json()["version"])

    assert (changed.json()["arrangement"], changed.json()["note"]) == ("requested", None)
    assert await world.needs(arrangement="impossible") == []


async def test_needs_and_counts_are_of_this_edition_and_of_who_may_come(world: World, database: Database) -> None:
    await world.give(ACCESS)
    await world.give(DIETARY)
    counts = (await world.organiser.get(f"{EDITION}/care-counts")).json()
    async with database.write() as db:
        registration = (await db.exec(select(Registration).where(col(Registration.id) == world.registration.id))).one()
        registration.status = RegistrationStatus.CANCELLED
    after = (await world.organiser.get(f"{EDITION}/care-counts")).json()

    assert counts == {
        "people": 1,
        "diets": {"halal": 1, "no_nuts": 1},
        "needs": {"step_free": 1},
        "dietary_notes": 0,
        "access_notes": 1,
        "arrangements": {"requested": 1},
    }
    assert (after["people"], await world.needs()) == (0, [])


async def test_foreign_access_need_is_not_there(world: World, database: Database) -> None:
    async with database.read() as db:
        foreign = (await db.exec(select(SensitiveDetail))).one()
    refused = await world.organiser.patch(
        f"{EDITION}/access-needs/{foreign.id}", json={"arrangement": "arranged"}, headers={"If-Match": '"1"'}
    )
    assert refused.status_code == 404
    assert (await details(database, world.registration)) == []
