"""Running orders: which plan is presented when, and what a projector shows of it."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import PlanPresentation, PlanSlot
from madang.action_plans.queries import presentations as queries
from madang.action_plans.queries.owners import find_owners
from madang.action_plans.rules.tree import build, flatten
from madang.action_plans.schemas.presentations import (
    PlanOnStage,
    PresentationFields,
    PresentationPlans,
    PresentationSession,
    PresentationShown,
    PresentedPlan,
)
from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.programme.models import Edition, ProgrammeSession, SessionKind
from madang.programme.queries import list_all_topics

# A trainee's plan has the morning of the last day, a city's the closing plenary.
PRESENTED_IN = (SessionKind.PRESENTATION, SessionKind.CLOSING)


async def describe_order(
    db: AsyncSession, session: ProgrammeSession, presentation: PlanPresentation | None
) -> PresentationShown:
    """Return the running order of a session as organisers see it."""
    items = await _describe_items(db, session)
    return PresentationShown(
        version=presentation.version if presentation else 0,
        session=PresentationSession.model_validate(session),
        minutes_there=int((session.ends_at - session.starts_at).total_seconds()) // 60,
        minutes_planned=sum(item.minutes for item in items),
        items=items,
    )


async def _describe_items(db: AsyncSession, session: ProgrammeSession) -> list[PresentedPlan]:
    found = await queries.list_presented(db, session.id)
    owners = await find_owners(db, [plan for _, plan in found])
    return [
        PresentedPlan(
            plan_id=plan.id,
            key=plan.key,
            title=plan.title,
            language=plan.language,
            status=plan.status,
            owner_kind=plan.owner_kind,
            owner_name=owners[plan.id].name,
            city=owners[plan.id].city,
            country=owners[plan.id].country,
            minutes=slot.minutes,
            revision=plan.revision,
        )
        for slot, plan in found
    ]


async def set_order(
    db: AsyncSession,
    session: ProgrammeSession,
    presentation: PlanPresentation | None,
    fields: PresentationFields,
    now: datetime,
) -> PlanPresentation:
    """Set the running order of a session, whole; the same again changes nothing.

    Errors: Invalid; Stale when somebody else made it at the same moment, or took one of the plans elsewhere.
    """
    await _check(db, session, fields)
    before = await queries.list_slots(db, session.id)
    changed = before.keys() != {item.plan_id for item in fields.items}
    for position, item in enumerate(fields.items):
        slot = before.pop(item.plan_id, None)
        if slot is None:
            slot = PlanSlot(plan_id=item.plan_id, session_id=session.id, position=position, minutes=item.minutes)
        elif (slot.position, slot.minutes) != (position, item.minutes):
            slot.position, slot.minutes = position, item.minutes
            changed = True
        db.add(slot)
    for gone in before.values():
        await db.delete(gone)
    if presentation is None:
        presentation = PlanPresentation(
            edition_id=session.edition_id, session_id=session.id, created_at=now, updated_at=now
        )
        db.add(presentation)
    elif changed:
        presentation.touch(now)
    await flush_new(db, Stale("somebody else has just changed a running order; read it again"))
    return presentation


async def _check(db: AsyncSession, session: ProgrammeSession, fields: PresentationFields) -> None:
    if session.kind not in PRESENTED_IN:
        what = f"plans are presented in a session of the kind {' or '.join(PRESENTED_IN)}; this one is {session.kind}"
        raise Invalid(what, errors=[("/path/session_id", what)])
    known = await queries.find_plans(db, session.edition_id, {item.plan_id for item in fields.items})
    faults: list[tuple[str, str]] = []
    seen: set[UUID] = set()
    for at, item in enumerate(fields.items):
        slot = known.get(item.plan_id)
        pointer = f"/body/items/{at}/plan_id"
        if item.plan_id not in known:
            faults.append((pointer, "there is no such action plan in this edition"))
        elif item.plan_id in seen:
            faults.append((pointer, "it stands in this running order already"))
        elif slot is not None and slot.session_id != session.id:
            faults.append((pointer, "it is presented in another session; take it out there first"))
        seen.add(item.plan_id)
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=faults)


async def describe_stage(
    db: AsyncSession, edition: Edition, session: ProgrammeSession, presentation: PlanPresentation | None
) -> PresentationPlans:
    """Return the plans of a running order with all their fields, and what they refer to by name.

    Cost: as many statements for one plan as for all.
    """
    items = await _describe_items(db, session)
    found = await queries.read_fields_of(db, [item.plan_id for item in items])
    # Without what was removed, which nobody is to see on a wall.
    fields = {plan_id: flatten(build(of_plan)) for plan_id, of_plan in found.items()}
    refs = {UUID(str(value)) for of_plan in fields.values() for path, value in of_plan.items() if _is_source(path)}
    return PresentationPlans(
        edition=edition.slug,
        timezone=edition.timezone,
        default_language=edition.default_language,
        version=presentation.version if presentation else 0,
        session=PresentationSession.model_validate(session),
        items=[PlanOnStage(**item.model_dump(), fields=fields[item.plan_id]) for item in items],
        sources={ref: dict(words) for ref, words in (await queries.name_sources(db, edition.id, refs)).items()},
        topics={topic.key: topic.name for topic in await list_all_topics(db, edition)},
    )


def _is_source(path: str) -> bool:
    return path.endswith("/ref")
