"""A plan from the draft to its end: steps, what they need, history, versions and what differs between them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from action_plans.conftest import Member, World
from factories.plans import FUND, MARKET, SCHOOL, add_contributor, kampala, make_plan
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.core.db import Database
from support.mail import PostOffice

Members = Callable[..., Awaitable[Member]]


@pytest_asyncio.fixture
async def plan(database: Database, world: World) -> ActionPlan:
    async with database.write() as db:
        return await make_plan(db, world.kampala)


def own(plan: ActionPlan, rest: str) -> str:
    return f"/api/v1/me/action-plans/{plan.id}/{rest}"


def office(plan: ActionPlan, rest: str) -> str:
    return f"/api/v1/editions/harbour/action-plans/{plan.id}/{rest}"


async def step(client: httpx.AsyncClient, address: str, version: int, to: str, **more: Any) -> httpx.Response:
    return await client.post(address, json={"to": to} | more, headers={"If-Match": f'"{version}"'})


async def put_at(database: Database, plan: ActionPlan, status: PlanStatus) -> None:
    async with database.write() as db:
        stored = await db.get(ActionPlan, plan.id)
        assert stored is not None
        stored.status = status


async def endorse(client: httpx.AsyncClient, plan: ActionPlan) -> None:
    body = {"kind": "government", "body": "Council", "endorsed_on": "2019-09-20"}
    made = await client.post(own(plan, "endorsements"), json=body)
    assert made.status_code == 201, made.text


async def test_plan_goes_all_the_way_and_its_history_tells_it(
    world: World, plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)
    mine, theirs = own(plan, "transitions"), office(plan, "transitions")

    await step(writer.client, mine, 1, "submitted")
    await step(organiser, theirs, 2, "draft", comment="Say who pays.")
    await step(writer.client, mine, 3, "submitted")
    await step(organiser, theirs, 4, "presented")
    await endorse(writer.client, plan)
    await step(writer.client, mine, 5, "endorsed", endorsed_on="2019-09-20")
    await step(writer.client, mine, 6, "implementing")
    last = await step(organiser, theirs, 7, "closed")

    told = (await writer.client.get(own(plan, "history"))).json()["items"]
    assert (last.status_code, last.json()["status"], last.json()["available_transitions"]) == (200, "closed", [])
    assert [(one["what"], one["to_status"], one["by"]["name"], one["by"]["office"]) for one in reversed(told)] == [
        ("moved", "submitted", "Kampala trainee 1", False),
        ("returned", "draft", None, True),
        ("moved", "submitted", "Kampala trainee 1", False),
        ("moved", "presented", None, True),
        ("endorsement_added", "presented", "Kampala trainee 1", False),
        ("moved", "endorsed", "Kampala trainee 1", False),
        ("moved", "implementing", "Kampala trainee 1", False),
        ("moved", "closed", None, True),
    ]
    assert [one["comment"] for one in told if one["comment"]] == ["Say who pays."]
    # Nothing was written in between: one version tells how it read at every step.
    assert {one["version_number"] for one in told if one["what"] != "endorsement_added"} == {1}
    assert (await organiser.get(office(plan, "history"))).json()["items"][0]["by"]["name"] == "org@example.org"


@pytest.mark.parametrize(
    ("status", "by_office", "to"),
    [
        (PlanStatus.DRAFT, True, "submitted"),
        (PlanStatus.DRAFT, False, "presented"),
        (PlanStatus.PRESENTED, False, "draft"),
        (PlanStatus.ENDORSED, True, "implementing"),
        (PlanStatus.IMPLEMENTING, True, "draft"),
        (PlanStatus.CLOSED, False, "implementing"),
    ],
)
async def test_step_that_is_not_theirs_is_refused_with_those_that_are(
    database: Database,
    plan: ActionPlan,
    member: Members,
    organiser: httpx.AsyncClient,
    status: PlanStatus,
    by_office: bool,
    to: str,
) -> None:
    await put_at(database, plan, status)
    client = organiser if by_office else (await member(1)).client
    address = office(plan, "transitions") if by_office else own(plan, "transitions")

    refused = await step(client, address, plan.version if status is PlanStatus.DRAFT else 2, to, comment="Because")

    assert (refused.status_code, refused.json()["code"]) == (409, "step_unavailable")
    assert refused.json()["current"]["status"] == status


async def test_contributor_at_home_hands_nothing_in(
    database: Database, world: World, plan: ActionPlan, member: Members
) -> None:
    async with database.write() as db:
        await add_contributor(db, plan, "trainee7@kampala.example.org")
    helper = await member(7, delegation_id=None)

    refused = await step(helper.client, own(plan, "transitions"), 1, "submitted")

    assert (refused.status_code, refused.json()["current"]["available_transitions"]) == (409, [])


async def test_step_on_another_version_is_stale(plan: ActionPlan, member: Members) -> None:
    writer = await member(1)
    refused = await step(writer.client, own(plan, "transitions"), 9, "submitted")
    assert (refused.status_code, refused.json()["current"]["status"]) == (412, "draft")


async def test_plan_without_a_whole_action_is_refused_by_path(
    database: Database, world: World, member: Members
) -> None:
    async with database.write() as db:
        fields = {f"{FUND}/title": "A fund", f"{FUND}/planned_start": "2020-01-15"}
        plan = await make_plan(db, world.kampala, fields)
    writer = await member(1)

    refused = await step(writer.client, own(plan, "transitions"), 1, "submitted")

    assert (refused.status_code, refused.json()["code"]) == (422, "plan_incomplete")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        f"/fields/{path.replace('/', '~1')}" for path in (f"{FUND}/planned_end", f"{FUND}/organisations")
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{FUND}/planned_end", "2019-12-31"),
        ("period_end", "2019-01-01"),
        ("pillars", ["legal-framework", "taken-away"]),
    ],
)
async def test_plan_with_what_cannot_be_right_is_refused_by_path(
    database: Database, world: World, member: Members, path: str, value: Any
) -> None:
    async with database.write() as db:
        plan = await make_plan(db, world.kampala, kampala() | {path: value})
    writer = await member(1)

    refused = await step(writer.client, own(plan, "transitions"), 1, "submitted")

    pointers = [error["pointer"] for error in refused.json()["errors"]]
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_incomplete")
    assert f"/fields/{path.replace('/', '~1')}" in pointers


async def test_plan_is_not_returned_without_a_word(
    database: Database, plan: ActionPlan, organiser: httpx.AsyncClient
) -> None:
    await put_at(database, plan, PlanStatus.SUBMITTED)
    refused = await step(organiser, office(plan, "transitions"), 2, "draft")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/body/comment"]


@pytest.mark.parametrize("given", [{}, {"endorsed_on": "2999-01-01"}])
async def test_plan_is_endorsed_on_a_day_that_is_over(
    database: Database, plan: ActionPlan, member: Members, given: dict[str, str]
) -> None:
    writer = await member(1)
    await put_at(database, plan, PlanStatus.PRESENTED)
    await endorse(writer.client, plan)

    refused = await step(writer.client, own(plan, "transitions"), 2, "endorsed", **given)

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/body/endorsed_on"]


async def test_plan_is_not_endorsed_where_nobody_stands_behind_it(
    database: Database, plan: ActionPlan, member: Members
) -> None:
    writer = await member(1)
    await put_at(database, plan, PlanStatus.PRESENTED)

    refused = await step(writer.client, own(plan, "transitions"), 2, "endorsed", endorsed_on="2019-09-20")

    assert (refused.status_code, refused.json()["code"]) == (409, "step_unavailable")


async def test_returned_plan_is_told_to_everybody_who_writes_it(
    database: Database,
    plan: ActionPlan,
    member: Members,
    organiser: httpx.AsyncClient,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    await member(1)
    await member(2, language="fr")
    async with database.write() as db:
        await add_contributor(db, plan, language="ko")
    await put_at(database, plan, PlanStatus.SUBMITTED)

    await step(organiser, office(plan, "transitions"), 2, "draft", comment="Say who pays.")
    await deliver()

    texts = [post_office.text(at) for at in range(len(post_office.taken))]
    assert len(texts) == 3
    assert all("Say who pays." in text and f"/e/harbour/plans/{plan.id}" in text for text in texts)
    assert [sum(greeting in text for text in texts) for greeting in ("Dear", "Bonjour", "님께")] == [1, 1, 1]


async def test_versions_are_kept_by_name_shown_and_compared(
    plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)

    kept = await writer.client.post(own(plan, "versions"), json={"name": "Before the council"})
    changes = {f"{FUND}/title": "A revolving fund for cooperatives", MARKET: False}
    await writer.client.patch(own(plan, "fields"), json={"base_revision": 1, "changes": changes})
    again = await writer.client.post(own(plan, "versions"), json={"name": "After the council"})

    compared = (await organiser.get(office(plan, "comparison"), params={"from": 1})).json()
    by_number = (await writer.client.get(own(plan, "comparison"), params={"from": 1, "to": 2})).json()
    shown = (await organiser.get(office(plan, "versions/1"))).json()
    listed = (await writer.client.get(own(plan, "versions"))).json()["items"]
    assert (kept.status_code, again.json()["number"]) == (201, 2)
    assert [(one["number"], one["name"], one["by"]["mine"]) for one in listed] == [
        (2, "After the council", True),
        (1, "Before the council", True),
    ]
    assert (shown["fields"][f"{MARKET}/title"], shown["status"]) == ("A market hall run by its traders", "draft")
    [title] = [change for change in compared["changes"] if change["after"] is not None]
    assert (title["path"], title["pattern"]) == (f"{FUND}/title", "actions/*/title")
    assert [piece["text"] for piece in title["words"] if piece["op"] != "same"] == [
        "social enterprises",
        "cooperatives",
    ]
    assert [row["path"] for row in compared["rows"] if row["path"].count("/") == 1] == [MARKET]
    assert (compared["from"]["number"], compared["to"]["number"]) == (1, None)
    assert (by_number["to"]["number"], by_number["changes"]) == (2, compared["changes"])


async def test_version_that_is_not_there_is_not_found(plan: ActionPlan, member: Members) -> None:
    writer = await member(1)
    answers = [
        await writer.client.get(own(plan, "versions/3")),
        await writer.client.get(own(plan, "comparison"), params={"from": 3}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest_asyncio.fixture
async def trainee_plan(database: Database, world: World, member: Members) -> tuple[ActionPlan, Member]:
    owner = await member(1)
    async with database.write() as db:
        return await make_plan(db, owner.registration), owner


async def test_plan_is_handed_over_to_a_colleague_who_is_told(
    database: Database,
    trainee_plan: tuple[ActionPlan, Member],
    member: Members,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    plan, owner = trainee_plan
    colleague = await member(2)

    listed = (await owner.client.get(own(plan, "hand-over"))).json()["items"]
    given = await owner.client.post(own(plan, "hand-over"), json={"registration_id": str(colleague.registration.id)})
    await deliver()

    assert [(one["name"], one["registration_id"]) for one in listed] == [
        ("Kampala trainee 2", str(colleague.registration.id))
    ]
    assert given.status_code == 204
    assert (await owner.client.get(own(plan, "history"))).status_code == 404
    assert (await colleague.client.get(own(plan, "history"))).json()["items"][0]["what"] == "handed_over"
    assert (len(post_office.taken), f"/plans/{plan.id}" in post_office.text()) == (1, True)


async def test_plan_is_handed_over_to_nobody_who_has_not_signed_in(
    database: Database, world: World, trainee_plan: tuple[ActionPlan, Member], member: Members
) -> None:
    plan, owner = trainee_plan
    async with database.write() as db:
        helper = await add_contributor(db, plan)
        city_plan = await make_plan(db, world.kampala)

    answers = [
        await owner.client.post(own(plan, "hand-over"), json={"contributor_id": str(helper.id)}),
        await owner.client.post(own(plan, "hand-over"), json={"registration_id": str(UUID(int=7))}),
        await owner.client.post(own(plan, "hand-over"), json={}),
        await owner.client.post(own(city_plan, "hand-over"), json={"contributor_id": str(helper.id)}),
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (409, "successor_unavailable"),
        (409, "successor_unavailable"),
        (422, "invalid"),
        (409, "successor_unavailable"),
    ]


async def test_city_takes_actions_over_from_its_trainees(
    database: Database, world: World, trainee_plan: tuple[ActionPlan, Member]
) -> None:
    source, owner = trainee_plan
    async with database.write() as db:
        plan = await make_plan(
            db, world.kampala, {"title": "City", f"{SCHOOL}/position": 4.0, f"{SCHOOL}/title": "Own"}
        )
    wanted = [path.rpartition("/")[2] for path in (MARKET, FUND)]

    listed = (await owner.client.get(own(plan, "mergeable"))).json()["items"]
    merged = await owner.client.post(own(plan, "merge"), json={"plan_id": str(source.id), "actions": wanted})

    fields = (await owner.client.get(own(plan, "fields"))).json()["fields"]
    first, second = (f"actions/{row}" for row in merged.json()["actions"])
    comments = (await owner.client.get(own(plan, "comments"))).json()["items"]
    assert [(one["owner"], [action["title"] for action in one["actions"]]) for one in listed] == [
        (
            "Kampala trainee 1",
            [
                "A revolving fund for social enterprises",
                "A market hall run by its traders",
                "An evening school for cooperatives",
            ],
        )
    ]
    assert [(fields[f"{row}/title"], fields[f"{row}/position"]) for row in (first, second)] == [
        ("A market hall run by its traders", 5.0),
        ("A revolving fund for social enterprises", 6.0),
    ]
    assert sorted(
        value for path, value in fields.items() if path.startswith(f"{second}/milestones/") and "title" in path
    ) == [
        "By-law passed by the council",
        "First ten loans given",
    ]
    assert f"{second}/phase" not in fields  # the copy has not begun
    assert [(one["path"], one["text"], one["outcome"]) for one in comments] == [
        (row, f"← {source.title}", "resolved") for row in (first, second)
    ]


async def test_actions_of_others_are_not_taken_over(
    database: Database, world: World, trainee_plan: tuple[ActionPlan, Member], member: Members
) -> None:
    source, owner = trainee_plan
    stranger = await member(3, delegation_id=None)
    async with database.write() as db:
        plan = await make_plan(db, world.kampala)
        foreign = await make_plan(db, stranger.registration)
    fund = FUND.rpartition("/")[2]

    answers = [
        await owner.client.post(own(plan, "merge"), json={"plan_id": str(foreign.id), "actions": [fund]}),
        await owner.client.post(own(plan, "merge"), json={"plan_id": str(source.id), "actions": ["0" * 12]}),
        await owner.client.post(own(plan, "merge"), json={"plan_id": str(source.id), "actions": [fund, fund]}),
    ]

    assert [one.status_code for one in answers] == [404, 422, 422]
    assert answers[1].json()["errors"][0]["pointer"] == "/body/actions/0"


async def test_contributor_to_a_citys_plan_reads_no_plan_of_its_trainees(
    database: Database, world: World, trainee_plan: tuple[ActionPlan, Member], member: Members
) -> None:
    source, _ = trainee_plan
    helper = await member(7, delegation_id=None)
    async with database.write() as db:
        plan = await make_plan(db, world.kampala)
        await add_contributor(db, plan, helper.account.email)
    body = {"plan_id": str(source.id), "actions": [FUND.rpartition("/")[2]]}

    listed = await helper.client.get(own(plan, "mergeable"))
    merged = await helper.client.post(own(plan, "merge"), json=body)

    assert (listed.json()["items"], merged.status_code, merged.json()["code"]) == ([], 403, "forbidden")


async def test_no_more_versions_are_kept_by_name_than_somebody_reads(
    database: Database, plan: ActionPlan, member: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("madang.action_plans.service.versions._MOST_KEPT", 2)
    writer = await member(1)

    answers = [await writer.client.post(own(plan, "versions"), json={"name": f"Copy {at}"}) for at in range(3)]

    assert [one.status_code for one in answers] == [201, 201, 409]
    assert answers[2].json()["code"] == "versions_full"
    assert (await step(writer.client, own(plan, "transitions"), plan.version, "submitted")).status_code == 200
