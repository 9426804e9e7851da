"""How organisers plan a visit, and when participants may rank."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
from sqlmodel import select

from factories.registrations import make_registration
from factories.visits import STARTS_AT, make_visit, place, plan_round, rank
from madang.core.db import Database
from madang.participants.models import ParticipantKind, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, SessionKind, Stop
from madang.visits.models import VisitStage
from support.moments import StoppedClock
from visits.conftest import Outing
from visits.trainees import Trainee

VISITS = "/api/v1/editions/harbour/visits"


def settings(outing: Outing, **park: Any) -> dict[str, Any]:
    return {
        "rank_until": "2019-10-20T18:00:00+09:00",
        "kinds": ["trainee"],
        "options": [
            {
                "option_id": str(outing.park),
                "capacity": 24,
                "minimum": 5,
                "transport": {"en": "Bus 1"},
                "meeting_point": {"en": "At the gate", "ko": "정문"},
                "meets_at": "2019-10-29T13:15:00+09:00",
                **park,
            },
            {"option_id": str(outing.arcade), "capacity": 12},
        ],
    }


async def test_visits_are_the_field_visits_of_the_draft_that_have_options(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        await make_visit(db, edition, (), key="open")
        await make_visit(db, edition, key="lunch", kind=SessionKind.MEAL)
        await make_visit(db, edition, key="earlier", starts_at=STARTS_AT - timedelta(days=1))

    items = (await organiser.get(VISITS)).json()["items"]

    assert [item["title"]["en"] for item in items] == ["Field earlier", "Field visit"]
    assert {key: items[1][key] for key in ("stage", "version", "counts")} == {
        "stage": "preparing",
        "version": 0,
        "counts": {"eligible": 0, "ranked": 0, "placed": 0, "waitlisted": 0},
    }
    assert [(each["title"]["en"], each["capacity"], each["offered"]) for each in items[1]["options"]] == [
        ("The park", None, True),
        ("The arcade", None, True),
    ]


async def test_settings_are_saved_whole_and_shown(organiser: httpx.AsyncClient, outing: Outing) -> None:
    saved = await organiser.put(outing.url, json=settings(outing), headers={"If-Match": '"0"'})
    read = await organiser.get(outing.url)
    emptied = await organiser.put(outing.url, json={"options": []}, headers={"If-Match": saved.headers["etag"]})

    assert (saved.status_code, saved.headers["etag"]) == (200, '"2"')
    assert read.json() == saved.json()
    park = saved.json()["options"][0]
    assert {key: park[key] for key in ("capacity", "minimum", "transport", "meeting_point", "meets_at")} == {
        "capacity": 24,
        "minimum": 5,
        "transport": {"en": "Bus 1"},
        "meeting_point": {"en": "At the gate", "ko": "정문"},
        "meets_at": "2019-10-29T04:15:00Z",
    }
    assert (saved.json()["kinds"], saved.json()["rank_until"]) == (["trainee"], "2019-10-20T09:00:00Z")
    assert [each["capacity"] for each in emptied.json()["options"]] == [None, None]
    assert emptied.json()["kinds"] == ["observer", "trainee"]


async def test_settings_that_cannot_be_are_refused_with_where(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        other = await make_visit(db, edition, key="other")
    body = settings(outing, minimum=25)
    body["options"] += [{"option_id": str(outing.park)}, {"option_id": str(other.options[0].id)}]

    refused = await organiser.put(outing.url, json=body, headers={"If-Match": '"0"'})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert [(each["pointer"], each["detail"]) for each in refused.json()["errors"]] == [
        ("/body/options/0/minimum", "25 can never come where 24 have a place"),
        ("/body/options/2/option_id", "this option stands here twice"),
        ("/body/options/3/option_id", "this visit has no such option"),
    ]


async def test_settings_made_on_an_older_version_are_refused_with_the_present_ones(
    organiser: httpx.AsyncClient, outing: Outing
) -> None:
    await organiser.put(outing.url, json=settings(outing), headers={"If-Match": '"0"'})

    stale = await organiser.put(outing.url, json=settings(outing, capacity=9), headers={"If-Match": '"0"'})
    without = await organiser.put(outing.url, json=settings(outing, capacity=9))

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["options"][0]["capacity"] == 24
    assert without.json()["code"] == "version_required"


async def test_option_is_not_offered_when_it_is_withdrawn_or_all_its_stops_are_cancelled(
    organiser: httpx.AsyncClient, database: Database, outing: Outing
) -> None:
    await organiser.put(outing.url, json=settings(outing, withdrawn=True), headers={"If-Match": '"0"'})
    async with database.write() as db:
        stop = (await db.exec(select(Stop).where(Stop.option_id == outing.arcade))).one()
        stop.status = PublicStatus.CANCELLED

    shown = (await organiser.get(outing.url)).json()["options"]

    assert [(each["withdrawn"], each["offered"]) for each in shown] == [(True, False), (False, False)]


async def test_counts_are_of_those_who_take_part_only(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing
) -> None:
    accepted = {"status": RegistrationStatus.ACCEPTED}
    async with database.write() as db:
        planning = await plan_round(db, outing.session, {"park": 1}, kinds=["trainee"])
        on_park, waits, gone = [
            await make_registration(db, edition, f"Kampala trainee {number}", **accepted) for number in (1, 2, 3)
        ]
        partner = await make_registration(db, edition, "Partner", kind=ParticipantKind.PARTNER, **accepted)
        for person in (on_park, waits, gone, partner):
            await rank(db, planning, person, outing.arcade, outing.park)
        for person in (on_park, gone, partner):
            await place(db, planning, person, outing.park)
        await place(db, planning, waits, None)
        await rank(db, planning, await make_registration(db, edition, "Kampala trainee 4", **accepted))
        gone.status = RegistrationStatus.CANCELLED
        db.add(gone)

    listed = (await organiser.get(VISITS)).json()["items"][0]
    shown = (await organiser.get(outing.url)).json()

    assert listed["counts"] == {"eligible": 3, "ranked": 2, "placed": 1, "waitlisted": 1}
    assert shown["counts"] == listed["counts"]
    assert [(each["placed"], each["ranked"], each["waiting_for"]) for each in shown["options"]] == [
        (1, [0, 2], 0),
        (0, [2, 0], 1),
    ]
    assert shown["shortfalls"] == [{"kind": "capacity", "option_id": None, "missing": 1}]


async def test_what_is_not_met_is_named_with_how_many(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("full", "thin", "gone"))
        planning = await plan_round(db, session, {"full": 1}, minimums={"thin": 3})
        people = [
            await make_registration(db, edition, f"Trainee {number}", status=RegistrationStatus.ACCEPTED)
            for number in range(5)
        ]
        full, thin, gone = [option.id for option in session.options]
        for person, option in zip(people, (full, full, full, thin, gone), strict=True):
            await place(db, planning, person, option)
        (await db.exec(select(Stop).where(Stop.option_id == gone))).one().status = PublicStatus.CANCELLED

    shown = (await organiser.get(f"{VISITS}/{session.id}")).json()

    assert shown["shortfalls"] == [
        {"kind": "over_capacity", "option_id": str(full), "missing": 2},
        {"kind": "below_minimum", "option_id": str(thin), "missing": 2},
        {"kind": "not_offered", "option_id": str(gone), "missing": 1},
    ]


async def test_list_of_visits_costs_the_same_however_many_there_are(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing, count_queries: Any
) -> None:
    with count_queries() as few:
        await organiser.get(VISITS)
    async with database.write() as db:
        for number in range(6):
            await plan_round(db, await make_visit(db, edition, key=f"more-{number}"))

    with count_queries() as many:
        answer = await organiser.get(VISITS)

    assert len(answer.json()["items"]) == 7
    assert many.number == few.number


async def test_ranking_is_opened_and_taken_back(
    organiser: httpx.AsyncClient, outing: Outing, trainee: Callable[..., Awaitable[Trainee]]
) -> None:
    mina = await trainee()
    before = await mina.visits()

    opened = await organiser.post(f"{outing.url}/stage", json={"stage": "ranking"}, headers={"If-Match": '"0"'})
    during = await mina.visits()
    version = opened.headers["etag"]
    closed = await organiser.post(f"{outing.url}/stage", json={"stage": "preparing"}, headers={"If-Match": version})

    assert before == []
    assert (opened.status_code, opened.json()["stage"]) == (200, "ranking")
    assert [(each["may_rank"], each["version"], each["place"]) for each in during] == [(True, 0, None)]
    assert (closed.json()["stage"], await mina.visits()) == ("preparing", [])


async def test_ranking_is_not_opened_after_its_time_or_when_the_visit_has_begun(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, clock: StoppedClock
) -> None:
    now = clock()
    async with database.write() as db:
        late = await make_visit(db, edition, key="late")
        begun = await make_visit(db, edition, key="begun", starts_at=now)
        for session in (late, begun):
            await plan_round(db, session, stage=VisitStage.PREPARING, rank_until=now if session is late else None)

    answers = [
        await organiser.post(f"{VISITS}/{session.id}/stage", json={"stage": "ranking"}, headers={"If-Match": '"1"'})
        for session in (late, begun)
    ]

    assert [(each.status_code, each.json()["code"], each.json()["detail"]) for each in answers] == [
        (409, "visit_stage_unavailable", "ranking was open until 2019-09-30 08:00 UTC: set another end first"),
        (409, "visit_stage_unavailable", "this visit has begun"),
    ]
