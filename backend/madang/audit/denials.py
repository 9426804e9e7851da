"""Refusals that the audit log is to know of."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.models import Outcome
from madang.audit.service import record
from madang.core.errors import Refusal


def denial(operation: str, refusal: Refusal, now: datetime) -> Callable[[AsyncSession], Awaitable[None]]:
    """Return the writing of a denial, for a transaction after the one that the refusal rolled back."""

    async def write(db: AsyncSession) -> None:
        record(db, operation, now, outcome=Outcome.DENIED, code=refusal.code)
        await db.flush()

    return write
