"""Requests that nobody sane would send, made from openapi.json: never a 500, always a documented answer."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.schemas import APIOperation

from factories.programme import EDITION, SESSION, VENUE
from madang.cli import describe_api

SCHEMA = schemathesis.openapi.from_dict(json.loads(describe_api()))
OPERATIONS: list[APIOperation] = [found.ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = 12


@pytest.fixture
async def programme(as_organiser: httpx.AsyncClient) -> dict[str, str]:
    """Return what stands behind the addresses, so that hostile bodies meet real resources."""
    edition = f"/api/v1/editions/{EDITION['slug']}"
    await as_organiser.post("/api/v1/editions", json=EDITION)
    venue = (await as_organiser.post(f"{edition}/programme/venues", json=VENUE)).json()
    session = (await as_organiser.post(f"{edition}/programme/sessions", json=SESSION)).json()
    person = (await as_organiser.post("/api/v1/people", json={"badge_name": "Trainee 1"})).json()
    await as_organiser.post(f"{edition}/releases", json={})
    return {
        "edition": EDITION["slug"],
        "venue_id": venue["id"],
        "session_id": session["id"],
        "person_id": person["id"],
        "number": "1",
    }


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
async def test_hostile_request_is_answered_as_documented(
    as_organiser: httpx.AsyncClient, programme: dict[str, str], operation: APIOperation
) -> None:
    loop = asyncio.get_running_loop()
    bearer = as_organiser.headers["Authorization"]

    async def send(request: dict[str, Any]) -> httpx.Response:
        return await as_organiser.request(**request)

    def attack() -> None:
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
            case.path_parameters.update(
                {name: value for name, value in programme.items() if name in case.path_parameters}
            )
            request = case.as_transport_kwargs(base_url="http://testserver")
            headers = {name: value for name, value in request["headers"].items() if name.lower() != "authorization"}
            request = {name: request[name] for name in ("method", "url", "params", "json", "data") if request.get(name)}
            if not isinstance(request.get("data"), dict):
                request["content"] = request.pop("data", None)
            answer = asyncio.run_coroutine_threadsafe(
                send(request | {"headers": headers | {"Authorization": bearer}}), loop
            ).result()
            assert answer.status_code < 500, answer.text
            documented = operation.definition.raw["responses"]
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json", answer.text
            else:
                assert str(answer.status_code) in documented, answer.status_code

        check()

    await asyncio.to_thread(attack)
