"""Every `select` of accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.models import (
    Account,
    Invitation,
    LinkPurpose,
    Login,
    MailedLink,
    RecoveryCode,
    RefreshToken,
    Role,
    RoleGrant,
    SecondFactor,
    SignInThrottle,
)
from madang.core.pages import Found, PageRequest, fetch_page


@dataclass(frozen=True)
class Standing:
    """What an account may be at this moment."""

    grants: frozenset[tuple[Role, UUID | None]]
    must_change_password: bool
    has_second_factor: bool


async def find_standing(db: AsyncSession, account_id: UUID, login_id: UUID, now: datetime) -> Standing | None:
    """Return the standing of a login's account in one statement; None when either is over."""
    statement = (
        select(Account.must_change_password, RoleGrant.role, RoleGrant.edition_id, SecondFactor.confirmed_at)
        .join(Login, col(Login.account_id) == col(Account.id))
        .outerjoin(SecondFactor, col(SecondFactor.account_id) == col(Account.id))
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
        grants=frozenset((Role(role), edition_id) for _, role, edition_id, _ in rows if role is not None),
        must_change_password=rows[0][0],
        has_second_factor=rows[0][3] is not None,
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


async def lock_account_of(db: AsyncSession, email: str) -> Account | None:
    """Return the account of a normalised address, which nobody else changes until the transaction ends."""
    return (await db.exec(select(Account).where(Account.email == email).with_for_update())).one_or_none()


def old_throttles(before: datetime) -> SelectOfScalar[str]:
    """Return throttles that no longer count and that nobody is about to count on."""
    old = select(SignInThrottle.subject).where(col(SignInThrottle.since) < before)
    return old.limit(100).with_for_update(skip_locked=True)


async def find_link(db: AsyncSession, link_id: UUID) -> MailedLink | None:
    """Return a mailed link."""
    return (await db.exec(select(MailedLink).where(MailedLink.id == link_id))).one_or_none()


async def count_young_links(db: AsyncSession, email: str, purpose: LinkPurpose, since: datetime) -> int:
    """Return how many links of a purpose an address was sent lately and can still press."""
    statement = select(func.count()).select_from(MailedLink)
    young = statement.where(
        MailedLink.email == email,
        MailedLink.purpose == purpose,
        col(MailedLink.created_at) > since,
        col(MailedLink.used_at).is_(None),
        col(MailedLink.revoked_at).is_(None),
    )
    return (await db.exec(young)).one()


async def list_living_links(
    db: AsyncSession, email: str, purpose: LinkPurpose | None, now: datetime, *, most_tries: int
) -> list[MailedLink]:
    """Return the links that a code typed for an address could be of; none for an empty address."""
    statement = select(MailedLink).where(
        MailedLink.email == email,
        MailedLink.email != "",
        col(MailedLink.used_at).is_(None),
        col(MailedLink.revoked_at).is_(None),
        col(MailedLink.expires_at) > now,
        col(MailedLink.tries) < most_tries,
    )
    if purpose is not None:
        statement = statement.where(MailedLink.purpose == purpose)
    return list((await db.exec(statement.order_by(col(MailedLink.id).desc()).limit(20))).all())


async def find_invitation_of(db: AsyncSession, link_id: UUID, *, lock: bool = False) -> Invitation | None:
    """Return the invitation that a link is of."""
    statement = select(Invitation).where(Invitation.link_id == link_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def find_second_factor(db: AsyncSession, account_id: UUID, *, lock: bool = False) -> SecondFactor | None:
    """Return the second factor of an account, confirmed or not."""
    statement = select(SecondFactor).where(SecondFactor.account_id == account_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def count_recovery_codes(db: AsyncSession, account_id: UUID) -> int:
    """Return how many recovery codes an account has left."""
    left = select(func.count()).select_from(RecoveryCode)
    left = left.where(RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None))
    return (await db.exec(left)).one()


async def list_logins(db: AsyncSession, account_id: UUID, page: PageRequest, now: datetime) -> Found[Login]:
    """Return a page of the logins of an account that are not over, the newest first."""
    statement = select(Login).where(
        Login.account_id == account_id, col(Login.ended_at).is_(None), col(Login.expires_at) > now
    )
    return await fetch_page(
        db, statement, keys=[col(Login.id)], key_of=lambda row: (row.id,), page=page, descending=True
    )


async def has_known_login(db: AsyncSession, account_id: UUID, *, user_agent: str, address: str | None) -> bool | None:
    """Whether an account was signed in to by this program or from there before; None when it never was at all."""
    statement = select(Login.user_agent, Login.address).where(Login.account_id == account_id)
    before = (await db.exec(statement.order_by(col(Login.id).desc()).limit(50))).all()
    return any(row == (user_agent, address) for row in before) if before else None


async def has_role(db: AsyncSession, account_id: UUID, role: Role, edition_id: UUID | None) -> bool:
    """Whether an account has a role, in that edition or (None) in the whole installation."""
    grant = select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
    here = col(RoleGrant.edition_id).is_(None) if edition_id is None else col(RoleGrant.edition_id) == edition_id
    return (await db.exec(grant.where(here))).first() is not None
