"""Accounts and their passwords."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules, throttle
from madang.accounts.errors import PasswordWeak, PasswordWrong
from madang.accounts.models import Account, EndReason, Login, Role, RoleGrant
from madang.accounts.passwords import Passwords
from madang.accounts.service.attempts import Attempt, lock_as_proved
from madang.core.db import flush
from madang.core.errors import Invalid, Taken


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
    account = await lock_as_proved(db, attempt)
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
