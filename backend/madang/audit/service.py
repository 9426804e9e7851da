"""Writing the audit log."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.models import AuditEntry, Outcome
from madang.core.origin import OriginKind, origin_of


def record(
    db: AsyncSession,
    action: str,
    now: datetime,
    *,
    account_id: UUID | None = None,
    edition_id: UUID | None = None,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    fields: Iterable[str] = (),
    outcome: Outcome = Outcome.DONE,
    code: str = "",
    reason: str = "",
) -> None:
    """Append an entry in the very transaction of what it tells of, which says who and from where.

    `action` is `thing.what_happened`, such as `login.started`. `account_id` names whose act it was where the
    transaction cannot know it yet: somebody who is just signing in. Otherwise it is whoever the transaction is of.
    """
    origin = origin_of(db)
    actor = account_id if origin.kind is OriginKind.NOBODY else origin.account_id
    db.add(
        AuditEntry(
            at=now,
            origin=origin.kind,
            account_id=actor,
            token_id=origin.token_id,
            address=origin.address,
            request_id=origin.request_id,
            edition_id=edition_id,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            fields=sorted(fields),
            outcome=outcome,
            code=code,
            reason=reason,
        )
    )
