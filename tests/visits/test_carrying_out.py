"""Plans looked at and carried out: who goes where, why, and what cannot be met."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from sqlmodel import select

from factories.registrations import make_delegation, make_registration
from factories.visits import make_visit, plan_round, rank
from madang.core.db import Database
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Stop
from madang.visits.models import VisitPlace
from support.moments import StoppedClock
from visits.conftest import Outing
from visits.trainees import Trainee


@pytest_asyncio.fixture
async def people(database: Database, edition: Edition, outing: Outing) -> list[Registration]:
    """Return six accepted trainees of two cities, of whom the first four want the park of three places first."""
    found = []
    async with database.write() as db:
        planning = await plan_round(db, outing.session, {"park": 3, "arcade": 2})
        cities = [await make_delegation(db, edition, key) for key in ("kampala", "kisumu")]
        for number in range(6):
            person = await make_registration(
                db,
                edition,
                f"Trainee {number}",
                status=RegistrationStatus.ACCEPTED,
                delegation_id=cities[number % 2].id,
            )
            wishes = (outing.park, outing.arcade) if number < 4 else (outing.arcade,)
            await rank(db, planning, person, *wishes)
            found.append(person)
    return found


async def plan(client: httpx.AsyncClient, outing: Outing, *options: dict[str, Any], keep: bool = False) -> Any:
    answer = await client.post(f"{outing.url}/plan", json={"keep": keep, "options": list(options)})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def carry_out(
    client: httpx.AsyncClient, outing: Outing, fingerprint: str, *, keep: bool = False, version: int = 1, **headers: str
) -> httpx.Response:
    return await client.post(
        f"{outing.url}/assignment",
        json={"keep": keep, "fingerprint": fingerprint},
        headers={"If-Match": f'"{version}"', **headers},
    )


async def assign(client: httpx.AsyncClient, outing: Outing, *, keep: bool = False) -> Any:
    version = (await client.get(outing.url)).json()["version"]
    looked_at = await plan(client, outing, keep=keep)
    answer = await carry_out(client, outing, looked_at["fingerprint"], keep=keep, version=version)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def places(client: httpx.AsyncClient, outing: Outing) -> dict[str, str | None]:
    """Return the option of everybody who has a place or waits, by name."""
    items = (await client.get(f"{outing.url}/people")).json()["items"]
    return {item["name"]: item["place"]["option_id"] for item in items if item["place"]}


async def test_plan_is_shown_and_nothing_is_stored(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    shown = await plan(organiser, outing)

    assert {each["option_id"]: (each["people"], each["cities"], each["not_running"]) for each in shown["tallies"]} == {
        str(outing.park): (3, 2, False),
        str(outing.arcade): (2, 2, False),
    }
    assert shown["tallies"][0]["by_rank"] == {"1": 3}
    assert (shown["waitlisted"], shown["moved"], shown["changed"]) == (1, 0, 5)
    assert shown["shortfalls"] == [{"kind": "capacity", "option_id": None, "missing": 1}]
    assert {(each["from"], each["because"], each["city"]["en"]) for each in shown["moves"]} <= {
        (None, because, city) for because in ("first_choice", "lower_choice") for city in ("Kampala", "Kisumu")
    }
    assert await places(organiser, outing) == {}


async def test_plan_that_was_looked_at_is_carried_out_and_told(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    looked_at = await plan(organiser, outing)

    answer = await carry_out(organiser, outing, looked_at["fingerprint"])

    done = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (done["stage"], done["counts"]) == (
        "assigned",
        {"eligible": 6, "ranked": 6, "placed": 5, "waitlisted": 1},
    )
    assert [(run["by"], run["what"], run["summary"]) for run in done["runs"]] == [
        (
            "org@example.org",
            "assigned",
            {"keep": False, "people": 6, "placed": 5, "waitlisted": 1, "moved": 0, "changed": 5},
        )
    ]
    given = await places(organiser, outing)
    assert {name: given[name] for move in looked_at["moves"] for name in [move["name"]]} == {
        move["name"]: move["to"] for move in looked_at["moves"]
    }


async def test_everybody_has_a_reason_for_their_place(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    await assign(organiser, outing)

    items = (await organiser.get(f"{outing.url}/people")).json()["items"]

    told = sorted((each["place"]["because"], each["place"]["explanation"]["full"]) for each in items)
    assert told == [
        ("first_choice", []),
        ("first_choice", []),
        ("first_choice", []),
        ("first_choice", []),
        ("lower_choice", [str(outing.park)]),
        ("waitlisted", [str(outing.arcade)]),
    ]
    assert [each["place"]["waitlist_position"] for each in items if not each["place"]["option_id"]] == [1]


async def test_trainee_reads_their_place_after_it_was_given(
    organiser: httpx.AsyncClient,
    database: Database,
    outing: Outing,
    trainee: Callable[..., Awaitable[Trainee]],
) -> None:
    mina = await trainee()
    async with database.write() as db:
        await plan_round(db, outing.session, {"park": 1})
    await mina.rank(outing.session.id, outing.arcade)

    await assign(organiser, outing)

    shown = (await mina.visits())[0]
    assert (shown["stage"], shown["may_rank"]) == ("assigned", False)
    assert shown["place"] == {
        "option_id": str(outing.arcade),
        "rank": 1,
        "because": "first_choice",
        "explanation": {"full": [], "not_running": [], "moved_from": None},
        "waitlist_position": None,
    }


async def test_what_if_shows_another_capacity_and_saving_it_makes_the_plan_good(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    park = {"option_id": str(outing.park), "capacity": 4}

    looked_at = await plan(organiser, outing, park)
    early = await carry_out(organiser, outing, looked_at["fingerprint"])
    arcade = {"option_id": str(outing.arcade), "capacity": 2}
    saved = await organiser.put(outing.url, json={"options": [park, arcade]}, headers={"If-Match": '"1"'})
    done = await carry_out(organiser, outing, looked_at["fingerprint"], version=saved.json()["version"])

    assert (looked_at["waitlisted"], looked_at["shortfalls"]) == (0, [])
    assert (early.status_code, early.json()["code"]) == (409, "plan_outdated")
    assert [each["placed"] for each in done.json()["options"]] == [4, 2]


async def test_what_if_withdraws_an_option_and_offers_one_again(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    without = await plan(organiser, outing, {"option_id": str(outing.park), "withdrawn": True})
    unlimited = await plan(organiser, outing, {"option_id": str(outing.park), "capacity": None})
    too_few = await plan(organiser, outing, {"option_id": str(outing.arcade), "minimum": 3, "capacity": 3})

    assert [(each["people"], each["not_running"]) for each in without["tallies"]] == [(0, True), (2, False)]
    assert without["waitlisted"] == 4
    assert unlimited["waitlisted"] == 0
    assert [each["people"] for each in too_few["tallies"]] == [3, 3]


async def test_what_if_of_an_option_of_another_visit_is_refused(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, outing: Outing, people: list[Registration]
) -> None:
    async with database.write() as db:
        other = await make_visit(db, edition, key="other")
    body = {"keep": True, "options": [{"option_id": str(other.options[0].id), "capacity": 1}]}

    refused = await organiser.post(f"{outing.url}/plan", json=body)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/options/0/option_id")


async def test_what_if_that_contradicts_itself_is_refused(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    settings = [{"option_id": str(outing.park), "capacity": 9, "minimum": 5}]
    await organiser.put(outing.url, json={"options": settings}, headers={"If-Match": '"1"'})

    answers = [
        await organiser.post(
            f"{outing.url}/plan", json={"keep": True, "options": [{"option_id": str(outing.park), **what_if}]}
        )
        for what_if in ({"minimum": 10}, {"capacity": 4})
    ]

    assert [(each.status_code, each.json()["errors"]) for each in answers] == [
        (422, [{"pointer": "/body/options/0/minimum", "detail": "10 can never come where 9 have a place"}]),
        (422, [{"pointer": "/body/options/0/capacity", "detail": "5 can never come where 4 have a place"}]),
    ]


async def test_minimum_that_cannot_be_met_is_named_with_how_many(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    shown = await plan(
        organiser,
        outing,
        {"option_id": str(outing.park), "capacity": 9},
        {"option_id": str(outing.arcade), "minimum": 7, "capacity": 9},
    )

    assert [(each["people"], each["not_running"]) for each in shown["tallies"]] == [(6, False), (0, True)]
    kinds = {each["kind"]: each["option_id"] for each in shown["shortfalls"]}
    assert kinds == {"minimum": str(outing.arcade)}


async def test_plan_is_outdated_by_a_wish_a_place_a_person_or_a_capacity(
    organiser: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    outing: Outing,
    people: list[Registration],
) -> None:
    async def wish() -> None:
        async with database.write() as db:
            other = await make_registration(db, edition, "Trainee 7", status=RegistrationStatus.ACCEPTED)
        assert other

    async def leave() -> None:
        async with database.write() as db:
            person = (await db.exec(select(Registration).where(Registration.id == people[0].id))).one()
            person.status = RegistrationStatus.CANCELLED

    async def cancel() -> None:
        async with database.write() as db:
            stop = (await db.exec(select(Stop).where(Stop.option_id == outing.park))).one()
            stop.status = PublicStatus.CANCELLED

    for change in (wish, leave, cancel):
        looked_at = await plan(organiser, outing)
        await change()
        refused = await carry_out(organiser, outing, looked_at["fingerprint"])
        assert (change.__name__, refused.status_code, refused.json()["code"]) == (
            change.__name__,
            409,
            "plan_outdated",
        )
    assert await places(organiser, outing) == {}


async def test_assignment_is_made_once_however_often_it_is_sent(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    fingerprint = (await plan(organiser, outing))["fingerprint"]

    answers = [await carry_out(organiser, outing, fingerprint, **{"Idempotency-Key": "once"}) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len((await organiser.get(outing.url)).json()["runs"]) == 1


async def test_site_is_cancelled_and_only_its_people_move(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("park", "arcade", "square"))
        visit = Outing(session)
        planning = await plan_round(db, session, {"park": 3, "arcade": 3, "square": 6})
        square = session.options[2].id
        for number in range(6):
            person = await make_registration(db, edition, f"Trainee {number}", status=RegistrationStatus.ACCEPTED)
            first, second = (visit.park, visit.arcade) if number < 3 else (visit.arcade, visit.park)
            await rank(db, planning, person, first, second, square)
    await assign(organiser, visit)
    before = await places(organiser, visit)
    async with database.write() as db:
        (await db.exec(select(Stop).where(Stop.option_id == visit.park))).one().status = PublicStatus.CANCELLED

    looked_at = await plan(organiser, visit, keep=True)
    done = await assign(organiser, visit, keep=True)

    after = await places(organiser, visit)
    moved = {name for name, option in before.items() if after[name] != option}
    assert moved == {name for name, option in before.items() if option == str(visit.park)}
    assert {after[name] for name in moved} == {str(square)}
    assert (looked_at["moved"], done["runs"][0]["summary"]["moved"], done["shortfalls"]) == (3, 3, [])
    told = (await organiser.get(f"{visit.url}/people", params={"option": str(square)})).json()["items"][0]["place"]
    assert told["explanation"]["moved_from"] == str(visit.park)
    assert str(visit.park) in told["explanation"]["not_running"]


async def test_place_by_hand_is_kept_when_others_are_planned_anew(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    wants_arcade = people[5]
    by_hand = {"option_id": str(outing.park), "pinned": True}
    pinned = await organiser.put(f"{outing.url}/people/{wants_arcade.id}/place", json=by_hand)

    await assign(organiser, outing)
    again = await assign(organiser, outing, keep=False)

    kept = (await organiser.get(f"{outing.url}/people", params={"q": "Trainee 5"})).json()["items"][0]["place"]
    assert pinned.status_code == 200
    assert (kept["option_id"], kept["pinned"], kept["because"]) == (str(outing.park), True, "pinned")
    assert [each["placed"] for each in again["options"]] == [3, 2]


async def test_who_keeps_their_place_keeps_it_in_the_same_words_of_time(
    organiser: httpx.AsyncClient, database: Database, outing: Outing, people: list[Registration], clock: StoppedClock
) -> None:
    await assign(organiser, outing)
    before = await since(database, outing)
    clock.advance(minutes=1)

    await assign(organiser, outing, keep=True)

    assert await since(database, outing) == before


async def since(database: Database, outing: Outing) -> dict[UUID, Any]:
    async with database.read() as db:
        return {each.registration_id: each.since for each in (await db.exec(select(VisitPlace))).all()}


async def test_people_are_listed_by_name_and_by_place(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration]
) -> None:
    async def names(**query: str) -> list[str]:
        found: list[str] = []
        url: str | None = str(httpx.URL(f"{outing.url}/people", params={"limit": "2", **query}))
        while url:
            page = (await organiser.get(url)).json()
            found += [item["name"] for item in page["items"]]
            url = page["next"]
        return found

    everybody = [f"Trainee {number}" for number in range(6)]
    unplaced = await names(option="none")
    await assign(organiser, outing)

    assert unplaced == everybody
    assert await names() == everybody
    assert await names(option="none") == []
    assert len(await names(option="waitlist")) == 1
    assert len(await names(option=str(outing.park))) == 3
    assert await names(delegation_id=str(people[0].delegation_id)) == everybody[::2]
    assert await names(q="trai 3") == ["Trainee 3"]
    assert await names(q="nobody") == []


async def test_list_of_people_costs_the_same_however_many_they_are(
    organiser: httpx.AsyncClient, outing: Outing, people: list[Registration], count_queries: Any
) -> None:
    await assign(organiser, outing)
    with count_queries() as few:
        await organiser.get(f"{outing.url}/people", params={"limit": 1})

    with count_queries() as many:
        answer = await organiser.get(f"{outing.url}/people")

    assert (len(answer.json()["items"]), many.number) == (6, few.number)


async def test_visit_that_nobody_has_planned_yet_is_assigned_without_limits(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        visit = Outing(await make_visit(db, edition, ("park",)))
        await make_registration(db, edition, "Trainee 1", status=RegistrationStatus.ACCEPTED)
    looked_at = await plan(organiser, visit)

    done = await carry_out(organiser, visit, looked_at["fingerprint"], version=0)

    assert done.status_code == 200, done.text
    placed = (await organiser.get(f"{visit.url}/people")).json()["items"][0]["place"]
    assert (placed["option_id"], placed["because"]) == (str(visit.park), "only_option")
