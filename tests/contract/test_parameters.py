"""An operation under /api/v1 takes the query parameters that it declares, and no other."""

import json
import re

import httpx
import pytest

from madang.cli import describe_api

OPERATIONS = [
    (method, path, sorted(each["name"] for each in operation.get("parameters", []) if each["in"] == "query"))
    for path, operations in json.loads(describe_api())["paths"].items()
    if path.startswith("/api/v1/")
    for method, operation in operations.items()
]


@pytest.mark.parametrize(("method", "path", "declared"), OPERATIONS)
async def test_unknown_parameter_is_refused_and_named(
    as_organiser: httpx.AsyncClient, method: str, path: str, declared: list[str]
) -> None:
    address = re.sub(r"\{\w+\}", "1", path)
    answer = await as_organiser.request(method, address, params={"fo/o": "1", "limits": "2"})

    refused = answer.json()
    assert (answer.status_code, refused["code"]) == (422, "parameter_unknown")
    assert [error["pointer"] for error in refused["errors"]] == ["/query/fo~1o", "/query/limits"]
    assert refused["detail"] == f"parameters of this address: {', '.join(declared) or 'none'}"


async def test_declared_parameters_are_taken(as_organiser: httpx.AsyncClient) -> None:
    for path in ("people?name=mina&limit=2", "organisations?limit=2", "editions?limit=2", "series", "me"):
        assert (await as_organiser.get(f"/api/v1/{path}")).status_code == 200
