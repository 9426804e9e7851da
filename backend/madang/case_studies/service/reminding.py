"""Whoever owes slides is reminded of them: by the worker on its days, by organisers at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.models import CaseStudyCall
from madang.case_studies.queries import calls, studies
from madang.case_studies.schemas import SlidesReminded
from madang.core.calendar import get_zone
from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.outbox.service import post
from madang.programme.models import Edition

_KIND = "case_study_slides"


async def remind(
    db: AsyncSession, edition: Edition, call: CaseStudyCall, only: Collection[UUID], now: datetime
) -> SlidesReminded:
    """Write to everybody who owes slides of a call, once a day each. What is missing is looked up when it is sent."""
    today = now.astimezone(get_zone(edition.timezone)).date()
    reminded = already = 0
    for registration_id in sorted({who for _, who in await studies.list_owing_slides(db, call.id, only)}):
        once = f"{_KIND}:{registration_id}:{today}"
        if await post(db, _KIND, now, once=once, registration_id=registration_id):
            reminded += 1
        else:
            already += 1
    return SlidesReminded(reminded=reminded, already=already)


async def remind_of_slides(database: Database, now: datetime) -> None:
    """Remind before slides are due and a day after, once each; a chore of the worker."""
    async with database.read() as db:
        due = [
            (call.id, call.slides_by, which)
            for call, session in await calls.list_awaiting_slides(db, now)
            if call.slides_by
            and (which := rules.reminder_due(call.slides_by, call.remind_days, now, session.starts_at))
        ]
        owing = {call_id: await studies.list_owing_slides(db, call_id) for call_id, _, _ in due}
    if not any(owing.values()):
        return
    async with database.write() as db:
        set_origin(db, Origin(OriginKind.WORKER))
        for call_id, slides_by, which in due:
            for registration_id in sorted({who for _, who in owing[call_id]}):
                once = f"{_KIND}:{which}:{registration_id}:{slides_by.date()}"
                await post(db, _KIND, now, once=once, registration_id=registration_id)
