"""Sending an announcement, holding it, letting it go: told and remembered in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.notices.errors import AnnouncementOver
from madang.notices.models import Announcement, AnnouncementKind, AnnouncementStage, Notice
from madang.notices.queries.announcements import UNSENT
from madang.notices.queries.state import list_to_tell
from madang.notices.rules import name_message
from madang.notices.service.telling import AT_ONCE, Known, remember
from madang.outbox.service import post_many


def _only_unsent(announcement: Announcement) -> None:
    if announcement.stage not in UNSENT:
        raise AnnouncementOver(f"this was {announcement.stage} already", current={"stage": announcement.stage})


async def send(db: AsyncSession, announcement: Announcement, now: datetime) -> None:
    """Send a locked announcement of changes: one mail for each who is told, and all of it remembered as known.

    What is told is what was read, even where something has changed since: that is announced next. Whoever no longer
    takes part is told nothing. Errors: AnnouncementOver.
    """
    _only_unsent(announcement)
    notices = await list_to_tell(db, announcement.id)
    told = [notice for notice in notices if not notice.withheld]
    await post_notices(db, announcement, [(notice.id, notice.registration_id) for notice in told], now)
    await _remember(db, announcement, notices, now)
    _finish(announcement, AnnouncementStage.SENT, now)
    announcement.sent_at = now
    await db.flush()


async def discard(db: AsyncSession, announcement: Announcement, now: datetime) -> None:
    """Tell nobody, and let what has changed count as known. Errors: AnnouncementOver."""
    _only_unsent(announcement)
    await _remember(db, announcement, await list_to_tell(db, announcement.id), now)
    _finish(announcement, AnnouncementStage.DISCARDED, now)
    await db.flush()


async def hold(db: AsyncSession, announcement: Announcement, now: datetime) -> None:
    """Let an announcement wait until an organiser sends or discards it. Errors: AnnouncementOver."""
    _only_unsent(announcement)
    _finish(announcement, AnnouncementStage.HELD, now)
    await db.flush()


async def withhold(
    db: AsyncSession, announcement: Announcement, notice: Notice, now: datetime, *, withheld: bool
) -> None:
    """Decide whether somebody is told. Errors: AnnouncementOver."""
    _only_unsent(announcement)
    notice.withheld = withheld
    announcement.touch(now)
    record(
        db,
        "notice.withheld" if withheld else "notice.released",
        now,
        edition_id=announcement.edition_id,
        subject_kind="registration",
        subject_id=notice.registration_id,
    )
    await db.flush()


async def post_notices(
    db: AsyncSession, announcement: Announcement, told: Sequence[tuple[UUID, UUID]], now: datetime
) -> None:
    """Write a mail for each of these notices and registrations; the name of each keeps it from going twice.

    What is urgent goes before whatever waits already.
    """
    urgent = announcement.kind is AnnouncementKind.URGENT
    for start in range(0, len(told), AT_ONCE):
        some = told[start : start + AT_ONCE]
        ids = [notice_id for notice_id, _ in some]
        sent = update(Notice).where(col(Notice.id).in_(ids)).values(sent_at=now)
        await db.exec(sent.execution_options(synchronize_session=False))
        await post_many(
            db,
            "notice_urgent" if urgent else "notice_changes",
            now,
            [{"notice_id": notice_id, "registration_id": own_id} for notice_id, own_id in some],
            once=[name_message(announcement.id, notice_id) for notice_id in ids],
            first=urgent,
        )


async def _remember(db: AsyncSession, announcement: Announcement, notices: Sequence[Notice], now: datetime) -> None:
    assert announcement.release_number is not None
    known = {notice.registration_id: Known(notice.visits, notice.meetings) for notice in notices}
    await remember(db, announcement.edition_id, announcement.release_number, known, now)


def _finish(announcement: Announcement, stage: AnnouncementStage, now: datetime) -> None:
    announcement.stage, announcement.due_at = stage, None
    announcement.touch(now)
