"""The programme file under /api/v1."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select, update

from factories.programme import EDITION, SESSION
from madang.accounts.models import Role, RoleGrant
from madang.core.db import Database
from madang.core.yaml_text import MAX_BYTES
from madang.main import create_app
from madang.people.queries import get_person
from madang.programme.loading import LoadReport, load
from madang.programme.models import Edition
from madang.programme.routes import file as routes
from madang.settings import Settings
from support.callers import ORGANISER, PASSWORD

FILE = f"/api/v1/editions/{EDITION['slug']}/programme-file"
SESSIONS = f"/api/v1/editions/{EDITION['slug']}/programme/sessions"


@pytest.fixture
async def read(as_organiser: httpx.AsyncClient) -> httpx.Response:
    """Return the file of an edition with one session."""
    await as_organiser.post("/api/v1/editions", json=EDITION)
    await as_organiser.post(SESSIONS, json=SESSION)
    answer = await as_organiser.get(FILE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml")
    return answer


async def put(client: httpx.AsyncClient, text: str | bytes, etag: str) -> httpx.Response:
    return await client.put(FILE, content=text, headers={"If-Match": etag, "Content-Type": "application/yaml"})


async def test_edited_file_becomes_the_programme(as_organiser: httpx.AsyncClient, read: httpx.Response):
    edited = read.text.replace("en: Opening", "en: Grand opening")

    answer = await put(as_organiser, edited, read.headers["etag"])

    assert answer.json() == {
        "created": [], "updated": ["sessions/opening"], "deleted": [], "unchanged": ["edition"],
    }  # fmt: skip
    again = await as_organiser.get(FILE)
    assert (again.text, again.headers["etag"]) == (edited, answer.headers["etag"])


async def test_same_file_changes_nothing(as_organiser: httpx.AsyncClient, read: httpx.Response):
    answer = await put(as_organiser, read.text, read.headers["etag"])

    assert (answer.json()["updated"], answer.headers["etag"]) == ([], read.headers["etag"])


async def test_mistakes_are_listed_and_nothing_is_loaded(as_organiser: httpx.AsyncClient, read: httpx.Response):
    mistaken = read.text.replace("kind: plenary", "kind: concert").replace("2030-05-06 10:00", "2030-05-06 08:00")

    answer = await put(as_organiser, mistaken.replace("en: Harbour", "en: Port"), read.headers["etag"])

    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert (problem["code"], [error["pointer"] for error in problem["errors"]]) == (
        "programme_file_invalid",
        ["/sessions/0/kind", "/sessions/0/end"],
    )
    assert (await as_organiser.get(FILE)).text == read.text


@pytest.mark.parametrize(
    "hostile",
    [b"", b"\xff\xfe", b"\x00", b"a: &a [*a]", b"[" * 100_000, b"madang: 1\nedition: {slug: " + b"9" * 5000 + b"}"],
    ids=lambda hostile: repr(hostile)[:20],
)
async def test_hostile_file_is_refused(as_organiser: httpx.AsyncClient, read: httpx.Response, hostile: bytes):
    answer = await put(as_organiser, hostile, read.headers["etag"])

    assert (answer.status_code, answer.json()["code"]) == (422, "programme_file_invalid")


async def test_file_of_another_edition_is_refused(as_organiser: httpx.AsyncClient, read: httpx.Response):
    other = (Path(__file__).parents[2] / "programmes" / "apd-2016.yaml").read_bytes()

    answer = await put(as_organiser, other, read.headers["etag"])

    assert answer.json()["errors"] == [
        {
            "pointer": "/edition/slug",
            "detail": "line 4: edition.slug: this file is of 'apd-2016', not of 'harbour-2030'",
        }
    ]


async def test_file_read_before_another_change_is_stale(as_organiser: httpx.AsyncClient, read: httpx.Response):
    await as_organiser.post(SESSIONS, json=SESSION | {"key": "second"})

    answer = await put(as_organiser, read.text, read.headers["etag"])

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


async def test_file_without_the_version_it_was_made_on_is_refused(
    as_organiser: httpx.AsyncClient, read: httpx.Response
):
    answer = await as_organiser.put(FILE, content=read.text)

    assert (answer.status_code, answer.json()["code"]) == (428, "version_required")


async def test_organiser_of_an_edition_adds_no_series_by_its_file(
    app: FastAPI, as_organiser: httpx.AsyncClient, read: httpx.Response
):
    async with app.state.database.write() as db:
        edition = (await db.exec(select(Edition))).one()
        await db.exec(update(RoleGrant).values(role=Role.ORGANISER, edition_id=edition.id))
    series = read.text + "\nseries:\n  - key: line\n    title: A line\n"

    answer = await put(as_organiser, series, read.headers["etag"])

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await as_organiser.get("/api/v1/series")).json()["items"] == []
    assert (await put(as_organiser, read.text, read.headers["etag"])).status_code == 200


async def test_others_write_while_a_file_is_slow_to_come(
    live: Database, as_organiser: httpx.AsyncClient, read: httpx.Response
):
    signed_in = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        half = len(read.content) // 2
        yield read.content[:half]
        await asyncio.wait_for(signed_in.wait(), 3)
        yield read.content[half:]

    sending = asyncio.create_task(as_organiser.put(FILE, content=slowly(), headers={"If-Match": read.headers["etag"]}))
    await asyncio.sleep(0.1)
    answer = await as_organiser.post("/api/v1/auth/token", data={"username": ORGANISER, "password": PASSWORD})
    signed_in.set()

    assert (answer.status_code, (await sending).status_code) == (200, 200)


async def test_name_that_a_colleague_changes_meanwhile_is_not_lost(
    live: Database,
    live_twin: Database,
    as_organiser: httpx.AsyncClient,
    read: httpx.Response,
    monkeypatch: pytest.MonkeyPatch,
):
    person = (await as_organiser.post("/api/v1/people", json={"key": "host", "badge_name": "Host"})).json()
    role = {"person_id": person["id"], "role": "host"}
    await as_organiser.post(SESSIONS, json=SESSION | {"key": "second", "people": [role]})
    file = await as_organiser.get(FILE)
    changing: list[asyncio.Task[bool]] = []

    async def change() -> bool:
        async with live_twin.write() as db:
            stands = await get_person(db, UUID(person["id"]), lock=True)
            if stands.version == person["version"]:
                stands.position = "Mayor"
                return True
            return False

    async def load_after_a_colleague(*given: Any, **options: Any) -> LoadReport:
        changing.append(asyncio.create_task(change()))
        await asyncio.wait(changing, timeout=0.5)
        return await load(*given, **options)

    monkeypatch.setattr(routes, "load", load_after_a_colleague)
    answer = await put(as_organiser, file.text.replace("badge_name: Host", "badge_name: Hostess"), file.headers["etag"])

    # The file came first, and the colleague, who read another version, is told so.
    assert (answer.status_code, await asyncio.gather(*changing)) == (200, [False])


async def test_session_that_a_colleague_changes_meanwhile_is_not_lost(
    live: Database, as_organiser: httpx.AsyncClient, read: httpx.Response, monkeypatch: pytest.MonkeyPatch
):
    (session,) = (await as_organiser.get(SESSIONS)).json()["items"]
    changing: list[asyncio.Task[httpx.Response]] = []

    async def load_after_a_colleague(*given: Any, **options: Any) -> LoadReport:
        change = as_organiser.patch(
            f"{SESSIONS}/{session['id']}", json={"capacity": 9}, headers={"If-Match": f'"{session["version"]}"'}
        )
        changing.append(asyncio.create_task(change))
        await asyncio.wait(changing, timeout=0.5)
        return await load(*given, **options)

    monkeypatch.setattr(routes, "load", load_after_a_colleague)
    answer = await put(as_organiser, read.text.replace("en: Opening", "en: Grand opening"), read.headers["etag"])

    # The file came first, and the colleague is told so.
    assert [answer.status_code, *(one.status_code for one in await asyncio.gather(*changing))] == [200, 412]


async def test_file_may_be_as_long_as_a_body(
    settings: Settings, app: FastAPI, as_organiser: httpx.AsyncClient, read: httpx.Response
):
    state = app.state
    generous = create_app(
        settings.model_copy(update={"max_body_bytes": 2 * MAX_BYTES}),
        clock=state.clock,
        database=state.database,
        passwords=state.passwords,
    )
    long = read.text + "#" * MAX_BYTES + "\n"

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(generous), base_url="http://testserver", headers=as_organiser.headers
    ) as client:
        answer = await put(client, long, read.headers["etag"])

    assert (answer.status_code, answer.json()["updated"]) == (200, [])
