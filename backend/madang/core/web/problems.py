"""Refusals become RFC 9457 problem documents; so does everything else that goes wrong."""

import math
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.exceptions import HTTPException

from madang.core.errors import Refusal, Stale, StorageFull, Unavailable
from madang.core.web.requests import writing

log = structlog.get_logger()

PROBLEM_TYPE = "application/problem+json"
AfterRefusal = Callable[[AsyncSession], Awaitable[None]]


def after_refusal(request: Request, work: AfterRefusal) -> None:
    """Queue work that must outlive a refusal, such as the end of a login whose token was stolen.

    The refusal rolls its own transaction back; this runs afterwards in a second one, before the answer is sent.
    """
    queued = getattr(request.state, "after_refusal", None)
    if queued is None:
        queued = request.state.after_refusal = []
    queued.append(work)


def problem(
    request: Request,
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: list[tuple[str, str]] | None = None,
    current: Any = None,
    headers: dict[str, str] | None = None,
    members: dict[str, str] | None = None,
) -> Response:
    """Return an RFC 9457 problem document."""
    body: dict[str, Any] = {
        "type": f"urn:madang:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"pointer": pointer, "detail": what} for pointer, what in errors or []],
        "request_id": request.scope.get("state", {}).get("request_id", ""),
        **(members or {}),
    }
    if current is not None:
        body["current"] = current
    return Response(_dump(body), status_code=status, media_type=PROBLEM_TYPE, headers=headers)


def _dump(body: Any) -> bytes:
    # Input is echoed nowhere, but a detail may quote it: what JSON cannot say is replaced.
    try:
        return orjson.dumps(body)
    except TypeError:
        return orjson.dumps(_printable(body))


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return str(value).encode("utf-8", "replace").decode() if not isinstance(value, bool | int | float) else value


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip().capitalize()


async def _answer_refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    queued = list(getattr(request.state, "after_refusal", None) or [])
    if refusal.audited:
        queued.append(request.app.state.record_denial(request, refusal))
    if queued:
        async with writing(request) as db:
            for work in queued:
                await work(db)
    return answer_with(request, refusal)


def answer_with(request: Request, refusal: Refusal) -> Response:
    """Return the document of a refusal: for a route that must keep its effect although it does not do all it could."""
    return problem(
        request,
        status=refusal.status,
        code=refusal.code,
        title=_words(type(refusal).__name__),
        detail=refusal.detail,
        errors=refusal.errors,
        current=refusal.current,
        headers=refusal.headers,
        members=refusal.members,
    )


async def _answer_invalid(request: Request, invalid: Exception) -> Response:
    assert isinstance(invalid, RequestValidationError)
    errors = [("/" + "/".join(str(part) for part in error["loc"]), error["msg"]) for error in invalid.errors()]
    return problem(
        request,
        status=422,
        code="invalid",
        title="Invalid",
        detail=f"{errors[0][0]}: {errors[0][1]}" + (f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""),
        errors=errors,
    )


_HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(error.status_code, "refused")
    return problem(
        request,
        status=error.status_code,
        code=code,
        title=code.replace("_", " ").capitalize(),
        detail=str(error.detail),
        headers=dict(error.headers or {}),
    )


async def _answer_stale(request: Request, _error: Exception) -> Response:
    return await _answer_refusal(request, Stale("somebody else changed this at the same moment; read it again"))


# PostgreSQL's classes of codes (appendix A of its manual): connection, resources, state, operator, system, catalog.
_GONE_CLASSES = ("08", "53", "55", "57", "58", "3D")
_LOST_RACES = ("40001", "40P01")


def _is_full(error: Exception) -> bool:
    origin = getattr(error, "orig", None)
    # SQLite says it in words, PostgreSQL by class 53 of its codes.
    return "disk is full" in str(origin) or getattr(origin, "sqlstate", None) == "53100"


def _is_gone(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        # The network's error, or nobody gave a connection back in time; an error that names a file is another matter.
        return getattr(error, "filename", None) is None
    state = getattr(error.orig, "sqlstate", None) or ""
    return (
        error.connection_invalidated
        or isinstance(error, InterfaceError | OperationalError)
        or state.startswith(_GONE_CLASSES)
    )


async def _answer_database(request: Request, error: Exception) -> Response:
    if _is_full(error):
        return await _answer_refusal(request, StorageFull("the disk is full; nothing was stored"))
    if getattr(getattr(error, "orig", None), "sqlstate", None) in _LOST_RACES:
        return await _answer_stale(request, error)
    if _is_gone(error):
        log.error("database unavailable", error=type(error).__name__, reason=str(getattr(error, "orig", "")))
        return await _answer_refusal(
            request,
            Unavailable("the database does not answer; try again shortly", headers={"Retry-After": "2"}),
        )
    raise error


async def _answer_fault(request: Request, error: Exception) -> Response:
    # The route's template, not the address: some addresses are a secret by themselves.
    route = getattr(request.scope.get("route"), "path", None)
    log.error("unexpected fault", method=request.method, route=route, exc_info=error)
    return problem(
        request,
        status=500,
        code="fault",
        title="Fault",
        detail="something went wrong here; it has been logged",
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of `app` with problem+json."""
    app.add_exception_handler(Refusal, _answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(StaleDataError, _answer_stale)
    app.add_exception_handler(DBAPIError, _answer_database)
    app.add_exception_handler(OSError, _answer_database)
    app.add_exception_handler(PoolTimeout, _answer_database)
    app.add_exception_handler(Exception, _answer_fault)


def refusals(*classes: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` of an operation: each refusal's status with its codes and meaning."""
    answers: dict[int | str, dict[str, Any]] = {}
    for refusal in classes:
        meaning = " ".join((refusal.__doc__ or "").split())
        said = f"`{refusal.code}`: {meaning}"
        if refusal.status in answers:
            answers[refusal.status]["description"] += f"\n\n{said}"
        else:
            answers[refusal.status] = {
                "description": said,
                "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return answers
