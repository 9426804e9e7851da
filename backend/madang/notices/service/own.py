"""Acknowledging, and forgetting whoever is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import LinkUnknown
from madang.core.keys import Keyring
from madang.core.text import strike_out
from madang.core.tokens import find_row_id, is_over, make_token
from madang.notices.models import Announcement, AnnouncementKind, Notice, ToldSchedule
from madang.notices.queries.own import find_with_edition
from madang.programme.models import Edition

_PURPOSE = "notice"


def make_notice_token(keyring: Keyring, notice_id: UUID) -> str:
    """Return what stands behind the `#` of the link in a notice's mail."""
    return make_token(keyring, _PURPOSE, notice_id)


async def open_link(
    db: AsyncSession, keyring: Keyring, token: str, now: datetime
) -> tuple[Notice, Announcement, Edition]:
    """Return what a link is of. Errors: LinkUnknown, also when whom it was for was erased, or the edition long over."""
    notice_id = find_row_id(keyring, _PURPOSE, token)
    found = await find_with_edition(db, notice_id) if notice_id else None
    if found is None or is_over(found[2].ends_on, now):
        raise LinkUnknown("this link leads to no notice, or no longer")
    return found


async def acknowledge(db: AsyncSession, notice: Notice, now: datetime) -> None:
    """Note that somebody has read it. The first time counts, whatever comes afterwards or at the same moment."""
    first = update(Notice).where(col(Notice.id) == notice.id, col(Notice.acknowledged_at).is_(None))
    await db.exec(first.values(acknowledged_at=now).execution_options(synchronize_session=False))
    await db.refresh(notice)


async def forget_person(db: AsyncSession, edition_id: UUID, registration_id: UUID, names: Collection[str]) -> None:
    """Delete what somebody was told and knows: they are erased, and the links in their mails lead nowhere.

    Their names are struck out of the words of what was urgent.
    """
    await db.exec(delete(Notice).where(col(Notice.registration_id) == registration_id))
    await db.exec(delete(ToldSchedule).where(col(ToldSchedule.registration_id) == registration_id))
    urgent = select(Announcement).where(
        Announcement.edition_id == edition_id, Announcement.kind == AnnouncementKind.URGENT
    )
    for announcement in (await db.exec(urgent)).all():
        for field in ("title", "text"):
            words = getattr(announcement, field)
            struck = {language: strike_out(text, names) for language, text in words.items()}
            if struck != words:
                setattr(announcement, field, struck)
    await db.flush()
