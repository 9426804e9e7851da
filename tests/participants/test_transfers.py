"""Participants as files: what is exported imports again unchanged, and what is wrong is all reported."""

import io
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
import xlsxwriter
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Role
from madang.audit.models import AuditEntry
from madang.core.csv_text import defuse, restore
from madang.core.db import Database
from madang.delegations.models import Capacity, Seats
from madang.participants.models import MemberRole, Quota, Registration, RegistrationForm, RegistrationStatus
from madang.participants.spreadsheets import CSV, NDJSON, XLSX
from madang.programme.models import Edition

BASE = "/api/v1/editions/harbour"
MEDIA = {"csv": CSV, "xlsx": XLSX, "ndjson": NDJSON}
HOSTILE = ("=1+1", "+82 10", "-2", "@here", "＝1", "'=kept", "'t Hooft", 'a "quoted", name', "김민아", "multi;semi")


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        edition = await make_edition(db)
        questions = [{"key": "why", "kind": "long_text"}, {"key": "days", "kind": "multiple"}]
        db.add(RegistrationForm(edition_id=edition.id, questions=[*questions, {"key": "old", "withdrawn": True}]))
        return edition


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> httpx.AsyncClient:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    return await signed_in(app, account)


async def export(client: httpx.AsyncClient, form: str, **query: Any) -> bytes:
    answer = await client.get(f"{BASE}/participants.{form}", params={"reason": "badges", **query})
    assert answer.status_code == 200, answer.text
    return answer.content


async def bring_in(
    client: httpx.AsyncClient, content: bytes | str, form: str = "csv", *, dry_run: bool = False
) -> httpx.Response:
    body = content.encode() if isinstance(content, str) else content
    headers = {"Content-Type": MEDIA[form]}
    return await client.post(
        f"{BASE}/participants/import", content=body, headers=headers, params={"dry_run": str(dry_run).lower()}
    )


async def stored(database: Database) -> list[dict[str, Any]]:
    async with database.read() as db:
        return [row.model_dump() for row in (await db.exec(select(Registration).order_by("email"))).all()]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ndjson"])
async def test_export_imports_again_unchanged(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, form: str
) -> None:
    async with database.write() as db:
        kampala = await make_delegation(db, edition)
        for number, name in enumerate(HOSTILE):
            answers = {"why": f"first line\nsecond {name}", "days": ["mon", "tue"], "old": "said once"}
            await make_registration(db, edition, name, email=f"t{number}@example.org", phone="+82 2", answers=answers)
        member = {"delegation_id": kampala.id, "capacity": Capacity.OFFICIAL, "member_role": MemberRole.HEAD}
        await make_registration(db, edition, "Member", **member, status=RegistrationStatus.ACCEPTED, country="UG")
    before = await stored(database)

    answer = await bring_in(organiser, await export(organiser, form), form)

    assert answer.json() == {
        "dry_run": False,
        "rows": len(HOSTILE) + 1,
        "created": 0,
        "updated": 0,
        "unchanged": len(HOSTILE) + 1,
        "faults": [],
    }
    assert await stored(database) == before


async def test_formula_in_a_name_is_text_in_csv_and_workbook(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await make_registration(db, edition, "=HYPERLINK(1)")

    text = (await export(organiser, "csv")).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(await export(organiser, "xlsx")))

    assert ",'=HYPERLINK(1)," in text
    assert "'=HYPERLINK(1)" in book.get_sheet_by_index(0).to_python()[1]


@given(st.text(max_size=40))
def test_defused_cell_is_restored(text: str) -> None:
    assert restore(defuse(text)) == text


@given(st.text(alphabet="'=+-@＝a\t", max_size=8))
def test_defused_cell_begins_no_formula(text: str) -> None:
    assert not defuse(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


async def test_export_keeps_its_filters_and_is_written_down(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await make_registration(db, edition, "Accepted", status=RegistrationStatus.ACCEPTED)
        await make_registration(db, edition, "Submitted")
        await make_registration(db, await make_edition(db, "foreign"), "Foreign")

    lines = (await export(organiser, "ndjson", status="accepted")).splitlines()

    assert [orjson.loads(line)["badge_name"] for line in lines] == ["Accepted"]
    async with database.read() as db:
        entries = select(AuditEntry.reason).where(AuditEntry.action == "participants.exported")
        assert list((await db.exec(entries)).all()) == ["badges"]


async def test_export_of_thousands_misses_and_doubles_nobody(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        for number in range(1203):
            values = {"email": f"{number}@example.org", "email_as_typed": f"{number}@example.org"}
            db.add(Registration(edition_id=edition.id, badge_name="Same", sort_name="same", **values))

    emails = [orjson.loads(line)["email"] for line in (await export(organiser, "ndjson")).splitlines()]

    assert sorted(emails) == sorted(f"{number}@example.org" for number in range(1203))


async def test_import_adds_changes_and_seats(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await make_delegation(db, edition)
        db.add(Quota(edition_id=edition.id, kind="all", places=5, taken=0))
        await make_registration(db, edition, "Old name", email="old@example.org", email_as_typed="Old@example.org")
    file = (
        "email;badge_name;status;delegation;capacity;country;answers.why\r\n"
        "new@example.org;New trainee;accepted;kampala;official;ug;To learn\r\n"
        "\r\n"
        "OLD@example.org;New name;submitted;;;;\r\n"
    )

    report = (await bring_in(organiser, file)).json()

    assert (report["created"], report["updated"], report["faults"]) == (1, 1, [])
    rows = await stored(database)
    new = next(row for row in rows if row["email"] == "new@example.org")
    assert (new["status"], new["country"], new["answers"], new["seat_held"], new["place_held"], new["source"]) == (
        "accepted",
        "UG",
        {"why": "To learn"},
        True,
        True,
        "import",
    )
    async with database.read() as db:
        assert (await db.exec(select(Seats.taken))).one() == 1
        assert (await db.exec(select(Quota.taken))).one() == 1
    found = await organiser.get(f"{BASE}/participants", params={"q": "new na"})
    assert [item["badge_name"] for item in found.json()["items"]] == ["New name"]


async def test_dry_run_reports_what_would_be_and_does_nothing(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        db.add(Quota(edition_id=edition.id, kind="all", places=1, taken=0))
    file = "email,badge_name,status\na@example.org,A,accepted\nb@example.org,B,accepted\n"

    report = (await bring_in(organiser, file, dry_run=True)).json()

    assert (report["created"], report["faults"]) == (
        2,
        [{"row": 3, "column": "status", "detail": "all places are taken"}],
    )
    assert await stored(database) == []
    async with database.read() as db:
        assert (await db.exec(select(Quota.taken))).one() == 0


async def test_thousand_wrong_rows_are_all_reported_and_nothing_is_applied(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    rows = [f"{number}@example.org,Trainee {number},nowhere" for number in range(500)]
    rows += [f"no address {number},Trainee {number},KR" for number in range(500)]
    file = "\n".join(["email,badge_name,country", "good@example.org,Good,KR", *rows])

    answer = await bring_in(organiser, file)

    assert (answer.status_code, answer.json()["code"]) == (422, "import_invalid")
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == [
        *(f"/rows/{row}/country" for row in range(3, 503)),
        *(f"/rows/{row}/email" for row in range(503, 1003)),
    ]
    assert await stored(database) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("x@example.org,,submitted,,", ("badge_name", "is missing")),
        ("x@example.org,X,completed,,", ("status", "Input should be")),
        ("x@example.org,X,cancelled,,", ("status", "nobody begins as cancelled")),
        ("known@example.org,X,draft,,", ("status", "from submitted one can go to")),
        ("x@example.org,X,submitted,atlantis,official", ("delegation", "there is no delegation")),
        ("x@example.org,X,submitted,foreign-city,official", ("delegation", "there is no delegation")),
        ("x@example.org,X,submitted,kampala,", ("capacity", "is missing")),
        ("x@example.org,X,submitted,,official", ("capacity", "belongs to a delegation")),
        ("x@example.org,X,submitted,kampala,elected", ("capacity", "no free seat")),
        ("known@example.org,X,submitted,,\nKNOWN@example.org,Y,submitted,,", ("email", "row 2 is about the same")),
        ("x@example.org," + "a" + "\u0301" * 299 + ",submitted,,", ("badge_name", "combining")),
        (",X,submitted,,", ("email", "is missing")),
    ],
)
async def test_wrong_cell_is_named(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, line: str, fault: tuple[str, str]
) -> None:
    async with database.write() as db:
        await make_delegation(db, edition)
        await make_delegation(db, await make_edition(db, "foreign"), "foreign-city")
        await make_registration(db, edition, "Known", email="known@example.org", email_as_typed="known@example.org")
    before = await stored(database)

    report = (await bring_in(organiser, f"email,badge_name,status,delegation,capacity\n{line}\n", dry_run=True)).json()

    assert [found["column"] for found in report["faults"]] == [fault[0]]
    assert fault[1] in report["faults"][0]["detail"]
    assert await stored(database) == before


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        (b"PK\x03\x04 not really", "xlsx", "no workbook"),
        (b"email\n", "xlsx", "not what its Content-Type says"),
        (b"PK\x03\x04", "csv", "not what its Content-Type says"),
        ("email,badge_name\nà,b".encode("latin-1"), "csv", "UTF-8"),
        (b'email,badge_name\n"a@example.org', "csv", "no CSV"),
        (b"", "csv", "no heading"),
        (b"email,email\n", "csv", "two columns"),
        (b"email,badge_name\na@example.org,A,extra\n", "csv", "more cells"),
        (b"{]\n", "ndjson", "no JSON"),
        (b"[1]\n", "ndjson", "no JSON object"),
    ],
)
async def test_file_that_is_no_table_is_refused(
    organiser: httpx.AsyncClient, edition: Edition, content: bytes, form: str, words: str
) -> None:
    answer = await bring_in(organiser, content, form)

    assert (answer.status_code, answer.json()["code"]) == (422, "import_unreadable")
    assert words in answer.json()["detail"]


async def test_unknown_column_and_changed_choice_are_refused(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    file = "email,badge_name,shoe_size,answers.days\na@example.org,A,43,mon\n"

    report = (await bring_in(organiser, file, dry_run=True)).json()

    assert [(fault["row"], fault["column"]) for fault in report["faults"]] == [(1, "shoe_size"), (2, "answers.days")]


async def test_workbook_of_a_spreadsheet_is_read_as_it_looks(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for row, cells in enumerate((["email", "badge_name", "phone"], ["a@example.org", "A", 821012345678])):
        sheet.write_row(row, 0, cells)
    book.close()

    report = (await bring_in(organiser, content.getvalue(), "xlsx")).json()

    assert (report["created"], (await stored(database))[0]["phone"]) == (1, "821012345678")


async def test_row_by_id_corrects_an_address_that_nobody_owns(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        account = await make_account(db)
        free = await make_registration(db, edition, "Free")
        owned = await make_registration(db, edition, "Owned", account_id=account.id)
    file = f"id,email\n{free.id},right@example.org\n"

    assert (await bring_in(organiser, file)).json()["updated"] == 1
    refused = await bring_in(organiser, f"id,email\n{owned.id},other@example.org\n")
    assert refused.json()["errors"][0]["pointer"] == "/rows/2/email"


@pytest.mark.parametrize("form", ["csv", "ndjson", "xlsx"])
async def test_file_that_is_older_than_a_change_overwrites_nothing(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, form: str
) -> None:
    async with database.write() as db:
        row = await make_registration(db, edition)
    old = await export(organiser, form)
    url = f"{BASE}/participants/{row.id}"
    await organiser.patch(url, json={"phone": "+256 700 000001"}, headers={"If-Match": '"1"'})

    answer = await bring_in(organiser, old, form)

    assert (answer.status_code, answer.json()["code"]) == (422, "import_invalid")
    assert [error["pointer"].rpartition("/")[2] for error in answer.json()["errors"]] == ["updated_at"]
    assert (await organiser.get(url)).json()["phone"] == "+256 700 000001"
