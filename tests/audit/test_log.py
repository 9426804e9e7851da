"""The audit log: written with every change and every denial, and never changed."""

import csv
import io
import json
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from factories.accounts import make_account, signed_in
from factories.programme import EDITION, SESSION, VENUE
from madang.accounts.models import Role
from madang.audit.models import AuditEntry
from madang.core.csv_text import csv_line, defuse
from madang.core.db import Database

HARBOUR = f"/api/v1/editions/{EDITION['slug']}"


async def entries(database: Database, action: str = "") -> list[AuditEntry]:
    async with database.read() as db:
        found = await db.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [entry for entry in found.all() if entry.action.startswith(action)]


@pytest.fixture
async def harbour(as_organiser: httpx.AsyncClient) -> str:
    return str((await as_organiser.post("/api/v1/editions", json=EDITION)).json()["id"])


async def test_every_change_is_written_down_with_who_and_what_and_no_value(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    made = (await as_organiser.post(f"{HARBOUR}/programme/sessions", json=SESSION)).json()
    url = f"{HARBOUR}/programme/sessions/{made['id']}"
    change = {"title": {"en": "A title nobody else has"}, "capacity": 12}
    await as_organiser.patch(url, json=change, headers={"If-Match": '"1"'})
    await as_organiser.delete(url, headers={"If-Match": '"2"'})

    found = await entries(database, "programme_session.")
    assert [(entry.action, entry.fields) for entry in found] == [
        ("programme_session.created", []),
        ("programme_session.updated", ["capacity", "title"]),
        ("programme_session.deleted", []),
    ]
    assert {(str(entry.edition_id), str(entry.subject_id), entry.origin) for entry in found} == {
        (harbour, made["id"], "login")
    }
    assert all(entry.account_id and entry.request_id and entry.address for entry in found)
    assert not any("nobody else has" in str(entry.model_dump()) for entry in await entries(database))


async def test_change_of_a_child_is_one_of_its_whole(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    venue = (await as_organiser.post(f"{HARBOUR}/programme/venues", json=VENUE)).json()
    url = f"{HARBOUR}/programme/venues/{venue['id']}"
    await as_organiser.patch(url, json={"rooms": []}, headers={"If-Match": '"1"'})

    assert [entry.fields for entry in await entries(database, "venue.updated")] == [["rooms"]]


async def test_refused_change_leaves_no_entry_of_having_been_made(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    await as_organiser.post(f"{HARBOUR}/programme/venues", json=VENUE)
    again = await as_organiser.post(f"{HARBOUR}/programme/venues", json=VENUE)

    assert (again.status_code, len(await entries(database, "venue.created"))) == (409, 1)


async def test_denial_is_written_down(app: FastAPI, client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as db:
        account = await make_account(db)
    caller = await signed_in(app, account)
    await caller.post("/api/v1/editions", json=EDITION)
    await client.post("/api/v1/auth/token", data={"username": "mina@example.org", "password": "not this one"})
    await client.get("/api/v1/editions", headers={"Authorization": "Bearer forged"})

    denied = [(entry.action, entry.code, entry.account_id) for entry in await entries(database)]
    assert denied == [("create_edition", "forbidden", account.id), ("sign_in", "sign_in_failed", None)]


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
async def test_nobody_changes_what_was_written(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str, change: str
) -> None:
    async def meddle() -> None:
        async with database.write() as db:
            await (await db.connection()).execute(text(change))

    before = len(await entries(database))
    with pytest.raises(DBAPIError, match="appended, never changed"):
        await meddle()
    assert len(await entries(database)) == before > 0


async def test_organiser_reads_the_log_of_own_editions_only(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    other = (await as_organiser.post("/api/v1/editions", json=EDITION | {"slug": "other"})).json()
    async with database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=UUID(other["id"]))
    organiser = await signed_in(app, account)

    own = (await organiser.get("/api/v1/editions/other/audit")).json()["items"]
    foreign = await organiser.get(f"{HARBOUR}/audit")
    everything = (await as_organiser.get("/api/v1/installation/audit")).json()["items"]

    assert {entry["edition_id"] for entry in own} == {other["id"]}
    assert foreign.status_code == 404
    assert {entry["edition_id"] for entry in everything} >= {other["id"], harbour}


async def test_filters_and_pages_fit_together(as_organiser: httpx.AsyncClient, harbour: str) -> None:
    for number in range(5):
        await as_organiser.post(f"{HARBOUR}/programme/sessions", json=SESSION | {"key": f"number-{number}"})
    seen, url = [], f"{HARBOUR}/audit?action=programme_session.c&limit=2"
    while url:
        page = (await as_organiser.get(url)).json()
        seen += [entry["id"] for entry in page["items"]]
        url = page["next"]

    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
    assert (await as_organiser.get(f"{HARBOUR}/audit", params={"outcome": "denied"})).json()["items"] == []


async def test_export_is_a_file_and_leaves_its_reason(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    url = f"{HARBOUR}/audit/export"
    without = await as_organiser.get(url)
    table = await as_organiser.get(url, params={"reason": "=HYPERLINK(1)"})
    lines = await as_organiser.get(url, params={"reason": "yearly review", "format": "ndjson"})

    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert without.status_code == 422
    assert {row["edition_id"] for row in rows} == {harbour}
    assert rows[0]["reason"] == "'=HYPERLINK(1)"
    assert [json.loads(line)["action"] for line in lines.text.splitlines()][:2] == ["audit.exported", "audit.exported"]
    assert [entry.reason for entry in await entries(database, "audit.exported")] == ["=HYPERLINK(1)", "yearly review"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert defuse(f"{start}1") == f"'{start}1"
    assert next(csv.reader([csv_line([f"{start}1", 'a "b", c', None])]))[1:] == ['a "b", c', ""]


async def test_log_costs_no_query_an_entry(
    as_organiser: httpx.AsyncClient, harbour: str, count_queries: Callable[[], Awaitable[None]]
) -> None:
    rooms = [{"key": f"room-{number}", "name": {"en": f"Room {number}"}} for number in range(20)]
    with count_queries() as few:  # type: ignore[attr-defined]
        await as_organiser.post(f"{HARBOUR}/programme/venues", json=VENUE | {"rooms": rooms[:1]})
    with count_queries() as many:  # type: ignore[attr-defined]
        await as_organiser.post(f"{HARBOUR}/programme/venues", json=VENUE | {"key": "second", "rooms": rooms})
    assert few.number == many.number


async def test_who_closes_an_account_is_named_not_whose_it_was(
    as_organiser: httpx.AsyncClient, database: Database
) -> None:
    me = (await as_organiser.get("/api/v1/me")).json()
    async with database.write() as db:
        victim = await make_account(db)
    url = f"/api/v1/installation/accounts/{victim.id}"
    await as_organiser.patch(url, json={"disabled": True}, headers={"If-Match": '"1"'})

    (ended,) = await entries(database, "logins.ended")
    assert (str(ended.account_id), ended.subject_id) == (me["id"], victim.id)


async def test_denial_within_an_edition_is_its_organisers_to_see(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    async with database.write() as db:
        account = await make_account(db, role=Role.DOOR_STAFF, edition_id=UUID(harbour))
    await (await signed_in(app, account)).get(f"{HARBOUR}/roles")

    found = (await as_organiser.get(f"{HARBOUR}/audit", params={"outcome": "denied"})).json()["items"]
    assert [(entry["action"], entry["code"]) for entry in found] == [("list_roles", "forbidden")]


async def test_failed_sign_in_says_whose_account_is_attacked(
    client: httpx.AsyncClient, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    me = (await as_organiser.get("/api/v1/me")).json()
    answer = await client.post("/api/v1/auth/token", data={"username": me["email"], "password": "wrong"})
    await client.post("/api/v1/auth/token", data={"username": "nobody@example.org", "password": "wrong"})

    denied = [entry for entry in await entries(database) if entry.code == "sign_in_failed"]
    assert [str(entry.subject_id) for entry in denied] == [me["id"], "None"]
    assert me["id"] not in answer.text


async def test_change_of_language_is_written_down(as_organiser: httpx.AsyncClient, database: Database) -> None:
    await as_organiser.patch("/api/v1/me", json={"language": "ko"}, headers={"If-Match": '"1"'})
    (entry,) = await entries(database, "account.updated")
    assert entry.fields == ["language"]


async def test_log_names_whom_it_was_done_to_until_they_are_gone(
    as_organiser: httpx.AsyncClient, database: Database, harbour: str
) -> None:
    async with database.write() as db:
        await make_account(db, role=Role.DOOR_STAFF, edition_id=UUID(harbour))
    role = (await as_organiser.get(f"{HARBOUR}/roles")).json()["items"][0]["id"]
    await as_organiser.post(f"{HARBOUR}/invitations", json={"email": "Noor@example.org", "role": "participant"})
    await as_organiser.delete(f"{HARBOUR}/roles/{role}")

    items = (await as_organiser.get(f"{HARBOUR}/audit")).json()["items"]

    named = {item["action"]: item["subject_email"] for item in items}
    assert (named["invitation.created"], named["role.removed"]) == ("Noor@example.org", "mina@example.org")
    assert named["edition.created"] is None
    kept = await entries(database, "invitation.created")
    assert "Noor" not in str(kept[0].model_dump())  # looked up, never stored
