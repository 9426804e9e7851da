"""Tables of follow-up: when is reported, what is reported of each action, what shows it, and what reviewers say."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column
from madang.core.ids import new_id


class ReportPeriod(Aggregate, table=True):
    """A time at which every city reports: it may from `opens_on` on, and is asked to until `due_on`.

    `remind_before` and `remind_after` are days before and after it, on which whoever has not completed the report is
    written to.
    """

    __tablename__ = "report_period"
    __table_args__ = (UniqueConstraint("edition_id", "due_on"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    name: dict[str, str] = json_column()
    opens_on: date
    due_on: date
    remind_before: list[int] = json_column(default_factory=list)
    remind_after: list[int] = json_column(default_factory=list)


class PlanReport(Aggregate, table=True):
    """What is reported of one plan in one period; there is none until somebody opens it.

    Complete, it is frozen with the version of the plan that its figures were written into.
    """

    __tablename__ = "plan_report"
    __table_args__ = (UniqueConstraint("plan_id", "period_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", ondelete="CASCADE")
    period_id: UUID = Field(foreign_key="report_period.id", index=True)
    opened_at: datetime = moment_column()
    completed_at: datetime | None = moment_column(nullable=True, default=None)
    completed_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    version_number: int | None = None


class ReportEntry(Aggregate, table=True):
    """What is reported of one action, `action_id` being its row in the plan.

    `values` are fields of the plan by their path beneath the action, such as `phase` or `milestones/…/state`: what the
    report, once complete, writes into the plan. Which there are: `rules/entries.py`.
    """

    __tablename__ = "report_entry"
    __table_args__ = (UniqueConstraint("report_id", "action_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="plan_report.id", ondelete="CASCADE")
    action_id: str = Field(max_length=12)
    values: dict[str, Any] = json_column(default_factory=dict)
    difficulties: str = Field(default="", max_length=5000)
    lessons: str = Field(default="", max_length=5000)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)


class ReportEvidence(SQLModel, table=True):
    """What shows that something was done: a file that was handed in, or an address (`url`): exactly one of them."""

    __tablename__ = "report_evidence"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="plan_report.id", index=True, ondelete="CASCADE")
    action_id: str = Field(max_length=12)
    title: str = Field(max_length=300)
    url: str | None = Field(default=None, max_length=2000)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", ondelete="SET NULL", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    added_at: datetime = moment_column()


class Rating(StrEnum):
    """How far an action has come, as a reviewer judges by its evidence. Source: OGP's reviews."""

    NO_EVIDENCE = "no_evidence"
    NOT_STARTED = "not_started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


class ActionRating(Aggregate, table=True):
    """A reviewer's word on one action of a completed report."""

    __tablename__ = "action_rating"
    __table_args__ = (UniqueConstraint("report_id", "action_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="plan_report.id", ondelete="CASCADE")
    action_id: str = Field(max_length=12)
    rating: Rating = enum_column(Rating)
    comment: str = Field(default="", max_length=2000)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)


class ReportReminder(SQLModel, table=True):
    """That a plan's people were reminded of a report on a day: nobody is, twice a day. `account_id`: who pressed."""

    __tablename__ = "report_reminder"

    plan_id: UUID = Field(foreign_key="action_plan.id", primary_key=True, ondelete="CASCADE")
    period_id: UUID = Field(foreign_key="report_period.id", primary_key=True, index=True, ondelete="CASCADE")
    sent_on: date = Field(primary_key=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
