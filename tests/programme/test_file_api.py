"""The programme file under /api/v1."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select, update

from factories.programme import EDITION, SESSION
from madang.accounts.models import Role, RoleGrant
from madang.programme.models import Edition

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
