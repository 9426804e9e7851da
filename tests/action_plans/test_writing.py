"""Plans by the API: begun, read, written together, and by whom."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from action_plans.conftest import Member, World
from factories.accounts import make_account, signed_in
from factories.plans import FUND, long_plan, make_plan, row_id
from factories.registrations import make_edition, make_registration
from factories.visits import make_visit
from madang.action_plans.models import PlanEvent, PlanStatus
from madang.case_studies.models import CaseStudy, CaseStudyCall
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.participants.models import ParticipantKind, RegistrationStatus

OWN = "/api/v1/me/action-plans"
OFFICE = "/api/v1/editions/harbour/action-plans"
CALL = "/api/v1/editions/harbour/action-plan-call"
MakeMember = Callable[..., Awaitable[Member]]


async def begin(member: Member, kind: str = "delegation", **more: Any) -> dict[str, Any]:
    answer = await member.client.post(OWN, json={"edition": "harbour", "owner_kind": kind, "language": "en", **more})
    assert answer.status_code == 201, answer.text
    plan: dict[str, Any] = answer.json()
    return plan


async def write(client: httpx.AsyncClient, plan: dict[str, Any], changes: dict[str, Any], seen: int) -> httpx.Response:
    body = {"base_revision": seen, "changes": changes}
    return await client.patch(f"{OWN}/{plan['id']}/fields", json=body)


async def test_a_trainee_begins_their_own_plan_and_their_citys(member: MakeMember):
    one = await member()
    offered = (await one.client.get(OWN, params={"edition": "harbour"})).json()
    assert [(item["owner_kind"], item["city"]) for item in offered["may_start"]] == [
        ("trainee", None),
        ("delegation", {"en": "Kampala"}),
    ]

    own, city = await begin(one, "trainee", language="fr"), await begin(one)

    listed = (await one.client.get(OWN)).json()
    assert listed["may_start"] == []
    assert {item["id"]: (item["owner"], item["role"], item["status"]) for item in listed["items"]} == {
        own["id"]: ({"city": {"en": "Kampala"}, "country": "UG", "name": "Kampala trainee 1"}, "owner", "draft"),
        city["id"]: ({"city": {"en": "Kampala"}, "country": "UG", "name": None}, "owner", "draft"),
    }
    assert city["key"] == "kampala"
    assert own["key"].startswith("kampala-")
    assert own["language"] == "fr"


async def test_a_citys_plan_is_begun_once_and_all_its_members_write_it(member: MakeMember):
    one, two = await member(1), await member(2)
    plan = await begin(one)

    again = await two.client.post(OWN, json={"edition": "harbour", "owner_kind": "delegation", "language": "en"})

    assert (again.status_code, again.json()["code"]) == (409, "plan_exists")
    assert again.json()["current"] == {"id": plan["id"]}
    assert (await two.client.get(f"{OWN}/{plan['id']}")).json()["role"] == "owner"


@pytest.mark.parametrize(
    "standing",
    [
        {"status": RegistrationStatus.DRAFT},
        {"status": RegistrationStatus.CANCELLED},
        {"kind": ParticipantKind.OBSERVER, "delegation_id": None},
    ],
)
async def test_who_does_not_take_part_as_a_trainee_begins_none(member: MakeMember, standing: dict[str, Any]):
    one = await member(**standing)
    body = {"edition": "harbour", "owner_kind": "trainee", "language": "en"}

    assert (await one.client.post(OWN, json=body)).status_code == 404
    assert (await one.client.get(OWN)).json() == {"items": [], "may_start": []}


async def test_a_plan_that_is_not_called_for_is_not_begun(member: MakeMember, organiser: httpx.AsyncClient):
    one = await member()
    call = await organiser.get(CALL)
    changed = await organiser.put(CALL, json={"owner_kinds": ["trainee"]}, headers={"If-Match": call.headers["etag"]})
    assert changed.status_code == 200

    refused = await one.client.post(OWN, json={"edition": "harbour", "owner_kind": "delegation", "language": "en"})

    assert (refused.status_code, refused.json()["code"]) == (409, "plans_not_called")
    assert [item["owner_kind"] for item in (await one.client.get(OWN)).json()["may_start"]] == ["trainee"]


async def test_who_looks_after_two_cities_says_for_which(app: FastAPI, database: Database, world: World):
    async with database.write() as db:
        account = await make_account(db, "focal@example.org")
        for key in ("gulu", "jinja"):
            db.add(
                Delegation(
                    edition_id=world.edition.id,
                    key=key,
                    city={"en": key},
                    search_name=key,
                    country="UG",
                    local_government={"en": key},
                    focal_email=account.email,
                )
            )
    async with await signed_in(app, account) as client:
        offered = (await client.get(OWN)).json()["may_start"]
        body = {"edition": "harbour", "owner_kind": "delegation", "language": "en"}
        asked = await client.post(OWN, json=body)
        begun = await client.post(OWN, json=body | {"delegation_id": offered[1]["delegation_id"]})

    assert asked.json()["errors"][0]["pointer"] == "/body/delegation_id"
    assert begun.json()["key"] == "jinja"


async def test_a_call_says_until_when_and_an_outline_comes_first(organiser: httpx.AsyncClient, member: MakeMember):
    call = await organiser.get(CALL)
    body = {
        "owner_kinds": ["delegation"],
        "guidance": {"en": "Be brief"},
        "outline_by": "2019-10-20T09:00:00+09:00",
        "submit_by": "2019-10-01T09:00:00+09:00",
    }
    reversed_dates = await organiser.put(CALL, json=body, headers={"If-Match": call.headers["etag"]})
    assert reversed_dates.json()["errors"][0]["pointer"] == "/body/outline_by"

    body["submit_by"] = "2019-11-01T13:30:00+09:00"
    saved = await organiser.put(CALL, json=body, headers={"If-Match": call.headers["etag"]})
    assert saved.status_code == 200, saved.text
    stale = await organiser.put(CALL, json=body, headers={"If-Match": call.headers["etag"]})
    assert (stale.status_code, stale.json()["current"]["guidance"]) == (412, {"en": "Be brief"})

    plan = await begin(await member())
    assert plan["call"]["guidance"] == {"en": "Be brief"}
    assert plan["call"]["submit_by"].startswith("2019-11-01T04:30:00")


async def test_two_members_write_one_plan_and_each_learns_of_the_other(member: MakeMember):
    one, two = await member(1), await member(2)
    plan = await begin(one)
    await write(one.client, plan, {"title": "Ours", FUND: True}, 0)

    answer = await write(two.client, plan, {f"{FUND}/title": "A fund"}, 0)

    heard = answer.json()
    assert (answer.status_code, heard["revision"], heard["fields"]) == (200, 2, {"title": "Ours", FUND: True})
    assert {(by["name"], by["mine"]) for by in heard["changed_by"].values()} == {("Kampala trainee 1", False)}
    since = (await one.client.get(f"{OWN}/{plan['id']}/fields", params={"since": 1})).json()
    assert since["fields"] == {f"{FUND}/title": "A fund"}
    whole = (await one.client.get(f"{OWN}/{plan['id']}/fields")).json()
    assert whole == {
        "revision": 2,
        "fields": {"title": "Ours", FUND: True, f"{FUND}/title": "A fund"},
        "changed_by": None,
    }


async def test_a_stale_field_is_named_with_what_stands_there(member: MakeMember):
    one, two = await member(1), await member(2)
    plan = await begin(one)
    await write(one.client, plan, {"title": "Hers"}, 0)

    refused = await write(two.client, plan, {"title": "His", "problem": "Also his"}, 0)

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "fields_changed")
    assert [(one["path"], one["value"]) for one in problem["current"]["conflicts"]] == [("title", "Hers")]
    rest = await write(two.client, plan, {"problem": "Also his"}, 0)
    mine = await write(two.client, plan, {"title": "His"}, problem["current"]["revision"])
    assert (rest.status_code, mine.status_code) == (200, 200)


async def test_what_a_removed_row_brings_back_is_told_to_whoever_wrote_in_it(member: MakeMember):
    one = await member()
    plan = await begin(one)
    await write(one.client, plan, {f"{FUND}/title": "A fund"}, 0)
    await write(one.client, plan, {FUND: False}, 1)

    heard = await write(one.client, plan, {f"{FUND}/problem": "No credit"}, 2)

    assert heard.json()["fields"] == {FUND: True}


async def test_a_bad_value_is_refused_by_its_path(member: MakeMember):
    one = await member()
    plan = await begin(one)
    currency = f"{FUND}/budget/{row_id(1)}/currency"

    refused = await write(one.client, plan, {f"{FUND}/sdg": ["18.9"], currency: "EURO"}, 0)

    assert (refused.status_code, refused.json()["code"]) == (422, "fields_invalid")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        f"/body/changes/{path.replace('/', '~1')}" for path in (f"{FUND}/sdg", currency)
    ]


async def test_somebody_elses_plan_is_not_there(app: FastAPI, database: Database, world: World, member: MakeMember):
    plan = await begin(await member())
    async with database.write() as db:
        stranger = await make_account(db, "stranger@example.org")
        await make_registration(db, world.edition, "Gulu trainee 1", account_id=stranger.id)
    async with await signed_in(app, stranger) as client:
        answers = [
            await client.get(f"{OWN}/{plan['id']}"),
            await client.get(f"{OWN}/{plan['id']}/fields"),
            await write(client, plan, {"title": "Mine"}, 0),
            await client.get(f"{OFFICE}/{plan['id']}"),
        ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 403]


async def test_a_draft_is_deleted_by_its_owner_but_never_what_was_handed_in(member: MakeMember, database: Database):
    one = await member()
    plan, kept = await begin(one), await begin(one, "trainee")
    async with database.write() as db:
        moved = {"from_status": PlanStatus.DRAFT, "to_status": PlanStatus.SUBMITTED, "at": one.account.created_at}
        db.add(PlanEvent(plan_id=UUID(kept["id"]), what="moved", **moved))
    match = {"If-Match": '"1"'}

    stale = await one.client.delete(f"{OWN}/{plan['id']}", headers={"If-Match": '"9"'})
    deleted = await one.client.delete(f"{OWN}/{plan['id']}", headers=match)
    refused = await one.client.delete(f"{OWN}/{kept['id']}", headers=match)

    assert (stale.status_code, deleted.status_code) == (412, 204)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_kept")
    assert (await one.client.get(f"{OWN}/{plan['id']}")).status_code == 404


async def test_the_language_of_a_plan_is_changed_on_the_version_that_was_read(member: MakeMember):
    one = await member()
    plan = await begin(one)
    await write(one.client, plan, {"title": "Typed meanwhile"}, 0)

    changed = await one.client.patch(f"{OWN}/{plan['id']}", json={"language": "vi"}, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed.json()["language"], changed.json()["version"]) == (200, "vi", 2)


async def test_what_a_plan_can_have_learned_from_is_what_was_released(
    member: MakeMember, organiser: httpx.AsyncClient, database: Database, world: World
):
    async with database.write() as db:
        visit = await make_visit(db, world.edition)
    one = await member()
    plan = await begin(one)
    before = (await one.client.get(f"{OWN}/{plan['id']}/sources")).json()
    released = await organiser.post(
        "/api/v1/editions/harbour/releases", json={"comment": "One", "accept_warnings": True}
    )
    assert released.status_code == 201, released.text

    sources = (await one.client.get(f"{OWN}/{plan['id']}/sources")).json()

    assert (before["sessions"], before["visits"]) == ([], [])
    assert [item["id"] for item in sources["sessions"]] == [str(visit.id)]
    assert {item["id"] for item in sources["visits"]} == {str(option.id) for option in visit.options}
    assert [item["key"] for item in sources["strengths"]] == ["community-care", "responsible-consumption"]
    assert len(sources["pillars"]) == 4


async def test_who_belongs_to_no_city_reads_no_case_study_that_others_without_one_write(
    member: MakeMember, database: Database, world: World
):
    one, two = await member(1, delegation_id=None), await member(2, delegation_id=None)
    async with database.write() as db:
        visit = await make_visit(db, world.edition)
        call = CaseStudyCall(edition_id=world.edition.id, session_id=visit.id)
        db.add(call)
        await db.flush()
        given = {"edition_id": world.edition.id, "call_id": call.id, "registration_id": two.registration.id}
        db.add(CaseStudy(**given, language="en", title="Not for anybody yet"))
    plan = await begin(one, "trainee")

    sources = await one.client.get(f"{OWN}/{plan['id']}/sources")

    assert (sources.status_code, sources.json()["case_studies"]) == (200, [])


async def test_organisers_list_plans_with_how_complete_they_are(
    organiser: httpx.AsyncClient, database: Database, world: World, member: MakeMember
):
    one = await member()
    async with database.write() as db:
        city = await make_plan(db, world.kampala)
        trainee = await make_plan(db, one.registration, {"title": "A plan of my own"}, status=PlanStatus.SUBMITTED)

    async def listed(**asked: Any) -> list[str]:
        answer = await organiser.get(OFFICE, params=asked)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    items = (await organiser.get(OFFICE)).json()["items"]
    assert [item["id"] for item in items] == [str(city.id), str(trainee.id)]
    assert items[0]["completeness"]["filled"] > items[1]["completeness"]["filled"] == 1
    assert items[1]["owner"]["name"] == "Kampala trainee 1"
    assert await listed(status="submitted") == [str(trainee.id)]
    assert await listed(owner_kind="delegation") == [str(city.id)]
    assert await listed(q="own") == [str(trainee.id)]
    assert await listed(q="wn") == []
    assert len(await listed(delegation_id=str(world.kampala.id))) == 2
    assert await listed(delegation_id=str(world.edition.id)) == []
    first = await organiser.get(OFFICE, params={"limit": 1})
    following = await organiser.get(first.json()["next"])
    assert [item["id"] for item in following.json()["items"]] == [str(trainee.id)]


async def test_an_organiser_reads_a_plan_and_writes_none_of_its_fields(
    organiser: httpx.AsyncClient, database: Database, world: World
):
    async with database.write() as db:
        plan = await make_plan(db, world.kampala, status=PlanStatus.SUBMITTED)

    shown = (await organiser.get(f"{OFFICE}/{plan.id}")).json()
    fields = (await organiser.get(f"{OFFICE}/{plan.id}/fields")).json()

    assert (shown["role"], shown["may_edit"], shown["completeness"]["faults"]) == ("organiser", False, [])
    assert "presented" in shown["available_transitions"]
    assert fields["fields"][f"{FUND}/title"] == "A revolving fund for social enterprises"
    assert (await organiser.get(f"{OWN}/{plan.id}")).status_code == 404


async def test_opening_a_long_plan_takes_as_many_statements_as_a_short_one(
    member: MakeMember, database: Database, world: World, count_queries: Callable[[], Any]
):
    one = await member()
    async with database.write() as db:
        short = await make_plan(db, one.registration, {"title": "Short"})
        long = await make_plan(db, world.kampala, long_plan(40))

    asked = []
    for plan in (short, long):
        with count_queries() as counted:
            for rest in ("", "/fields", "/fields?since=0", "/sources"):
                assert (await one.client.get(f"{OWN}/{plan.id}{rest}")).status_code == 200
        asked.append(counted.number)

    assert asked[0] == asked[1]


async def test_a_list_takes_as_many_statements_however_many_plans_there_are(
    organiser: httpx.AsyncClient, database: Database, world: World, member: MakeMember, count_queries: Callable[[], Any]
):
    async with database.write() as db:
        await make_plan(db, world.kampala)
    with count_queries() as of_one:
        await organiser.get(OFFICE)
    members = [await member(number) for number in range(1, 4)]
    async with database.write() as db:
        for one in members:
            await make_plan(db, one.registration, {"title": "Another"})
    with count_queries() as of_four:
        await organiser.get(OFFICE)

    assert of_one.number == of_four.number


async def test_a_call_is_made_for_the_first_time_on_version_0(
    as_organiser: httpx.AsyncClient, database: Database, world: World
):
    async with database.write() as db:
        await make_edition(db, "other")
    path = "/api/v1/editions/other/action-plan-call"

    empty = await as_organiser.get(path)
    made = await as_organiser.put(path, json={"owner_kinds": ["trainee"]}, headers={"If-Match": '"0"'})
    again = await as_organiser.put(path, json={"owner_kinds": []}, headers={"If-Match": '"0"'})

    assert (empty.json()["version"], empty.json()["owner_kinds"]) == (0, [])
    assert (made.status_code, made.json()["version"], again.status_code) == (200, 1, 412)


async def test_of_two_members_who_begin_their_citys_plan_at_once_one_is_led_to_the_others(
    live: Database, member: MakeMember
):
    one, two = await member(1), await member(2)
    body = {"edition": "harbour", "owner_kind": "delegation", "language": "en"}

    answers = await asyncio.gather(*(each.client.post(OWN, json=body) for each in (one, two)))

    begun, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (begun.status_code, refused.status_code) == (201, 409)
    assert refused.json()["current"] == {"id": begun.json()["id"]}
