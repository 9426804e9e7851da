"""Somebody at home who writes along: asked by mail, and only by whoever the plan belongs to."""

import re
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI

from action_plans.conftest import Member, World
from factories.accounts import client_of, make_account, signed_in
from factories.plans import add_contributor, make_plan
from madang.core.db import Database
from support.mail import PostOffice

OWN = "/api/v1/me/action-plans"
HOME = {"email": "Home@Kampala.example.org", "name": "Kampala colleague 1", "language": "fr"}
MakeMember = Callable[..., Awaitable[Member]]


@pytest.fixture
def make_city_plan(database: Database, world: World, member: MakeMember) -> Callable[[], Awaitable[tuple[Member, str]]]:
    async def make() -> tuple[Member, str]:
        one = await member()
        async with database.write() as db:
            plan = await make_plan(db, world.kampala)
        return one, f"{OWN}/{plan.id}"

    return make


MakeCityPlan = Callable[[], Awaitable[tuple[Member, str]]]


async def test_who_is_asked_comes_by_the_link_of_a_mail_and_writes(
    app: FastAPI, make_city_plan: MakeCityPlan, deliver: Callable[[], Awaitable[int]], post_office: PostOffice
):
    one, plan = await make_city_plan()

    asked = await one.client.post(f"{plan}/contributors", json=HOME)
    await deliver()

    assert (asked.status_code, asked.json()["arrived"]) == (201, False)
    letter = post_office.text()
    assert "Kampala" in str(post_office.taken[0]["Subject"])
    assert "plan d’action" in letter
    token = re.search(r"/invitation\?lang=fr#(\S+)", letter)
    assert token, letter
    visitor = client_of(app)
    look = await visitor.post("/api/v1/auth/links/look", json={"token": token[1]})
    assert look.json()["next"] == f"/e/harbour/plans/{plan.rpartition('/')[2]}"
    taken = await visitor.post("/api/v1/auth/invitations/accept", json={"token": token[1], "language": "fr"})
    visitor.headers["Authorization"] = f"Bearer {taken.json()['access']['access_token']}"
    shown = await visitor.get(plan)
    written = await visitor.patch(f"{plan}/fields", json={"base_revision": 1, "changes": {"title": "From home"}})
    heard = (await one.client.get(f"{plan}/fields", params={"since": 1})).json()
    listed = (await one.client.get(f"{plan}/contributors")).json()["items"]

    assert (shown.json()["role"], shown.json()["available_transitions"], written.status_code) == (
        "contributor",
        [],
        200,
    )
    assert heard["changed_by"]["title"]["name"] == "Kampala colleague 1"
    assert [(item["email"], item["arrived"]) for item in listed] == [("home@kampala.example.org", True)]
    assert (await visitor.get(OWN)).json()["may_start"] == []


async def test_who_has_an_account_here_is_led_to_the_plan(
    app: FastAPI,
    database: Database,
    member: MakeMember,
    make_city_plan: MakeCityPlan,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
):
    one, plan = await make_city_plan()
    async with database.write() as db:
        colleague = await make_account(db, "home@kampala.example.org")

    await one.client.post(f"{plan}/contributors", json=HOME)
    await deliver()

    assert len(post_office.taken) == 1
    async with await signed_in(app, colleague) as client:
        assert (await client.get(plan)).json()["role"] == "contributor"


async def test_who_is_taken_out_again_reads_nothing_and_gets_no_letter(
    app: FastAPI,
    database: Database,
    make_city_plan: MakeCityPlan,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
):
    one, plan = await make_city_plan()
    async with database.write() as db:
        colleague = await make_account(db, "home@kampala.example.org")
    added = await one.client.post(f"{plan}/contributors", json=HOME)

    removed = await one.client.delete(f"{plan}/contributors/{added.json()['id']}")
    again = await one.client.delete(f"{plan}/contributors/{added.json()['id']}")
    await deliver()

    assert (removed.status_code, again.status_code, post_office.taken) == (204, 404, [])
    async with await signed_in(app, colleague) as client:
        assert (await client.get(plan)).status_code == 404


async def test_a_contributor_invites_nobody_and_deletes_nothing(app: FastAPI, database: Database, world: World):
    async with database.write() as db:
        colleague = await make_account(db, "home@kampala.example.org")
        plan = await make_plan(db, world.kampala)
        contributor = await add_contributor(db, plan)
    async with await signed_in(app, colleague) as client:
        match = {"If-Match": '"1"'}
        answers = [
            await client.post(f"{OWN}/{plan.id}/contributors", json=HOME),
            await client.delete(f"{OWN}/{plan.id}/contributors/{contributor.id}"),
            await client.delete(f"{OWN}/{plan.id}", headers=match),
            await client.patch(f"{OWN}/{plan.id}", json={"language": "fr"}, headers=match),
        ]

    assert [answer.status_code for answer in answers] == [403] * 4


async def test_an_address_is_asked_once_and_has_to_be_one(make_city_plan: MakeCityPlan):
    one, plan = await make_city_plan()
    await one.client.post(f"{plan}/contributors", json=HOME)

    twice = await one.client.post(f"{plan}/contributors", json=HOME | {"email": "home@kampala.example.org"})
    none = await one.client.post(f"{plan}/contributors", json=HOME | {"email": "nobody"})

    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (409, "/body/email")
    assert (none.status_code, none.json()["errors"][0]["pointer"]) == (422, "/body/email")


async def test_a_plan_has_no_more_contributors_than_it_may(
    make_city_plan: MakeCityPlan, monkeypatch: pytest.MonkeyPatch
):
    one, plan = await make_city_plan()
    monkeypatch.setattr("madang.action_plans.service.contributors._MOST", 1)
    await one.client.post(f"{plan}/contributors", json=HOME)

    refused = await one.client.post(f"{plan}/contributors", json=HOME | {"email": "two@kampala.example.org"})

    assert (refused.status_code, refused.json()["code"]) == (409, "contributors_full")


async def test_nobody_fills_others_boxes_by_asking_again_and_again(
    make_city_plan: MakeCityPlan, monkeypatch: pytest.MonkeyPatch
):
    one, plan = await make_city_plan()
    monkeypatch.setattr("madang.accounts.rules.FREE_INVITINGS", 2)

    answers = []
    for _ in range(4):
        added = await one.client.post(f"{plan}/contributors", json=HOME)
        answers.append(added.status_code)
        if added.status_code == 201:
            await one.client.delete(f"{plan}/contributors/{added.json()['id']}")

    assert answers[-1] == 429
    assert answers[0] == 201
