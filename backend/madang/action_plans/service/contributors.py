"""Asking somebody at home to write along."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import throttle
from madang.accounts.models import Role
from madang.accounts.rules import normalise_email
from madang.accounts.service import invitations
from madang.accounts.service.links import Letter
from madang.action_plans.errors import ContributorsFull
from madang.action_plans.models import ActionPlan, PlanContributor
from madang.action_plans.queries import contributors as queries
from madang.action_plans.schemas.contributors import ContributorGiven, ContributorShown, PlanContributors
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.programme.models import Edition

LETTER = "plan_contribution"
_MOST = 30


async def describe_contributors(db: AsyncSession, plan: ActionPlan) -> PlanContributors:
    """Return everybody who writes a plan along."""
    found = await queries.list_contributors(db, plan.id)
    return PlanContributors(items=[_describe(one, account_id) for one, account_id in found])


def _describe(one: PlanContributor, account_id: UUID | None) -> ContributorShown:
    return ContributorShown.model_validate({**one.model_dump(), "arrived": account_id is not None})


async def add_contributor(
    db: AsyncSession, plan: ActionPlan, edition: Edition, account_id: UUID, given: ContributorGiven, now: datetime
) -> ContributorShown:
    """Have somebody write a locked plan along, and mail them the way: a link, or the page where they sign in already.

    Errors: Invalid for no address; Taken when they write along already; ContributorsFull; TooManyAttempts, for nobody
    is to fill others' boxes.
    """
    try:
        address = normalise_email(given.email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/email", str(problem))]) from problem
    if len(await queries.list_contributors(db, plan.id)) >= _MOST:
        raise ContributorsFull(f"a plan has at most {_MOST} contributors")
    one = PlanContributor(
        plan_id=plan.id, email=address, name=given.name, language=given.language, added_at=now, added_by_id=account_id
    )
    db.add(one)
    taken = "this address writes along already"
    await flush_new(db, Taken(taken, errors=[("/body/email", taken)]))
    plan.touch(now)
    await throttle.count(db, throttle.inviting(account_id), now)
    await invitations.offer(
        db,
        email=given.email,
        role=Role.PARTICIPANT,
        edition_id=edition.id,
        language=given.language,
        letter=Letter(LETTER, {"contributor_id": one.id}),
        next_path=f"/e/{edition.slug}/plans/{plan.id}",
        invited_by_id=account_id,
        now=now,
    )
    await db.flush()
    return _describe(one, None)


async def remove_contributor(db: AsyncSession, plan: ActionPlan, contributor_id: UUID, now: datetime) -> None:
    """Have somebody no longer write a plan along; what they wrote stays. Errors: NotFound."""
    await db.delete(await queries.get_contributor(db, plan.id, contributor_id))
    plan.touch(now)
    await db.flush()


async def note_arrival(db: AsyncSession, plan: ActionPlan, account_id: UUID) -> None:
    """Bind a contributor to the account that came with their address: it may change its address from then on."""
    unbound = await queries.find_unbound(db, plan.id, account_id)
    if unbound is not None:
        unbound.account_id = account_id
        await db.flush()
