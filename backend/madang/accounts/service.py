"""Use cases of accounts and sign-in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules, throttle
from madang.accounts.errors import LoginEnded, PasswordWeak, PasswordWrong, SignInFailed
from madang.accounts.models import Account, EndReason, Login, RefreshToken, Role, RoleGrant
from madang.accounts.passwords import Passwords
from madang.core.db import flush
from madang.core.errors import Invalid, Taken


@dataclass(frozen=True)
class Attempt:
    """A password that is to be proved: whose, its hash (None: nobody's), and what the attempt counts on.

    Hashing takes long, so it stands between two transactions: one counts the attempt, one takes its effect.
    """

    account_id: UUID | None
    password_hash: str | None
    counted_on: throttle.Subjects


@dataclass(frozen=True)
class Grant:
    """What a sign-in or a refresh gives: a login, and the refresh token that comes next, if any."""

    account: Account
    login: Login
    refresh_token: str | None


class TokenReused(LoginEnded):
    """A refresh token came again after it was replaced: it was stolen, or its thief was first."""

    def __init__(self, login_id: UUID) -> None:
        super().__init__("this login is over; sign in again")
        self.login_id = login_id


def _comparable(email: str) -> str:
    """Return an address as it is compared; empty, which no account has, for what is no address."""
    try:
        return rules.normalise_email(email)
    except ValueError:
        return ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- accounts --------------------------------------------------------------------------------------------------


async def create_administrator(
    db: AsyncSession, passwords: Passwords, *, email: str, password: str | None
) -> tuple[Account, str | None]:
    """Add an account that may do everything; without `password`, return a one-time password to be changed.

    Errors: Invalid for a bad address; PasswordWeak; Taken when the address has an account.
    """
    try:
        address = rules.normalise_email(email)
    except ValueError as problem:
        raise Invalid(str(problem)) from problem
    one_time = None if password is not None else secrets.token_urlsafe(12)
    chosen = password if password is not None else one_time or ""
    if password is not None and (fault := rules.find_password_fault(password, address)):
        raise PasswordWeak(fault)
    account = Account(
        email=address,
        email_as_typed=email.strip(),
        password_hash=await passwords.hash(chosen),
        must_change_password=one_time is not None,
    )
    db.add(account)
    await flush(db, Taken(f"{address} has an account already"))
    db.add(RoleGrant(account_id=account.id, role=Role.ADMINISTRATOR))
    await db.flush()
    return account, one_time


async def begin_password_change(
    db: AsyncSession, account_id: UUID, *, login_id: UUID, current: str, new: str, now: datetime
) -> Attempt:
    """Look at the new password and count an attempt to prove the present one.

    Errors: PasswordWeak; TooManyAttempts, for whoever found an open browser may guess.
    """
    account = await queries.get_account(db, account_id)
    fault = rules.find_password_fault(new, account.email)
    if fault is None and new == current:
        fault = "the new password is the present one"
    if fault:
        raise PasswordWeak(fault, errors=[("/body/new_password", fault)])
    counted_on = throttle.from_device(account.email, login_id)
    await throttle.count(db, counted_on, now)
    return Attempt(account.id, account.password_hash, counted_on)


async def make_password_hash(passwords: Passwords, attempt: Attempt, *, current: str, new: str) -> str:
    """Return the hash of the new password of whoever knows the present one. Errors: PasswordWrong."""
    if not await passwords.verify(attempt.password_hash, current):
        raise _password_wrong()
    return await passwords.hash(new)


async def change_password(
    db: AsyncSession, attempt: Attempt, password_hash: str, *, login_id: UUID, now: datetime
) -> None:
    """Set a new password and end every other login of the account. Errors: PasswordWrong."""
    account = await _lock_as_proved(db, attempt)
    if account is None:
        raise _password_wrong()
    account.password_hash = password_hash
    account.must_change_password = False
    account.touch(now)
    others = update(Login).where(
        col(Login.account_id) == account.id, col(Login.id) != login_id, col(Login.ended_at).is_(None)
    )
    await db.exec(others.values(ended_at=now, end_reason=EndReason.PASSWORD_CHANGED))
    await throttle.forgive(db, attempt.counted_on, now)
    await db.flush()


def _password_wrong() -> PasswordWrong:
    return PasswordWrong("the present password is not right", errors=[("/body/current_password", "is not right")])


async def _lock_as_proved(db: AsyncSession, attempt: Attempt) -> Account | None:
    """Return the account if it still has the password that was proved: hashing took a while."""
    account = await queries.lock_account(db, attempt.account_id) if attempt.account_id else None
    if account is None or account.disabled_at or account.password_hash != attempt.password_hash:
        return None
    return account


# --- signing in and staying so ---------------------------------------------------------------------------------


async def begin_sign_in(
    db: AsyncSession, *, email: str, network: str, known_token: str | None, now: datetime
) -> Attempt:
    """Count an attempt to sign in, and return what it has to prove; alike whether there is such an account or not.

    `known_token` is a refresh token that the browser has from an earlier login, over or not. Errors: TooManyAttempts.
    """
    address = _comparable(email)
    account = await queries.find_account(db, address)
    found = await queries.find_refresh(db, _digest(known_token)) if known_token else None
    login = found[1] if found else None
    if login and account and login.account_id == account.id and login.end_reason != EndReason.TOKEN_REUSED:
        counted_on = throttle.from_device(address, login.id)
    else:
        counted_on = throttle.from_network(address, network)
    await throttle.count(db, counted_on, now)
    if account is None or account.disabled_at is not None:
        return Attempt(None, None, counted_on)
    return Attempt(account.id, account.password_hash, counted_on)


async def prove(passwords: Passwords, attempt: Attempt, password: str) -> None:
    """Compare the password. Errors: SignInFailed, after the same work whether there is such an account or not."""
    if not await passwords.verify(attempt.password_hash, password):
        raise SignInFailed


async def start_login(db: AsyncSession, attempt: Attempt, *, user_agent: str, now: datetime) -> Grant:
    """Begin a login for a proved attempt: a family of refresh tokens. Errors: SignInFailed."""
    account = await _lock_as_proved(db, attempt)
    if account is None:
        raise SignInFailed
    await throttle.forgive(db, attempt.counted_on, now)
    login = Login(
        account_id=account.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + rules.LOGIN_LIFE,
        user_agent="".join(character for character in user_agent if character.isprintable())[:300],
    )
    db.add(login)
    await db.flush()
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
            raise TokenReused(login.id)
        return Grant(account, login, None)
    login.last_used_at = now
    return Grant(account, login, await _issue_refresh(db, login, now))


async def end_login(db: AsyncSession, login_id: UUID, reason: EndReason, now: datetime) -> None:
    """End a login with its whole family; harmless when it is over already."""
    end = update(Login).where(col(Login.id) == login_id, col(Login.ended_at).is_(None))
    await db.exec(end.values(ended_at=now, end_reason=reason))


async def sign_out(db: AsyncSession, token: str, now: datetime) -> None:
    """End the login of a refresh token, if it has one."""
    found = await queries.find_refresh(db, _digest(token))
    if found is not None:
        await end_login(db, found[1].id, EndReason.SIGNED_OUT, now)
