"""Every `select` of accounts."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.models import (
    Account,
    ApiToken,
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
from madang.core.errors import NotFound
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


async def count_young_links(
    db: AsyncSession, email: str, purpose: LinkPurpose, since: datetime, *, most_tries: int
) -> int:
    """Return how many links of a purpose an address was sent lately and can still press."""
    statement = select(func.count()).select_from(MailedLink)
    young = statement.where(
        MailedLink.email == email,
        MailedLink.purpose == purpose,
        col(MailedLink.created_at) > since,
        col(MailedLink.used_at).is_(None),
        col(MailedLink.revoked_at).is_(None),
        # One whose code was guessed at too often is no help to anybody.
        col(MailedLink.tries) < most_tries,
    )
    return (await db.exec(young)).one()


async def count_links_since(db: AsyncSession, email: str, since: datetime) -> int:
    """Return how many links an address was sent lately, whatever became of them."""
    statement = select(func.count()).select_from(MailedLink)
    return (await db.exec(statement.where(MailedLink.email == email, col(MailedLink.created_at) > since))).one()


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


async def list_known_places(db: AsyncSession, account_id: UUID) -> Sequence[tuple[str, str | None, datetime]]:
    """Return by which programs, from where and when last an account was in use, of its latest logins."""
    statement = select(Login.user_agent, Login.address, Login.last_used_at).where(Login.account_id == account_id)
    return (await db.exec(statement.order_by(col(Login.id).desc()).limit(50))).all()


async def has_role(db: AsyncSession, account_id: UUID, role: Role, edition_id: UUID | None) -> bool:
    """Whether an account has a role, in that edition or (None) in the whole installation."""
    grant = select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
    here = col(RoleGrant.edition_id).is_(None) if edition_id is None else col(RoleGrant.edition_id) == edition_id
    return (await db.exec(grant.where(here))).first() is not None


async def find_account_by_id(db: AsyncSession, account_id: UUID) -> Account | None:
    """Return an account, if it is still there."""
    return (await db.exec(select(Account).where(Account.id == account_id))).one_or_none()


async def find_login(db: AsyncSession, login_id: UUID) -> Login | None:
    """Return a login, over or not."""
    return (await db.exec(select(Login).where(Login.id == login_id))).one_or_none()


# --- API tokens ------------------------------------------------------------------------------------------------


async def find_api_token(db: AsyncSession, token_id: UUID, *, account_id: UUID | None = None) -> ApiToken | None:
    """Return an API token, locked when it is looked for among an account's own."""
    statement = select(ApiToken).where(ApiToken.id == token_id)
    if account_id is not None:
        statement = statement.where(ApiToken.account_id == account_id).with_for_update()
    return (await db.exec(statement)).one_or_none()


async def list_ending_tokens(db: AsyncSession, now: datetime, *, until: datetime) -> Sequence[ApiToken]:
    """Return living API tokens that end soon and were not replaced, of accounts that are open."""
    statement = select(ApiToken).join(Account, col(Account.id) == col(ApiToken.account_id))
    ending = statement.where(
        col(Account.disabled_at).is_(None),
        col(ApiToken.revoked_at).is_(None),
        col(ApiToken.replaced_by_id).is_(None),
        col(ApiToken.expires_at) > now,
        col(ApiToken.expires_at) <= until,
    )
    return (await db.exec(ending)).all()


async def list_api_tokens(db: AsyncSession, account_id: UUID, page: PageRequest) -> Found[ApiToken]:
    """Return a page of an account's API tokens, the newest first."""
    return await fetch_page(
        db,
        select(ApiToken).where(ApiToken.account_id == account_id),
        keys=[col(ApiToken.id)],
        key_of=lambda row: (row.id,),
        page=page,
        descending=True,
    )


async def find_token_standing(db: AsyncSession, token_hash: str, now: datetime) -> tuple[ApiToken, Standing] | None:
    """Return an API token with the standing of its account, in one statement; None when either is over."""
    statement = (
        select(ApiToken, Account.must_change_password, RoleGrant.role, RoleGrant.edition_id)
        .add_columns(col(SecondFactor.confirmed_at))
        .join(Account, col(Account.id) == col(ApiToken.account_id))
        .outerjoin(SecondFactor, col(SecondFactor.account_id) == col(Account.id))
        .outerjoin(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(
            col(ApiToken.token_hash) == token_hash,
            col(ApiToken.revoked_at).is_(None),
            col(ApiToken.expires_at) > now,
            col(Account.disabled_at).is_(None),
        )
    )
    rows = (await db.exec(statement)).all()  # type: ignore[call-overload]
    if not rows:
        return None
    grants = frozenset((Role(role), edition_id) for _, _, role, edition_id, _ in rows if role is not None)
    return rows[0][0], Standing(grants, must_change_password=rows[0][1], has_second_factor=rows[0][4] is not None)


# --- roles and invitations ---------------------------------------------------------------------------------------


def _of_edition(column: Any, edition_id: UUID | None) -> Any:
    return column.is_(None) if edition_id is None else column == edition_id


async def lock_grant(db: AsyncSession, grant_id: UUID, edition_id: UUID | None) -> RoleGrant | None:
    """Return a role of an edition, or (None) of the installation."""
    statement = select(RoleGrant).where(RoleGrant.id == grant_id, _of_edition(col(RoleGrant.edition_id), edition_id))
    return (await db.exec(statement.with_for_update())).one_or_none()


async def lock_administrators(db: AsyncSession) -> Sequence[RoleGrant]:
    """Return the roles of administrators whose accounts are open, once nobody else is making them fewer.

    What makes them fewer is a role taken away or an account closed, two tables: no lock of rows holds both.
    """
    await _one_at_a_time(db, "administrators")
    open_ones = select(Account.id).where(col(Account.disabled_at).is_(None))
    statement = select(RoleGrant).where(RoleGrant.role == Role.ADMINISTRATOR, col(RoleGrant.account_id).in_(open_ones))
    return (await db.exec(statement.order_by(col(RoleGrant.id)))).all()


async def list_holders(
    db: AsyncSession, edition_id: UUID | None, page: PageRequest
) -> Found[tuple[RoleGrant, Account, datetime | None, datetime | None]]:
    """Return a page of who has which role: with the account, when it last signed in or came back, its second factor."""
    last = select(func.max(col(Login.last_used_at))).where(col(Login.account_id) == col(Account.id)).scalar_subquery()
    statement = (
        select(RoleGrant, Account, last, SecondFactor.confirmed_at)
        .join(Account, col(Account.id) == col(RoleGrant.account_id))
        .outerjoin(SecondFactor, col(SecondFactor.account_id) == col(Account.id))
        .where(_of_edition(col(RoleGrant.edition_id), edition_id))
    )
    return await fetch_page(
        db,
        statement,
        keys=[col(RoleGrant.role), col(RoleGrant.id)],
        key_of=lambda row: (row[0].role, row[0].id),
        page=page,
    )


async def lock_invitations(db: AsyncSession, email: str) -> None:
    """Have everybody else who invites this address wait."""
    await _one_at_a_time(db, f"invite:{email}")


async def _one_at_a_time(db: AsyncSession, what: str) -> None:
    # SQLite has one writer anyway.
    if db.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)
        await (await db.connection()).execute(select(func.pg_advisory_xact_lock(number)))


async def find_open_invitation(
    db: AsyncSession, email: str, role: Role, edition_id: UUID | None, now: datetime
) -> Invitation | None:
    """Return the invitation of an address to a role that can still be accepted."""
    statement = select(Invitation).where(
        Invitation.email == email,
        Invitation.role == role,
        _of_edition(col(Invitation.edition_id), edition_id),
        col(Invitation.accepted_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > now,
    )
    return (await db.exec(statement.limit(1))).first()


async def list_invitations(db: AsyncSession, edition_id: UUID | None, page: PageRequest) -> Found[Invitation]:
    """Return a page of invitations to an edition, or (None) to the installation, the newest first."""
    return await fetch_page(
        db,
        select(Invitation).where(_of_edition(col(Invitation.edition_id), edition_id)),
        keys=[col(Invitation.id)],
        key_of=lambda row: (row.id,),
        page=page,
        descending=True,
    )


async def get_invitation(
    db: AsyncSession, invitation_id: UUID, edition_id: UUID | None, *, lock: bool = False
) -> Invitation:
    """Return an invitation to an edition, or (None) to the installation. Errors: NotFound."""
    statement = select(Invitation).where(
        Invitation.id == invitation_id, _of_edition(col(Invitation.edition_id), edition_id)
    )
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such invitation")
    return found


async def find_accounts(db: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, Account]:
    """Return accounts by id in one statement; those that are not there are left out."""
    found = await db.exec(select(Account).where(col(Account.id).in_({id_ for id_ in ids if id_})))
    return {account.id: account for account in found.all()}


async def find_invited_addresses(db: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return to which addresses invitations went, by id of the invitation."""
    wanted = {id_ for id_ in ids if id_}
    if not wanted:
        return {}
    statement = select(Invitation.id, Invitation.email_as_typed).where(col(Invitation.id).in_(wanted))
    return dict((await db.exec(statement)).all())


async def list_accounts(db: AsyncSession, page: PageRequest, email: str | None) -> Found[Account]:
    """Return a page of accounts by address; `email` finds addresses by their beginning."""
    statement = select(Account)
    if email:
        prefix = email.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(col(Account.email).like(f"{prefix}%", escape="\\"))
    return await fetch_page(db, statement, keys=[col(Account.email)], key_of=lambda row: (row.email,), page=page)


async def list_grants_of(db: AsyncSession, account_ids: Sequence[UUID]) -> dict[UUID, list[RoleGrant]]:
    """Return the roles of accounts, by account."""
    found: dict[UUID, list[RoleGrant]] = {account_id: [] for account_id in account_ids}
    for grant in (await db.exec(select(RoleGrant).where(col(RoleGrant.account_id).in_(account_ids)))).all():
        found[grant.account_id].append(grant)
    return found


async def list_second_factors(db: AsyncSession, account_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these accounts have a second factor in force."""
    statement = select(SecondFactor.account_id).where(
        col(SecondFactor.account_id).in_(account_ids), col(SecondFactor.confirmed_at).is_not(None)
    )
    return set((await db.exec(statement)).all())


async def list_living_tokens(db: AsyncSession, account_id: UUID, now: datetime) -> Sequence[ApiToken]:
    """Return an account's API tokens that are good."""
    good = select(ApiToken).where(
        ApiToken.account_id == account_id, col(ApiToken.revoked_at).is_(None), col(ApiToken.expires_at) > now
    )
    return (await db.exec(good.order_by(col(ApiToken.id)))).all()
