"""The private address of somebody's calendar: made, made anew, taken away."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core import tokens
from madang.core.db import flush
from madang.core.errors import Stale
from madang.core.keys import Keyring
from madang.participants.models import Registration
from madang.programme.models import Edition
from madang.schedules import queries
from madang.schedules.models import CalendarLink
from madang.schedules.schemas import CalendarLinkShown

_PURPOSE = "calendar-link"


def address_of(link: CalendarLink, keyring: Keyring, base_url: str) -> str:
    """Return where a calendar finds the feed: whoever has the address may read it."""
    return f"{base_url}/api/v1/calendars/{tokens.make_token(keyring, _PURPOSE, link.id)}.ics"


def describe_link(link: CalendarLink | None, keyring: Keyring, base_url: str) -> CalendarLinkShown:
    """Return a link as its owner sees it."""
    if link is None:
        return CalendarLinkShown()
    return CalendarLinkShown(address=address_of(link, keyring, base_url), made_at=link.made_at)


async def find_owner(db: AsyncSession, keyring: Keyring, token: str) -> tuple[Registration, Edition] | None:
    """Return whose calendar a token opens; None when it opens none, or no longer."""
    link_id = tokens.find_row_id(keyring, _PURPOSE, token)
    return await queries.find_owner_of_link(db, link_id) if link_id else None


async def make_link(db: AsyncSession, registration: Registration, now: datetime) -> CalendarLink:
    """Give a locked registration a new link; the one before opens nothing from then on.

    Errors: Stale when another was made at the same moment.
    """
    await db.exec(delete(CalendarLink).where(col(CalendarLink.registration_id) == registration.id))
    link = CalendarLink(registration_id=registration.id, made_at=now)
    db.add(link)
    _note(db, "calendar_link.made", registration, now)
    await flush(db, Stale("another link was made at the same moment"))
    return link


async def remove_link(db: AsyncSession, registration: Registration, now: datetime) -> None:
    """Take a link away; nothing happens where there is none."""
    if await queries.find_link(db, registration.id) is not None:
        await forget_link(db, registration.id)
        _note(db, "calendar_link.removed", registration, now)


async def forget_link(db: AsyncSession, registration_id: UUID) -> None:
    """Delete the link of a registration, if it has one: also when its owner is erased."""
    await db.exec(delete(CalendarLink).where(col(CalendarLink.registration_id) == registration_id))


def _note(db: AsyncSession, action: str, registration: Registration, now: datetime) -> None:
    record(
        db,
        action,
        now,
        edition_id=registration.edition_id,
        subject_kind="registration",
        subject_id=registration.id,
    )
