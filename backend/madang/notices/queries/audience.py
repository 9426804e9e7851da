"""Whom something urgent concerns."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.delegations.models import Delegation
from madang.notices.schemas import Audience
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, Option, ProgrammeSession, RoleState, SessionPerson
from madang.visits.models import VisitPlace, VisitRound


async def find_session_of(db: AsyncSession, edition: Edition, audience: Audience) -> tuple[UUID, int] | None:
    """Return the session that an audience names, itself or by an option, and how many options it has."""
    statement = (
        select(ProgrammeSession.id, func.count(col(Option.id)))
        .outerjoin(Option, col(Option.session_id) == col(ProgrammeSession.id))
        .where(ProgrammeSession.edition_id == edition.id)
        .group_by(col(ProgrammeSession.id))
    )
    if audience.option_id is not None:
        own = select(Option.session_id).where(Option.id == audience.option_id)
        statement = statement.where(col(ProgrammeSession.id).in_(own))
    else:
        statement = statement.where(ProgrammeSession.id == audience.session_id)
    return (await db.exec(statement)).one_or_none()


async def has_delegation(db: AsyncSession, edition: Edition, delegation_id: UUID | None) -> bool:
    """Whether an edition has this delegation."""
    statement = select(Delegation.id).where(Delegation.id == delegation_id, Delegation.edition_id == edition.id)
    return (await db.exec(statement)).first() is not None


async def list_concerned(
    db: AsyncSession, edition: Edition, audience: Audience, session: tuple[UUID, int] | None
) -> Sequence[tuple[UUID, str]]:
    """Return whom an audience means, with the language that they read, in the order of their ids."""
    statement = select(Registration.id, Registration.language).where(
        Registration.edition_id == edition.id,
        Registration.status == RegistrationStatus.ACCEPTED,
        col(Registration.erased_at).is_(None),
    )
    if audience.delegation_id is not None:
        statement = statement.where(Registration.delegation_id == audience.delegation_id)
    if audience.kinds is not None:
        statement = statement.where(col(Registration.kind).in_(audience.kinds))
    if session is not None and session[1] > 1:
        planned = select(VisitRound.kinds).where(VisitRound.session_id == session[0])
        taking_part = (await db.exec(planned)).one_or_none() or []
        placed = (
            select(VisitPlace.registration_id)
            .join(VisitRound, col(VisitRound.id) == col(VisitPlace.round_id))
            .where(
                VisitRound.session_id == session[0],
                col(VisitRound.assigned_at).is_not(None),
                col(VisitPlace.option_id) == audience.option_id
                if audience.option_id is not None
                else col(VisitPlace.option_id).is_not(None),
            )
        )
        acting = select(SessionPerson.person_id).where(
            SessionPerson.session_id == session[0], SessionPerson.state != RoleState.DECLINED
        )
        goes = col(Registration.id).in_(placed) & col(Registration.kind).in_(taking_part)
        statement = statement.where(or_(goes, col(Registration.person_id).in_(acting)))
    return (await db.exec(statement.order_by(col(Registration.id)))).all()
