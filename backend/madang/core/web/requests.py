"""What routes are given: a transaction, the present moment, the expected version, a page of a list."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.core.errors import Stale, VersionRequired
from madang.core.pages import MAX_LIMIT, Found


async def _write(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.write() as db:
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


def say_version(response: Response, version: int) -> None:
    """Set the strong ETag of a versioned resource."""
    response.headers["ETag"] = f'"{version}"'


Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most items of one page.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="Where the page begins: taken from `next`.")]


def next_url(request: Request, found: Found[Any], response: Response) -> str | None:
    """Return the address of the next page, relative to the server, and set its RFC 8288 `Link`."""
    if found.next_cursor is None:
        return None
    url = request.url.include_query_params(cursor=found.next_cursor)
    relative = f"{url.path}?{url.query}"
    response.headers["Link"] = f'<{relative}>; rel="next"'
    return relative
