"""Announcements as organisers read them, with who is told and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.notices.models import Announcement, AnnouncementStage, Notice
from madang.notices.rules import name_message, read_message_name
from madang.outbox.models import MessageState, OutboxMessage
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition

MAIL_KINDS = ("notice_changes", "notice_urgent")
UNSENT = (AnnouncementStage.WAITING, AnnouncementStage.HELD)


@dataclass(frozen=True)
class Wanted:
    """Which notices are looked for; None: all of them."""

    acknowledged: bool | None = None
    bounced: bool | None = None
    withheld: bool | None = None


async def list_announcements(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[Announcement]:
    """Return a page of announcements without their items, the newest first."""
    statement = (
        select(Announcement)
        .options(defer(Announcement.items))  # type: ignore[arg-type]
        .where(Announcement.edition_id == edition.id)
    )
    keys = [col(Announcement.id)]
    return await fetch_page(db, statement, keys=keys, key_of=lambda row: (row.id,), page=page, descending=True)


async def get_announcement(
    db: AsyncSession, edition: Edition, announcement_id: UUID, *, lock: bool = False
) -> Announcement:
    """Return an announcement of an edition. Errors: NotFound."""
    statement = select(Announcement).where(Announcement.id == announcement_id, Announcement.edition_id == edition.id)
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such announcement in this edition")
    return found


async def find_unsent(db: AsyncSession, edition_id: UUID, *, lock: bool = False) -> Announcement | None:
    """Return the announcement of changes that has not gone out yet: there is one at most."""
    statement = select(Announcement).where(Announcement.edition_id == edition_id, col(Announcement.stage).in_(UNSENT))
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def count_notices(db: AsyncSession, announcement_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how many people announcements concern, and what became of that, in one statement."""
    statement: Any = select_columns(
        col(Notice.announcement_id),
        func.count().label("people"),
        func.sum(case((col(Notice.withheld), 1), else_=0)).label("withheld"),
        func.count(col(Notice.sent_at)).label("sent"),
        func.count(col(Notice.acknowledged_at)).label("acknowledged"),
    )
    statement = statement.where(col(Notice.announcement_id).in_(announcement_ids)).group_by(Notice.announcement_id)
    rows = (await db.exec(statement)).all()
    return {row[0]: dict(zip(("people", "withheld", "sent", "acknowledged"), row[1:], strict=True)) for row in rows}


async def find_bounced(db: AsyncSession, announcement_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the notices whose mail has failed, by announcement: in one statement, of the few mails that ever do."""
    statement = select(OutboxMessage.once).where(
        OutboxMessage.state == MessageState.FAILED, col(OutboxMessage.kind).in_(MAIL_KINDS)
    )
    if len(announcement_ids) == 1:
        statement = statement.where(col(OutboxMessage.once).startswith(name_message(*announcement_ids)))
    bounced: dict[UUID, set[UUID]] = defaultdict(set)
    for name in (await db.exec(statement)).all():
        announcement_id, notice_id = read_message_name(name or "")
        bounced[announcement_id].add(notice_id)
    return bounced


async def list_notices(
    db: AsyncSession, announcement: Announcement, wanted: Wanted, bounced: Collection[UUID], page: PageRequest
) -> Found[tuple[Notice, Registration]]:
    """Return a page of notices with whom they are for, by name."""
    statement = (
        select(Notice, Registration)
        .join(Registration, col(Registration.id) == col(Notice.registration_id))
        .where(Notice.announcement_id == announcement.id)
    )
    if wanted.withheld is not None:
        statement = statement.where(col(Notice.withheld).is_(wanted.withheld))
    if wanted.acknowledged is not None:
        acknowledged = col(Notice.acknowledged_at)
        # Whom nobody has asked to acknowledge has not failed to.
        open_still = acknowledged.is_(None) & col(Notice.sent_at).is_not(None)
        statement = statement.where(acknowledged.is_not(None) if wanted.acknowledged else open_still)
    if wanted.bounced is not None:
        among = col(Notice.id).in_(bounced)
        statement = statement.where(among if wanted.bounced else ~among)
    return await fetch_page(
        db,
        statement,
        keys=[col(Registration.sort_name), col(Notice.id)],
        key_of=lambda row: (row[1].sort_name, row[0].id),
        page=page,
    )


async def get_notice(db: AsyncSession, announcement: Announcement, notice_id: UUID) -> tuple[Notice, Registration]:
    """Return a notice of an announcement with whom it is for. Errors: NotFound."""
    statement = (
        select(Notice, Registration)
        .join(Registration, col(Registration.id) == col(Notice.registration_id))
        .where(Notice.id == notice_id, Notice.announcement_id == announcement.id)
    )
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such notice in this announcement")
    return found


async def list_items(db: AsyncSession, announcement_id: UUID) -> Sequence[Sequence[Any]]:
    """Return what each is told by an announcement: items, and keys of those that it shares."""
    return (await db.exec(select(Notice.items).where(Notice.announcement_id == announcement_id))).all()


async def list_unacknowledged(db: AsyncSession, announcement_id: UUID) -> Sequence[tuple[Notice, Registration]]:
    """Return who was sent an announcement and has not acknowledged it, by name; who takes no part any more is gone."""
    statement = (
        select(Notice, Registration)
        .join(Registration, col(Registration.id) == col(Notice.registration_id))
        .where(
            Notice.announcement_id == announcement_id,
            col(Notice.sent_at).is_not(None),
            col(Notice.acknowledged_at).is_(None),
            Registration.status == RegistrationStatus.ACCEPTED,
            col(Registration.erased_at).is_(None),
        )
        .order_by(col(Registration.sort_name), col(Registration.id))
    )
    return (await db.exec(statement)).all()
