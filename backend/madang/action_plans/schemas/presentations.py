"""What the API takes and gives of running orders."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from madang.action_plans.models import OwnerKind, PlanStatus
from madang.core.schemas import Input, Output
from madang.programme.models import SessionKind

MOST_MINUTES = 120
MOST_PLANS = 200


class PresentationSlot(Input):
    """A plan and how many minutes it has."""

    plan_id: UUID
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]


class PresentationFields(Input):
    """A running order, whole: the plans as they follow each other."""

    items: Annotated[list[PresentationSlot], Field(max_length=MOST_PLANS)]


class PresentedPlan(Output):
    """A plan in its place of a running order. `city` is in the languages that it was entered in."""

    plan_id: UUID
    key: str
    title: str
    language: str
    status: PlanStatus
    owner_kind: OwnerKind
    owner_name: str | None = Field(description="The trainee; null for a city's plan.")
    city: dict[str, str] | None
    country: str | None
    minutes: int
    revision: int


class PresentationSession(Output):
    """The session in which plans are presented."""

    id: UUID
    key: str
    kind: SessionKind
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime


class PresentationShown(Output):
    """The running order of a session; version 0, without items, where nobody made one.

    `minutes_planned` may be more than `minutes_there`: a session that was made shorter keeps its order.
    """

    version: int
    session: PresentationSession
    minutes_there: int
    minutes_planned: int
    items: list[PresentedPlan]


class PlanOnStage(PresentedPlan):
    """A plan with all its fields, as it is presented now."""

    fields: dict[str, Any]


class PresentationPlans(Output):
    """Everything that a projector shows of a running order, so that it goes on without a network."""

    edition: str
    timezone: str
    default_language: str
    version: int
    session: PresentationSession
    items: list[PlanOnStage]
    sources: dict[UUID, dict[str, str]] = Field(description="What learning sources are called, by their ids.")
    topics: dict[str, dict[str, str]] = Field(description="What the edition's pillars and fields are called, by key.")
