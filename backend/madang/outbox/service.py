"""Writing a message."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.ids import new_id
from madang.outbox.errors import NotFailed
from madang.outbox.models import Delivery, MessageState, OutboxMessage


async def post(
    db: AsyncSession, kind: str, now: datetime, *, once: str | None = None, **parameters: UUID | str | None
) -> None:
    """Write a message in the caller's transaction: it goes out if that is committed, and only then.

    `kind` names its renderer, `parameters` are the ids that it needs, never personal data or a secret. A message
    that bears the same `once` as an earlier one is not written again.
    """
    insert = (postgresql if db.get_bind().dialect.name == "postgresql" else sqlite).insert(OutboxMessage)
    row = {
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
    await db.exec(insert.values(row).on_conflict_do_nothing(index_elements=["once"]))


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
