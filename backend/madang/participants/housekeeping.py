"""What is erased of participants when its day has come: a chore of the worker."""

from datetime import datetime

from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.participants.queries import care

_AT_ONCE = 500


async def erase_due_details(database: Database, now: datetime) -> None:
    """Delete sensitive details in the night after their last day; the audit log says that it was done."""
    erased = _AT_ONCE
    while erased == _AT_ONCE:
        async with database.write() as db:
            set_origin(db, Origin(OriginKind.WORKER))
            due = await care.list_due_details(db, before=now.date(), limit=_AT_ONCE)
            for detail in due:
                detail.updated_at = now  # says when, in the audit log
                await db.delete(detail)
            erased = len(due)
