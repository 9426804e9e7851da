"""Who stands behind a plan."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.errors import EndorsementNeeded
from madang.action_plans.models import PlanEndorsement, PlanStatus
from madang.action_plans.queries import life as queries
from madang.action_plans.schemas.talk import (
    EndorsementFile,
    PlanEndorsementGiven,
    PlanEndorsementPublic,
    PlanEndorsements,
)
from madang.action_plans.service.common import Held, note_event
from madang.core.calendar import get_zone
from madang.core.db import flush_new
from madang.core.errors import Invalid, NotFound
from madang.files.models import StoredFile
from madang.files.queries import find_files

_NEED_ONE = (PlanStatus.ENDORSED, PlanStatus.IMPLEMENTING, PlanStatus.CLOSED)


async def describe_endorsements(db: AsyncSession, endorsements: Sequence[PlanEndorsement]) -> PlanEndorsements:
    """Return endorsements with what their documents are called."""
    ids = [endorsement.file_id for endorsement in endorsements if endorsement.file_id]
    files = await find_files(db, ids) if ids else {}
    return PlanEndorsements(
        items=[
            PlanEndorsementPublic(
                id=one.id,
                kind=one.kind,
                body=one.body,
                endorsed_on=one.endorsed_on,
                note=one.note,
                file=EndorsementFile.model_validate(files[one.file_id]) if one.file_id in files else None,
                version=one.version,
            )
            for one in endorsements
        ]
    )


async def describe_endorsement(db: AsyncSession, endorsement: PlanEndorsement) -> PlanEndorsementPublic:
    """Return one endorsement."""
    return (await describe_endorsements(db, [endorsement])).items[0]


async def get_document(db: AsyncSession, held: Held, endorsement_id: UUID) -> StoredFile:
    """Return the document of an endorsement. Errors: NotFound."""
    endorsement = await queries.get_endorsement(db, held.plan.id, endorsement_id)
    files = await find_files(db, [endorsement.file_id]) if endorsement.file_id else {}
    if endorsement.file_id not in files:
        raise NotFound("this endorsement has no document")
    return files[endorsement.file_id]


async def add_endorsement(db: AsyncSession, held: Held, given: PlanEndorsementGiven, now: datetime) -> PlanEndorsement:
    """Write down who stands behind a plan. Errors: Invalid."""
    await _check(db, held, given, now, before=None)
    endorsement = PlanEndorsement(
        plan_id=held.plan.id,
        kind=given.kind,
        body=given.body,
        endorsed_on=given.endorsed_on,
        note=given.note or "",
        file_id=given.file_id,
        created_at=now,
        updated_at=now,
    )
    db.add(endorsement)
    note_event(db, held.plan, "endorsement_added", now)
    await flush_new(db)
    return endorsement


async def update_endorsement(
    db: AsyncSession, held: Held, endorsement: PlanEndorsement, given: PlanEndorsementGiven, now: datetime
) -> None:
    """Correct an endorsement, whole. Errors: Invalid."""
    await _check(db, held, given, now, before=endorsement)
    endorsement.kind, endorsement.body, endorsement.endorsed_on = given.kind, given.body, given.endorsed_on
    endorsement.note, endorsement.file_id = given.note or "", given.file_id
    endorsement.touch(now)
    note_event(db, held.plan, "endorsement_changed", now)
    await flush_new(db)


async def remove_endorsement(db: AsyncSession, held: Held, endorsement: PlanEndorsement, now: datetime) -> None:
    """Take an endorsement of a locked plan away. Errors: EndorsementNeeded for the last one of an endorsed plan."""
    plan = held.plan
    if plan.status in _NEED_ONE and await queries.count_endorsements(db, plan.id) == 1:
        raise EndorsementNeeded(f"this plan is {plan.status}: it keeps an endorsement")
    await db.delete(endorsement)
    note_event(db, plan, "endorsement_removed", now)
    await db.flush()


async def _check(
    db: AsyncSession, held: Held, given: PlanEndorsementGiven, now: datetime, *, before: PlanEndorsement | None
) -> None:
    today = now.astimezone(get_zone(held.edition.timezone)).date()
    if given.endorsed_on > today:
        what = "lies ahead"
        raise Invalid(f"/endorsed_on: {what}", errors=[("/body/endorsed_on", what)])
    file_id = given.file_id
    if file_id is None or (before is not None and before.file_id == file_id):
        return
    if await queries.find_own_file(db, held.edition.id, held.account_id, file_id) is None:
        what = "you have handed in no such file to this edition"
        raise Invalid(what, errors=[("/body/file_id", what)])
