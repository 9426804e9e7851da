"""Signing in and staying so."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules, throttle
from madang.accounts.errors import FreshLoginNeeded, LoginEnded, SignInFailed
from madang.accounts.models import Account, EndReason, Login, RefreshToken
from madang.accounts.passwords import Passwords
from madang.accounts.service.attempts import Attempt, lock_as_proved
from madang.accounts.service.links import revoke_email_changes
from madang.audit.service import record
from madang.outbox.service import post


@dataclass(frozen=True)
class Grant:
    """What a sign-in or a refresh gives: a login, and the refresh token that comes next, if any."""

    account: Account
    login: Login
    refresh_token: str | None


@dataclass(frozen=True)
class SecondFactorNeeded:
    """The first factor was right; the account asks for a second."""

    account: Account


class TokenReused(LoginEnded):
    """A refresh token came again after it was replaced: it was stolen, or its thief was first."""

    def __init__(self, login: Login) -> None:
        super().__init__("this login is over; sign in again")
        self.login_id = login.id
        self.account_id = login.account_id


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def begin_sign_in(
    db: AsyncSession, *, email: str, network: str, known_token: str | None, now: datetime
) -> Attempt:
    """Count an attempt to sign in, and return what it has to prove; alike whether there is such an account or not.

    `known_token` is a refresh token that the browser has from an earlier login, over or not. Errors: TooManyAttempts.
    """
    address = rules.find_address(email)
    account = await queries.find_account(db, address)
    found = await queries.find_refresh(db, _digest(known_token)) if known_token else None
    login = found[1] if found else None
    if login and account and login.account_id == account.id and login.end_reason != EndReason.TOKEN_REUSED:
        counted_on = throttle.from_device(address, login.id)
    else:
        counted_on = throttle.from_network(address, network)
    await throttle.count(db, counted_on, now)
    if account is None or account.disabled_at is not None:
        return Attempt(None, address, None, counted_on)
    return Attempt(account.id, address, account.password_hash, counted_on)


async def prove(passwords: Passwords, attempt: Attempt, password: str) -> None:
    """Compare the password. Errors: SignInFailed, after the same work whether there is such an account or not."""
    if not await passwords.verify(attempt.password_hash, password):
        raise SignInFailed(attempt.account_id)


async def finish_login(
    db: AsyncSession,
    account: Account,
    counted_on: throttle.Subjects,
    *,
    user_agent: str,
    address: str | None,
    now: datetime,
) -> Grant | SecondFactorNeeded:
    """Begin the login of somebody who has shown both factors."""
    await throttle.forgive(db, counted_on, now)
    return await begin_login(db, account, user_agent=user_agent, address=address, now=now, second_factor_shown=True)


async def start_login(
    db: AsyncSession, attempt: Attempt, *, user_agent: str, address: str | None, now: datetime
) -> Grant | SecondFactorNeeded:
    """Take up an attempt whose password was proved. Errors: SignInFailed."""
    account = await lock_as_proved(db, attempt)
    if account is None:
        raise SignInFailed
    await throttle.forgive(db, attempt.counted_on, now)
    return await begin_login(db, account, user_agent=user_agent, address=address, now=now)


async def begin_login(
    db: AsyncSession,
    account: Account,
    *,
    user_agent: str,
    address: str | None,
    now: datetime,
    second_factor_shown: bool = False,
) -> Grant | SecondFactorNeeded:
    """Begin a login, a family of refresh tokens, of somebody who has shown a first factor.

    The only place where a login begins: whoever has a second factor is asked for it here.
    """
    factor = await queries.find_second_factor(db, account.id)
    if factor is not None and factor.confirmed_at is not None and not second_factor_shown:
        return SecondFactorNeeded(account)
    user_agent = "".join(character for character in user_agent if character.isprintable())[:300]
    before = await queries.list_known_places(db, account.id)
    here = (user_agent, throttle.name_network(address))
    known = any(
        (program, throttle.name_network(place)) == here and last + rules.PLACE_REMEMBERED > now
        for program, place, last in before
    )
    login = Login(
        account_id=account.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + rules.LOGIN_LIFE,
        user_agent=user_agent,
        address=address,
    )
    db.add(login)
    await db.flush()
    record(db, "login.started", now, account_id=account.id, subject_kind="login", subject_id=login.id)
    if before and not known:
        await post(db, "login_started", now, account_id=account.id, login_id=login.id)
    return Grant(account, login, await _issue_refresh(db, login, now))


async def _issue_refresh(db: AsyncSession, login: Login, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    db.add(RefreshToken(login_id=login.id, token_hash=_digest(token), issued_at=now))
    await db.flush()
    return token


async def refresh_login(db: AsyncSession, token: str, now: datetime) -> Grant:
    """Rotate a refresh token: one conditional UPDATE decides who was first.

    Within ROTATION_GRACE the replaced token still gives an access token and no refresh token: a second tab that
    asked at the same moment. Errors: LoginEnded; TokenReused later than that, whereupon the family must end.
    """
    digest = _digest(token)
    rotate = update(RefreshToken).where(col(RefreshToken.token_hash) == digest, col(RefreshToken.rotated_at).is_(None))
    rotated = (await db.exec(rotate.values(rotated_at=now))).rowcount == 1
    found = await queries.find_refresh(db, digest)
    if found is None:
        raise LoginEnded("this login is over; sign in again")
    refresh, login = found
    idle_since = max(refresh.issued_at, login.last_used_at)
    if login.ended_at or login.expires_at <= now or idle_since + rules.LOGIN_IDLE <= now:
        raise LoginEnded("this login is over; sign in again")
    account = await queries.get_account(db, login.account_id)
    if account.disabled_at is not None:
        raise LoginEnded("this login is over; sign in again")
    if not rotated:
        if refresh.rotated_at is None or refresh.rotated_at + rules.ROTATION_GRACE < now:
            raise TokenReused(login)
        return Grant(account, login, None)
    login.last_used_at = now
    return Grant(account, login, await _issue_refresh(db, login, now))


async def require_fresh(db: AsyncSession, login_id: UUID, now: datetime) -> None:
    """Have the caller be somebody who signed in a moment ago. Errors: FreshLoginNeeded."""
    login = await queries.find_login(db, login_id)
    if login is None or login.created_at + rules.FRESH_LOGIN <= now:
        raise FreshLoginNeeded("this needs a sign-in of the last fifteen minutes; sign in again")


async def end_login(
    db: AsyncSession, login_id: UUID, reason: EndReason, now: datetime, *, account_id: UUID | None = None
) -> bool:
    """End a login with its whole family, and say whether it was alive; with `account_id`, only one of theirs.

    Ended by anybody but itself, it takes along what was asked for to change the account's address.
    """
    end = update(Login).where(col(Login.id) == login_id, col(Login.ended_at).is_(None))
    if account_id is not None:
        end = end.where(col(Login.account_id) == account_id)
    if (await db.exec(end.values(ended_at=now, end_reason=reason))).rowcount == 0:
        return False
    if account_id is not None and reason != EndReason.SIGNED_OUT:
        await revoke_email_changes(db, account_id, now)
    record(db, "login.ended", now, account_id=account_id, subject_kind="login", subject_id=login_id, code=reason)
    await db.flush()
    return True


async def end_logins(
    db: AsyncSession, account_id: UUID, reason: EndReason, now: datetime, *, but: UUID | None = None
) -> None:
    """End every login of an account, `but` one, and what any of them asked for to change its address."""
    end = update(Login).where(col(Login.account_id) == account_id, col(Login.ended_at).is_(None))
    if but is not None:
        end = end.where(col(Login.id) != but)
    await db.exec(end.values(ended_at=now, end_reason=reason))
    await revoke_email_changes(db, account_id, now)
    record(db, "logins.ended", now, account_id=account_id, subject_kind="account", subject_id=account_id, code=reason)
    await db.flush()


async def end_stolen(db: AsyncSession, reused: TokenReused, now: datetime) -> None:
    """End the family of a refresh token that came again, and tell its owner."""
    if await end_login(db, reused.login_id, EndReason.TOKEN_REUSED, now, account_id=reused.account_id):
        await post(db, "refresh_reused", now, account_id=reused.account_id, login_id=reused.login_id)


async def sign_out(db: AsyncSession, token: str, now: datetime) -> None:
    """End the login of a refresh token, if it has one."""
    found = await queries.find_refresh(db, _digest(token))
    if found is not None:
        login = found[1]
        await end_login(db, login.id, EndReason.SIGNED_OUT, now, account_id=login.account_id)
