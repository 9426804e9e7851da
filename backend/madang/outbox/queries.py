"""Every `select` of the outbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.outbox.models import Delivery, DeliveryResult, MessageState, OutboxMessage


async def claim_due(db: AsyncSession, now: datetime, limit: int) -> Sequence[OutboxMessage]:
    """Return messages that are due and nobody's, locked; several workers get different ones."""
    due = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.WAITING,
        col(OutboxMessage.due_at) <= now,
        or_(col(OutboxMessage.claimed_until).is_(None), col(OutboxMessage.claimed_until) <= now),
    )
    due = due.order_by(col(OutboxMessage.due_at), col(OutboxMessage.id)).limit(limit)
    return (await db.exec(due.with_for_update(skip_locked=True))).all()


async def has_due(db: AsyncSession, now: datetime) -> bool:
    """Whether anything is due, without locking it: what a worker asks once a second, of one index."""
    due = select(OutboxMessage.id).where(OutboxMessage.state == MessageState.WAITING, col(OutboxMessage.due_at) <= now)
    return (await db.exec(due.limit(1))).first() is not None


async def list_messages(db: AsyncSession, page: PageRequest, state: MessageState | None) -> Found[OutboxMessage]:
    """Return a page of messages, the newest first."""
    statement = select(OutboxMessage)
    if state is not None:
        statement = statement.where(OutboxMessage.state == state)
    return await fetch_page(
        db, statement, keys=[col(OutboxMessage.id)], key_of=lambda row: (row.id,), page=page, descending=True
    )


async def get_message(db: AsyncSession, message_id: UUID, *, lock: bool = False) -> OutboxMessage:
    """Return a message. Errors: NotFound."""
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id)
    message = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if message is None:
        raise NotFound("there is no such mail")
    return message


async def list_deliveries(db: AsyncSession, message_ids: Sequence[UUID]) -> dict[UUID, list[Delivery]]:
    """Return the attempts to deliver messages, in their order, by message."""
    found: dict[UUID, list[Delivery]] = {message_id: [] for message_id in message_ids}
    statement = select(Delivery).where(col(Delivery.message_id).in_(message_ids)).order_by(col(Delivery.id))
    for delivery in (await db.exec(statement)).all():
        found[delivery.message_id].append(delivery)
    return found


async def find_standings(
    db: AsyncSession, names: Collection[str]
) -> dict[str, tuple[MessageState, DeliveryResult | None]]:
    """Return what has become of messages that bear these names, with the result of the last attempt; one statement."""
    statement = (
        select(OutboxMessage.once, OutboxMessage.state, Delivery.result)
        .outerjoin(Delivery, col(Delivery.message_id) == col(OutboxMessage.id))
        .where(col(OutboxMessage.once).in_(list(names)))
        .order_by(col(Delivery.id))
    )
    return {
        name: (MessageState(state), DeliveryResult(result) if result else None)
        for name, state, result in (await db.exec(statement)).all()
        if name
    }


async def list_finished(db: AsyncSession, *, before: datetime, limit: int) -> Sequence[UUID]:
    """Return messages that were over before some moment."""
    over = select(OutboxMessage.id).where(col(OutboxMessage.finished_at) < before)
    return (await db.exec(over.limit(limit))).all()
