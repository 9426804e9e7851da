"""Forgetting messages that are over, and the files that they became."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from madang.core.db import Database
from madang.outbox import queries, rules
from madang.outbox.delivery import Folder
from madang.outbox.models import OutboxMessage

_AT_ONCE = 500


@dataclass(frozen=True)
class Forgetting:
    """Knows where mails lie that were filed, also those from before a server was set."""

    folder: Folder

    async def forget_messages(self, database: Database, now: datetime) -> None:
        """Delete messages that have been over for three months, with their deliveries and files."""
        async with database.write() as db:
            old = await queries.list_finished(db, before=now - rules.KEPT, limit=_AT_ONCE)
            await db.exec(delete(OutboxMessage).where(col(OutboxMessage.id).in_(old)))
        for message_id in old:
            self.folder.path(message_id).unlink(missing_ok=True)
