"""Running orders: a plan is presented once, in one session, and the projector gets all that it shows at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select

from factories.delegations import invite_city
from factories.programme import EDITION, SESSION
from madang.action_plans.models import ActionPlan, OwnerKind, PlanField
from madang.programme.models import Edition
from support.moments import StoppedClock

SLUG = str(EDITION["slug"])
BASE = f"/api/v1/editions/{SLUG}"
ABSENT = str(UUID(int=7))


class Closing:
    """Two sessions in which plans are presented, and what an organiser does with their orders."""

    def __init__(self, client: httpx.AsyncClient, app: FastAPI, clock: StoppedClock) -> None:
        self.client, self.app, self.clock = client, app, clock
        self.sessions: dict[str, str] = {}

    async def add_session(self, key: str, **more: Any) -> str:
        answer = await self.client.post(f"{BASE}/programme/sessions", json=SESSION | {"key": key} | more)
        assert answer.status_code == 201, answer.text
        self.sessions[key] = str(answer.json()["id"])
        return self.sessions[key]

    async def add_plan(self, city: str, fields: dict[str, Any] | None = None) -> str:
        delegation = await invite_city(self.client, SLUG, city={"en": city}, country="UG")
        async with self.app.state.database.write() as db:
            edition = (await db.exec(select(Edition).where(Edition.slug == SLUG))).one()
            plan = ActionPlan(
                edition_id=edition.id,
                key=city.lower(),
                owner_kind=OwnerKind.DELEGATION,
                delegation_id=UUID(delegation["id"]),
                language="en",
                title=f"Plan of {city}",
            )
            db.add(plan)
            await db.flush()
            for path, value in (fields or {}).items():
                db.add(PlanField(plan_id=plan.id, path=path, value=value, revision=1, at=self.clock.now))
        return str(plan.id)

    def url(self, session: str) -> str:
        return f"{BASE}/plan-presentations/{self.sessions.get(session, session)}"

    async def read(self, session: str = "presentations") -> dict[str, Any]:
        answer = await self.client.get(self.url(session))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def order(self, *plans: str, version: int, session: str = "presentations") -> httpx.Response:
        body = {"items": [{"plan_id": plan, "minutes": 7} for plan in plans]}
        return await self.client.put(self.url(session), json=body, headers={"If-Match": f'"{version}"'})


@pytest_asyncio.fixture
async def closing(as_organiser: httpx.AsyncClient, app: FastAPI, clock: StoppedClock) -> Closing:
    made = await as_organiser.post("/api/v1/editions", json=EDITION)
    assert made.status_code == 201, made.text
    closing = Closing(as_organiser, app, clock)
    await closing.add_session("presentations", kind="presentation")
    return closing


async def test_order_that_nobody_made_is_empty_and_version_0(closing: Closing) -> None:
    shown = await closing.read()

    assert (shown["version"], shown["items"], shown["minutes_there"], shown["minutes_planned"]) == (0, [], 60, 0)


async def test_plans_follow_each_other_as_they_were_put_and_whose_they_are_is_told(closing: Closing) -> None:
    kampala, guro, dakar = [await closing.add_plan(city) for city in ("Kampala", "Guro", "Dakar")]
    await closing.order(kampala, guro, version=0)

    moved = await closing.order(dakar, kampala, version=1)

    assert moved.status_code == 200, moved.text
    assert moved.headers["etag"] == '"2"'
    shown = await closing.read()
    assert shown == moved.json()
    assert [(item["title"], item["city"], item["country"], item["minutes"]) for item in shown["items"]] == [
        ("Plan of Dakar", {"en": "Dakar"}, "UG", 7),
        ("Plan of Kampala", {"en": "Kampala"}, "UG", 7),
    ]
    assert shown["minutes_planned"] == 14


async def test_same_order_again_is_no_new_version_and_another_minute_is_one(closing: Closing) -> None:
    plan = await closing.add_plan("Kampala")
    await closing.order(plan, version=0)

    again = await closing.order(plan, version=1)
    body = {"items": [{"plan_id": plan, "minutes": 9}]}
    longer = await closing.client.put(closing.url("presentations"), json=body, headers={"If-Match": '"1"'})

    assert (again.headers["etag"], longer.headers["etag"]) == ('"1"', '"2"')


async def test_order_on_an_older_version_is_refused_with_how_it_stands(closing: Closing) -> None:
    plan = await closing.add_plan("Kampala")
    await closing.order(plan, version=0)

    late = await closing.order(version=0)

    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert [item["plan_id"] for item in late.json()["current"]["items"]] == [plan]


async def test_plan_that_stands_twice_or_elsewhere_or_nowhere_is_named(closing: Closing) -> None:
    await closing.add_session("closing", kind="closing")
    kampala, guro = await closing.add_plan("Kampala"), await closing.add_plan("Guro")
    await closing.order(kampala, version=0, session="closing")

    refused = await closing.order(guro, guro, kampala, ABSENT, version=0)

    assert refused.status_code == 422
    pointers = [error["pointer"] for error in refused.json()["errors"]]
    assert pointers == ["/body/items/1/plan_id", "/body/items/2/plan_id", "/body/items/3/plan_id"]
    assert (await closing.read())["version"] == 0


async def test_order_is_for_sessions_in_which_plans_are_presented(closing: Closing) -> None:
    lunch = await closing.add_session("lunch", kind="meal")

    refused = await closing.order(version=0, session=lunch)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/path/session_id")


async def test_projector_gets_every_field_but_what_was_removed_with_names_of_what_inspired_it(
    closing: Closing, count_queries: Callable[[], Any]
) -> None:
    action, gone, source = "actions/0k3v9qz1m2ab", "actions/0k3v9qz1m2ac", "actions/0k3v9qz1m2ab/learning/0k3v9qz1m2ad"
    fields = {
        "problem": "Waste on the shore",
        "objective": None,
        action: True,
        f"{action}/title": "Sort it",
        source: True,
        f"{source}/kind": "session",
        f"{source}/ref": closing.sessions["presentations"],
        gone: False,
        f"{gone}/title": "Burn it",
    }
    await closing.client.post(
        f"{BASE}/programme/topics", json={"key": "waste", "name": {"en": "Waste"}, "vocabulary": "pillar"}
    )
    plans = [await closing.add_plan("Kampala", fields)]
    await closing.order(*plans, version=0)
    with count_queries() as one:
        shown = (await closing.client.get(f"{closing.url('presentations')}/plans")).json()

    plans += [await closing.add_plan(city, fields) for city in ("Guro", "Dakar", "Mersin")]
    await closing.order(*plans, version=1)
    with count_queries() as four:
        more = (await closing.client.get(f"{closing.url('presentations')}/plans")).json()

    assert shown["items"][0]["fields"] == {
        "problem": "Waste on the shore",
        action: True,
        f"{action}/title": "Sort it",
        source: True,
        f"{source}/kind": "session",
        f"{source}/ref": closing.sessions["presentations"],
    }
    assert shown["sources"] == {closing.sessions["presentations"]: SESSION["title"]}
    assert shown["topics"] == {"waste": {"en": "Waste"}}
    assert len(more["items"]) == 4
    assert one.number == four.number
