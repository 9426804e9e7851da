"""What a password attempt is, and how it is taken up again after the hash."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, throttle
from madang.accounts.models import Account


@dataclass(frozen=True)
class Attempt:
    """A password that is to be proved: whose, its hash (None: nobody's), and what the attempt counts on.

    Hashing takes long, so it stands between two transactions: one counts the attempt, one takes its effect.
    """

    account_id: UUID | None
    email: str
    password_hash: str | None
    counted_on: throttle.Subjects


async def lock_as_proved(db: AsyncSession, attempt: Attempt) -> Account | None:
    """Return the account if it still has the password that was proved: hashing took a while."""
    account = await queries.lock_account(db, attempt.account_id) if attempt.account_id else None
    if account is None or account.disabled_at or account.password_hash != attempt.password_hash:
        return None
    return account
