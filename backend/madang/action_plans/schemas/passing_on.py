"""A trainee's plan that goes to a successor, and trainees' actions that go into their city's plan."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from madang.action_plans.models import PlanStatus
from madang.action_plans.rules.fields import MOST_ACTIONS, ROW_ID
from madang.core.schemas import Input, Output

RowId = Annotated[str, StringConstraints(pattern=rf"^{ROW_ID.pattern}$")]


class PlanSuccessor(Output):
    """Somebody a plan can be handed over to: who writes along, or belongs to the same delegation, and has signed in."""

    contributor_id: UUID | None
    registration_id: UUID | None
    name: str


class PlanSuccessors(Output):
    """Whom a plan can be handed over to."""

    items: list[PlanSuccessor]


class PlanHandOver(Input):
    """Whose a plan is to be from now on: exactly one of the two."""

    contributor_id: UUID | None = None
    registration_id: UUID | None = None


class ActionNamed(Output):
    """An action of a trainee's plan, by the id of its row."""

    id: str
    title: str


class MergeablePlan(Output):
    """A trainee's plan whose actions a city's plan can take over."""

    id: UUID
    key: str
    owner: str
    title: str
    status: PlanStatus
    actions: list[ActionNamed]


class MergeablePlans(Output):
    """The plans of a delegation's trainees."""

    items: list[MergeablePlan]


class PlanMerge(Input):
    """Which actions of which plan are copied; they go behind those that are there."""

    plan_id: UUID
    actions: Annotated[list[RowId], Field(min_length=1, max_length=MOST_ACTIONS)]


class PlanMerged(Output):
    """The revision that a plan has by now, and the rows that its new actions stand in, in the order asked for."""

    revision: int
    actions: list[str]
