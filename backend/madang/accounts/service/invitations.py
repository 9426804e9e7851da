"""Invitations: a role offered to an address."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries
from madang.accounts.errors import LinkRevoked, LinkUnknown, PasswordWeak
from madang.accounts.models import Account, MailedLink, Role, RoleGrant
from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Taken

NEEDS_PASSWORD = frozenset({Role.ADMINISTRATOR, Role.ORGANISER})


async def accept_invitation(
    db: AsyncSession, link: MailedLink, *, password_hash: str | None, language: str | None, now: datetime
) -> tuple[Account, bool]:
    """Give the invited address its role; return its account and whether it was made for it.

    An account that was there keeps its password: whoever reads its mails signs in as ever. Errors: LinkUnknown,
    LinkRevoked; PasswordWeak when the role needs a password and none was given.
    """
    invitation = await queries.find_invitation_of(db, link.id, lock=True)
    if invitation is None:
        raise LinkUnknown("the invitation of this link is gone")
    if invitation.revoked_at is not None or invitation.accepted_at is not None:
        raise LinkRevoked("this invitation is no longer open")
    account = await queries.find_account(db, invitation.email)
    created = account is None
    if account is None:
        if password_hash is None and invitation.role in NEEDS_PASSWORD:
            raise PasswordWeak(
                "this role needs a password", errors=[("/body/new_password", "this role needs a password")]
            )
        account = Account(
            email=invitation.email,
            email_as_typed=invitation.email_as_typed,
            password_hash=password_hash,
            language=language or invitation.language,
        )
        db.add(account)
        await flush_new(db, Taken("this address has an account by now; press again"))
    elif account.disabled_at is not None:
        raise LinkUnknown("the account of this address is not open")
    if not await queries.has_role(db, account.id, invitation.role, invitation.edition_id):
        db.add(
            RoleGrant(
                account_id=account.id,
                role=invitation.role,
                edition_id=invitation.edition_id,
                granted_at=now,
                granted_by_id=invitation.invited_by_id,
            )
        )
    invitation.accepted_at = now
    invitation.accepted_by_id = account.id
    invitation.touch(now)
    record(
        db,
        "invitation.accepted",
        now,
        account_id=account.id,
        edition_id=invitation.edition_id,
        subject_kind="invitation",
        subject_id=invitation.id,
    )
    await flush_new(db, Taken("this role was given at the same moment; press again"))
    return account, created
