"""The second factor: codes of a phone's app (RFC 6238), and recovery codes for whoever lost the phone."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, throttle
from madang.accounts.errors import CodeWrong
from madang.accounts.models import Account, EndReason, RecoveryCode, SecondFactor
from madang.accounts.service.logins import end_logins
from madang.audit.service import record
from madang.core.errors import Taken
from madang.core.keys import Keyring
from madang.core.sealing import Unsealable, is_sealed_newly, seal, unseal
from madang.outbox.service import post

_ISSUER = "Madang"
_STEP_SECONDS = 30
_SEALED = "second-factor"
_RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else


@dataclass(frozen=True)
class Enrolment:
    """A secret that is to be brought to a phone, as text and as the address that its QR code holds."""

    secret: str
    uri: str


async def begin_enrolment(db: AsyncSession, keyring: Keyring, account: Account, now: datetime) -> Enrolment:
    """Make a new secret; it is in force when a code of it is confirmed. Errors: Taken when one is in force."""
    await queries.lock_account(db, account.id)
    factor = await queries.find_second_factor(db, account.id, lock=True)
    if factor is not None and factor.confirmed_at is not None:
        raise Taken("there is a second factor already; remove it first")
    secret = pyotp.random_base32()
    sealed = seal(keyring, _SEALED, account.id, secret.encode())
    if factor is None:
        db.add(SecondFactor(account_id=account.id, sealed_secret=sealed, created_at=now))
    else:
        factor.sealed_secret, factor.created_at, factor.last_step = sealed, now, 0
    await db.flush()
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=account.email_as_typed, issuer_name=_ISSUER))


async def confirm(
    db: AsyncSession, keyring: Keyring, account: Account, code: str, *, login_id: UUID, now: datetime
) -> list[str]:
    """Put the second factor in force, end the other logins, and return the recovery codes, shown this once.

    Errors: CodeWrong; Taken when it is in force already.
    """
    factor = await queries.find_second_factor(db, account.id, lock=True)
    if factor is not None and factor.confirmed_at is not None:
        raise Taken("the second factor is in force already")
    if factor is None or not await _use_step(db, keyring, factor, code, now):
        raise CodeWrong("this code is not the phone's present one", errors=[("/body/code", "is not right")])
    factor.confirmed_at = now
    account.touch(now)
    codes = await _make_recovery_codes(db, keyring, account.id, now)
    await end_logins(db, account.id, EndReason.SECOND_FACTOR_CHANGED, now, but=login_id)
    record(db, "second_factor.added", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await post(db, "second_factor_added", now, account_id=account.id)
    await db.flush()
    return codes


async def renew_recovery_codes(
    db: AsyncSession, keyring: Keyring, account: Account, code: str, now: datetime
) -> list[str]:
    """Replace the recovery codes of somebody who shows the second factor. Errors: CodeWrong."""
    await show_code(db, keyring, account, code, now)
    record(db, "recovery_codes.renewed", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await post(db, "recovery_codes_renewed", now, account_id=account.id)
    return await _make_recovery_codes(db, keyring, account.id, now)


async def remove(db: AsyncSession, account: Account, now: datetime, *, login_id: UUID | None = None) -> None:
    """Remove the second factor and its recovery codes, and end every login but `login_id`; the owner is told."""
    await db.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account.id))
    await db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    account.touch(now)
    await end_logins(db, account.id, EndReason.SECOND_FACTOR_CHANGED, now, but=login_id)
    record(db, "second_factor.removed", now, account_id=account.id, subject_kind="account", subject_id=account.id)
    await post(db, "second_factor_removed", now, account_id=account.id)
    await db.flush()


async def show_code(db: AsyncSession, keyring: Keyring, account: Account, code: str, now: datetime) -> None:
    """Use up a code of the second factor, or a recovery code. Errors: CodeWrong."""
    factor = await queries.find_second_factor(db, account.id, lock=True)
    if factor is not None and factor.confirmed_at is not None:
        if await _use_step(db, keyring, factor, code, now):
            return
        if await _use_recovery_code(db, keyring, account.id, code, now):
            await post(db, "recovery_code_used", now, account_id=account.id)
            record(db, "recovery_code.used", now, account_id=account.id, subject_kind="account", subject_id=account.id)
            return
    raise CodeWrong("this code is not right, or was used already", errors=[("/body/code", "is not right")])


async def count_try(db: AsyncSession, account_id: UUID, network: str, now: datetime) -> throttle.Subjects:
    """Count a typed code before it is looked at. Errors: TooManyAttempts."""
    counted_on = throttle.from_account(account_id, network)
    await throttle.count(db, counted_on, now)
    return counted_on


async def _use_step(db: AsyncSession, keyring: Keyring, factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether the code is one of now, a step before or after, and was not used before: one UPDATE decides.

    The secret is sealed with the newest key from then on. Where its key is gone no code is right.
    """
    digits = "".join(code.split())
    try:
        secret = unseal(keyring, _SEALED, factor.account_id, factor.sealed_secret)
    except Unsealable:
        return False
    totp = pyotp.TOTP(secret.decode())
    present = int(now.timestamp()) // _STEP_SECONDS
    step = next((step for step in (present, present - 1, present + 1) if _is_code(totp, step, digits)), None)
    if step is None:
        return False
    use = update(SecondFactor).where(
        col(SecondFactor.account_id) == factor.account_id, col(SecondFactor.last_step) < step
    )
    values: dict[str, Any] = {"last_step": step}
    if not is_sealed_newly(keyring, _SEALED, factor.account_id, factor.sealed_secret):
        values["sealed_secret"] = seal(keyring, _SEALED, factor.account_id, secret)
    used = await db.exec(use.values(**values).execution_options(synchronize_session="fetch"))
    return used.rowcount == 1


def _is_code(totp: pyotp.TOTP, step: int, digits: str) -> bool:
    return digits.isascii() and hmac.compare_digest(totp.generate_otp(step), digits)


def _hash(key: bytes, account_id: UUID, code: str) -> str:
    plain = "".join(character for character in code.lower() if character in _ALPHABET)
    return hmac.new(key, account_id.bytes + plain.encode(), hashlib.sha256).hexdigest()


async def _make_recovery_codes(db: AsyncSession, keyring: Keyring, account_id: UUID, now: datetime) -> list[str]:
    await db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(_RECOVERY_CODES)]
    key = keyring.newest("recovery-code")
    db.add_all(
        [RecoveryCode(account_id=account_id, code_hash=_hash(key, account_id, code), created_at=now) for code in codes]
    )
    await db.flush()
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


async def _use_recovery_code(db: AsyncSession, keyring: Keyring, account_id: UUID, code: str, now: datetime) -> bool:
    hashes = [_hash(key, account_id, code) for key in keyring.every("recovery-code")]
    use = update(RecoveryCode).where(
        col(RecoveryCode.account_id) == account_id,
        col(RecoveryCode.code_hash).in_(hashes),
        col(RecoveryCode.used_at).is_(None),
    )
    return (await db.exec(use.values(used_at=now).execution_options(synchronize_session=False))).rowcount == 1
