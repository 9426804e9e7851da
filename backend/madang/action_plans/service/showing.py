"""Plans as they are shown: in lists, whole, and their fields."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan, ActionPlanCall
from madang.action_plans.queries import fields as field_queries
from madang.action_plans.queries import listing, owners, sources
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.completeness import Completeness, assess
from madang.action_plans.rules.fields import Vocabulary
from madang.action_plans.rules.merging import Stored
from madang.action_plans.rules.transitions import Hand, find_transitions
from madang.action_plans.rules.tree import build
from madang.action_plans.schemas.plans import (
    CaseStudySource,
    ChangedBy,
    OwnPlan,
    OwnPlans,
    PlanBeginning,
    PlanCallHead,
    PlanCompleteness,
    PlanCounts,
    PlanEdition,
    PlanFields,
    PlanListed,
    PlanOwner,
    PlanShown,
    PlanSources,
    SessionSource,
    TopicChoice,
    VisitSource,
)
from madang.action_plans.service.fields import CHANGEABLE
from madang.programme.models import Edition, SessionKind
from madang.programme.queries import find_current_release, list_all_topics

# Nobody learns from these, whatever is said there.
_NOT_LEARNED_FROM = (SessionKind.MEAL, SessionKind.COFFEE_BREAK)


def _head(plan: ActionPlan, edition: Edition, owner: owners.Owner) -> dict[str, Any]:
    return {
        **plan.model_dump(),
        "edition": PlanEdition.model_validate(edition),
        "owner": PlanOwner.model_validate(owner),
    }


async def describe_own(db: AsyncSession, account_id: UUID, slug: str | None) -> OwnPlans:
    """Return the plans that somebody writes and those that they may begin, in one edition or in all."""
    written = await listing.list_own_plans(db, account_id, slug)
    found = await owners.find_owners(db, [plan for plan, _, _ in written])
    items = [
        OwnPlan.model_validate({**_head(plan, edition, found[plan.id]), "role": Hand(role)})
        for plan, edition, role in written
    ]
    beginnings = await owners.find_beginnings(db, account_id, slug)
    may_start = [
        PlanBeginning(
            edition=PlanEdition.model_validate(one.edition),
            owner_kind=one.owner_kind,
            city=one.delegation.city if one.delegation else None,
            delegation_id=one.delegation.id if one.delegation else None,
        )
        for one in beginnings
        if one.called and one.plan_id is None
    ]
    return OwnPlans(items=items, may_start=may_start)


async def describe_listed(db: AsyncSession, edition: Edition, plans: Sequence[ActionPlan]) -> list[PlanListed]:
    """Return plans of one edition as organisers list them, in a constant number of statements."""
    found = await owners.find_owners(db, plans)
    fields = await listing.read_fields_of(db, [plan.id for plan in plans])
    known = await sources.find_references(db, edition.id)

    def describe(plan: ActionPlan) -> PlanListed:
        whole = assess(build(fields[plan.id]), known)
        counts = PlanCounts(filled=whole.filled, of=whole.of, faults=len(whole.faults))
        owner = found[plan.id]
        more = {"delegation_id": owner.delegation_id, "completeness": counts}
        return PlanListed.model_validate({**_head(plan, edition, owner), **more})

    return [describe(plan) for plan in plans]


async def assess_plan(db: AsyncSession, plan: ActionPlan) -> Completeness:
    """Return what is filled in a plan, what is missing and what cannot be right."""
    known = await sources.find_references(db, plan.edition_id)
    return assess(build(await read_fields(db, plan.id)), known)


async def describe(db: AsyncSession, plan: ActionPlan, edition: Edition, hand: Hand) -> PlanShown:
    """Return a plan as whoever has it in hand sees it, without its fields."""
    found = await owners.find_owners(db, [plan])
    call = await listing.find_call(db, edition.id)
    return PlanShown.model_validate(
        {
            **_head(plan, edition, found[plan.id]),
            "role": hand,
            "available_transitions": find_transitions(plan.status, hand),
            "may_edit": hand is not Hand.ORGANISER and plan.status in CHANGEABLE,
            "completeness": PlanCompleteness.model_validate(await assess_plan(db, plan)),
            "call": _describe_call(call),
        }
    )


def _describe_call(call: ActionPlanCall | None) -> PlanCallHead | None:
    return None if call is None else PlanCallHead.model_validate(call)


async def describe_fields(db: AsyncSession, plan: ActionPlan, since: int | None, account_id: UUID) -> PlanFields:
    """Return all fields of a plan, or those changed since a revision and by whom.

    The revision is read before the fields: what is written in between is at worst told once more.
    """
    if since is None:
        return PlanFields(revision=plan.revision, fields=await read_fields(db, plan.id))
    changed = await field_queries.find_since(db, plan.id, since)
    return await describe_changes(db, plan, changed, account_id)


async def describe_changes(
    db: AsyncSession, plan: ActionPlan, changed: Mapping[str, Stored], account_id: UUID
) -> PlanFields:
    """Return changed fields with who changed them."""
    names = await field_queries.find_names(db, plan, {one.account_id for one in changed.values()})
    return PlanFields(
        revision=plan.revision,
        fields={path: one.value for path, one in changed.items()},
        changed_by={
            path: ChangedBy(
                name=names.get(one.account_id) if one.account_id else None,
                mine=one.account_id == account_id,
                at=one.at,
            )
            for path, one in changed.items()
        },
    )


async def describe_sources(db: AsyncSession, plan: ActionPlan, edition: Edition) -> PlanSources:
    """Return what a plan can refer to. Sessions and visits are those of the release that everybody reads."""
    release = await find_current_release(db, edition.id)
    sessions = [
        one for one in (release.snapshot["sessions"] if release else []) if one["kind"] not in _NOT_LEARNED_FROM
    ]
    topics = await list_all_topics(db, edition)
    owner = (await owners.find_owners(db, [plan]))[plan.id]
    studies = await sources.list_case_studies(db, edition.id, owner.delegation_id)
    choices = {
        vocabulary: [
            TopicChoice(key=topic.key, name=topic.name)
            for topic in topics
            if field_queries.VOCABULARIES.get(topic.vocabulary) is vocabulary
        ]
        for vocabulary in (Vocabulary.PILLARS, Vocabulary.STRENGTHS)
    }
    return PlanSources(
        sessions=[SessionSource(id=one["id"], title=one["title"], starts_at=one["start"]) for one in sessions],
        visits=[VisitSource(id=option["id"], title=option["title"]) for one in sessions for option in one["options"]],
        case_studies=[CaseStudySource(id=study.id, title=study.title, city=city) for study, city in studies],
        pillars=choices[Vocabulary.PILLARS],
        strengths=choices[Vocabulary.STRENGTHS],
    )
