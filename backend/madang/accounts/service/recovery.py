"""What only whoever runs the installation can do, on its command line."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules
from madang.accounts.models import Account, EndReason, LinkPurpose, MailedLink, Role
from madang.accounts.service import api_tokens, second_factor
from madang.accounts.service.logins import end_logins
from madang.audit.service import record
from madang.core.errors import NotFound
from madang.outbox.service import post


async def get_account_of(db: AsyncSession, email: str) -> Account:
    """Return the account of an address, however it is spelt. Errors: NotFound."""
    account = await queries.find_account(db, rules.find_address(email))
    if account is None:
        raise NotFound(f"there is no account of {email}")
    return account


async def grants_of(db: AsyncSession, account_id: UUID) -> frozenset[tuple[Role, UUID | None]]:
    """Return the roles of an account with their editions."""
    return frozenset((grant.role, grant.edition_id) for grant in await queries.list_grants(db, account_id))


async def recover_account(db: AsyncSession, email: str, *, without_second_factor: bool, now: datetime) -> MailedLink:
    """Make a link that sets a new password, open the account where it was closed, end its logins and API tokens.

    The link is not mailed: the mailbox may be what was lost. Its owner is told. Errors: NotFound.
    """
    account = await get_account_of(db, email)
    if without_second_factor:
        await second_factor.remove(db, account, now)
    account.disabled_at = None
    account.touch(now)
    await end_logins(db, account.id, EndReason.RECOVERED, now)
    for token in await queries.list_living_tokens(db, account.id, now):
        await api_tokens.revoke_token(db, token, now)
    link = MailedLink(
        purpose=LinkPurpose.PASSWORD_RESET, email=account.email, created_at=now, expires_at=now + rules.LINK_LIFE
    )
    db.add(link)
    record(db, "account.recovered", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await post(db, "account_recovered", now, account_id=account.id)
    await db.flush()
    return link
