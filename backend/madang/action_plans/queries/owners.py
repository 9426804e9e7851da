"""Whose plans they are, and who could begin one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan, ActionPlanCall, OwnerKind
from madang.action_plans.queries.plans import TAKING_PART
from madang.delegations.models import Delegation
from madang.delegations.rules import OVER
from madang.participants.models import ParticipantKind, Registration
from madang.programme.models import Edition

Words = dict[str, str]


@dataclass(frozen=True)
class Owner:
    """Whose a plan is: a city, or a person of one. What is not known is None; nobody is named once they were erased."""

    city: Words | None
    country: str | None
    name: str | None
    delegation_id: UUID | None


async def find_owners(db: AsyncSession, plans: Iterable[ActionPlan]) -> Mapping[UUID, Owner]:
    """Return whose these plans are, by the plan's id, in two statements however many they are."""
    known = list(plans)
    trainees = {plan.registration_id for plan in known if plan.registration_id}
    registered = {
        one.id: one for one in (await db.exec(select(Registration).where(col(Registration.id).in_(trainees)))).all()
    }
    cities = {plan.delegation_id for plan in known} | {one.delegation_id for one in registered.values()}
    found = await db.exec(select(Delegation).where(col(Delegation.id).in_(cities - {None})))
    delegations = {one.id: one for one in found.all()}
    return {plan.id: _owner(plan, registered, delegations) for plan in known}


def _owner(plan: ActionPlan, registered: Mapping[UUID, Registration], delegations: Mapping[UUID, Delegation]) -> Owner:
    person = registered.get(plan.registration_id) if plan.registration_id else None
    delegation_id = person.delegation_id if person else plan.delegation_id
    city = delegations.get(delegation_id) if delegation_id else None
    country = city.country if city else person.country if person else None
    return Owner(city.city if city else None, country, (person.badge_name or None) if person else None, delegation_id)


@dataclass(frozen=True)
class Beginning:
    """A plan that somebody could begin, or (`plan_id`) that is begun already."""

    edition: Edition
    owner_kind: OwnerKind
    called: bool
    plan_id: UUID | None
    registration: Registration | None = None
    delegation: Delegation | None = None


async def find_beginnings(db: AsyncSession, account_id: UUID, slug: str | None = None) -> list[Beginning]:
    """Return the plans that are somebody's to begin, in one edition or in all: their own, and their city's.

    One's own is a trainee's who takes part; a city's is everybody's who takes part in its delegation, and its focal
    point's. In five statements however many they are.
    """
    registered = await _find_registrations(db, account_id, slug)
    delegations = await _find_delegations(db, account_id, slug, {one.delegation_id for one in registered} - {None})
    ids = {one.edition_id for one in registered} | {one.edition_id for one in delegations}
    editions = {one.id: one for one in (await db.exec(select(Edition).where(col(Edition.id).in_(ids)))).all()}
    calls = await db.exec(select(ActionPlanCall).where(col(ActionPlanCall.edition_id).in_(ids)))
    called = {one.edition_id: set(one.owner_kinds) for one in calls.all()}
    plans = await db.exec(
        select(ActionPlan.id, ActionPlan.registration_id, ActionPlan.delegation_id).where(
            or_(
                col(ActionPlan.registration_id).in_([one.id for one in registered]),
                col(ActionPlan.delegation_id).in_([one.id for one in delegations]),
            )
        )
    )
    begun = {registration_id or delegation_id: plan_id for plan_id, registration_id, delegation_id in plans.all()}
    own = [
        Beginning(
            editions[one.edition_id],
            OwnerKind.TRAINEE,
            OwnerKind.TRAINEE in called.get(one.edition_id, set()),
            begun.get(one.id),
            registration=one,
        )
        for one in registered
        if one.kind is ParticipantKind.TRAINEE
    ]
    of_cities = [
        Beginning(
            editions[one.edition_id],
            OwnerKind.DELEGATION,
            OwnerKind.DELEGATION in called.get(one.edition_id, set()),
            begun.get(one.id),
            delegation=one,
        )
        for one in delegations
    ]
    return sorted([*own, *of_cities], key=lambda one: (one.edition.starts_on, one.edition.slug), reverse=True)


async def _find_registrations(db: AsyncSession, account_id: UUID, slug: str | None) -> Sequence[Registration]:
    statement = select(Registration).where(
        Registration.account_id == account_id,
        col(Registration.status).in_(TAKING_PART),
        col(Registration.erased_at).is_(None),
    )
    if slug is not None:
        statement = statement.join(Edition, col(Edition.id) == col(Registration.edition_id)).where(Edition.slug == slug)
    return (await db.exec(statement.order_by(col(Registration.id)))).all()


async def _find_delegations(
    db: AsyncSession, account_id: UUID, slug: str | None, own: set[UUID | None]
) -> Sequence[Delegation]:
    own_address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    looked_after = or_(
        col(Delegation.focal_account_id) == account_id,
        and_(col(Delegation.focal_account_id).is_(None), col(Delegation.focal_email) == own_address),
    )
    statement = select(Delegation).where(
        or_(looked_after, col(Delegation.id).in_(own)), col(Delegation.status).not_in(OVER)
    )
    if slug is not None:
        statement = statement.join(Edition, col(Edition.id) == col(Delegation.edition_id)).where(Edition.slug == slug)
    return (await db.exec(statement.order_by(col(Delegation.search_name), col(Delegation.id)))).all()
