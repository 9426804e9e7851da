"""Accounts, their passwords and addresses."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules, throttle
from madang.accounts.errors import LinkUnknown, PasswordWeak, PasswordWrong
from madang.accounts.models import Account, EndReason, LinkPurpose, MailedLink, Role, RoleGrant
from madang.accounts.passwords import Passwords
from madang.accounts.service.attempts import Attempt, lock_as_proved
from madang.accounts.service.links import make_link, revoke_links
from madang.accounts.service.logins import end_logins, require_fresh
from madang.audit.service import record
from madang.core.db import flush
from madang.core.errors import Invalid, Taken
from madang.outbox.service import post


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
    if password is not None and (fault := await passwords.find_fault(password, address)):
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
    record(db, "account.created", account.created_at, subject_kind="account", subject_id=account.id)
    await db.flush()
    return account, one_time


async def begin_password_change(db: AsyncSession, account_id: UUID, *, login_id: UUID, now: datetime) -> Attempt:
    """Count an attempt to prove the present password.

    Errors: TooManyAttempts, for whoever found an open browser may guess.
    """
    account = await queries.get_account(db, account_id)
    counted_on = throttle.from_device(account.email, login_id)
    await throttle.count(db, counted_on, now)
    return Attempt(account.id, account.email, account.password_hash, counted_on)


async def make_password_hash(passwords: Passwords, attempt: Attempt, *, current: str, new: str) -> str:
    """Return the hash of the new password of whoever knows the present one.

    Errors: PasswordWrong; PasswordWeak, only told to whoever does.
    """
    if not await passwords.verify(attempt.password_hash, current):
        raise _password_wrong()
    fault = await passwords.find_fault(new, attempt.email)
    if fault is None and new == current:
        fault = "the new password is the present one"
    if fault:
        raise PasswordWeak(fault, errors=[("/body/new_password", fault)])
    return await passwords.hash(new)


async def forgive_attempt(db: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """Take an attempt back whose present password was right."""
    await throttle.forgive(db, attempt.counted_on, now)


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
    await end_logins(db, account.id, EndReason.PASSWORD_CHANGED, now, but=login_id)
    await _say_changed(db, account, now)
    await throttle.forgive(db, attempt.counted_on, now)
    await db.flush()


def _password_wrong() -> PasswordWrong:
    return PasswordWrong("the present password is not right", errors=[("/body/current_password", "is not right")])


async def _say_changed(db: AsyncSession, account: Account, now: datetime) -> None:
    record(db, "account.password_changed", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await post(db, "password_changed", now, account_id=account.id)


async def set_password(db: AsyncSession, account: Account, password_hash: str, now: datetime) -> None:
    """Set the password of somebody who has shown otherwise who they are; every login ends."""
    account.password_hash = password_hash
    account.must_change_password = False
    account.touch(now)
    await end_logins(db, account.id, EndReason.PASSWORD_CHANGED, now)
    await revoke_links(db, account.email, now)
    await _say_changed(db, account, now)
    await db.flush()


async def begin_email_change(db: AsyncSession, account: Account, email: str, *, login_id: UUID, now: datetime) -> None:
    """Mail a link to the new address: it becomes the account's when its owner presses it, signed in.

    Whether it has an account of its own is not told: it would be to whoever asks. Errors: Invalid for no address;
    FreshLoginNeeded; TooManyAttempts, for nobody is to fill other people's boxes.
    """
    await require_fresh(db, login_id, now)
    await throttle.count(db, throttle.changing_address(account.id), now)
    try:
        address = rules.normalise_email(email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/email", str(problem))]) from problem
    since = now - rules.LINK_LIFE
    young = await queries.count_young_links(
        db, address, LinkPurpose.EMAIL_CHANGE, since, most_tries=rules.TRIES_OF_A_CODE
    )
    if young < rules.LINKS_AT_ONCE:
        await make_link(
            db,
            LinkPurpose.EMAIL_CHANGE,
            address,
            now,
            life=rules.EMAIL_CHANGE_LIFE,
            account_id=account.id,
            language=account.language,
        )
    record(db, "account.email_change_asked", now, subject_kind="account", subject_id=account.id)
    await db.flush()


async def change_email(db: AsyncSession, link: MailedLink, account_id: UUID, now: datetime) -> Account:
    """Give an account the address whose link was pressed; every login ends. The old address is told.

    `account_id` is whoever pressed it: somebody who reads the mails of an address gives it to no account but their
    own, or they would come to sign in to a stranger's.
    Errors: Taken when it has an account by now; LinkUnknown when it is of another account.
    """
    account = await queries.lock_account(db, account_id) if link.account_id == account_id else None
    if account is None or account.disabled_at is not None:
        raise LinkUnknown("this link is for somebody who is signed in to another account")
    old = account.email
    # The renderer cannot look the old address up any more: it stands in a link of its own, which cannot be pressed.
    last = MailedLink(
        purpose=LinkPurpose.EMAIL_CHANGE,
        email=old,
        account_id=account.id,
        created_at=now,
        expires_at=now,
        revoked_at=now,
    )
    db.add(last)
    account.email = account.email_as_typed = link.email
    account.touch(now)
    await flush(db, Taken("this address has an account already"))
    await end_logins(db, account.id, EndReason.EMAIL_CHANGED, now)
    await revoke_links(db, old, now)
    await post(db, "email_changed", now, account_id=account.id, old_link_id=last.id)
    record(db, "account.email_changed", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await db.flush()
    return account


async def change_language(db: AsyncSession, account: Account, language: str | None, now: datetime) -> None:
    """Set the language of an account's mails."""
    account.language = language
    account.touch(now)
    record(db, "account.updated", now, subject_kind="account", subject_id=account.id, fields=["language"])
    await db.flush()
