"""Keyset lists: a page, an opaque signed cursor, and no row twice."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import Refusal

MAX_LIMIT = 200
T = TypeVar("T")


class CursorInvalid(Refusal):
    """The cursor is damaged, or was given out for another sort or other filters."""

    status, code = 422, "cursor_invalid"


@dataclass(frozen=True)
class PageRequest:
    """What a caller asked of a list. `key` signs cursors, `binding` is the sort and filters they are good for."""

    limit: int
    cursor: str | None
    key: bytes
    binding: str


@dataclass(frozen=True)
class Found(Generic[T]):
    """One page of rows and the cursor of the next, if there is one."""

    items: Sequence[T]
    next_cursor: str | None


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"u": value.hex} if isinstance(value, UUID) else value


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        if "d" in value:
            return date.fromisoformat(value["d"])
        return datetime.fromisoformat(value["t"]) if "t" in value else UUID(value["u"])
    return value


def _sign(page: PageRequest, payload: bytes) -> bytes:
    return hmac.digest(page.key, page.binding.encode() + b"\0" + payload, hashlib.sha256)[:16]


def _read_cursor(page: PageRequest, cursor: str) -> tuple[Any, ...]:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii"))
        signature, payload = raw[:16], raw[16:]
        if not hmac.compare_digest(signature, _sign(page, payload)):
            raise ValueError
        return tuple(_decode(value) for value in orjson.loads(payload))
    except (ValueError, UnicodeError) as problem:
        raise CursorInvalid("this cursor belongs to another list; start again without it") from problem


async def fetch_page(
    db: AsyncSession,
    statement: Any,
    *,
    keys: Sequence[Any],
    key_of: Callable[[T], tuple[Any, ...]],
    page: PageRequest,
    descending: bool = False,
) -> Found[T]:
    """Return one page of `statement` sorted by `keys`, the last of which is unique.

    Costs one statement that reads limit + 1 rows from an index, however far the page lies in.
    """
    if page.cursor is not None:
        after = _read_cursor(page, page.cursor)
        statement = statement.where(tuple_(*keys) < after if descending else tuple_(*keys) > after)
    order = [key.desc() for key in keys] if descending else keys
    rows: Sequence[T] = (await db.exec(statement.order_by(*order).limit(page.limit + 1))).all()
    items = rows[: page.limit]
    if len(rows) <= page.limit:
        return Found(items, None)
    payload = orjson.dumps([_encode(value) for value in key_of(items[-1])])
    return Found(items, base64.urlsafe_b64encode(_sign(page, payload) + payload).decode())
