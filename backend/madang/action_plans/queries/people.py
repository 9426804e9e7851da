"""Who writes a plan, and where mails reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan, OwnerKind, PlanContributor, PlanField
from madang.action_plans.queries.plans import TAKING_PART
from madang.delegations.models import Delegation
from madang.participants.models import Registration, RegistrationStatus

_ROW_ID_LENGTH = 12


@dataclass(frozen=True)
class PlanPerson:
    """Somebody who writes a plan. `key` names them in a message's parameters, which hold no address."""

    key: str
    name: str
    email: str
    language: str | None
    account_id: UUID | None
    owner: bool


async def list_writers(db: AsyncSession, plan: ActionPlan) -> list[PlanPerson]:
    """Return everybody who writes a plan, owners first, each address once."""
    found = [*await _list_owners(db, plan), *await _list_contributors(db, plan)]
    return list({person.email.casefold(): person for person in reversed(found)}.values())[::-1]


async def find_writer(db: AsyncSession, plan: ActionPlan, key: str) -> PlanPerson | None:
    """Return one of them; None where they do not write it any more."""
    return next((person for person in await list_writers(db, plan) if person.key == key), None)


async def _list_owners(db: AsyncSession, plan: ActionPlan) -> list[PlanPerson]:
    if plan.keeper_account_id is not None:
        keeper = await db.get(Account, plan.keeper_account_id)
        return [] if keeper is None else [_keeper(keeper)]
    if plan.owner_kind is OwnerKind.TRAINEE:
        own = select(Registration).where(
            Registration.id == plan.registration_id,
            Registration.status != RegistrationStatus.CANCELLED,
            col(Registration.erased_at).is_(None),
        )
        return [_registered(one) for one in (await db.exec(own)).all()]
    members = select(Registration).where(
        Registration.delegation_id == plan.delegation_id,
        col(Registration.status).in_(TAKING_PART),
        col(Registration.erased_at).is_(None),
    )
    found = [_registered(one) for one in (await db.exec(members.order_by(col(Registration.id)))).all()]
    delegation = None if plan.delegation_id is None else await db.get(Delegation, plan.delegation_id)
    return found if delegation is None or not delegation.focal_email else [*found, _focal_point(delegation)]


async def _list_contributors(db: AsyncSession, plan: ActionPlan) -> list[PlanPerson]:
    statement = select(PlanContributor).where(PlanContributor.plan_id == plan.id)
    return [
        PlanPerson(f"contributor:{one.id}", one.name, one.email, one.language, one.account_id, owner=False)
        for one in (await db.exec(statement.order_by(col(PlanContributor.id)))).all()
    ]


def _keeper(account: Account) -> PlanPerson:
    return PlanPerson(f"account:{account.id}", "", account.email_as_typed, account.language, account.id, owner=True)


def _registered(one: Registration) -> PlanPerson:
    return PlanPerson(
        f"registration:{one.id}", one.badge_name, one.email_as_typed, one.language, one.account_id, owner=True
    )


def _focal_point(delegation: Delegation) -> PlanPerson:
    language = next(iter(delegation.working_languages), None)
    return PlanPerson(
        f"delegation:{delegation.id}",
        delegation.focal_name or "",
        delegation.focal_email or "",
        language,
        delegation.focal_account_id,
        owner=True,
    )


@dataclass(frozen=True)
class Successor:
    """Somebody whom a trainee's plan can be handed over to."""

    name: str
    account_id: UUID
    contributor_id: UUID | None = None
    registration_id: UUID | None = None


async def list_successors(db: AsyncSession, plan: ActionPlan) -> list[Successor]:
    """Return whom a trainee's plan can be handed over to: contributors and fellow members, each with an account."""
    if plan.owner_kind is not OwnerKind.TRAINEE:
        return []
    contributors = (
        select(PlanContributor.id, PlanContributor.name, Account.id)
        .join(
            Account,
            (col(Account.email) == col(PlanContributor.email)) | (col(Account.id) == col(PlanContributor.account_id)),
        )
        .where(PlanContributor.plan_id == plan.id, col(Account.disabled_at).is_(None))
        .order_by(col(PlanContributor.id))
    )
    found = [
        Successor(name, account_id, contributor_id=contributor_id)
        for contributor_id, name, account_id in (await db.exec(contributors)).all()
    ]
    own = select(Registration.delegation_id).where(Registration.id == plan.registration_id).scalar_subquery()
    members = (
        select(Registration)
        .where(
            Registration.edition_id == plan.edition_id,
            Registration.delegation_id == own,
            col(Registration.account_id).is_not(None),
            col(Registration.status).in_(TAKING_PART),
            col(Registration.erased_at).is_(None),
        )
        .order_by(col(Registration.id))
    )
    found += [
        Successor(one.badge_name, one.account_id, registration_id=one.id)
        for one in (await db.exec(members)).all()
        if one.account_id is not None
    ]
    owner = plan.keeper_account_id or await _find_trainee(db, plan)
    return [one for one in found if one.account_id != owner]


async def _find_trainee(db: AsyncSession, plan: ActionPlan) -> UUID | None:
    return (await db.exec(select(Registration.account_id).where(Registration.id == plan.registration_id))).one_or_none()


async def list_trainee_plans(db: AsyncSession, plan: ActionPlan) -> Sequence[tuple[ActionPlan, str]]:
    """Return the plans of the trainees of a city's delegation, with their names."""
    statement = (
        select(ActionPlan, Registration.badge_name)
        .join(Registration, col(Registration.id) == col(ActionPlan.registration_id))
        .where(Registration.delegation_id == plan.delegation_id, ActionPlan.edition_id == plan.edition_id)
        .order_by(col(ActionPlan.key))
    )
    return (await db.exec(statement)).all()


async def read_action_titles(db: AsyncSession, plan_ids: Sequence[UUID]) -> dict[UUID, dict[str, object]]:
    """Return the fields that name and order the actions of these plans, and nothing beneath them, in one statement."""
    path = col(PlanField.path)
    row = len("actions/") + _ROW_ID_LENGTH
    named = [
        func.length(path) == row,
        *(and_(func.length(path) == row + len(name), path.like(f"%{name}")) for name in ("/title", "/position")),
    ]
    statement = select(PlanField.plan_id, PlanField.path, PlanField.value).where(
        col(PlanField.plan_id).in_(plan_ids), path >= "actions/", path < "actions0", or_(*named)
    )
    found: dict[UUID, dict[str, object]] = {plan_id: {} for plan_id in plan_ids}
    for plan_id, where, value in (await db.exec(statement)).all():
        found[plan_id][where] = value
    return found
