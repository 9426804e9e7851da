"""Which plans a caller may see, and as whom."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan, PlanContributor, PlanEvent, PlanField, PlanStatus
from madang.core.errors import NotFound
from madang.delegations.models import Delegation
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition

# Whoever handed in a registration writes along; being nominated is not enough.
TAKING_PART = (RegistrationStatus.SUBMITTED, RegistrationStatus.ACCEPTED)


class PlanRole(StrEnum):
    """As whom somebody writes a plan: a contributor at home hands nothing in and invites nobody."""

    OWNER = "owner"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True)
class Standing:
    """A plan as one of its writers finds it."""

    plan: ActionPlan
    edition: Edition
    role: PlanRole


def is_owned_by(account_id: UUID) -> ColumnElement[bool]:
    """Return whether a plan is somebody's own, or that of their city."""
    own_address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    traveller = exists().where(
        col(Registration.account_id) == account_id,
        col(Registration.erased_at).is_(None),
        or_(
            and_(
                col(ActionPlan.keeper_account_id).is_(None),
                col(Registration.id) == ActionPlan.registration_id,
                col(Registration.status) != RegistrationStatus.CANCELLED,
            ),
            and_(
                col(Registration.delegation_id) == ActionPlan.delegation_id,
                col(Registration.status).in_(TAKING_PART),
            ),
        ),
    )
    focal_point = exists().where(
        col(Delegation.id) == ActionPlan.delegation_id,
        or_(
            col(Delegation.focal_account_id) == account_id,
            and_(col(Delegation.focal_account_id).is_(None), col(Delegation.focal_email) == own_address),
        ),
    )
    return or_(col(ActionPlan.keeper_account_id) == account_id, traveller, focal_point)


def _is_contributed_to_by(account_id: UUID) -> ColumnElement[bool]:
    # Nobody signs in with an address whose mails they do not read.
    own_address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    return exists().where(
        col(PlanContributor.plan_id) == ActionPlan.id,
        or_(
            col(PlanContributor.account_id) == account_id,
            and_(col(PlanContributor.account_id).is_(None), col(PlanContributor.email) == own_address),
        ),
    )


def plans_written_by(account_id: UUID) -> SelectOfScalar[ActionPlan]:
    """Return the plans that somebody writes: their own, their city's, and those of others whom they help."""
    return select(ActionPlan).where(or_(is_owned_by(account_id), _is_contributed_to_by(account_id)))


async def get_own_plan(db: AsyncSession, account_id: UUID, plan_id: UUID, *, lock: bool = False) -> Standing:
    """Return a plan for one of its writers; locked, nobody else changes it meanwhile.

    Errors: NotFound, also when it is somebody else's.
    """
    statement = plans_written_by(account_id).where(ActionPlan.id == plan_id)
    plan = (await db.exec(statement.with_for_update(of=ActionPlan) if lock else statement)).one_or_none()
    edition = None if plan is None else await db.get(Edition, plan.edition_id)
    if plan is None or edition is None:
        raise NotFound("there is no such action plan")
    owned = await db.exec(select(ActionPlan.id).where(ActionPlan.id == plan_id, is_owned_by(account_id)))
    return Standing(plan, edition, PlanRole.OWNER if owned.first() else PlanRole.CONTRIBUTOR)


async def get_plan(db: AsyncSession, edition_id: UUID, plan_id: UUID, *, lock: bool = False) -> ActionPlan:
    """Return a plan of an edition, for an organiser of it. Errors: NotFound."""
    statement = select(ActionPlan).where(ActionPlan.id == plan_id, ActionPlan.edition_id == edition_id)
    plan = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if plan is None:
        raise NotFound("there is no such action plan in this edition")
    return plan


async def find_plan_by_id(db: AsyncSession, plan_id: UUID) -> ActionPlan | None:
    """Return a plan, whoever asks: for letters."""
    return (await db.exec(select(ActionPlan).where(ActionPlan.id == plan_id))).one_or_none()


async def read_fields(db: AsyncSession, plan_id: UUID) -> dict[str, object]:
    """Return all fields of a plan, nulls included, in one statement."""
    found = await db.exec(select(PlanField.path, PlanField.value).where(PlanField.plan_id == plan_id))
    return dict(found.all())


async def was_handed_in(db: AsyncSession, plan_id: UUID) -> bool:
    """Whether a plan has ever been anything but a draft."""
    moved = select(PlanEvent.id).where(PlanEvent.plan_id == plan_id, PlanEvent.to_status != PlanStatus.DRAFT)
    return (await db.exec(moved.limit(1))).first() is not None
