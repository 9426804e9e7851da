"""openapi.json: as FastAPI writes it, with our problem documents in place of its own errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from madang.core.schemas import Problem
from madang.core.web.problems import PROBLEM_TYPE

_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of `app`, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name in _UNUSED:
            schemas.pop(name, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        for operations in document["paths"].values():
            for operation in operations.values():
                _use_problems(operation)
        app.openapi_schema = document
    return app.openapi_schema


def _use_problems(operation: dict[str, Any]) -> None:
    answer = operation["responses"].get("422")
    if answer and PROBLEM_TYPE not in answer["content"]:
        answer["description"] = "`invalid`: a field of the request cannot be accepted; `errors` says which and why."
        answer["content"] = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
