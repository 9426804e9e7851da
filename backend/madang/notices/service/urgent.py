"""What cannot wait: previewed, then sent at once to whom it concerns."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import Invalid
from madang.core.ids import new_id
from madang.notices.models import Announcement, AnnouncementKind, AnnouncementStage, Notice
from madang.notices.queries.audience import find_session_of, has_delegation, list_concerned
from madang.notices.schemas import UrgentCreate, UrgentPreview
from madang.notices.service.sending import post_notices
from madang.notices.service.telling import AT_ONCE
from madang.programme.models import Edition
from madang.programme.rules import check_words


async def _find_concerned(
    db: AsyncSession, edition: Edition, data: UrgentCreate, now: datetime
) -> Sequence[tuple[UUID, str]]:
    """Return whom it concerns, and in which language they read. Errors: Invalid, also where nobody is concerned."""
    faults = [
        *check_words(data.title, edition.default_language, "/title"),
        *check_words(data.text, edition.default_language, "/text"),
    ]
    if data.over_at is not None and data.over_at <= now:
        faults.append(("/over_at", "this moment has passed"))
    audience = data.audience
    session = None
    if audience.session_id is not None or audience.option_id is not None:
        session = await find_session_of(db, edition, audience)
        if session is None:
            name = "option_id" if audience.option_id else "session_id"
            faults.append((f"/audience/{name}", f"the programme has no such {name.removesuffix('_id')}"))
    if audience.delegation_id is not None and not await has_delegation(db, edition, audience.delegation_id):
        faults.append(("/audience/delegation_id", "the edition has no such delegation"))
    if not faults:
        concerned = await list_concerned(db, edition, audience, session)
        if concerned:
            return concerned
        faults.append(("/audience", "nobody is concerned"))
    raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{pointer}", what) for pointer, what in faults])


async def preview(db: AsyncSession, edition: Edition, data: UrgentCreate, now: datetime) -> UrgentPreview:
    """Return how many would be written to. Errors: Invalid."""
    concerned = await _find_concerned(db, edition, data, now)
    return UrgentPreview(people=len(concerned), languages=Counter(language for _, language in concerned))


async def announce(db: AsyncSession, edition: Edition, data: UrgentCreate, now: datetime) -> Announcement:
    """Write to everybody concerned, before any other mail that waits. Errors: Invalid."""
    concerned = await _find_concerned(db, edition, data, now)
    announcement = Announcement(
        edition_id=edition.id,
        kind=AnnouncementKind.URGENT,
        stage=AnnouncementStage.SENT,
        sent_at=now,
        over_at=data.over_at,
        title=data.title,
        text=data.text,
        audience=data.audience.model_dump(mode="json", exclude_none=True),
        created_at=now,
        updated_at=now,
    )
    db.add(announcement)
    await db.flush()
    told = [(new_id(), registration_id) for registration_id, _ in concerned]
    rows = [
        {
            "id": notice_id,
            "announcement_id": announcement.id,
            "registration_id": registration_id,
            "items": [],
            "visits": {},
            "meetings": {},
            "withheld": False,
        }
        for notice_id, registration_id in told
    ]
    connection = await db.connection()
    for start in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(Notice), rows[start : start + AT_ONCE])
    await post_notices(db, announcement, told, now)
    return announcement
