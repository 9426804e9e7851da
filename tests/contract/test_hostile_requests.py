"""Requests that nobody sane would send, made from openapi.json: never a 500, always a documented answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.schemas import APIOperation
from schemathesis.transport.serialization import serialize_binary
from sqlalchemy.ext.asyncio import AsyncConnection

from factories.accounts import client_of
from factories.programme import EDITION, SESSION, VENUE
from madang.accounts.passwords import Passwords
from madang.accounts.service import create_administrator
from madang.files.rules import MediaType
from madang.main import create_app
from madang.settings import REPOSITORY
from support.callers import ORGANISER, PASSWORD
from support.databases import Databases, Lasting, RolledBack
from support.moments import StoppedClock


@schemathesis.serializer(MediaType.XLSX.value)
def send_as_it_is(_context: Any, value: Any) -> bytes:
    """Send what was made for a workbook's bytes."""
    return serialize_binary(value)


# As committed; that it is what the application says is test_openapi's business.
SCHEMA = schemathesis.openapi.from_dict(json.loads((REPOSITORY / "openapi.json").read_text("utf-8")))
OPERATIONS: list[APIOperation] = [found.ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = 12
V1 = "/api/v1"


@dataclass(frozen=True)
class Programme:
    """An administrator's client and what stands behind the addresses, so that hostile bodies meet real resources."""

    connection: AsyncConnection
    client: httpx.AsyncClient
    ids: dict[str, str]


@pytest.fixture(scope="module")
def programmes() -> dict[str, Programme]:
    return {}


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[schemathesis.Case]]:
    """Return what was sent so far, by operation: to make requests costs more than to answer them."""
    return {}


@pytest_asyncio.fixture
async def programme(
    databases: Databases, lasting: Lasting, programmes: dict[str, Programme], passwords: Passwords
) -> AsyncIterator[Programme]:
    """Return the programme of this kind of database, made once; what a test does to it is taken back."""
    settings, connection = await lasting(databases)
    kind = connection.dialect.name
    if kind not in programmes:
        app = create_app(settings, clock=StoppedClock(), database=RolledBack(connection), passwords=passwords)
        async with app.state.database.write() as db:
            await create_administrator(db, passwords, email=ORGANISER, password=PASSWORD)
        programmes[kind] = await make_programme(client_of(app), connection)
    before = await connection.begin_nested()
    yield programmes[kind]
    await before.rollback()


async def make_programme(client: httpx.AsyncClient, connection: AsyncConnection) -> Programme:
    async def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await client.post(f"{V1}{path}", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    token = await client.post(f"{V1}/auth/token", data={"username": ORGANISER, "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
    edition = f"/editions/{EDITION['slug']}"
    await made("/editions", EDITION)
    ids = {
        "edition": EDITION["slug"],
        "venue_id": (await made(f"{edition}/programme/venues", VENUE))["id"],
        "session_id": (await made(f"{edition}/programme/sessions", SESSION))["id"],
        "person_id": (await made("/people", {"badge_name": "Trainee 1"}))["id"],
        "number": "1",
    }
    await made(f"{edition}/releases", {})
    return Programme(connection, client, ids)


async def attack(programme: Programme, operation: APIOperation, case: schemathesis.Case) -> None:
    """Send a request as an administrator, at what is there where its address names something."""
    case.path_parameters.update({name: value for name, value in programme.ids.items() if name in case.path_parameters})
    request = case.as_transport_kwargs(base_url="http://testserver")
    headers = {name: value for name, value in request["headers"].items() if name.lower() != "authorization"}
    request = {name: request[name] for name in ("method", "url", "params", "json", "data") if request.get(name)}
    if not isinstance(request.get("data"), dict):
        request["content"] = request.pop("data", None)
    headers["Authorization"] = programme.client.headers["Authorization"]
    answer = await programme.client.request(**request, headers=headers)
    assert answer.status_code < 500, answer.text
    documented = operation.definition.raw["responses"]
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
    else:
        assert str(answer.status_code) in documented, answer.status_code


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
async def test_hostile_request_is_answered_as_documented(
    programme: Programme, drawn: dict[str, list[schemathesis.Case]], operation: APIOperation
) -> None:
    if operation.label in drawn:  # by the same test on the other database
        for case in drawn[operation.label]:
            await attack(programme, operation, case)
        return
    loop = asyncio.get_running_loop()
    sent: list[schemathesis.Case] = []

    def draw() -> None:
        # Derandomised: the same requests each time, so that a failure is a change of the code.
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            asyncio.run_coroutine_threadsafe(attack(programme, operation, case), loop).result()
            sent.append(case)

        check()

    await asyncio.to_thread(draw)
    drawn[operation.label] = sent
