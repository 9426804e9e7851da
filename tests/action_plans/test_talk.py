"""Comments and suggestions beside a field, and who stands behind a plan."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from action_plans.conftest import Member, World
from action_plans.test_life import office, own, put_at
from factories.plans import FUND, MADE_AT, add_contributor, make_plan
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.core.db import Database
from madang.files.models import StoredFile
from support.mail import PostOffice
from support.moments import StoppedClock

Members = Callable[..., Awaitable[Member]]
COUNCIL: dict[str, Any] = {"kind": "government", "body": "City Council", "endorsed_on": "2019-09-20"}


@pytest_asyncio.fixture
async def plan(database: Database, world: World) -> ActionPlan:
    async with database.write() as db:
        return await make_plan(db, world.kampala)


async def test_comment_is_answered_and_settled(plan: ActionPlan, member: Members, organiser: httpx.AsyncClient) -> None:
    writer = await member(1)

    said = await organiser.post(office(plan, "comments"), json={"path": f"{FUND}/title", "text": "Which fund?"})
    asked = said.json()["id"]
    answer = await writer.client.post(own(plan, "comments"), json={"text": "Ours.", "reply_to_id": asked})
    settled = await organiser.post(office(plan, f"comments/{asked}/settle"), json={"outcome": "resolved"})

    listed = (await writer.client.get(own(plan, "comments"))).json()["items"]
    assert (said.status_code, answer.status_code, settled.status_code) == (201, 201, 200)
    assert [(one["path"], one["text"], one["by"], one["outcome"]) for one in listed] == [
        (f"{FUND}/title", "Which fund?", {"name": None, "office": True, "mine": False}, "resolved"),
        (f"{FUND}/title", "Ours.", {"name": "Kampala trainee 1", "office": False, "mine": True}, None),
    ]
    assert settled.json()["by"]["name"] == "org@example.org"


async def test_accepted_suggestion_becomes_the_change_of_whoever_accepts(
    plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)
    body = {"path": f"{FUND}/planned_end", "suggestion": ["2022-06-30"]}
    suggested = (await organiser.post(office(plan, "comments"), json=body)).json()

    settle = f"comments/{suggested['id']}/settle"
    by_office = await organiser.post(office(plan, settle), json={"outcome": "accepted"})
    accepted = await writer.client.post(own(plan, settle), json={"outcome": "accepted"})
    twice = await writer.client.post(own(plan, settle), json={"outcome": "declined"})

    fields = (await writer.client.get(own(plan, "fields"), params={"since": 1})).json()
    assert (by_office.status_code, accepted.json()["outcome"]) == (403, "accepted")
    assert fields["fields"] == {f"{FUND}/planned_end": "2022-06-30"}
    assert fields["changed_by"][f"{FUND}/planned_end"]["name"] == "Kampala trainee 1"
    assert (twice.status_code, twice.json()["current"]["outcome"]) == (409, "accepted")


async def test_suggestion_is_not_accepted_while_the_plan_stays_as_it_is(
    database: Database, plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)
    await put_at(database, plan, PlanStatus.PRESENTED)
    said = await organiser.post(office(plan, "comments"), json={"path": f"{FUND}/title", "suggestion": ["A fund"]})

    settle = own(plan, f"comments/{said.json()['id']}/settle")
    refused = await writer.client.post(settle, json={"outcome": "accepted"})
    declined = await writer.client.post(settle, json={"outcome": "declined"})

    assert (refused.status_code, refused.json()["code"], declined.status_code) == (409, "plan_locked", 200)


async def test_contributor_at_home_is_known_by_name_once_they_say_something(
    database: Database, plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    helper = await member(7, delegation_id=None, badge_name="", status="cancelled")
    async with database.write() as db:
        await add_contributor(db, plan, helper.account.email)

    said = await helper.client.post(own(plan, "comments"), json={"text": "The council sits in May."})

    assert said.json()["by"] == {"name": "Kampala colleague 1", "office": False, "mine": True}


async def test_organiser_settles_only_what_organisers_said(
    plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)
    said = (await writer.client.post(own(plan, "comments"), json={"text": "Help?"})).json()

    refused = await organiser.post(office(plan, f"comments/{said['id']}/settle"), json={"outcome": "resolved"})

    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"path": "actions/none/title", "text": "?"}, "/body/path"),
        ({"path": f"{FUND}/title"}, "/body/text"),
        ({"text": "?", "suggestion": ["A plan"]}, "/body/suggestion"),
        ({"path": FUND, "suggestion": [False]}, "/body/suggestion"),
        ({"path": f"{FUND}/planned_end", "suggestion": ["soon"]}, "/body/suggestion/0"),
        ({"path": f"{FUND}/sdg", "suggestion": [["99"]]}, "/body/suggestion/0"),
        ({"path": f"{FUND}/pillars", "suggestion": [["unheard-of"]]}, "/body/suggestion/0"),
        ({"path": f"{FUND}/title", "suggestion": []}, "/body/suggestion"),
        ({"text": "x" * 4001}, "/body/text"),
    ],
)
async def test_comment_that_cannot_stand_is_refused_by_field(
    plan: ActionPlan, member: Members, given: dict[str, Any], pointer: str
) -> None:
    writer = await member(1)
    refused = await writer.client.post(own(plan, "comments"), json=given)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


async def test_answer_belongs_to_a_comment_of_the_plan(plan: ActionPlan, member: Members) -> None:
    writer = await member(1)
    said = (await writer.client.post(own(plan, "comments"), json={"text": "One"})).json()["id"]
    answer = (await writer.client.post(own(plan, "comments"), json={"text": "Two", "reply_to_id": said})).json()["id"]

    refused = [
        await writer.client.post(own(plan, "comments"), json={"text": "?", "reply_to_id": answer}),
        await writer.client.post(own(plan, "comments"), json={"text": "?", "reply_to_id": said, "path": "title"}),
        await writer.client.post(own(plan, "comments"), json={"text": "?", "reply_to_id": str(UUID(int=7))}),
    ]

    assert [one.status_code for one in refused] == [422, 422, 404]


async def test_comments_are_told_once_a_day_to_everybody_else(
    database: Database,
    plan: ActionPlan,
    member: Members,
    organiser: httpx.AsyncClient,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
    clock: StoppedClock,
) -> None:
    writer = await member(1)
    async with database.write() as db:
        await add_contributor(db, plan, language="ko")

    for text in ("First", "Second"):
        await organiser.post(office(plan, "comments"), json={"path": "problem", "text": text})
    said = await organiser.post(office(plan, "comments"), json={"text": "Third"})
    answer = {"text": "Answered", "reply_to_id": said.json()["id"]}
    await writer.client.post(own(plan, "comments"), json=answer)
    await deliver()

    told = sorted((mail["To"], "First" in post_office.text(at)) for at, mail in enumerate(post_office.taken))
    assert told == [
        ("home@kampala.example.org", True),
        ("org@example.org", False),
        ("trainee1@kampala.example.org", True),
    ]

    clock.advance(days=1)
    other = await member(2)
    await other.client.post(own(plan, "comments"), json={"text": "Next day"})
    await deliver()
    assert len(post_office.taken) == 5


@pytest_asyncio.fixture
async def document(database: Database, world: World) -> Callable[..., Awaitable[str]]:
    async def make(account_id: UUID, **values: Any) -> str:
        file = StoredFile(
            **{
                "edition_id": world.edition.id,
                "account_id": account_id,
                "name": "resolution.pdf",
                "media_type": "application/pdf",
                "size": 9,
                "created_at": MADE_AT,
                "completed_at": MADE_AT,
                **values,
            }
        )
        async with database.write() as db:
            db.add(file)
        return str(file.id)

    return make


async def test_endorsement_is_added_with_its_document_corrected_and_removed(
    plan: ActionPlan, member: Members, organiser: httpx.AsyncClient, document: Callable[..., Awaitable[str]]
) -> None:
    writer, other = await member(1), await member(2)
    file_id = await document(writer.account.id)

    added = await writer.client.post(own(plan, "endorsements"), json=COUNCIL | {"file_id": file_id})
    address = own(plan, f"endorsements/{added.json()['id']}")
    # Whoever corrects it need not be whoever handed the document in.
    changed = await other.client.put(
        address, json=COUNCIL | {"file_id": file_id, "note": "Unanimous."}, headers={"If-Match": '"1"'}
    )
    listed = (await organiser.get(office(plan, "endorsements"))).json()["items"]
    stale = await writer.client.delete(address, headers={"If-Match": '"1"'})
    removed = await writer.client.delete(address, headers={"If-Match": '"2"'})

    assert added.json()["file"] == {"id": file_id, "name": "resolution.pdf", "media_type": "application/pdf", "size": 9}
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert [(one["body"], one["note"], one["file"]["id"]) for one in listed] == [
        ("City Council", "Unanimous.", file_id)
    ]
    assert (stale.status_code, removed.status_code) == (412, 204)
    assert (await writer.client.get(own(plan, "endorsements"))).json()["items"] == []


async def test_document_is_read_by_everybody_who_writes_the_plan(
    app: FastAPI,
    plan: ActionPlan,
    member: Members,
    organiser: httpx.AsyncClient,
    document: Callable[..., Awaitable[str]],
) -> None:
    writer, other = await member(1), await member(2)
    file_id = await document(writer.account.id)
    app.state.files.write(UUID(file_id), 0, b"%PDF-1.7\n", sealed=False)
    given = [COUNCIL | {"file_id": file_id, "note": ""}, COUNCIL]
    ids = [(await writer.client.post(own(plan, "endorsements"), json=one)).json()["id"] for one in given]

    read = await other.client.get(own(plan, f"endorsements/{ids[0]}/document"))
    by_office = await organiser.get(office(plan, f"endorsements/{ids[0]}/document"))
    none = await other.client.get(own(plan, f"endorsements/{ids[1]}/document"))

    assert (read.content, by_office.content) == (b"%PDF-1.7\n", b"%PDF-1.7\n")
    assert read.headers["content-disposition"] == "attachment; filename*=UTF-8''resolution.pdf"
    assert none.status_code == 404


async def test_document_is_ones_own_whole_and_not_sensitive(
    plan: ActionPlan, member: Members, document: Callable[..., Awaitable[str]]
) -> None:
    writer, other = await member(1), await member(2)
    files = [
        await document(other.account.id),
        await document(writer.account.id, completed_at=None),
        await document(writer.account.id, sealed=True),
    ]

    answers = [await writer.client.post(own(plan, "endorsements"), json=COUNCIL | {"file_id": one}) for one in files]

    assert [[error["pointer"] for error in one.json()["errors"]] for one in answers] == [["/body/file_id"]] * 3


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "king"}, "/body/kind"),
        ({"body": " "}, "/body/body"),
        ({"endorsed_on": "2999-01-01"}, "/body/endorsed_on"),
        ({"endorsed_on": "someday"}, "/body/endorsed_on"),
    ],
)
async def test_endorsement_that_cannot_stand_is_refused_by_field(
    plan: ActionPlan, member: Members, wrong: dict[str, str], pointer: str
) -> None:
    writer = await member(1)
    refused = await writer.client.post(own(plan, "endorsements"), json=COUNCIL | wrong)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


async def test_endorsed_plan_keeps_its_last_endorsement(database: Database, plan: ActionPlan, member: Members) -> None:
    writer = await member(1)
    ids = [(await writer.client.post(own(plan, "endorsements"), json=COUNCIL)).json()["id"] for _ in range(2)]
    await put_at(database, plan, PlanStatus.ENDORSED)

    answers = [await writer.client.delete(own(plan, f"endorsements/{one}"), headers={"If-Match": '"1"'}) for one in ids]

    assert [one.status_code for one in answers] == [204, 409]
    assert answers[1].json()["code"] == "endorsement_needed"


async def test_somebody_elses_plan_is_not_there(plan: ActionPlan, member: Members) -> None:
    stranger = await member(9, delegation_id=None)
    rests = ("history", "versions", "versions/1", "comparison?from=1", "comments", "endorsements", "mergeable")
    answers = [await stranger.client.get(own(plan, rest)) for rest in rests]
    assert [one.status_code for one in answers] == [404] * len(rests)
