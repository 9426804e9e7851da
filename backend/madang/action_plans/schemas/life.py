"""Where a plan stands and stood: steps, history, versions, what differs between two of them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from madang.action_plans.models import PlanStatus
from madang.action_plans.rules.comparing import Op, RowChange
from madang.core.schemas import Input, Output
from madang.core.text import Line, Text

Comment = Annotated[Text, Field(max_length=2000)]


class PlanAuthor(Output):
    """Whose doing something was. Writers do not learn which organiser it was; nobody learns of who was erased."""

    name: str | None = Field(description="How a writer is called; null: an organiser, or not known any more.")
    office: bool
    mine: bool


class PlanStep(Input):
    """Where a plan is to be taken: with a comment where an organiser returns it, with the day where it is endorsed."""

    to: PlanStatus
    comment: Comment | None = None
    endorsed_on: date | None = None


class PlanMoved(Output):
    """Where a plan stands after a step."""

    id: UUID
    status: PlanStatus
    version: int
    revision: int
    available_transitions: list[PlanStatus]
    submitted_at: datetime | None
    presented_at: datetime | None
    endorsed_on: date | None
    closed_at: datetime | None


class PlanEventPublic(Output):
    """Something that happened to a plan. `version_number`: how it read then."""

    id: UUID
    at: datetime
    what: str = Field(
        description="`moved`, `returned`, `taken_back`, `handed_over`, `merged`, `endorsement_added`, …; more may come."
    )
    from_status: PlanStatus
    to_status: PlanStatus
    comment: str
    version_number: int | None
    by: PlanAuthor


class VersionNamed(Input):
    """A version that is kept by name."""

    name: Annotated[Line, Field(max_length=200)]


class PlanVersionPublic(Output):
    """A plan as it was, without its fields. `name` is empty where it was kept at a step."""

    number: int
    name: str
    status: PlanStatus
    revision: int
    at: datetime
    by: PlanAuthor


class PlanVersionShown(PlanVersionPublic):
    """A plan as it was."""

    fields: dict[str, Any]


class PlanState(Output):
    """One side of a comparison: a version, or (`number` null) the plan as it is now."""

    number: int | None
    name: str
    status: PlanStatus
    revision: int
    at: datetime


class RowCompared(Output):
    """A row that is there on one side only; `title` is its own, or that of the row it stands in."""

    path: str
    pattern: str = Field(description="The path with `*` for ids of rows, such as `actions/*/milestones/*`.")
    what: RowChange
    title: str


class PieceCompared(Output):
    """A piece of a text."""

    op: Op
    text: str


class FieldCompared(Output):
    """A field that differs; null: nothing stood there. `words` are given where a text became another."""

    path: str
    pattern: str
    row_title: str = Field(description="The title of the row it stands in, or of the action around it.")
    before: Any
    after: Any
    words: list[PieceCompared]


class PlanCompared(Output):
    """What differs between two states of a plan, in the order of the plan."""

    model_config = ConfigDict(from_attributes=True, validate_by_name=True)

    from_: Annotated[PlanState, Field(alias="from")]
    to: PlanState
    rows: list[RowCompared]
    changes: list[FieldCompared]
