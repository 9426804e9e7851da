"""The public registry of action plans: what it shows, what it finds, what it never tells."""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from factories.plans import FUND, MARKET, kampala
from feeds.published import SLUG, publish
from feeds.registered import freeze, register_plan
from madang.action_plans.models import ActionPlan
from madang.action_plans.service import publishing
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.feeds import schemas
from support.moments import StoppedClock

Seen = Callable[[Awaitable[object]], Awaitable[None]]
URL = f"/public/v1/editions/{SLUG}/action-plans"


async def change(database: Database, plan_id: UUID, what: Callable[[Any, ActionPlan], Awaitable[None]]) -> None:
    async with database.write() as db:
        await what(db, (await db.exec(select(ActionPlan).where(ActionPlan.id == plan_id))).one())


async def test_published_plan_is_listed_with_what_it_is_about(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    await seen(register_plan(database, SLUG, at=clock()))

    answer = await public.get(URL, params={"lang": "ko"})

    schemas.ActionPlanRegistry.model_validate_json(answer.content)
    (item,) = answer.json()["items"]
    assert (item["key"], item["city"], item["country"], item["country_name"]) == ("kampala", "캄팔라", "UG", "우간다")
    assert (item["status"], item["actions"], item["sdg"]) == ("implementing", 3, ["1", "4", "5", "8", "11"])
    assert item["budget"] == [
        {"currency": "UGX", "planned": "1540000000"},
        {"currency": "USD", "planned": "52500.50"},
    ]
    assert answer.json()["facets"]["country"] == {"UG": 1}
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_plan_that_is_not_published_is_nowhere(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock
) -> None:
    fields = {"title": "Secret plan", **{path: value for path, value in kampala().items() if path != "title"}}
    await register_plan(database, SLUG, at=clock(), fields=fields, published=False)

    answers = [await public.get(f"{URL}{suffix}") for suffix in ("", ".html", ".csv", ".xlsx")]
    one = [await public.get(f"{URL}/kampala{suffix}") for suffix in ("", ".html")]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [b"ecret plan" in answer.content for answer in answers] == [False] * 4
    assert CalamineWorkbook.from_filelike(io.BytesIO(answers[3].content)).get_sheet_by_name("plans").height == 1
    assert [(answer.status_code, answer.json()["code"]) for answer in one] == [(404, "plan_unknown")] * 2


async def test_plan_is_read_whole_with_its_timeline_and_activities_of_iati(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    await seen(register_plan(database, SLUG, at=clock()))

    answer = await public.get(f"{URL}/kampala")

    schemas.ActionPlanRead.model_validate_json(answer.content)
    body = answer.json()
    day = clock().date().isoformat()
    assert [(step["on"], step["what"], step.get("status"), step.get("body")) for step in body["timeline"]] == [
        (day, "status", "submitted", None),
        (day, "status", "presented", None),
        (day, "endorsed_by", None, "Kampala Capital City Authority"),
    ]
    fund = body["activities"][0]
    assert fund["iati_identifier"] == f"{SLUG}-kampala-{FUND.removeprefix('actions/')}"
    assert fund["activity_date"] == [
        {"type": "1", "iso_date": "2020-01-15"},
        {"type": "3", "iso_date": "2021-12-31"},
    ]
    assert [(body["role"], body["type"]) for body in fund["participating_org"]] == [
        ("2", "10"),
        ("4", "22"),
        ("1", "10"),
    ]
    assert fund["tag"] == [{"vocabulary": "3", "code": code} for code in ("8.3", "8.10", "1.4")]
    assert fund["budget"][1]["value"] == {"amount": "40000.50", "currency": "USD", "value_date": "2020-01-01"}
    assert [result["type"] for result in fund["result"]] == ["1", "2"]
    assert fund["result"][1]["indicator"]["measure"] == "5"
    assert fund["result"][0]["indicator"]["period"][0] == {
        "period_end": {"iso_date": "2020-12-31"},
        "target": [{"value": "20"}],
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({}, ["musoma", "kampala"]),
        ({"q": "revolv FUND"}, ["kampala"]),
        ({"q": "kampala"}, ["kampala"]),
        ({"q": "캄팔"}, ["kampala"]),
        ({"q": "volving"}, []),
        ({"country": "TZ"}, ["musoma"]),
        ({"country": ["TZ", "UG"], "sdg": "14"}, ["musoma"]),
        ({"status": "presented"}, ["musoma"]),
        ({"owner": "trainee"}, []),
        ({"page": "2"}, []),
    ],
)
async def test_search_finds_words_by_their_beginning_and_values_of_filters(
    public: httpx.AsyncClient,
    database: Database,
    clock: StoppedClock,
    seen: Seen,
    query: dict[str, Any],
    keys: list[str],
) -> None:
    await register_plan(database, SLUG, at=clock())
    fields = {"title": "A cleaner lake", f"{MARKET}/title": "Nets", f"{MARKET}/sdg": ["14.1"]}
    clock.advance(hours=1)
    musoma = {"key": "musoma", "city": {"en": "Musoma"}, "country": "TZ", "fields": fields}
    await seen(register_plan(database, SLUG, at=clock(), status="presented", **musoma))

    answer = await public.get(URL, params=query)

    assert [item["key"] for item in answer.json()["items"]] == keys


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("sdg=18", "filter_unknown", "/query/sdg"),
        ("country=XX", "filter_unknown", "/query/country"),
        ("status=draft", "filter_unknown", "/query/status"),
        ("page=0", "invalid", "/query/page"),
        ("page=٣", "invalid", "/query/page"),
        ("q=a&q=b", "parameter_unknown", "/query/q"),
        ("city=Kampala", "parameter_unknown", "/query/city"),
        ("lang=vi", "language_unknown", "/query/lang"),
    ],
)
async def test_unknown_search_is_refused_and_named(
    public: httpx.AsyncClient, query: str, code: str, pointer: str
) -> None:
    answer = await public.get(f"{URL}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_csv_has_a_row_for_each_action_and_no_formula(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    await seen(register_plan(database, SLUG, at=clock(), fields={**kampala(), f"{FUND}/title": "=1+1"}))

    answer = await public.get(f"{URL}.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["plan_key"], row["number"], row["title"][:9]) for row in rows] == [
        ("kampala", "1", "'=1+1"),
        ("kampala", "2", "A market "),
        ("kampala", "3", "An evenin"),
    ]
    assert rows[0]["organisations"].startswith("Kampala Capital City Authority, Union")
    assert answer.headers["content-disposition"] == f'attachment; filename="{SLUG}-action-plans.csv"'


async def test_workbook_has_plans_actions_and_budgets(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    await seen(register_plan(database, SLUG, at=clock()))

    answer = await public.get(f"{URL}.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    sizes = {name: book.get_sheet_by_name(name).height - 1 for name in book.sheet_names}
    assert sizes == {"plans": 1, "actions": 3, "budget": 5}


async def test_registry_follows_withdrawal_and_a_newer_version_and_answers_304_until_then(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    plan_id = UUID(int=0)

    async def register() -> None:
        nonlocal plan_id
        plan_id = await register_plan(database, SLUG, at=clock())

    await seen(register())
    before = await public.get(URL)
    same = await public.get(URL, headers={"If-None-Match": before.headers["etag"]})

    async def publish_newer(db: Any, plan: ActionPlan) -> None:
        await freeze(db, plan, {**kampala(), "title": "Kampala, revised"}, 2, clock())
        await publishing.publish(db, plan, None, clock())

    await seen(change(database, plan_id, publish_newer))
    newer = await public.get(URL, headers={"If-None-Match": before.headers["etag"]})
    await seen(change(database, plan_id, lambda db, plan: publishing.withdraw(db, plan, clock())))
    gone = [await public.get(URL), await public.get(f"{URL}/kampala")]

    assert (same.status_code, newer.status_code) == (304, 200)
    assert newer.json()["items"][0]["title"] == "Kampala, revised"
    assert (gone[0].json()["items"], gone[1].status_code) == ([], 404)


async def test_a_plan_that_is_published_in_place_of_another_is_not_taken_for_it(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    plan_id = UUID(int=0)

    async def register() -> None:
        nonlocal plan_id
        plan_id = await register_plan(database, SLUG, at=clock())

    async def replace() -> None:
        await change(database, plan_id, lambda db, plan: publishing.withdraw(db, plan, clock()))
        clock.advance(minutes=1)
        await register_plan(database, SLUG, at=clock(), key="musoma", city={"en": "Musoma"}, country="TZ")

    await seen(register())
    urls = [URL, f"{URL}.html", f"{URL}.csv", f"{URL}/kampala"]
    before = [await public.get(url) for url in urls]
    # As many plans of as many changes as before.
    await seen(replace())
    after = [await public.get(url) for url in urls]

    assert [answer.status_code for answer in before] == [200] * 4
    assert [item["key"] for item in after[0].json()["items"]] == ["musoma"]
    assert [b"kampala" in answer.content for answer in after[1:3]] == [False, False]
    assert after[3].status_code == 404


async def test_a_city_that_is_called_otherwise_is_called_so_in_the_registry(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    plan_id = UUID(int=0)

    async def register() -> None:
        nonlocal plan_id
        plan_id = await register_plan(database, SLUG, at=clock())

    async def rename(db: Any, plan: ActionPlan) -> None:
        city = await db.get(Delegation, plan.delegation_id)
        city.city = {"en": "Greater Kampala"}
        city.touch(clock())

    await seen(register())
    await public.get(URL)
    await seen(change(database, plan_id, rename))
    answer = await public.get(URL)

    assert [item["city"] for item in answer.json()["items"]] == ["Greater Kampala"]


async def test_app_pages_read_without_a_script_and_escape_what_people_wrote(
    public: httpx.AsyncClient, database: Database, clock: StoppedClock, seen: Seen
) -> None:
    hostile = "<script>alert(1)</script><!--madang:head-->"
    fields = {**kampala(), "title": hostile, "problem": hostile, f"{FUND}/description": hostile}
    await seen(register_plan(database, SLUG, at=clock(), fields=fields))

    pages = [
        await public.get(f"/e/{SLUG}/registry?country=UG&utm_source=letter&sdg=99&page=x"),
        await public.get(f"/e/{SLUG}/registry/kampala?lang=fr"),
        await public.get(f"{URL}/kampala.html"),
    ]
    nowhere = [await public.get(f"/e/{SLUG}/registry/{key}") for key in ("none", "%00", "Kampala")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert ["<script>alert" in page.text for page in pages] == [False] * 3
    assert ["&lt;script&gt;alert(1)" in page.text for page in pages] == [True] * 3
    assert "Cooperative of Street Traders" in pages[1].text
    assert "Objectif" in pages[1].text
    assert [page.status_code for page in nowhere] == [404] * 3


async def test_edition_without_a_release_or_private_has_no_registry(client: httpx.AsyncClient) -> None:
    answer = await client.get("/public/v1/editions/nowhere/action-plans")

    assert (answer.status_code, answer.json()["code"]) == (404, "edition_unknown")


async def test_list_costs_as_many_statements_for_many_plans_as_for_one(
    client: httpx.AsyncClient, database: Database, clock: StoppedClock, count_queries: Callable[[], Any]
) -> None:
    await publish(database, at=clock())
    await register_plan(database, SLUG, at=clock())
    await client.get(f"{URL}?q=warm")
    with count_queries() as before:
        await client.get(f"{URL}.csv")
    for key in ("musoma", "kisumu", "durban"):
        await register_plan(database, SLUG, at=clock(), key=key)

    with count_queries() as counted:
        answer = await client.get(f"{URL}?q=fund")
    with count_queries() as after:
        await client.get(f"{URL}.csv?lang=fr")

    assert answer.json()["total"] == 4
    assert counted.number <= before.number == after.number
