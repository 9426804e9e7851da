"""Refusals that the audit log is to know of."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.models import Outcome
from madang.audit.service import record
from madang.core.errors import Refusal


async def record_denial(
    db: AsyncSession, operation: str, refusal: Refusal, now: datetime, *, edition_id: UUID | None
) -> None:
    """Write down that somebody was refused, in a transaction after the one that the refusal rolled back."""
    record(
        db,
        operation,
        now,
        edition_id=edition_id,
        subject_kind="account" if refusal.about else "",
        subject_id=refusal.about,
        outcome=Outcome.DENIED,
        code=refusal.code,
    )
    await db.flush()
