"""Every `select` of the audit log: by edition, actor or subject along an index, newest first."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.models import AuditEntry, Outcome
from madang.core.pages import Found, PageRequest, fetch_page

_AT_ONCE = 500


@dataclass(frozen=True)
class Filters:
    """What is looked for; None: everything. `action` is a beginning, such as `login.`."""

    edition_id: UUID | None = None
    account_id: UUID | None = None
    subject_id: UUID | None = None
    action: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self) -> Any:
        """Return the statement of all that fits."""
        statement = select(AuditEntry)
        for column, value in (
            (col(AuditEntry.edition_id), self.edition_id),
            (col(AuditEntry.account_id), self.account_id),
            (col(AuditEntry.subject_id), self.subject_id),
            (col(AuditEntry.outcome), self.outcome),
        ):
            if value is not None:
                statement = statement.where(column == value)
        if self.action is not None:
            # `_` stands in names of actions: it is meant as it is.
            prefix = self.action.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            statement = statement.where(col(AuditEntry.action).like(f"{prefix}%", escape="\\"))
        if self.since is not None:
            statement = statement.where(col(AuditEntry.at) >= self.since)
        if self.until is not None:
            statement = statement.where(col(AuditEntry.at) < self.until)
        return statement


async def list_entries(db: AsyncSession, filters: Filters, page: PageRequest) -> Found[AuditEntry]:
    """Return a page of entries, the newest first."""
    return await fetch_page(
        db, filters.apply(), keys=[col(AuditEntry.id)], key_of=lambda row: (row.id,), page=page, descending=True
    )


async def walk(db: AsyncSession, filters: Filters) -> AsyncIterator[Sequence[AuditEntry]]:
    """Give all that fits, the newest first, a few hundred at a time: what is in memory does not grow."""
    last: UUID | None = None
    while True:
        statement = filters.apply().order_by(col(AuditEntry.id).desc()).limit(_AT_ONCE)
        if last is not None:
            statement = statement.where(col(AuditEntry.id) < last)
        entries: Sequence[AuditEntry] = (await db.exec(statement)).all()
        if not entries:
            return
        yield entries
        last = entries[-1].id
        db.expunge_all()
