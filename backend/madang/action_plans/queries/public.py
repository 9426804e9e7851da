"""What the public may read of action plans: published versions, and what happened since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import (
    REPORT_COMPLETED,
    ActionPlan,
    EndorsementKind,
    OwnerKind,
    PlanEndorsement,
    PlanEvent,
    PlanStatus,
    PlanVersion,
    PublicPlan,
)
from madang.delegations.models import Delegation
from madang.participants.models import Registration
from madang.programme.models import Edition

RegistryState = tuple[int, int, datetime | None, int]
"""Differs whenever the public could read something else of the plans of an edition, from all that were before, too.

How many plans are published, what their versions come to, when the last of them was published, and what the versions
of their cities and trainees come to. Without the moment, a plan that goes and another that comes with as many changes
would be the same state, and what was remembered of the first would be shown again.
"""


@dataclass(frozen=True)
class ListedPlan:
    """A published plan as the registry lists it. A trainee's is known by the city, never by the trainee."""

    id: UUID
    key: str
    language: str
    owner_kind: OwnerKind
    status: PlanStatus
    published_at: datetime
    city: dict[str, str] | None
    country: str | None
    summary: dict[str, Any]
    search_text: str


@dataclass(frozen=True)
class PlanStep:
    """What happened to a plan: a change of status, somebody who stands behind it since, or a completed report.

    `body` is who stands behind it, `period` what was reported on.
    """

    on: date | datetime
    status: PlanStatus | None = None
    body: str | None = None
    period: str | None = None
    kind: EndorsementKind | None = None


@dataclass(frozen=True)
class PublishedPlan:
    """A published plan with the fields of the version that the public reads."""

    listed: ListedPlan
    number: int
    fields: dict[str, Any]
    steps: list[PlanStep]


def _state() -> tuple[Any, ...]:
    return (
        func.count(col(ActionPlan.id)),
        func.coalesce(func.sum(ActionPlan.version), 0),
        func.max(ActionPlan.published_at),
        func.coalesce(func.sum(Delegation.version), 0) + func.coalesce(func.sum(Registration.version), 0),
    )


def _with_owners(statement: Any) -> Any:
    city = func.coalesce(ActionPlan.delegation_id, Registration.delegation_id)
    statement = statement.join(Registration, col(Registration.id) == col(ActionPlan.registration_id), isouter=True)
    return statement.join(Delegation, col(Delegation.id) == city, isouter=True)


async def registry_states(db: AsyncSession) -> dict[UUID, RegistryState]:
    """Return the state of every edition's registry, of those that have one, in one statement.

    Whatever the public could notice raises a plan's version, its city's or its trainee's: transitions, endorsements,
    reports, erasure, another name of the city. Cost: the published plans alone.
    """
    plans = select(ActionPlan.edition_id, *_state()).select_from(ActionPlan)
    statement = (
        _with_owners(plans).where(col(ActionPlan.published_number).is_not(None)).group_by(col(ActionPlan.edition_id))
    )
    return {row[0]: _read_state(row[1:]) for row in (await db.exec(statement)).all()}


async def registry_state(db: AsyncSession, slug: str) -> tuple[UUID | None, RegistryState]:
    """Return an edition's id and the state of its registry, in one statement."""
    plans = (
        select(Edition.id, *_state())
        .select_from(Edition)
        .join(
            ActionPlan,
            (col(ActionPlan.edition_id) == col(Edition.id)) & col(ActionPlan.published_number).is_not(None),
            isouter=True,
        )
    )
    statement = _with_owners(plans).where(col(Edition.slug) == slug).group_by(col(Edition.id))
    found = (await db.exec(statement)).first()
    return (found[0], _read_state(found[1:])) if found else (None, (0, 0, None, 0))


def _read_state(row: Sequence[Any]) -> RegistryState:
    count, versions, published_at, owners = row
    return count, int(versions), published_at, int(owners)


def _select_listed() -> Any:
    city, home = aliased(Delegation), aliased(Delegation)
    return (
        select(  # type: ignore[call-overload]
            ActionPlan.id,
            ActionPlan.key,
            ActionPlan.language,
            ActionPlan.owner_kind,
            ActionPlan.status,
            ActionPlan.published_at,
            func.coalesce(city.city, home.city),
            func.coalesce(city.country, home.country, Registration.country),
            PublicPlan.summary,
            PublicPlan.search_text,
            ActionPlan.published_number,
        )
        .join(PublicPlan, col(PublicPlan.plan_id) == col(ActionPlan.id))
        .join(city, col(city.id) == col(ActionPlan.delegation_id), isouter=True)
        .join(Registration, col(Registration.id) == col(ActionPlan.registration_id), isouter=True)
        .join(home, col(home.id) == col(Registration.delegation_id), isouter=True)
        .where(col(ActionPlan.published_number).is_not(None))
    )


async def list_published(db: AsyncSession, edition_id: UUID) -> list[ListedPlan]:
    """Return the published plans of an edition by key, in one statement; their versions are not read."""
    statement = _select_listed().where(ActionPlan.edition_id == edition_id).order_by(col(ActionPlan.key))
    return [ListedPlan(*row[:-1]) for row in (await db.exec(statement)).all()]


async def find_published(db: AsyncSession, edition_id: UUID, key: str) -> PublishedPlan | None:
    """Return a published plan with the version that the public reads and what happened since it was handed in."""
    statement = _select_listed().where(ActionPlan.edition_id == edition_id, ActionPlan.key == key)
    row = (await db.exec(statement)).first()
    if row is None:
        return None
    listed, number = ListedPlan(*row[:-1]), row[-1]
    return PublishedPlan(listed, number, await _read_version(db, listed.id, number), await _steps(db, listed.id))


async def read_published_fields(db: AsyncSession, plans: Sequence[ListedPlan]) -> dict[UUID, dict[str, Any]]:
    """Return the fields that the public reads of some plans, in one statement."""
    statement = (
        select(PlanVersion.plan_id, PlanVersion.fields)
        .join(
            ActionPlan,
            (col(ActionPlan.id) == col(PlanVersion.plan_id))
            & (col(ActionPlan.published_number) == col(PlanVersion.number)),
        )
        .where(col(PlanVersion.plan_id).in_([plan.id for plan in plans]))
    )
    return {plan_id: dict(fields) for plan_id, fields in (await db.exec(statement)).all()}


async def _read_version(db: AsyncSession, plan_id: UUID, number: int) -> dict[str, Any]:
    statement = select(PlanVersion.fields).where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    return dict((await db.exec(statement)).one())


async def _steps(db: AsyncSession, plan_id: UUID) -> list[PlanStep]:
    events = await db.exec(
        select(PlanEvent)
        .where(
            PlanEvent.plan_id == plan_id,
            or_(col(PlanEvent.from_status) != col(PlanEvent.to_status), col(PlanEvent.what) == REPORT_COMPLETED),
        )
        .order_by(col(PlanEvent.at), col(PlanEvent.id))
    )
    endorsements = await db.exec(
        select(PlanEndorsement)
        .where(PlanEndorsement.plan_id == plan_id)
        .order_by(col(PlanEndorsement.endorsed_on), col(PlanEndorsement.id))
    )
    steps = [
        PlanStep(event.at, period=event.comment)
        if event.what == REPORT_COMPLETED
        else PlanStep(event.at, status=event.to_status)
        for event in events.all()
    ]
    # What was taken back to be worked on is the writers' affair: of each status the last time counts.
    reached = {step.status: step for step in steps if step.status not in (None, PlanStatus.DRAFT)}
    return [
        *reached.values(),
        *(step for step in steps if step.period is not None),
        *(PlanStep(one.endorsed_on, body=one.body, kind=one.kind) for one in endorsements.all()),
    ]
