"""Who has which role: given by invitation, taken away here. And accounts, closed and opened again."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries
from madang.accounts.errors import LastAdministrator
from madang.accounts.models import Account, EndReason, Role
from madang.accounts.service.logins import end_logins
from madang.audit.service import record
from madang.core.errors import Invalid, NotFound
from madang.outbox.service import post


async def remove_role(db: AsyncSession, grant_id: UUID, edition_id: UUID | None, now: datetime) -> None:
    """Take a role away, in that edition or (None) of the installation. It is missed at the next request.

    Errors: NotFound; LastAdministrator.
    """
    grant = await queries.lock_grant(db, grant_id, edition_id)
    if grant is None:
        raise NotFound("nobody has this role here")
    if grant.role is Role.ADMINISTRATOR:
        await _keep_an_administrator(db, without=grant.account_id)
    await db.delete(grant)
    await db.flush()
    await post(
        db,
        "role_removed",
        now,
        account_id=grant.account_id,
        edition_id=edition_id,
        role=grant.role,
    )
    record(
        db,
        "role.removed",
        now,
        edition_id=edition_id,
        subject_kind="account",
        subject_id=grant.account_id,
        fields=[grant.role],
    )
    await db.flush()


async def _keep_an_administrator(db: AsyncSession, *, without: UUID) -> None:
    # All of them are locked, in one order: two who remove each other wait, and the second finds itself the last.
    left = [grant for grant in await queries.lock_administrators(db) if grant.account_id != without]
    if not left:
        raise LastAdministrator("this is the last administrator")


async def disable_account(db: AsyncSession, account: Account, by: UUID, now: datetime) -> None:
    """Close an account: its logins end, its tokens and links do nothing. Errors: Invalid for one's own."""
    if account.id == by:
        raise Invalid("nobody closes their own account", errors=[("/body/disabled", "this is your own account")])
    if await queries.has_role(db, account.id, Role.ADMINISTRATOR, None):
        await _keep_an_administrator(db, without=account.id)
    account.disabled_at = now
    account.touch(now)
    await end_logins(db, account.id, EndReason.DISABLED, now)
    record(db, "account.disabled", now, subject_kind="account", subject_id=account.id)
    await db.flush()


async def enable_account(db: AsyncSession, account: Account, now: datetime) -> None:
    """Open a closed account again."""
    account.disabled_at = None
    account.touch(now)
    record(db, "account.enabled", now, subject_kind="account", subject_id=account.id)
    await db.flush()
