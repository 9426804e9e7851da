"""Taking a person out of delegations."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import strike_out
from madang.delegations.models import Delegation, DelegationEvent


async def erase_from_delegations(
    db: AsyncSession,
    edition_id: UUID,
    *,
    addresses: Collection[str],
    names: Collection[str],
    account_id: UUID | None,
    now: datetime,
) -> None:
    """Forget a focal point and a mentor of these names or addresses; what history says keeps no name."""
    theirs: list[ColumnElement[bool]] = [col(Delegation.focal_email).in_(addresses), col(Delegation.mentor).in_(names)]
    if account_id is not None:
        theirs.append(col(Delegation.focal_account_id) == account_id)
    found = await db.exec(select(Delegation).where(Delegation.edition_id == edition_id, or_(*theirs)))
    for delegation in found.all():
        if delegation.mentor in names:
            delegation.mentor = None
        if delegation.focal_email in addresses or (account_id and delegation.focal_account_id == account_id):
            delegation.focal_name = delegation.focal_email = None
            delegation.focal_account_id = delegation.focal_invitation_id = None
        delegation.touch(now)
    told = (
        select(DelegationEvent)
        .join(Delegation, col(Delegation.id) == col(DelegationEvent.delegation_id))
        .where(
            Delegation.edition_id == edition_id,
            or_(*(col(DelegationEvent.comment).icontains(name, autoescape=True) for name in names)),
        )
    )
    for event in (await db.exec(told)).all():
        event.comment = strike_out(event.comment, names)
    await db.flush()
