"""What routes are given: a transaction, the present moment, the expected version, a page of a list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.dependencies.models import Dependant
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.core.errors import ParameterUnknown, Stale, VersionRequired, pointer_part
from madang.core.keys import Keyring
from madang.core.origin import Origin, set_origin
from madang.core.pages import MAX_LIMIT, Found, PageRequest
from madang.core.schemas import Output


def origin(request: Request) -> Origin:
    """Return where a request comes from, as far as is known: its caller is added by whoever finds out."""
    known: Origin | None = getattr(request.state, "origin", None)
    return known or Origin(
        address=request.client.host[:64] if request.client else None,
        request_id=request.scope.get("state", {}).get("request_id", ""),
    )


@asynccontextmanager
async def writing(request: Request) -> AsyncIterator[AsyncSession]:
    """Open a writing transaction that knows where it comes from, for what cannot wait for the route's own."""
    database: Database = request.app.state.database
    async with database.write() as db:
        set_origin(db, origin(request))
        yield db


async def _write(request: Request) -> AsyncIterator[AsyncSession]:
    async with writing(request) as db:
        yield db


async def _read(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.read() as db:
        yield db


# scope="function": the transaction ends before the answer is sent, so that a failed commit is never a 200.
Db = Annotated[AsyncSession, Depends(_write, scope="function")]
ReadDb = Annotated[AsyncSession, Depends(_read, scope="function")]


def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


Now = Annotated[datetime, Depends(_now)]


async def only_known_parameters(request: Request) -> None:
    """Refuse query parameters that an operation does not declare. Errors: ParameterUnknown."""
    taken = _parameters_of(request.scope["route"].dependant)
    wrong = sorted(set(request.query_params) - taken)
    if wrong:
        errors = [(f"/query/{pointer_part(name)}", "this address does not take it") for name in wrong]
        raise ParameterUnknown(f"parameters of this address: {', '.join(sorted(taken)) or 'none'}", errors=errors)


def _parameters_of(dependant: Dependant) -> set[str]:
    inherited = (_parameters_of(dependency) for dependency in dependant.dependencies)
    return {field.alias for field in dependant.query_params}.union(*inherited)


def _expected_version(
    if_match: Annotated[
        str | None,
        Header(description='The version that this change was made on, quoted: `"3"`.', max_length=100),
    ] = None,
) -> int:
    if if_match is None:
        raise VersionRequired("send If-Match with the version that you read")
    digits = if_match.strip().removeprefix('"').removesuffix('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Stale(f"If-Match {if_match!r} is no version of this resource")
    return int(digits)


ExpectedVersion = Annotated[int, Depends(_expected_version)]


def expect(version: int, current: Output) -> None:
    """Refuse a change that was made on another version than the `current` one. Errors: Stale, with the current."""
    stands: int = getattr(current, "version")  # noqa: B009 -- every versioned answer has it, no base class says so
    if stands != version:
        raise Stale(f"this is version {stands} by now, not {version}", current=current.model_dump(mode="json"))


def say_version(response: Response, version: int) -> None:
    """Set the strong ETag of a versioned resource."""
    response.headers["ETag"] = f'"{version}"'


EditionSlug = Annotated[str, Path(alias="edition", max_length=64, pattern=r"^[a-z0-9-]+$", examples=["gsef-cbt-2019"])]
"""The edition of an address: everything below `/editions/{edition}` is within it."""


def _page_request(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most items of one page.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=2000, description="Where the page begins; comes with `next`.")
    ] = None,
) -> PageRequest:
    keyring: Keyring = request.app.state.keyring
    asked = sorted(item for item in request.query_params.multi_items() if item[0] not in ("limit", "cursor"))
    return PageRequest(limit=limit, cursor=cursor, key=keyring.newest("cursor"), binding=f"{request.url.path}?{asked}")


Paging = Annotated[PageRequest, Depends(_page_request)]


def make_page(request: Request, response: Response, found: Found[Any]) -> dict[str, Any]:
    """Return the body of a list, and set the RFC 8288 `Link` to its next page."""
    following = None
    if found.next_cursor is not None:
        url = request.url.include_query_params(cursor=found.next_cursor)
        following = f"{url.path}?{url.query}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return {"items": found.items, "next": following}
