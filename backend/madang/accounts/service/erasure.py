"""Forgetting an address: its invitations and links, and its account."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account, Invitation, MailedLink, Role, RoleGrant
from madang.audit.service import record

_OF_GUESTS = (Role.PARTICIPANT, Role.FOCAL_POINT, Role.PARTNER)


async def find_links(db: AsyncSession, addresses: Collection[str], *, edition_id: UUID | None = None) -> Sequence[UUID]:
    """Return the mailed links to normalised addresses; of one edition, those of its invitations only."""
    if edition_id is None:
        statement = select(MailedLink.id).where(col(MailedLink.email).in_(addresses))
        return (await db.exec(statement)).all()
    invited = select(Invitation.link_id).where(
        col(Invitation.email).in_(addresses), Invitation.edition_id == edition_id
    )
    return [link_id for link_id in (await db.exec(invited)).all() if link_id is not None]


async def forget_invitations(
    db: AsyncSession, addresses: Collection[str], links: Collection[UUID], *, edition_id: UUID | None = None
) -> None:
    """Delete the invitations of normalised addresses, of one edition or all, and these links."""
    statement = delete(Invitation).where(col(Invitation.email).in_(addresses))
    if edition_id is not None:
        statement = statement.where(col(Invitation.edition_id) == edition_id)
    await db.exec(statement)
    await db.exec(delete(MailedLink).where(col(MailedLink.id).in_(links)))


async def leave_edition(db: AsyncSession, account_id: UUID, edition_id: UUID) -> bool:
    """Take a guest's roles in an edition away; return whether the account has any role left anywhere."""
    guests = delete(RoleGrant).where(
        col(RoleGrant.account_id) == account_id,
        col(RoleGrant.edition_id) == edition_id,
        col(RoleGrant.role).in_(_OF_GUESTS),
    )
    await db.exec(guests)
    left = select(RoleGrant.id).where(RoleGrant.account_id == account_id).limit(1)
    return (await db.exec(left)).first() is not None


async def erase_account(db: AsyncSession, account: Account, now: datetime) -> None:
    """Delete an account with its logins, tokens and second factor. The audit log keeps its bare id."""
    record(db, "account.erased", now, subject_kind="account", subject_id=account.id)
    await db.delete(account)
    await db.flush()
