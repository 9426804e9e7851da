"""Every `select` of accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.models import Account, Login, RefreshToken, Role, RoleGrant, SignInThrottle


@dataclass(frozen=True)
class Standing:
    """What an account may be at this moment."""

    grants: frozenset[tuple[Role, UUID | None]]
    must_change_password: bool


async def find_standing(db: AsyncSession, account_id: UUID, login_id: UUID, now: datetime) -> Standing | None:
    """Return the standing of a login's account in one statement; None when either is over."""
    statement = (
        select(Account.must_change_password, RoleGrant.role, RoleGrant.edition_id)
        .join(Login, col(Login.account_id) == col(Account.id))
        .outerjoin(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(
            Account.id == account_id,
            col(Account.disabled_at).is_(None),
            Login.id == login_id,
            col(Login.ended_at).is_(None),
            col(Login.expires_at) > now,
        )
    )
    rows = (await db.exec(statement)).all()
    if not rows:
        return None
    return Standing(
        grants=frozenset((Role(role), edition_id) for _, role, edition_id in rows if role is not None),
        must_change_password=rows[0][0],
    )


async def find_account(db: AsyncSession, email: str) -> Account | None:
    """Return the account of a normalised address."""
    return (await db.exec(select(Account).where(Account.email == email))).one_or_none()


async def get_account(db: AsyncSession, account_id: UUID) -> Account:
    """Return an account that is known to be there."""
    return (await db.exec(select(Account).where(Account.id == account_id))).one()


async def list_grants(db: AsyncSession, account_id: UUID) -> list[RoleGrant]:
    """Return the roles of an account."""
    return list((await db.exec(select(RoleGrant).where(RoleGrant.account_id == account_id))).all())


async def find_refresh(db: AsyncSession, token_hash: str) -> tuple[RefreshToken, Login] | None:
    """Return a refresh token with its login."""
    statement = select(RefreshToken, Login).join(Login, col(Login.id) == col(RefreshToken.login_id))
    return (await db.exec(statement.where(RefreshToken.token_hash == token_hash))).one_or_none()


async def lock_account(db: AsyncSession, account_id: UUID) -> Account | None:
    """Return an account that nobody else changes until the transaction ends."""
    statement = select(Account).where(Account.id == account_id).with_for_update()
    return (await db.exec(statement)).one_or_none()


async def lock_throttle(db: AsyncSession, subject: str, now: datetime) -> SignInThrottle:
    """Return the throttle of a subject, made when there is none, that nobody else counts on meanwhile."""
    fresh = {"subject": subject, "failures": 0, "since": now, "allowed_at": now}
    insert = (postgresql if db.get_bind().dialect.name == "postgresql" else sqlite).insert(SignInThrottle)
    await db.exec(insert.values(fresh).on_conflict_do_nothing(index_elements=["subject"]))
    return (await db.exec(select(SignInThrottle).where(SignInThrottle.subject == subject).with_for_update())).one()


def old_throttles(before: datetime) -> SelectOfScalar[str]:
    """Return throttles that no longer count and that nobody is about to count on."""
    old = select(SignInThrottle.subject).where(col(SignInThrottle.since) < before)
    return old.limit(100).with_for_update(skip_locked=True)
