"""Members of delegations, and what they have given: never what it says."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.delegations.models import Delegation
from madang.participants.models import (
    Registration,
    RegistrationEvent,
    Requirement,
    RequirementAnswer,
    RequirementState,
    SensitiveDetail,
    SensitiveKind,
)

NAMED_DETAILS = (SensitiveKind.EMERGENCY_CONTACT, SensitiveKind.PASSPORT)
"""Those that everybody has to give: whether somebody gave another one would already tell something of them."""


async def list_members(db: AsyncSession, delegation: Delegation, *, lock: bool = False) -> Sequence[Registration]:
    """Return everybody who is or was a member of a delegation, by name."""
    statement = select(Registration).where(Registration.delegation_id == delegation.id)
    if lock:  # in one order everywhere: two who lock the same rows wait for each other instead of both for ever
        return (await db.exec(statement.order_by(col(Registration.id)).with_for_update())).all()
    return (await db.exec(statement.order_by(col(Registration.sort_name), col(Registration.id)))).all()


async def get_member(db: AsyncSession, delegation: Delegation, member_id: UUID, *, lock: bool = False) -> Registration:
    """Return a member of a delegation that the caller may see. Errors: NotFound, also for another city's."""
    statement = select(Registration).where(
        Registration.id == member_id,
        Registration.delegation_id == delegation.id,
        col(Registration.erased_at).is_(None),
    )
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such member in this delegation")
    return found


async def find_registered(db: AsyncSession, edition_id: UUID, email: str) -> Registration | None:
    """Return the registration that a normalised address has to an edition, locked."""
    statement = select(Registration).where(Registration.edition_id == edition_id, Registration.email == email)
    return (await db.exec(statement.with_for_update())).one_or_none()


async def find_last_words(db: AsyncSession, registration_id: UUID) -> str:
    """Return what somebody was told when their registration last moved; empty when nothing was said."""
    statement = select(RegistrationEvent).where(
        RegistrationEvent.registration_id == registration_id, RegistrationEvent.what == "moved"
    )
    last = (await db.exec(statement.order_by(col(RegistrationEvent.id).desc()).limit(1))).first()
    return last.comment if last and last.told else ""


async def list_letters(db: AsyncSession, registration_id: UUID, *, since: datetime) -> Sequence[datetime]:
    """Return when somebody was sent letters lately, the first of them first."""
    statement = select(RegistrationEvent.at).where(
        RegistrationEvent.registration_id == registration_id,
        RegistrationEvent.what == "letter_sent",
        col(RegistrationEvent.at) > since,
    )
    return (await db.exec(statement.order_by(col(RegistrationEvent.at)))).all()


async def find_given_details(db: AsyncSession, ids: Collection[UUID]) -> set[tuple[UUID, SensitiveKind]]:
    """Return which of the details that everybody has to give these people have given."""
    statement = select(SensitiveDetail.registration_id, SensitiveDetail.kind).where(
        col(SensitiveDetail.registration_id).in_(ids), col(SensitiveDetail.kind).in_(NAMED_DETAILS)
    )
    return {(registration, SensitiveKind(kind)) for registration, kind in (await db.exec(statement)).all()}


async def list_requirements(db: AsyncSession, edition_id: UUID) -> Sequence[Requirement]:
    """Return what an edition needs, the most urgent first."""
    statement = select(Requirement).where(Requirement.edition_id == edition_id)
    return (await db.exec(statement.order_by(col(Requirement.due_on), col(Requirement.position)))).all()


async def find_requirement_states(db: AsyncSession, ids: Collection[UUID]) -> dict[tuple[UUID, UUID], RequirementState]:
    """Return where these people stand with what they were asked for, by registration and requirement."""
    statement = select(
        RequirementAnswer.registration_id, RequirementAnswer.requirement_id, RequirementAnswer.state
    ).where(col(RequirementAnswer.registration_id).in_(ids))
    found = (await db.exec(statement)).all()
    return {(registration, requirement): RequirementState(state) for registration, requirement, state in found}
