"""What other domains know of visits: a person's own data, their erasure, warnings before a release."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlmodel import select

from factories.registrations import make_registration
from factories.visits import find_place, make_visit, place, plan_round, rank
from madang.core.db import Database
from madang.participants.models import RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Stop, Venue
from madang.visits.models import VisitHost, VisitPlace, VisitPreference, VisitQuestion, VisitRound
from support.moments import StoppedClock
from visits.conftest import Outing
from visits.trainees import Trainee

Trainees = Callable[..., Awaitable[Trainee]]
RELEASES = "/api/v1/editions/harbour/releases"
ACCEPTED = {"status": RegistrationStatus.ACCEPTED}


async def take_part(database: Database, outing: Outing, person: Trainee, question: str) -> None:
    async with database.write() as db:
        planning = (await db.exec(select(VisitRound))).one()
        await rank(db, planning, person.registration, outing.park)
        await place(db, planning, person.registration, outing.park)
        asked = VisitQuestion(
            option_id=outing.park, registration_id=person.registration.id, text=question, asked_at=StoppedClock.now
        )
        db.add(asked)


async def test_own_data_hold_wishes_places_and_questions_of_nobody_else(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    mina, other = await trainee(1), await trainee(2)
    async with database.write() as db:
        await plan_round(db, outing.session)
    await take_part(database, outing, mina, "May we take photos?")
    await take_part(database, outing, other, "Is there lunch?")

    taken = (await mina.client.get("/api/v1/me/data")).json()["registrations"][0]

    assert [each["ranks"] for each in taken["visit_preferences"]] == [[str(outing.park)]]
    assert [each["option_id"] for each in taken["visit_places"]] == [str(outing.park)]
    assert [each["text"] for each in taken["visit_questions"]] == ["May we take photos?"]


async def test_erased_person_leaves_nothing_in_visits_and_their_place_is_free(
    organiser: httpx.AsyncClient, database: Database, outing: Outing, trainee: Trainees
) -> None:
    mina, other = await trainee(1, badge_name="Zanzimarker"), await trainee(2)
    async with database.write() as db:
        await plan_round(db, outing.session)
    await take_part(database, outing, mina, "May I come with my guide?")
    await take_part(database, outing, other, "May Zanzimarker take photos?")
    async with database.write() as db:
        question = select(VisitQuestion).where(VisitQuestion.registration_id == other.registration.id)
        (await db.exec(question)).one().answer = "Yes, ZANZIMARKER may."
        host = {"name": "Park guide", "email": "guide@park.example.org", "language": "en"}
        db.add(VisitHost(edition_id=mina.registration.edition_id, comment="Zanzimarker rang me up", **host))

    erased = await mina.client.post("/api/v1/me/registrations/harbour/erase", json={"confirm": True})

    assert erased.status_code == 200, erased.text
    async with database.read() as db:
        left = [(await db.exec(select(table))).all() for table in (VisitPreference, VisitPlace, VisitQuestion)]
        comment = (await db.exec(select(VisitHost.comment))).one()
    assert [[row.registration_id for row in rows] for rows in left] == [[other.registration.id]] * 3
    assert [(each.text, each.answer) for each in left[2]] == [("May … take photos?", "Yes, … may.")]
    assert comment == "… rang me up"
    assert (await organiser.get(outing.url)).json()["counts"]["placed"] == 1


async def test_release_is_warned_of_visits_that_are_too_full_or_dropped_with_people_on_them(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("full", "dropped", "fine"))
        planning = await plan_round(db, session, {"full": 1, "fine": 1})
        people = [await make_registration(db, edition, f"Trainee {number}", **ACCEPTED) for number in range(4)]
        full, dropped, fine = [option.id for option in session.options]
        for person, option in zip(people, (full, full, dropped, fine), strict=True):
            await place(db, planning, person, option)
        (await db.exec(select(Stop).where(Stop.option_id == dropped))).one().status = PublicStatus.CANCELLED

    shown = (await organiser.get(f"{RELEASES}/preview")).json()["warnings"]
    refused = await organiser.post(RELEASES, json={"comment": "One"})
    accepted = await organiser.post(RELEASES, json={"comment": "One", "accept_warnings": True})

    assert [(each["code"], each["detail"], each["session_ids"]) for each in shown] == [
        ("visit_over_capacity", "'The full': 2 are assigned to 1 places", [str(session.id)]),
        ("visit_dropped", "'The dropped' does not take place, and 1 are assigned to it", [str(session.id)]),
    ]
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (
        409,
        ["/visit_over_capacity", "/visit_dropped"],
    )
    assert accepted.status_code == 201


async def test_visit_with_people_on_it_is_not_deleted(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session)
        person = await make_registration(db, edition, **ACCEPTED)
        await place(db, planning, person, outing.park)
        empty = await make_visit(db, edition, key="empty")
        await plan_round(db, empty)
    sessions = "/api/v1/editions/harbour/programme/sessions"

    refused = await organiser.delete(f"{sessions}/{outing.session.id}", headers={"If-Match": '"1"'})
    deleted = await organiser.delete(f"{sessions}/{empty.id}", headers={"If-Match": '"1"'})

    assert (refused.status_code, refused.json()["code"], deleted.status_code) == (409, "in_use", 204)


async def test_option_with_people_on_it_is_not_dropped_by_an_edit(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session)
        person = await make_registration(db, edition, **ACCEPTED)
        await place(db, planning, person, outing.park, pinned=True)
    path = f"/api/v1/editions/harbour/programme/sessions/{outing.session.id}"
    park, arcade = [_as_given(option) for option in (await organiser.get(path)).json()["options"]]

    refused = await organiser.patch(path, json={"options": [arcade]}, headers={"If-Match": '"1"'})
    changed = await organiser.patch(path, json={"options": [park]}, headers={"If-Match": '"1"'})

    assert (refused.status_code, refused.json()["code"], changed.status_code) == (409, "in_use", 200)
    assert refused.json()["errors"] == [
        {"pointer": "/body/options", "detail": "'visit/park' would go, and people are assigned to it"}
    ]
    async with database.read() as db:
        found = await find_place(db, person)
    assert found is not None
    assert (found.option_id, found.pinned) == (outing.park, True)


@pytest.mark.parametrize(
    ("cut", "pointer", "name"),
    [("\nsessions:", "/sessions", "visit"), ("    options:", "/sessions/0/options", "visit/park")],
)
async def test_programme_file_that_lacks_a_visit_or_an_option_keeps_who_is_assigned(
    organiser: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    outing: Outing,
    cut: str,
    pointer: str,
    name: str,
) -> None:
    async with database.write() as db:
        planning = await plan_round(db, outing.session)
        person = await make_registration(db, edition, **ACCEPTED)
        await place(db, planning, person, outing.park)
        for venue in (await db.exec(select(Venue))).all():
            venue.address = {}
    path = "/api/v1/editions/harbour/programme-file"
    stored = await organiser.get(path)
    text = stored.text.split(cut)[0] + "\n"

    refused = await organiser.put(
        path, content=text, headers={"Content-Type": "application/yaml", "If-Match": stored.headers["etag"]}
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "in_use"), refused.text
    assert refused.json()["errors"] == [
        {"pointer": pointer, "detail": f"{name!r} would go, and people are assigned to it"}
    ]
    async with database.read() as db:
        assert await find_place(db, person) is not None


def _as_given(option: dict[str, Any]) -> dict[str, Any]:
    stops = [{key: value for key, value in stop.items() if key != "id"} for stop in option["stops"]]
    return {key: value for key, value in option.items() if key != "id"} | {"stops": stops}
