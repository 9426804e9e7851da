"""Documents of plans by the API: taken along through both doors, brought back by whoever writes."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pypdf import PdfReader

from action_plans.conftest import Member, World
from factories.plans import FUND, MARKET, kampala, make_plan
from madang.action_plans.models import ActionPlan, PlanStatus, PlanVersion
from madang.action_plans.rules.tree import build, flatten
from madang.core.db import Database
from madang.files.rules import MediaType, is_what_it_says
from support.workbooks import EditedBook, column_of

OWN = "/api/v1/me/action-plans"
OFFICE = "/api/v1/editions/harbour/action-plans"
MakeMember = Callable[..., Awaitable[Member]]
TITLE = f"{column_of('actions/*', 'title')}3"


@pytest_asyncio.fixture
async def plan(database: Database, world: World) -> ActionPlan:
    async with database.write() as db:
        return await make_plan(db, world.kampala)


async def take(client: httpx.AsyncClient, plan: ActionPlan, form: str = "xlsx", **params: Any) -> bytes:
    answer = await client.get(f"{OWN}/{plan.id}/document.{form}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.content


async def bring(client: httpx.AsyncClient, plan: ActionPlan, content: bytes, **params: Any) -> httpx.Response:
    headers = {"Content-Type": MediaType.XLSX}
    return await client.post(f"{OWN}/{plan.id}/import", content=content, params=params, headers=headers)


async def read(client: httpx.AsyncClient, plan: ActionPlan) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"{OWN}/{plan.id}/fields")).json()
    return answer


async def write(client: httpx.AsyncClient, plan: ActionPlan, changes: dict[str, Any]) -> None:
    body = {"base_revision": (await read(client, plan))["revision"], "changes": changes}
    assert (await client.patch(f"{OWN}/{plan.id}/fields", json=body)).status_code == 200


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
async def test_a_plan_is_taken_along_through_both_doors(
    member: MakeMember, organiser: httpx.AsyncClient, plan: ActionPlan, form: str
):
    one = await member()

    for client, address in ((one.client, OWN), (organiser, OFFICE)):
        answer = await client.get(f"{address}/{plan.id}/document.{form}", params={"lang": "ko"})

        assert answer.status_code == 200, answer.text
        assert is_what_it_says(MediaType(answer.headers["content-type"]), answer.content)
        assert answer.headers["content-disposition"] == f'attachment; filename="kampala.{form}"'
        assert answer.headers["content-language"] == "ko"
        assert answer.headers["cache-control"] == "no-store"


async def test_a_document_is_in_the_plans_language_and_names_the_city(member: MakeMember, plan: ActionPlan):
    one = await member()
    version = f'"{plan.version}"'
    await one.client.patch(f"{OWN}/{plan.id}", json={"language": "fr"}, headers={"If-Match": version})

    text = PdfReader(io.BytesIO(await take(one.client, plan, "pdf"))).pages[0].extract_text()

    assert "Plan d’action" in text
    assert "Kampala, Ouganda" in text
    assert "Finance" in text  # a pillar by its name, where it has none in French


async def test_a_version_is_taken_as_it_was(
    member: MakeMember, database: Database, plan: ActionPlan, organiser: httpx.AsyncClient
):
    one = await member()
    async with database.write() as db:
        fields = flatten(build(kampala() | {"title": "As it was"}))
        at = plan.created_at
        db.add(PlanVersion(plan_id=plan.id, number=1, status=PlanStatus.SUBMITTED, revision=1, fields=fields, at=at))

    answer = await organiser.get(f"{OFFICE}/{plan.id}/document.pdf", params={"number": 1})

    assert answer.headers["content-disposition"] == 'attachment; filename="kampala-v1.pdf"'
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "As it was" in text
    assert "submitted · Version 1 · As of 1 November 2019" in text
    # Changed in the file of an old version is only what was changed in it.
    assert (await bring(one.client, plan, await take(one.client, plan, number=1))).json()["changes"] == []
    assert (await organiser.get(f"{OFFICE}/{plan.id}/document.pdf", params={"number": 2})).status_code == 404


async def test_nobody_else_takes_or_brings_a_plan(member: MakeMember, plan: ActionPlan, client: httpx.AsyncClient):
    stranger = await member(2, delegation_id=None)

    assert (await stranger.client.get(f"{OWN}/{plan.id}/document.pdf")).status_code == 404
    assert (await bring(stranger.client, plan, b"PK\x03\x04")).status_code == 404
    assert (await client.get(f"{OWN}/{plan.id}/document.pdf")).status_code == 401


async def test_a_workbook_that_nobody_changed_changes_nothing(member: MakeMember, plan: ActionPlan):
    one = await member()
    before = await read(one.client, plan)

    answer = await bring(one.client, plan, await take(one.client, plan, lang="vi"))

    report = answer.json()
    assert (answer.status_code, report["rows"], report["changes"], report["faults"]) == (200, [], [], [])
    assert await read(one.client, plan) == before


async def test_a_workbook_is_checked_first_and_then_brought_in(member: MakeMember, plan: ActionPlan):
    one = await member()
    book = EditedBook(await take(one.client, plan)).write("Actions", TITLE, "A larger fund")
    book.write("Actions", "A6", "N1").write("Actions", f"{column_of('actions/*', 'title')}6", "A fourth action")
    content, before = book.save(), await read(one.client, plan)

    checked = (await bring(one.client, plan, content, check=True)).json()

    assert await read(one.client, plan) == before
    assert [(one["what"], one["title"]) for one in checked["rows"]] == [("added", "A fourth action")]
    assert [(one["pattern"], one["after"]) for one in checked["changes"]] == [
        ("actions/*/title", "A larger fund"),
        ("actions/*/title", "A fourth action"),
    ]
    assert (checked["checked"], checked["revision"], checked["faults"]) == (True, 1, [])
    done = (await bring(one.client, plan, content)).json()
    assert (done["checked"], done["revision"], done["rows"]) == (False, 2, checked["rows"])
    after = await read(one.client, plan)
    assert after["fields"][f"{FUND}/title"] == "A larger fund"
    # The same file again: no second fourth action.
    again = (await bring(one.client, plan, content)).json()
    assert (again["revision"], again["rows"], again["changes"]) == (2, [], [])
    assert await read(one.client, plan) == after


async def test_a_file_with_a_fault_is_refused_as_a_whole(member: MakeMember, plan: ActionPlan):
    one = await member()
    end = f"{column_of('actions/*', 'planned_end')}4"
    book = EditedBook(await take(one.client, plan)).write("Actions", TITLE, "A larger fund")
    content, before = book.write("Actions", end, "soon").save(), await read(one.client, plan)

    checked, refused = await bring(one.client, plan, content, check=True), await bring(one.client, plan, content)

    detail = "a date such as 2019-11-01, of the years 1900 to 2200"
    assert checked.json()["faults"] == [{"sheet": "Actions", "cell": end, "column": "Planned end", "detail": detail}]
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_file_invalid")
    assert refused.json()["errors"] == [{"pointer": f"/sheets/Actions/{end}", "detail": detail}]
    assert await read(one.client, plan) == before


async def test_rows_for_which_there_is_no_room_are_told_by_their_cell(member: MakeMember, plan: ActionPlan):
    one = await member()
    book, text = EditedBook(await take(one.client, plan)), column_of("support/*", "text")
    for row in range(5, 55):
        book.write("Support needed", f"{text}{row}", f"Need {row}")

    refused = await bring(one.client, plan, book.save())

    assert (refused.status_code, refused.json()["code"]) == (422, "plan_file_invalid")
    assert refused.json()["errors"] == [{"pointer": "/sheets/Support needed/A5", "detail": "at most 50 support"}]


@pytest.mark.parametrize(
    ("on_conflict", "title"), [("refuse", "Theirs"), ("mine", "From the file"), ("theirs", "Theirs")]
)
async def test_what_others_wrote_meanwhile_is_asked_back(
    member: MakeMember, plan: ActionPlan, on_conflict: str, title: str
):
    one, other = await member(1), await member(2)
    book = EditedBook(await take(one.client, plan)).write("Actions", TITLE, "From the file")
    content = book.write("Actions", f"{column_of('actions/*', 'title')}4", "Only in the file").save()
    await write(other.client, plan, {f"{FUND}/title": "Theirs", f"{MARKET}/description": "Theirs alone"})

    checked = (await bring(one.client, plan, content, check=True)).json()
    answer = await bring(one.client, plan, content, on_conflict=on_conflict)

    assert [(one["path"], one["value"], one["by"]) for one in checked["conflicts"]] == [
        (f"{FUND}/title", "Theirs", "Kampala trainee 2")
    ]
    assert answer.status_code == (409 if on_conflict == "refuse" else 200)
    fields = (await read(one.client, plan))["fields"]
    assert fields[f"{FUND}/title"] == title
    assert fields[f"{MARKET}/title"] == (
        kampala()[f"{MARKET}/title"] if on_conflict == "refuse" else "Only in the file"
    )
    assert fields[f"{MARKET}/description"] == "Theirs alone"


async def test_a_file_of_another_plan_is_refused(
    member: MakeMember, plan: ActionPlan, database: Database, world: World
):
    one = await member()
    async with database.write() as db:
        other = await make_plan(db, one.registration)

    refused = await bring(one.client, plan, await take(one.client, other))

    assert (refused.status_code, refused.json()["code"]) == (422, "plan_file_foreign")


async def test_what_is_no_workbook_is_refused(member: MakeMember, plan: ActionPlan):
    refused = await bring((await member()).client, plan, b"title;problem\n")

    assert (refused.status_code, refused.json()["code"]) == (422, "plan_file_unreadable")


async def test_a_plan_that_was_handed_in_takes_no_file(member: MakeMember, plan: ActionPlan, database: Database):
    one = await member()
    content = EditedBook(await take(one.client, plan)).write("Actions", TITLE, "Too late").save()
    async with database.write() as db:
        row = await db.get_one(ActionPlan, plan.id)
        row.status = PlanStatus.SUBMITTED

    refused = await bring(one.client, plan, content)

    assert (refused.status_code, refused.json()["code"]) == (409, "plan_locked")
