"""What the API of follow-up takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from madang.action_plans.models import OwnerKind, PlanStatus
from madang.core.calendar import Day
from madang.core.schemas import Input, Output, PartialInput, WebAddress
from madang.core.text import Line, Text, Words
from madang.follow_up.models import Rating
from madang.follow_up.rules.entries import MOST_VALUES
from madang.follow_up.rules.timing import ReportState

Days = Annotated[list[Annotated[int, Field(ge=0, le=366)]], Field(max_length=10)]
LongText = Annotated[Text, Field(max_length=5000)] | Literal[""]


class ReportPeriodFields(Input):
    """A time at which every city reports. Reminders go out so many days before and after `due_on`; 0 is the day."""

    name: Annotated[Words, Field(min_length=1)]
    opens_on: Day
    due_on: Day
    remind_before: Days = [14, 3]
    remind_after: Days = [1, 14]


class ReportPeriodUpdate(PartialInput):
    """What may change of a period."""

    name: Annotated[Words, Field(min_length=1)]
    opens_on: Day
    due_on: Day
    remind_before: Days
    remind_after: Days


class ReportPeriodShown(Output):
    """A period of reporting."""

    id: UUID
    version: int
    name: dict[str, str]
    opens_on: date
    due_on: date
    remind_before: list[int]
    remind_after: list[int]


class RemindOfReports(Input):
    """Whose people to remind: of these plans, or (empty) of all that owe the report."""

    plan_ids: Annotated[list[UUID], Field(max_length=500)] = []


class RemindedOfReports(Output):
    """Of how many plans the people were written to, and of how many they had been that day already."""

    reminded: int
    already: int


class ReportListed(Output):
    """A period, and where the plan's report of it stands. Version 0: nobody has opened it."""

    period: ReportPeriodShown
    state: ReportState
    version: int
    opened_at: datetime | None
    completed_at: datetime | None
    actions: int = Field(description="Of the plan as it is now, or as it was when the report was completed.")
    reported: int = Field(description="Of how many of them the phase was said.")


class PlanReports(Output):
    """All periods of a plan's edition, the first due one first."""

    plan_id: UUID
    title: str
    status: PlanStatus
    may_report: bool
    reports: list[ReportListed]


class MilestoneInReport(Output):
    """A milestone as the plan has it."""

    id: str
    title: str | None
    due: date | None
    state: str | None
    met_on: date | None


class IndicatorPeriodInReport(Output):
    """What an indicator was to reach by some day, as the plan has it."""

    id: str
    ends: date | None
    target: str | None
    actual: str | None


class IndicatorInReport(Output):
    """An indicator as the plan has it."""

    id: str
    level: str | None
    title: str | None
    unit: str | None
    baseline: str | None
    baseline_year: int | None
    periods: list[IndicatorPeriodInReport]


class BudgetLineInReport(Output):
    """Money of one year in one currency, as the plan has it."""

    id: str
    year: int | None
    currency: str | None
    planned: str | None
    actual: str | None
    source: str | None


class EvidenceShown(Output):
    """What shows that something was done: a file or an address."""

    id: UUID
    title: str
    url: str | None
    file_id: UUID | None
    file_name: str | None
    size: int | None
    added_at: datetime


class ActionRatingShown(Output):
    """A reviewer's word on an action. Version 0 with null: nobody has rated it."""

    version: int
    rating: Rating | None
    comment: str


class ReportFault(Output):
    """What is missing or wrong, at a path beneath the action."""

    path: str
    code: str


class EntryShown(Output):
    """What is reported of one action, beside what the plan says of it. Version 0: nothing is yet.

    `values` are what was reported, by path beneath the action; what is not there stands as the plan has it.
    """

    action_id: str
    number: int
    title: str | None
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    phase: str | None
    health: str | None
    health_note: str | None
    milestones: list[MilestoneInReport]
    indicators: list[IndicatorInReport]
    budget: list[BudgetLineInReport]
    version: int
    values: dict[str, Any]
    difficulties: str
    lessons: str
    evidence: list[EvidenceShown]
    faults: list[ReportFault]
    rating: ActionRatingShown


class ReportShown(Output):
    """A plan's report of one period, whole."""

    plan_id: UUID
    plan_key: str
    title: str
    status: PlanStatus
    edition: str
    timezone: str
    default_language: str
    today: date = Field(description="Where the edition is held.")
    period: ReportPeriodShown
    state: ReportState
    version: int
    opened_at: datetime | None
    completed_at: datetime | None
    version_number: int | None = Field(description="The version of the plan that holds its figures.")
    may_edit: bool
    entries: list[EntryShown]


class EntryFields(Input):
    """What is reported of an action, whole. `values` by path beneath it, such as `phase`, `milestones/{id}/state`,
    `indicators/{id}/periods/{id}/actual` or `budget/{id}/actual`; null says that there is nothing, whatever the plan
    said. Rows that nobody planned are given ids as in the plan, with their year and currency, or their day.
    """

    values: Annotated[dict[str, Any], Field(max_length=MOST_VALUES)] = {}
    difficulties: LongText = ""
    lessons: LongText = ""


class EntrySaved(Output):
    """An entry as it was saved, and the version of the report by now: what `complete` is to name."""

    version: int
    report_version: int
    values: dict[str, Any]
    difficulties: str
    lessons: str
    faults: list[ReportFault]


class EvidenceFields(Input):
    """Evidence: a file of the caller's that was handed in completely, or an address. A link needs a title."""

    title: Line | None = None
    url: WebAddress | None = None
    file_id: UUID | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.url is None) == (self.file_id is None):
            raise ValueError("exactly one of url and file_id is given")
        if self.url is not None and self.title is None:
            raise ValueError("an address needs a title")
        return self


class RatingFields(Input):
    """A reviewer's word on an action; the city reads the comment."""

    rating: Rating
    comment: Annotated[Text, Field(max_length=2000)] | Literal[""] = ""


class ProgressShown(Output):
    """How the actions of a group get on. `unknown`: nobody has said."""

    actions: int
    phases: dict[str, int]
    healths: dict[str, int] = Field(description="Of those that are planned, carried out or paused.")
    milestones_met: int
    milestones: int


class PillarProgress(ProgressShown):
    """How the actions of a pillar get on."""

    key: str
    name: dict[str, str]


class GoalProgress(ProgressShown):
    """How the actions that serve a goal get on."""

    goal: int


class CityProgress(ProgressShown):
    """How the actions of a city get on. No delegation: of trainees who came on their own."""

    delegation_id: UUID | None
    city: dict[str, str]


class CohortPlan(Output):
    """A plan, and where its report of the period stands. No state where there is no period."""

    id: UUID
    key: str
    title: str
    status: PlanStatus
    owner_kind: OwnerKind
    city: dict[str, str] | None
    name: str | None = Field(description="The trainee's, of a trainee's plan.")
    state: ReportState | None
    opened_at: datetime | None
    completed_at: datetime | None
    reminded_on: date | None
    actions: int
    reported: int
    rated: int
    progress: ProgressShown


class CohortShown(Output):
    """How the plans of a training get on, and who is due, late or silent with one report."""

    today: date
    default_language: str
    period: ReportPeriodShown | None = Field(description="The one asked for, or else the one that is due.")
    periods: list[ReportPeriodShown]
    counts: dict[str, int] = Field(description="Plans by where their report stands.")
    plans: list[CohortPlan]
    together: ProgressShown
    by_pillar: list[PillarProgress]
    by_goal: list[GoalProgress]
    by_city: list[CityProgress]
