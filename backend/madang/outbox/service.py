"""Writing a message."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.ids import new_id
from madang.outbox import rules
from madang.outbox.errors import NotFailed
from madang.outbox.models import Delivery, MessageState, OutboxMessage


async def post(
    db: AsyncSession, kind: str, now: datetime, *, once: str | None = None, **parameters: UUID | str | None
) -> bool:
    """Write a message in the caller's transaction: it goes out if that is committed, and only then.

    `kind` names its renderer, `parameters` are the ids that it needs, never personal data or a secret. A message
    that bears the same `once` as an earlier one is not written again; return whether this one was written.
    """
    insert_here = (postgresql if db.get_bind().dialect.name == "postgresql" else sqlite).insert(OutboxMessage)
    row = _row(kind, now, once, parameters)
    written = await db.exec(insert_here.values(row).on_conflict_do_nothing(index_elements=["once"]))
    return bool(written.rowcount)


async def post_many(
    db: AsyncSession,
    kind: str,
    now: datetime,
    each: Iterable[Mapping[str, UUID | str | None]],
    *,
    once: Sequence[str] | None = None,
    first: bool = False,
) -> None:
    """Write a message for each of these parameters, as `post` does, in one statement.

    `once` are the names of what is told one time only, in the same order. `first`: it goes before what waits already.
    """
    names = itertools.repeat(None) if once is None else once
    rows = [_row(kind, now, name, parameters) for parameters, name in zip(each, names, strict=False)]
    if not rows:
        return
    if first:
        for row in rows:
            row["due_at"] = now - rules.AHEAD
    insert_here = (postgresql if db.get_bind().dialect.name == "postgresql" else sqlite).insert(OutboxMessage)
    connection = await db.connection()
    await connection.execute(insert_here.on_conflict_do_nothing(index_elements=["once"]), rows)


def _row(kind: str, now: datetime, once: str | None, parameters: Mapping[str, UUID | str | None]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": kind,
        "parameters": {
            "at": now.isoformat(),
            **{name: str(value) for name, value in parameters.items() if value is not None},
        },
        "once": once,
        "state": MessageState.WAITING,
        "created_at": now,
        "due_at": now,
        "attempts": 0,
    }


async def try_again(db: AsyncSession, message: OutboxMessage, now: datetime) -> None:
    """Let a message that has failed begin anew. Errors: NotFailed."""
    if message.state is not MessageState.FAILED:
        raise NotFailed(f"this mail is {message.state}, not failed")
    message.state, message.attempts, message.due_at, message.finished_at = MessageState.WAITING, 0, now, None
    await db.flush()


async def forget_recipient(
    db: AsyncSession, addresses: Collection[str], ids: Collection[UUID], now: datetime
) -> list[UUID]:
    """Take somebody out of the mails that went to these addresses or are about these ids; return which they are.

    What still waits is dropped. What was answered may quote an address, so that goes, too; mails that lie in files
    are the caller's to remove, once this is committed.
    """
    about = [cast(OutboxMessage.parameters, String).contains(str(one)) for one in ids]
    found = await db.exec(select(OutboxMessage).where(or_(col(OutboxMessage.recipient).in_(addresses), *about)))
    messages = found.all()
    for message in messages:
        message.recipient = None
        if message.state is MessageState.WAITING:
            message.state, message.finished_at, message.claimed_until = MessageState.DROPPED, now, None
    told = [message.id for message in messages]
    await db.flush()
    await db.exec(update(Delivery).where(col(Delivery.message_id).in_(told)).values(detail=""))
    return told
