"""A trainee's plan that goes to a successor, and trainees' actions that go into their city's plan."""

import secrets
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import Forbidden
from madang.action_plans.errors import SuccessorUnavailable
from madang.action_plans.models import ActionPlan, CommentOutcome, OwnerKind, PlanComment
from madang.action_plans.queries import people as queries
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.copying import RowIds, copy_actions
from madang.action_plans.rules.transitions import Hand
from madang.action_plans.rules.tree import build
from madang.action_plans.schemas.passing_on import (
    ActionNamed,
    MergeablePlan,
    MergeablePlans,
    PlanHandOver,
    PlanMerge,
    PlanMerged,
    PlanSuccessor,
    PlanSuccessors,
)
from madang.action_plans.service.common import Held, note_event
from madang.action_plans.service.fields import change
from madang.core.errors import Invalid, NotFound
from madang.outbox.service import post


async def describe_successors(db: AsyncSession, held: Held) -> PlanSuccessors:
    """Return whom an owner can hand a plan over to; nobody for anybody else."""
    found = await queries.list_successors(db, held.plan) if held.hand is Hand.OWNER else []
    return PlanSuccessors(items=[PlanSuccessor.model_validate(one) for one in found])


async def hand_over(db: AsyncSession, held: Held, given: PlanHandOver, now: datetime) -> None:
    """Give a locked plan of a trainee to a successor, who is told; whoever gives it writes it no longer.

    Errors: Forbidden for a contributor; Invalid; SuccessorUnavailable.
    """
    plan = held.plan
    if held.hand is not Hand.OWNER:
        raise Forbidden("whose plan it is hands it over")
    if (given.contributor_id is None) is (given.registration_id is None):
        what = "name one successor: by contributor_id or by registration_id"
        raise Invalid(what, errors=[("/body/contributor_id", what)])
    if plan.owner_kind is not OwnerKind.TRAINEE:
        raise SuccessorUnavailable(
            "a city's plan is handed over to nobody: whoever belongs to the delegation writes it"
        )
    wanted = (given.contributor_id, given.registration_id)
    for one in await queries.list_successors(db, plan):
        if (one.contributor_id, one.registration_id) == wanted:
            plan.keeper_account_id = one.account_id
            plan.touch(now)
            note_event(db, plan, "handed_over", now)
            await db.flush()
            await post(db, "plan_handed_over", now, plan_id=plan.id, account_id=one.account_id)
            return
    name = "contributor_id" if given.contributor_id else "registration_id"
    what = "writes along or belongs to the delegation, and has signed in: nobody whom this names"
    raise SuccessorUnavailable(what, errors=[(f"/body/{name}", what)])


async def describe_mergeable(db: AsyncSession, held: Held) -> MergeablePlans:
    """Return the trainees' plans that an owner of a city's plan can take actions from; none for anybody else."""
    sources = await _list_sources(db, held.plan) if held.hand is Hand.OWNER else []
    titles = await queries.read_action_titles(db, [plan.id for plan, _ in sources])
    items = []
    for plan, owner in sources:
        actions = build(titles[plan.id]).below("actions")
        items.append(
            MergeablePlan(
                id=plan.id,
                key=plan.key,
                owner=owner,
                title=plan.title,
                status=plan.status,
                actions=[ActionNamed(id=action.id, title=action["title"] or "") for action in actions],
            )
        )
    return MergeablePlans(items=items)


async def _list_sources(db: AsyncSession, plan: ActionPlan) -> list[tuple[ActionPlan, str]]:
    return [] if plan.delegation_id is None else list(await queries.list_trainee_plans(db, plan))


async def merge_actions(db: AsyncSession, held: Held, given: PlanMerge, now: datetime) -> PlanMerged:
    """Copy actions of a trainee's plan behind those of their city's locked plan, each with a word where it is from.

    Errors: Forbidden for a contributor, who was asked to write this plan and not to read those; NotFound; Invalid for
    an action that is not there; those of `change`.
    """
    plan = held.plan
    if held.hand is not Hand.OWNER:
        raise Forbidden("whose plan it is takes actions of its trainees over")
    source = next((one for one, _ in await _list_sources(db, plan) if one.id == given.plan_id), None)
    if source is None:
        raise NotFound("there is no such plan of a trainee of this delegation")
    there = {action.id: action for action in build(await read_fields(db, source.id)).below("actions")}
    unknown = [at for at, action in enumerate(given.actions) if action not in there]
    if unknown or len(set(given.actions)) < len(given.actions):
        what = "is no action of that plan" if unknown else "the same action twice"
        raise Invalid(what, errors=[(f"/body/actions/{at}", what) for at in unknown] or [("/body/actions", what)])
    into = build(await read_fields(db, plan.id))
    ids = RowIds(now, secrets.randbelow(36**4))
    fields, rows = copy_actions([there[action] for action in given.actions], into, ids)
    revision = await change(db, plan, held.account_id, fields, now, base_revision=plan.revision)
    for row in rows:
        _note_source(db, held, source, row, now)
    note_event(db, plan, "merged", now, comment=source.title or source.key)
    await db.flush()
    return PlanMerged(revision=revision, actions=rows)


def _note_source(db: AsyncSession, held: Held, source: ActionPlan, row: str, now: datetime) -> None:
    """Say beside a copied action where it is from, without a word of any language; nobody has to answer it."""
    db.add(
        PlanComment(
            plan_id=held.plan.id,
            path=f"actions/{row}",
            account_id=held.account_id,
            text=f"← {source.title or source.key}",
            outcome=CommentOutcome.RESOLVED,
            settled_at=now,
            settled_by_id=held.account_id,
            created_at=now,
            updated_at=now,
        )
    )
