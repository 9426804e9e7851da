"""Which case studies somebody writes, and who of theirs could present one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.case_studies.models import CaseStudy
from madang.core.errors import NotFound
from madang.delegations.models import Delegation
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition

# Whoever handed in a registration writes along; being nominated is not enough.
TAKING_PART = (RegistrationStatus.SUBMITTED, RegistrationStatus.ACCEPTED)


def _looks_after(account_id: UUID) -> ColumnElement[bool]:
    # Nobody signs in with an address whose mails they do not read.
    own_address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    waiting = and_(col(Delegation.focal_account_id).is_(None), col(Delegation.focal_email) == own_address)
    return or_(col(Delegation.focal_account_id) == account_id, waiting)


def _is_written_by(account_id: UUID) -> ColumnElement[bool]:
    member = exists().where(
        col(Registration.account_id) == account_id,
        col(Registration.erased_at).is_(None),
        or_(
            and_(
                col(Registration.id) == CaseStudy.registration_id,
                col(Registration.status) != RegistrationStatus.CANCELLED,
            ),
            and_(
                col(Registration.delegation_id) == CaseStudy.delegation_id,
                col(Registration.status).in_(TAKING_PART),
            ),
        ),
    )
    focal_point = exists().where(col(Delegation.id) == CaseStudy.delegation_id, _looks_after(account_id))
    return or_(member, focal_point)


async def get_edition_of_writer(db: AsyncSession, account_id: UUID, slug: str) -> Edition:
    """Return an edition that somebody is registered to, or whose delegation they look after. Errors: NotFound."""
    registered = exists().where(
        col(Registration.edition_id) == Edition.id,
        col(Registration.account_id) == account_id,
        col(Registration.erased_at).is_(None),
    )
    looked_after = exists().where(col(Delegation.edition_id) == Edition.id, _looks_after(account_id))
    statement = select(Edition).where(Edition.slug == slug, or_(registered, looked_after))
    edition: Edition | None = (await db.exec(statement)).one_or_none()
    if edition is None:
        raise NotFound(f"you take no part in an edition {slug!r}")
    return edition


async def list_own(db: AsyncSession, account_id: UUID, edition_id: UUID) -> Sequence[CaseStudy]:
    """Return the case studies that somebody writes in an edition, in the order in which they were begun."""
    statement = select(CaseStudy).where(CaseStudy.edition_id == edition_id, _is_written_by(account_id))
    return (await db.exec(statement.order_by(col(CaseStudy.id)))).all()


async def get_own(
    db: AsyncSession, account_id: UUID, edition_id: UUID, case_study_id: UUID, *, lock: bool = False
) -> CaseStudy:
    """Return a case study for one of its writers. Errors: NotFound, also when it is somebody else's."""
    statement = select(CaseStudy).where(
        CaseStudy.id == case_study_id, CaseStudy.edition_id == edition_id, _is_written_by(account_id)
    )
    found = (await db.exec(statement.with_for_update(of=CaseStudy) if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such case study of yours")
    return found


async def list_presenters(db: AsyncSession, account_id: UUID, edition_id: UUID) -> Sequence[Registration]:
    """Return who could present for somebody: themselves, and who travels with the delegations that they belong to."""
    own = select(Registration.delegation_id).where(
        Registration.account_id == account_id,
        Registration.edition_id == edition_id,
        col(Registration.status).in_(TAKING_PART),
        col(Registration.delegation_id).is_not(None),
    )
    looked_after = select(Delegation.id).where(Delegation.edition_id == edition_id, _looks_after(account_id))
    statement = select(Registration).where(
        Registration.edition_id == edition_id,
        col(Registration.status).in_(TAKING_PART),
        col(Registration.erased_at).is_(None),
        or_(
            col(Registration.account_id) == account_id,
            col(Registration.delegation_id).in_(own),
            col(Registration.delegation_id).in_(looked_after),
        ),
    )
    return (await db.exec(statement.order_by(col(Registration.sort_name), col(Registration.id)).limit(200))).all()
