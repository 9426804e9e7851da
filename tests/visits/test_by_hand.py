"""One person put somewhere by an organiser, and the lists of buses."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import client_of
from factories.registrations import make_delegation, make_registration
from factories.visits import make_visit, place, plan_round, rank
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.participants.models import ParticipantKind, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Stop
from visits.conftest import Outing
from visits.trainees import Trainee

ACCEPTED = {"status": RegistrationStatus.ACCEPTED}


async def put(
    client: httpx.AsyncClient,
    outing: Outing,
    registration_id: UUID,
    option_id: UUID | None,
    *,
    pinned: bool = True,
    **more: Any,
) -> httpx.Response:
    body = {"option_id": str(option_id) if option_id else None, "pinned": pinned, **more}
    return await client.put(f"{outing.url}/people/{registration_id}/place", json=body)


async def test_person_is_placed_pinned_and_released(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session)
        person = await make_registration(db, edition, **ACCEPTED)
        await rank(db, planning, person, outing.arcade, outing.park)

    placed = await put(organiser, outing, person.id, outing.park)
    moved = await put(organiser, outing, person.id, outing.arcade, pinned=False)
    waits = await put(organiser, outing, person.id, None, pinned=False)

    told = [each.json()["place"] for each in (placed, moved, waits)]
    assert [(each["option_id"], each["pinned"], each["rank"], each["because"]) for each in told] == [
        (str(outing.park), True, 2, "pinned"),
        (str(outing.arcade), False, 1, "pinned"),
        (None, False, None, "waitlisted"),
    ]
    assert [each["explanation"]["moved_from"] for each in told] == [None, str(outing.park), str(outing.arcade)]
    assert told[2]["waitlist_position"] == 1


async def test_hand_is_written_down_and_makes_older_plans_stale(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
        person = await make_registration(db, edition, **ACCEPTED)

    await put(organiser, outing, person.id, outing.park)

    async with database.read() as db:
        entry = (await db.exec(select(AuditEntry).where(AuditEntry.action == "visit.placed_by_hand"))).one()
    assert (entry.subject_id, entry.edition_id) == (person.id, edition.id)
    assert (await organiser.get(outing.url)).headers["etag"] == '"2"'


async def test_full_option_refuses_by_how_many_unless_it_is_meant(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session, {"park": 1})
        there, person = [await make_registration(db, edition, name, **ACCEPTED) for name in ("One", "Two")]
        await place(db, planning, there, outing.park)

    refused = await put(organiser, outing, person.id, outing.park)
    meant = await put(organiser, outing, person.id, outing.park, over_capacity=True)
    pinned_where_they_are = await put(organiser, outing, there.id, outing.park)

    assert (refused.status_code, refused.json()["code"]) == (409, "visit_full")
    assert refused.json()["detail"] == "'The park': 1 of 1 places are taken, one more would be 1 too many"
    assert (meant.status_code, pinned_where_they_are.status_code) == (200, 200)
    shortfalls = (await organiser.get(outing.url)).json()["shortfalls"]
    assert shortfalls == [{"kind": "over_capacity", "option_id": str(outing.park), "missing": 1}]


async def test_place_that_somebody_left_is_free_at_once(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session, {"park": 1})
        gone = await make_registration(db, edition, "Gone", status=RegistrationStatus.CANCELLED)
        await place(db, planning, gone, outing.park)
        person = await make_registration(db, edition, "Comes", **ACCEPTED)

    assert (await put(organiser, outing, person.id, outing.park)).status_code == 200


async def test_nobody_is_put_where_nothing_takes_place_or_who_does_not_take_part(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
        other = await make_visit(db, edition, key="other")
        person = await make_registration(db, edition, "Comes", **ACCEPTED)
        speaker = await make_registration(db, edition, "Speaks", kind=ParticipantKind.SPEAKER, **ACCEPTED)
        waiting = await make_registration(db, edition, "Waits", status=RegistrationStatus.WAITLISTED)
        (await db.exec(select(Stop).where(Stop.option_id == outing.park))).one().status = PublicStatus.CANCELLED

    answers = [
        await put(organiser, outing, person.id, outing.park),
        await put(organiser, outing, speaker.id, outing.arcade),
        await put(organiser, outing, waiting.id, outing.arcade),
        await put(organiser, outing, uuid4(), outing.arcade),
        await put(organiser, outing, person.id, other.options[0].id),
        await put(organiser, outing, person.id, None, pinned=True),
    ]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (409, "visit_not_offered"),
        (409, "not_taking_part"),
        (409, "not_taking_part"),
        (404, "not_found"),
        (422, "invalid"),
        (422, "invalid"),
    ]
    assert [each.json()["errors"][0]["pointer"] for each in answers[4:]] == ["/body/option_id", "/body/pinned"]


async def test_list_of_a_bus_names_who_goes_and_counts_their_needs(
    organiser: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    outing: Outing,
    trainee: Callable[..., Awaitable[Trainee]],
) -> None:
    async with database.write() as db:
        city = await make_delegation(db, edition)
        planning = await plan_round(db, outing.session)
    mina = await trainee(2, delegation_id=city.id, phone="+256 700 000002", own_script_name="이름", language="ko")
    others = [await trainee(1), await trainee(3), await trainee(4)]
    for person, note in ((mina, "a ramp"), (others[2], "elsewhere")):
        need = {"content": {"kind": "access_need", "needs": ["step_free"], "note": note}, "consent": True}
        url = "/api/v1/me/registrations/harbour/sensitive/access_need"
        assert (await person.client.put(url, json=need, headers={"If-Match": '"0"'})).status_code == 200
    async with database.write() as db:
        await place(db, planning, mina.registration, outing.park)
        await place(db, planning, others[0].registration, outing.park)
        await place(db, planning, others[1].registration, outing.park)
        await place(db, planning, others[2].registration, outing.arcade)
        others[1].registration.status = RegistrationStatus.CANCELLED
        db.add(others[1].registration)

    taken = await organiser.get(f"{outing.url}/lists/{outing.park}")

    listed = taken.json()
    assert [(each["name"], each["own_script_name"], each["city"], each["phone"]) for each in listed["people"]] == [
        ("Kampala trainee 1", None, None, None),
        ("Kampala trainee 2", "이름", {"en": "Kampala"}, "+256 700 000002"),
    ]
    assert {key: listed[key] for key in ("head_count", "needs", "access_notes", "languages")} == {
        "head_count": 2,
        "needs": {"step_free": 1},
        "access_notes": 1,
        "languages": {"en": 1, "ko": 1},
    }
    assert "ramp" not in taken.text
    async with database.read() as db:
        entry = (await db.exec(select(AuditEntry).where(AuditEntry.action == "visit.list_taken"))).one()
    assert entry.subject_id == outing.park


@pytest.mark.parametrize(("scopes", "status"), [(["visits:read"], 403), (["visits:read", "participants:read"], 200)])
async def test_list_of_a_bus_needs_leave_to_read_participants(
    organiser: httpx.AsyncClient, app: FastAPI, outing: Outing, scopes: list[str], status: int
) -> None:
    body = {"name": "desk", "scopes": scopes, "expires_at": "2019-12-01T00:00:00Z"}
    token = (await organiser.post("/api/v1/me/api-tokens", json=body)).json()["token"]

    async with client_of(app) as script:
        answer = await script.get(f"{outing.url}/lists/{outing.park}", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == status


async def test_list_of_another_visits_option_is_not_there(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        other = await make_visit(db, edition, key="other")

    assert (await organiser.get(f"{outing.url}/lists/{other.options[0].id}")).status_code == 404
