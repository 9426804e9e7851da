"""Handing in a file over a bad line, and who may read it again."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.care import PDF, make_edition, make_registration
from madang.accounts.models import Account, Role, RoleGrant
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.files.housekeeping import Tidying
from madang.files.models import StoredFile
from madang.files.rules import MOST_FILES
from madang.overview.housekeeping import Clearing
from madang.participants.models import Registration
from support.moments import StoppedClock

FILES = "/api/v1/me/files"


@dataclass
class Someone:
    """A participant with a signed-in client."""

    client: httpx.AsyncClient
    account: Account
    registration: Registration

    async def begin(self, content: bytes = PDF, **more: Any) -> httpx.Response:
        body = {"edition": "harbour-2030", "name": "plan.pdf", "media_type": "application/pdf", "size": len(content)}
        return await self.client.post(FILES, json=body | more)

    async def send(self, file_id: str, piece: bytes, offset: int) -> httpx.Response:
        return await self.client.put(f"{FILES}/{file_id}/content", content=piece, params={"offset": offset})

    async def hand_in(self, content: bytes = PDF, **more: Any) -> str:
        file_id = str((await self.begin(content, **more)).json()["id"])
        assert (await self.send(file_id, content, 0)).status_code == 200
        return file_id


@pytest_asyncio.fixture
async def someone(app: FastAPI, database: Database) -> AsyncIterator[Someone]:
    async with database.write() as db:
        edition = await make_edition(db)
        account = await make_account(db)
        registration = await make_registration(db, edition, account)
    async with await signed_in(app, account) as client:
        yield Someone(client, account, registration)


def bytes_of(app: FastAPI, file_id: str) -> bytes | None:
    path = app.state.files.path(UUID(file_id))
    return path.read_bytes() if path.exists() else None


async def organiser_of(app: FastAPI, database: Database, registration: Registration, role: Role) -> httpx.AsyncClient:
    async with database.write() as db:
        account = await make_account(db, f"{role}@example.org", role=role, edition_id=registration.edition_id)
    return await signed_in(app, account)


async def test_file_goes_on_where_the_line_broke(someone: Someone) -> None:
    begun = (await someone.begin()).json()
    address = f"{FILES}/{begun['id']}"
    await someone.send(begun["id"], PDF[:20], 0)
    # The answer was lost: the phone asks how much is there, or sends the piece again and is told.
    again = await someone.send(begun["id"], PDF[:20], 0)
    standing = (await someone.client.get(address)).json()
    last = await someone.send(begun["id"], PDF[20:], standing["received"])

    read = await someone.client.get(f"{address}/content")
    assert (begun["received"], begun["complete"], begun["piece_bytes"]) == (0, False, 1_048_576)
    assert (again.status_code, again.json()["code"], again.json()["current"]) == (409, "offset_wrong", {"received": 20})
    assert last.json() == {
        **begun,
        "received": len(PDF),
        "complete": True,
        "sha256": sha256(PDF).hexdigest(),
    }
    assert read.content == PDF
    assert read.headers["content-disposition"] == "attachment; filename*=UTF-8''plan.pdf"
    assert read.headers["x-content-type-options"] == "nosniff"


async def test_piece_as_large_as_a_body_may_be_is_taken(someone: Someone) -> None:
    content = PDF + b"\n" * (1_048_576 + 10)
    file_id = (await someone.begin(content)).json()["id"]

    first = await someone.send(file_id, content[:1_048_576], 0)
    last = await someone.send(file_id, content[1_048_576:], 1_048_576)

    assert (first.status_code, last.json()["complete"]) == (200, True)


async def test_two_pieces_at_once_do_not_mix(live: Database, app: FastAPI, someone: Someone) -> None:
    file_id = (await someone.begin()).json()["id"]

    answers = await asyncio.gather(*(someone.send(file_id, PDF[:30], 0) for _ in range(8)))
    await someone.send(file_id, PDF[30:], 30)

    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]
    assert (await someone.client.get(f"{FILES}/{file_id}/content")).content == PDF


async def test_file_that_is_not_what_it_says_is_not_kept(app: FastAPI, someone: Someone) -> None:
    disguised = b"<html><script>alert(1)</script></html>"
    file_id = (await someone.begin(disguised)).json()["id"]

    refused = await someone.send(file_id, disguised, 0)

    assert (refused.status_code, refused.json()["code"]) == (422, "content_unlike")
    assert (await someone.client.get(f"{FILES}/{file_id}")).status_code == 404
    assert bytes_of(app, file_id) is None


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"size": 20_971_521}, 413, "file_too_large", "/body/size"),
        ({"size": 0}, 422, "invalid", "/body/size"),
        ({"media_type": "image/svg+xml"}, 422, "invalid", "/body/media_type"),
        ({"name": "a" + "\u0301" * 300}, 422, "invalid", "/body/name"),
        ({"name": "plan\u202efdp.exe"}, 422, "invalid", "/body/name"),
    ],
)
async def test_file_that_is_not_taken_is_refused_before_it_is_sent(
    someone: Someone, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    refused = await someone.begin(**changes)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("piece", [b"", PDF + b"more"], ids=["nothing", "too much"])
async def test_piece_that_does_not_fit_is_refused(someone: Someone, piece: bytes) -> None:
    file_id = (await someone.begin()).json()["id"]
    refused = await someone.send(file_id, piece, 0)
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        [{"pointer": "/body", "detail": f"1 to {len(PDF)} bytes"}],
    )


async def test_complete_file_takes_nothing_more(someone: Someone) -> None:
    file_id = await someone.hand_in()
    again = await someone.send(file_id, b"x", len(PDF))
    assert (again.status_code, again.json()["code"]) == (409, "offset_wrong")


async def test_half_a_file_cannot_be_read(someone: Someone) -> None:
    file_id = (await someone.begin()).json()["id"]
    await someone.send(file_id, PDF[:20], 0)
    refused = await someone.client.get(f"{FILES}/{file_id}/content")
    assert (refused.status_code, refused.json()["code"]) == (409, "file_incomplete")


async def test_file_whose_bytes_are_gone_is_no_fault(app: FastAPI, someone: Someone) -> None:
    file_id = await someone.hand_in()
    app.state.files.remove(UUID(file_id))
    assert (await someone.client.get(f"{FILES}/{file_id}/content")).status_code == 404


async def test_other_people_do_not_learn_that_a_file_is_there(
    app: FastAPI, database: Database, someone: Someone
) -> None:
    file_id = await someone.hand_in()
    async with database.write() as db:
        other = await make_account(db, "other@example.org")
        db.add(RoleGrant(account_id=other.id, role=Role.PARTICIPANT, edition_id=someone.registration.edition_id))
    client = await signed_in(app, other)

    foreign = [
        await client.get(f"{FILES}/{file_id}"),
        await client.get(f"{FILES}/{file_id}/content"),
        await client.put(f"{FILES}/{file_id}/content", content=b"x", params={"offset": 0}),
    ]
    absent = await client.get(f"{FILES}/{UUID(int=7)}")

    assert {answer.status_code for answer in foreign} == {404}
    assert {**foreign[0].json(), "request_id": ""} == {**absent.json(), "request_id": ""}


async def test_whoever_takes_no_part_hands_nothing_in(app: FastAPI, database: Database, someone: Someone) -> None:
    async with database.write() as db:
        outsider = await make_account(db, "outsider@example.org")
    outside = Someone(await signed_in(app, outsider), outsider, someone.registration)
    assert [(await outside.begin()).status_code, (await outside.begin(edition="nowhere")).status_code] == [404, 404]


async def test_account_does_not_fill_the_disk(database: Database, clock: StoppedClock, someone: Someone) -> None:
    async with database.write() as db:
        for _ in range(MOST_FILES):
            db.add(
                StoredFile(
                    edition_id=someone.registration.edition_id,
                    account_id=someone.account.id,
                    name="x",
                    media_type="image/png",
                    size=1,
                    created_at=clock(),
                )
            )
    refused = await someone.begin()
    assert (refused.status_code, refused.json()["code"]) == (409, "files_too_many")


async def test_sensitive_file_lies_sealed_and_organisers_say_why_they_read_it(
    app: FastAPI, database: Database, someone: Someone
) -> None:
    file_id = await someone.hand_in(sensitive=True)
    address = f"/api/v1/editions/harbour-2030/files/{file_id}"
    organiser = await organiser_of(app, database, someone.registration, Role.ORGANISER)
    partner = await organiser_of(app, database, someone.registration, Role.PARTNER)

    without = await organiser.get(f"{address}/content")
    read = await organiser.get(f"{address}/content", params={"reason": "visa letter"})
    by_partner = await partner.get(f"{address}/content", params={"reason": "curious"})

    lying = bytes_of(app, file_id)
    assert lying is not None
    assert PDF[:20] not in lying
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/query/reason")
    assert (read.status_code, read.content) == (200, PDF)
    assert (by_partner.status_code, (await partner.get(address)).status_code) == (404, 404)
    async with database.read() as db:
        entries = (await db.exec(select(AuditEntry).where(AuditEntry.action == "file.read"))).all()
    assert [(entry.subject_id, entry.reason) for entry in entries] == [(UUID(file_id), "visa letter")]


async def test_files_that_nobody_needs_are_removed_after_a_week_and_others_stay(
    app: FastAPI, database: Database, clock: StoppedClock, someone: Someone
) -> None:
    unfinished = (await someone.begin()).json()["id"]
    await someone.send(unfinished, PDF[:9], 0)
    unused, used = await someone.hand_in(), await someone.hand_in()
    async with database.write() as db:
        registration = (await db.exec(select(Registration))).one()
        registration.answers = {"portrait": used}
    tidying, clearing = Tidying(app.state.files), Clearing(app.state.files, 30)

    left: list[set[str]] = []
    for days in (6, 2):
        now = clock.advance(days=days)
        await tidying.forget_unfinished(database, now)
        await clearing.forget_unused_files(database, now)
        async with database.read() as db:
            left.append({str(file_id) for file_id in (await db.exec(select(StoredFile.id))).all()})

    assert left == [{unfinished, unused, used}, {used}]
    assert [bytes_of(app, file_id) for file_id in (unfinished, unused, used)] == [None, None, PDF]


async def test_file_that_staff_handed_in_for_somebody_stays(
    app: FastAPI, database: Database, clock: StoppedClock, someone: Someone
) -> None:
    staff = await organiser_of(app, database, someone.registration, Role.ORGANISER)
    file_id = await Someone(staff, someone.account, someone.registration).hand_in()
    async with database.write() as db:
        registration = (await db.exec(select(Registration))).one()
        registration.answers = {"portrait": file_id}

    await Clearing(app.state.files, 30).forget_unused_files(database, clock.advance(days=30))

    assert bytes_of(app, file_id) == PDF


async def test_sealed_files_go_when_sensitive_details_do(
    app: FastAPI, database: Database, clock: StoppedClock, someone: Someone
) -> None:
    sealed, plain = await someone.hand_in(sensitive=True), await someone.hand_in()
    clearing = Clearing(app.state.files, 30)
    there = []
    for day in (6, 7):  # the edition ends on 7 May 2030
        clock.now = clock.now.replace(year=2030, month=6, day=day)
        await clearing.erase_sealed_files(database, clock())
        there.append(bytes_of(app, sealed) is not None)

    assert there == [True, False]
    assert bytes_of(app, plain) == PDF


async def test_bytes_that_no_row_speaks_of_are_removed(app: FastAPI, database: Database, someone: Someone) -> None:
    kept = await someone.hand_in()
    left_over = UUID(int=0x1234)
    app.state.files.write(left_over, 0, b"x", sealed=False)
    for file_id in (left_over, UUID(kept)):
        os.utime(app.state.files.path(file_id), (0, 0))

    await Tidying(app.state.files).remove_unknown(database, app.state.clock())

    assert [bytes_of(app, left_over.hex), bytes_of(app, kept)] == [None, PDF]
