"""Use cases of accounts and sign-in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules
from madang.accounts.errors import LoginEnded, PasswordWeak, PasswordWrong, SignInFailed, TooManyAttempts
from madang.accounts.models import Account, EndReason, Login, RefreshToken, Role, RoleGrant, SignInFailure
from madang.accounts.passwords import Passwords
from madang.core.db import flush
from madang.core.errors import Invalid, Taken

_NO_ADDRESS = "unknown"


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


def name_network(address: str | None) -> str:
    """Return the network that a throttle counts: the address itself (IPv4) or its /64 (IPv6)."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return _NO_ADDRESS
    return str(ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False))


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


async def change_password(
    db: AsyncSession,
    passwords: Passwords,
    account: Account,
    *,
    login_id: UUID,
    current: str,
    new: str,
    now: datetime,
) -> None:
    """Set a new password and end every other login of the account. Errors: PasswordWrong, PasswordWeak."""
    if not await passwords.verify(account.password_hash, current):
        raise PasswordWrong("the present password is not right", errors=[("/body/current_password", "is not right")])
    fault = rules.find_password_fault(new, account.email)
    if fault is None and new == current:
        fault = "the new password is the present one"
    if fault:
        raise PasswordWeak(fault, errors=[("/body/new_password", fault)])
    account.password_hash = await passwords.hash(new)
    account.must_change_password = False
    account.touch(now)
    others = update(Login).where(
        col(Login.account_id) == account.id, col(Login.id) != login_id, col(Login.ended_at).is_(None)
    )
    await db.exec(others.values(ended_at=now, end_reason=EndReason.PASSWORD_CHANGED))
    await db.flush()


# --- signing in and staying so ---------------------------------------------------------------------------------


async def authenticate(
    db: AsyncSession, passwords: Passwords, *, email: str, password: str, network: str, now: datetime
) -> Account:
    """Return the account of that address and password. It only reads.

    Errors: TooManyAttempts; SignInFailed, after the same work whether there is such an account or not.
    """
    address = _comparable(email)
    by_email, by_network, last = await queries.count_failures(
        db, email=address, network=network, since=now - rules.FAILURES_REMEMBERED
    )
    if last is not None:
        allowed_at = rules.wait_until(max(by_email, by_network // 4), last)
        if allowed_at > now:
            seconds = max(1, round((allowed_at - now).total_seconds()))
            raise TooManyAttempts(
                f"too many failed sign-ins; try again in {seconds} s", headers={"Retry-After": str(seconds)}
            )
    account = await queries.find_account(db, address)
    usable = account is not None and account.disabled_at is None
    right = await passwords.verify(account.password_hash if account and usable else None, password)
    if account is None or not right:
        raise SignInFailed
    return account


async def remember_failure(db: AsyncSession, *, email: str, network: str, now: datetime) -> None:
    """Count a failed sign-in, and forget those that no longer matter."""
    address = _comparable(email)
    await db.exec(delete(SignInFailure).where(col(SignInFailure.failed_at) < now - rules.FAILURES_REMEMBERED))
    db.add(SignInFailure(email=address, network=network, failed_at=now))


async def start_login(db: AsyncSession, account: Account, *, user_agent: str, now: datetime) -> Grant:
    """Begin a login: a family of refresh tokens. Failures of its address are forgotten."""
    await db.exec(delete(SignInFailure).where(col(SignInFailure.email) == account.email))
    login = Login(
        account_id=account.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + rules.LOGIN_LIFE,
        user_agent=user_agent[:300],
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
