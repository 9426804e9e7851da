"""A plan becomes public: its owner agrees, an organiser publishes a version, either ends it."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from action_plans.conftest import Member, World
from action_plans.test_life import endorse, office, own, step
from factories.accounts import make_account, signed_in
from factories.plans import add_contributor, make_plan
from madang.action_plans.models import ActionPlan, PublicPlan
from madang.action_plans.queries.public import registry_states
from madang.core.db import Database

Members = Callable[..., Awaitable[Member]]


@pytest_asyncio.fixture
async def plan(database: Database, world: World) -> ActionPlan:
    async with database.write() as db:
        return await make_plan(db, world.kampala)


@pytest_asyncio.fixture
async def presented(plan: ActionPlan, member: Members, organiser: httpx.AsyncClient) -> Member:
    """Hand the plan in and present it; return its writer."""
    writer = await member(1)
    await step(writer.client, own(plan, "transitions"), 1, "submitted")
    version = int((await version_of(organiser, office(plan, "publication"))).strip('"'))
    moved = await step(organiser, office(plan, "transitions"), version, "presented")
    assert moved.status_code == 200, moved.text
    return writer


async def version_of(client: httpx.AsyncClient, address: str) -> str:
    return (await client.get(address)).headers["etag"]


async def agree(client: httpx.AsyncClient, plan: ActionPlan, *, agreed: bool = True) -> httpx.Response:
    address = own(plan, "publication")
    match = {"If-Match": await version_of(client, address)}
    return await client.put(address, json={"agreed": agreed}, headers=match)


async def publish(client: httpx.AsyncClient, plan: ActionPlan, number: int | None = None) -> httpx.Response:
    address = office(plan, "publication")
    match = {"If-Match": await version_of(client, address)}
    return await client.put(address, json={"number": number}, headers=match)


async def test_plan_is_published_once_its_owner_agreed(
    plan: ActionPlan, presented: Member, organiser: httpx.AsyncClient
) -> None:
    early = await publish(organiser, plan)
    agreed = await agree(presented.client, plan)
    shown = await publish(organiser, plan)

    assert (early.status_code, early.json()["code"]) == (409, "publication_not_agreed")
    assert (agreed.status_code, agreed.json()["published_number"]) == (200, None)
    newest = agreed.json()["newest_number"]
    assert shown.status_code == 200, shown.text
    assert (shown.status_code, shown.json()["published_number"]) == (200, newest)
    assert shown.json()["url"].endswith("/e/harbour/registry/kampala")


async def test_agreement_taken_back_takes_the_plan_out_at_once(
    plan: ActionPlan, presented: Member, organiser: httpx.AsyncClient, database: Database
) -> None:
    await agree(presented.client, plan)
    await publish(organiser, plan)

    taken = await agree(presented.client, plan, agreed=False)

    assert (taken.json()["agreed_at"], taken.json()["published_number"]) == (None, None)
    async with database.read() as db:
        assert await db.get(PublicPlan, plan.id) is None


async def test_organiser_withdraws_and_the_agreement_stands(
    plan: ActionPlan, presented: Member, organiser: httpx.AsyncClient
) -> None:
    await agree(presented.client, plan)
    await publish(organiser, plan)

    gone = await organiser.delete(
        office(plan, "publication"), headers={"If-Match": await version_of(organiser, office(plan, "publication"))}
    )

    assert (gone.status_code, gone.json()["published_number"]) == (200, None)
    assert gone.json()["agreed_at"] is not None


async def test_plan_that_was_never_presented_is_not_published(
    plan: ActionPlan, member: Members, organiser: httpx.AsyncClient
) -> None:
    writer = await member(1)
    await step(writer.client, own(plan, "transitions"), 1, "submitted")
    await agree(writer.client, plan)

    answer = await publish(organiser, plan)

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_publish")


@pytest.mark.parametrize("number", [0, 99])
async def test_version_that_there_is_not_is_not_published(
    plan: ActionPlan, presented: Member, organiser: httpx.AsyncClient, number: int
) -> None:
    await agree(presented.client, plan)

    answer = await publish(organiser, plan, number)

    assert (answer.status_code, answer.json()["code"]) == (
        (422, "invalid") if not number else (409, "nothing_to_publish")
    )


async def test_stale_agreement_is_refused_with_how_it_stands(plan: ActionPlan, presented: Member) -> None:
    stands = await version_of(presented.client, own(plan, "publication"))

    answer = await presented.client.put(own(plan, "publication"), json={"agreed": True}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert f'"{answer.json()["current"]["version"]}"' == stands


async def test_contributor_reads_and_does_not_agree(
    app: FastAPI, database: Database, plan: ActionPlan, world: World
) -> None:
    assert world
    async with database.write() as db:
        account = await make_account(db, "home@kampala.example.org")
        await add_contributor(db, plan, account.email)
    async with await signed_in(app, account) as helper:
        read = await helper.get(own(plan, "publication"))
        answer = await agree(helper, plan)

    assert (read.status_code, answer.status_code, answer.json()["code"]) == (200, 403, "forbidden")


async def test_step_after_publication_reaches_what_the_public_feed_is_remembered_by(
    plan: ActionPlan, presented: Member, organiser: httpx.AsyncClient, database: Database, world: World
) -> None:
    await agree(presented.client, plan)
    await publish(organiser, plan)
    async with database.read() as db:
        before = await registry_states(db)

    await endorse(presented.client, plan)

    async with database.read() as db:
        after = await registry_states(db)
    assert before[world.edition.id] != after[world.edition.id]
