"""Which plans are presented in a session, in which order, and what they say."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, PlanField, PlanPresentation, PlanSlot
from madang.case_studies.models import CaseStudy
from madang.programme.models import Option, ProgrammeSession

Words = Mapping[str, str]


async def find_presentation(db: AsyncSession, session_id: UUID, *, lock: bool = False) -> PlanPresentation | None:
    """Return what stands for the running order of a session; None where nobody made one."""
    statement = select(PlanPresentation).where(PlanPresentation.session_id == session_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_presented(db: AsyncSession, session_id: UUID) -> Sequence[tuple[PlanSlot, ActionPlan]]:
    """Return the running order of a session: each plan in its place."""
    statement = (
        select(PlanSlot, ActionPlan)
        .join(ActionPlan, col(ActionPlan.id) == col(PlanSlot.plan_id))
        .where(PlanSlot.session_id == session_id)
        .order_by(col(PlanSlot.position), col(PlanSlot.plan_id))
    )
    return (await db.exec(statement)).all()


async def find_plans(db: AsyncSession, edition_id: UUID, plan_ids: Collection[UUID]) -> dict[UUID, PlanSlot | None]:
    """Return which of these plans the edition has, and where each is presented so far."""
    statement = (
        select(ActionPlan.id, PlanSlot)
        .join(PlanSlot, col(PlanSlot.plan_id) == col(ActionPlan.id), isouter=True)
        .where(ActionPlan.edition_id == edition_id, col(ActionPlan.id).in_(plan_ids))
    )
    return dict((await db.exec(statement)).all())


async def list_slots(db: AsyncSession, session_id: UUID) -> dict[UUID, PlanSlot]:
    """Return the slots of a session by their plans."""
    found = await db.exec(select(PlanSlot).where(PlanSlot.session_id == session_id))
    return {slot.plan_id: slot for slot in found.all()}


async def read_fields_of(db: AsyncSession, plan_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what stands in the fields of several plans, in one statement."""
    statement = select(PlanField.plan_id, PlanField.path, PlanField.value).where(col(PlanField.plan_id).in_(plan_ids))
    found: dict[UUID, dict[str, Any]] = {plan_id: {} for plan_id in plan_ids}
    for plan_id, path, value in (await db.exec(statement)).all():
        if value is not None:
            found[plan_id][path] = value
    return found


async def name_sources(db: AsyncSession, edition_id: UUID, refs: Collection[UUID]) -> dict[UUID, Words]:
    """Return what learning sources are called, by the ids that plans point to; what is gone is left out.

    A session and an option of a visit have their titles in the programme's languages, a case study in its own.
    """
    sessions = select(ProgrammeSession.id, ProgrammeSession.title).where(
        ProgrammeSession.edition_id == edition_id, col(ProgrammeSession.id).in_(refs)
    )
    options = (
        select(Option.id, Option.title)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(Option.session_id))
        .where(ProgrammeSession.edition_id == edition_id, col(Option.id).in_(refs))
    )
    studies = select(CaseStudy.id, CaseStudy.language, CaseStudy.title).where(
        CaseStudy.edition_id == edition_id, col(CaseStudy.id).in_(refs)
    )
    return {
        **dict((await db.exec(sessions)).all()),
        **dict((await db.exec(options)).all()),
        **{found_id: {language: title} for found_id, language, title in (await db.exec(studies)).all()},
    }
