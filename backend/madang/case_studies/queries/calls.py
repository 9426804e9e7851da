"""Calls for case studies."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyStatus
from madang.core.errors import NotFound
from madang.programme.models import ProgrammeSession, SessionKind

# Nobody presents anything over lunch.
_WITHOUT = (SessionKind.MEAL, SessionKind.COFFEE_BREAK, SessionKind.SOCIAL, SessionKind.FIELD_VISIT)

Called = tuple[CaseStudyCall, ProgrammeSession]


async def list_calls(db: AsyncSession, edition_id: UUID) -> Sequence[Called]:
    """Return the calls of an edition with their sessions, in the order of the programme."""
    statement = (
        select(CaseStudyCall, ProgrammeSession)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(CaseStudyCall.session_id))
        .where(CaseStudyCall.edition_id == edition_id)
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.key))
    )
    return (await db.exec(statement)).all()


async def list_sessions_to_call_for(db: AsyncSession, edition_id: UUID) -> Sequence[ProgrammeSession]:
    """Return the sessions in which something could be presented and that have no call yet."""
    called = select(CaseStudyCall.session_id)
    statement = (
        select(ProgrammeSession)
        .where(
            ProgrammeSession.edition_id == edition_id,
            col(ProgrammeSession.kind).not_in(_WITHOUT),
            col(ProgrammeSession.id).not_in(called),
        )
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.key))
    )
    return (await db.exec(statement)).all()


async def find_call(db: AsyncSession, session_id: UUID, *, lock: bool = False) -> CaseStudyCall | None:
    """Return the call of a session; locked, nothing of its case studies changes its status meanwhile."""
    statement = select(CaseStudyCall).where(CaseStudyCall.session_id == session_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def get_call(db: AsyncSession, edition_id: UUID, session_id: UUID, *, lock: bool = False) -> Called:
    """Return the call of a session of an edition with the session. Errors: NotFound."""
    call = await find_call(db, session_id, lock=lock)
    session = await db.get(ProgrammeSession, session_id) if call else None
    if call is None or session is None or call.edition_id != edition_id:
        raise NotFound("there is no call for case studies of this session")
    return call, session


async def get_call_by_id(db: AsyncSession, call_id: UUID, *, lock: bool = False) -> CaseStudyCall:
    """Return the call that a case study answers."""
    statement = select(CaseStudyCall).where(CaseStudyCall.id == call_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one()


async def count_by_status(db: AsyncSession, call_ids: Collection[UUID]) -> dict[UUID, dict[CaseStudyStatus, int]]:
    """Return how many case studies stand where, by call, in one statement."""
    statement = (
        select(CaseStudy.call_id, CaseStudy.status, func.count())
        .where(col(CaseStudy.call_id).in_(call_ids))
        .group_by(col(CaseStudy.call_id), col(CaseStudy.status))
    )
    counts: dict[UUID, dict[CaseStudyStatus, int]] = {call_id: {} for call_id in call_ids}
    for call_id, status, number in (await db.exec(statement)).all():
        counts[call_id][CaseStudyStatus(status)] = number
    return counts


async def count_without_slides(db: AsyncSession, call_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many selected ones owe slides, by call, in one statement."""
    statement = (
        select(CaseStudy.call_id, func.count())
        .where(col(CaseStudy.call_id).in_(call_ids), *owes_slides())
        .group_by(col(CaseStudy.call_id))
    )
    return dict((await db.exec(statement)).all())


def owes_slides() -> tuple[ColumnElement[bool], ...]:
    """Return what holds of a case study whose slides are missed: it is selected and that was told."""
    return (
        col(CaseStudy.status) == CaseStudyStatus.SELECTED,
        col(CaseStudy.told_status) == CaseStudyStatus.SELECTED,
        col(CaseStudy.slides_file_id).is_(None),
    )


async def list_awaiting_slides(db: AsyncSession, now: datetime) -> Sequence[Called]:
    """Return the calls whose slides have a day, and whose session has not begun."""
    statement = (
        select(CaseStudyCall, ProgrammeSession)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(CaseStudyCall.session_id))
        .where(col(CaseStudyCall.slides_by).is_not(None), col(ProgrammeSession.starts_at) > now)
    )
    return (await db.exec(statement)).all()
