"""API tokens: made, replaced, used, revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import api_tokens, queries, rules
from madang.accounts.errors import ScopeTooWide, TokenOver
from madang.accounts.models import ApiToken
from madang.accounts.rules import Scope
from madang.audit.service import record
from madang.core.errors import Invalid, NotFound
from madang.outbox.service import post

LAST_USED_EVERY = timedelta(minutes=1)


async def create_token(
    db: AsyncSession,
    account_id: UUID,
    *,
    name: str,
    scopes: Iterable[Scope],
    may: Iterable[Scope],
    expires_at: datetime,
    edition_id: UUID | None,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is shown this once.

    `may` is what its maker may do, there where it is to be good. Errors: ScopeTooWide; Invalid for a bad expiry.
    """
    wanted = frozenset(scopes)
    if too_wide := sorted(wanted - frozenset(may)):
        raise ScopeTooWide(f"beyond your own rights: {', '.join(too_wide)}")
    if not now < expires_at <= now + rules.API_TOKEN_LONGEST_LIFE:
        fault = f"must be later than now, by {rules.API_TOKEN_LONGEST_LIFE.days} days at most"
        raise Invalid(f"expires_at {fault}", errors=[("/body/expires_at", fault)])
    token, secret = _make(account_id, name, sorted(wanted), edition_id, expires_at, now)
    db.add(token)
    await db.flush()
    _record(db, "api_token.created", token, now)
    await post(db, "api_token_created", now, token_id=token.id)
    return token, secret


async def rotate_token(db: AsyncSession, token: ApiToken, *, overlap: timedelta, now: datetime) -> tuple[ApiToken, str]:
    """Replace a token by one of the same rights and length of life; the old one goes on for a while.

    Errors: TokenOver when it is over or was replaced before.
    """
    if token.revoked_at is not None or token.expires_at <= now or token.replaced_by_id is not None:
        raise TokenOver("this token is over, or was replaced already")
    life = min(token.expires_at - token.created_at, rules.API_TOKEN_LONGEST_LIFE)
    fresh, secret = _make(token.account_id, token.name, token.scopes, token.edition_id, now + life, now)
    db.add(fresh)
    await db.flush()
    token.replaced_by_id = fresh.id
    token.expires_at = min(token.expires_at, now + overlap)
    token.touch(now)
    _record(db, "api_token.rotated", token, now)
    await post(db, "api_token_created", now, token_id=fresh.id)
    await db.flush()
    return fresh, secret


async def revoke_token(db: AsyncSession, token: ApiToken, now: datetime) -> None:
    """End a token at once. Errors: TokenOver."""
    if token.revoked_at is not None:
        raise TokenOver("this token was revoked before")
    token.revoked_at = now
    token.touch(now)
    _record(db, "api_token.revoked", token, now)
    await db.flush()


async def get_own_token(db: AsyncSession, account_id: UUID, token_id: UUID) -> ApiToken:
    """Return one of an account's tokens, locked. Errors: NotFound."""
    token = await queries.find_api_token(db, token_id, account_id=account_id)
    if token is None:
        raise NotFound("there is no such token")
    return token


async def note_use(db: AsyncSession, token_id: UUID, now: datetime) -> None:
    """Note that a token was used, if that was not noted within the last minute."""
    stale = or_(col(ApiToken.last_used_at).is_(None), col(ApiToken.last_used_at) <= now - LAST_USED_EVERY)
    note = update(ApiToken).where(col(ApiToken.id) == token_id, stale)
    await db.exec(note.values(last_used_at=now).execution_options(synchronize_session=False))


def _make(
    account_id: UUID, name: str, scopes: list[str], edition_id: UUID | None, expires_at: datetime, now: datetime
) -> tuple[ApiToken, str]:
    secret = api_tokens.make_token()
    token = ApiToken(
        account_id=account_id,
        name=name,
        beginning=api_tokens.beginning_of(secret),
        token_hash=api_tokens.digest(secret),
        scopes=[str(scope) for scope in scopes],
        edition_id=edition_id,
        expires_at=expires_at,
        created_at=now,
        updated_at=now,
    )
    return token, secret


def _record(db: AsyncSession, action: str, token: ApiToken, now: datetime) -> None:
    record(
        db,
        action,
        now,
        account_id=token.account_id,
        edition_id=token.edition_id,
        subject_kind="api_token",
        subject_id=token.id,
    )
