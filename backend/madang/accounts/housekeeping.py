"""What is forgotten of accounts after a while, and whom to warn: chores of the worker."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import col

from madang.accounts import queries
from madang.accounts.models import Login, MailedLink, RefreshToken
from madang.core.db import Database
from madang.outbox.service import post

_LOGINS_KEPT = timedelta(days=90)
_TOKENS_KEPT = timedelta(days=15)  # a little longer than an idle login lives: until then a reuse is to be noticed
_LINKS_KEPT = timedelta(days=30)
WARNING_DAYS = (30, 7, 1)


async def warn_of_expiry(database: Database, now: datetime) -> None:
    """Tell owners of API tokens 30, 7 and 1 days before they end, once each."""
    async with database.write() as db:
        for token in await queries.list_ending_tokens(db, now, until=now + timedelta(days=max(WARNING_DAYS))):
            days = next(days for days in sorted(WARNING_DAYS) if token.expires_at <= now + timedelta(days=days))
            # Made to live no longer than that: its maker knows.
            if token.expires_at - token.created_at <= timedelta(days=days):
                continue
            once = f"api_token_expiring:{token.id}:{token.expires_at:%Y%m%d}:{days}"
            await post(db, "api_token_expiring", now, once=once, token_id=token.id, days=str(days))


async def forget_logins(database: Database, now: datetime) -> None:
    """Delete logins that have been over for long, and refresh tokens that nobody could steal any more."""
    async with database.write() as db:
        over = or_(col(Login.ended_at) < now - _LOGINS_KEPT, col(Login.expires_at) < now - _LOGINS_KEPT)
        await db.exec(delete(Login).where(over))
        await db.exec(delete(RefreshToken).where(col(RefreshToken.rotated_at) < now - _TOKENS_KEPT))


async def forget_links(database: Database, now: datetime) -> None:
    """Delete mailed links that could not be pressed for a month."""
    async with database.write() as db:
        await db.exec(delete(MailedLink).where(col(MailedLink.expires_at) < now - _LINKS_KEPT))
