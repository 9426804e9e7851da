"""Visa cases: what their owner says of them, and what organisers do."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.outbox.service import post
from madang.participants.errors import PersonErased, VisaStepUnavailable
from madang.participants.models import Registration, VisaCase, VisaEvent
from madang.participants.queries import care
from madang.participants.rules import visa as rules
from madang.participants.schemas.visa import VisaEdit, VisaEventPublic, VisaPublic, VisaWrite
from madang.programme.models import Edition


async def describe_visa(
    db: AsyncSession, registration: Registration, case: VisaCase | None, *, own: bool
) -> VisaPublic:
    """Return a visa case, or that there is none yet, with where it can go and its history."""
    events = await care.list_visa_events(db, case.id) if case else []
    return VisaPublic(
        registration_id=registration.id,
        version=case.version if case else 0,
        status=case.status if case else None,
        consulate=case.consulate if case else None,
        travels_on=case.travels_on if case else None,
        apply_by=case.apply_by if case else None,
        available_transitions=rules.visa_steps(case.status if case else None, own=own),
        history=[VisaEventPublic.model_validate(event) for event in events],
    )


async def write_visa(
    db: AsyncSession,
    registration: Registration,
    edition: Edition,
    data: VisaWrite,
    *,
    version: int,
    by_id: UUID,
    own: bool,
    now: datetime,
) -> VisaCase:
    """Say where the visa of a locked registration stands. What an organiser changes is told to the person.

    Errors: PersonErased; Stale with the present case; VisaStepUnavailable; Invalid for a day of travel after the end.
    """
    if registration.erased_at is not None:
        raise PersonErased("this person was erased")
    case = await care.find_visa(db, registration.id, lock=True)
    stands = case.version if case else 0
    if stands != version:
        current = (await describe_visa(db, registration, case, own=own)).model_dump(mode="json")
        raise Stale(f"this is version {stands} by now, not {version}", current=current)
    before = case.status if case else None
    steps = rules.visa_steps(before, own=own)
    if data.status is not before and data.status not in steps:
        raise VisaStepUnavailable(
            f"a visa that is {before or 'not mentioned yet'} cannot become {data.status}",
            errors=[("/body/status", "cannot be reached from where it stands")],
            current={"status": before, "available_transitions": steps},
        )
    if data.travels_on is not None and data.travels_on > edition.ends_on:
        raise Invalid("the day of travel lies after the end", errors=[("/body/travels_on", "lies after the end")])
    if case is None:
        case = VisaCase(registration_id=registration.id, status=data.status, created_at=now)
        db.add(case)
    moved_travel = data.travels_on != case.travels_on
    case.status, case.consulate, case.travels_on = data.status, data.consulate, data.travels_on
    if isinstance(data, VisaEdit):
        case.apply_by = data.apply_by or rules.apply_by(data.travels_on)
    elif moved_travel:
        case.apply_by = rules.apply_by(data.travels_on)
    case.touch(now)
    await flush_new(db, Stale("somebody else wrote this at the same moment; read it again"))
    comment = (data.comment or "") if isinstance(data, VisaEdit) else ""
    if data.status is not before or comment:
        db.add(
            VisaEvent(
                visa_case_id=case.id,
                at=now,
                account_id=by_id,
                from_status=before,
                to_status=data.status,
                comment=comment,
            )
        )
        await db.flush()
        if not own:
            once = f"visa_changed:{case.id}:{case.version}"
            await post(db, "visa_changed", now, once=once, registration_id=registration.id)
    return case
