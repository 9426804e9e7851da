"""Notices as whoever is told reads them."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.notices.models import Announcement, Notice, ToldSchedule
from madang.notices.rules import whole_items
from madang.programme.models import Edition


def _told(*more: Any) -> Any:
    """Return the statement of notices that were sent, each with its announcement."""
    return (
        select(Notice, Announcement, *more)
        .join(Announcement, col(Announcement.id) == col(Notice.announcement_id))
        .where(col(Notice.sent_at).is_not(None))
    )


async def list_own(db: AsyncSession, registration_id: UUID, page: PageRequest) -> Found[tuple[Notice, Announcement]]:
    """Return a page of what somebody was told, the newest first."""
    return await fetch_page(
        db,
        _told().where(Notice.registration_id == registration_id),
        keys=[col(Notice.sent_at), col(Notice.id)],
        key_of=lambda row: (row[0].sent_at, row[0].id),
        page=page,
        descending=True,
    )


async def get_own(db: AsyncSession, registration_id: UUID, notice_id: UUID) -> tuple[Notice, Announcement]:
    """Return what somebody was told. Errors: NotFound."""
    found: tuple[Notice, Announcement] | None = (
        await db.exec(_told().where(Notice.id == notice_id, Notice.registration_id == registration_id))
    ).one_or_none()
    if found is None:
        raise NotFound("there is no such notice for you")
    return found


async def find_with_edition(db: AsyncSession, notice_id: UUID) -> tuple[Notice, Announcement, Edition] | None:
    """Return what a link is of, whoever has it."""
    statement = _told(Edition).join(Edition, col(Edition.id) == col(Announcement.edition_id))
    found: tuple[Notice, Announcement, Edition] | None = (
        await db.exec(statement.where(Notice.id == notice_id))
    ).one_or_none()
    return found


async def collect_told(db: AsyncSession, registration_id: UUID) -> dict[str, Any]:
    """Return all that somebody was told and is thought to know, as they take it along."""
    statement = _told().where(Notice.registration_id == registration_id).order_by(col(Notice.id))
    known = select(ToldSchedule).where(ToldSchedule.registration_id == registration_id)
    return {
        "notices": [
            {
                **notice.model_dump(mode="json"),
                "items": whole_items(announcement.items, notice.items),
                "title": announcement.title,
                "text": announcement.text,
            }
            for notice, announcement in (await db.exec(statement)).all()
        ],
        "told_schedule": [row.model_dump(mode="json") for row in (await db.exec(known)).all()],
    }
