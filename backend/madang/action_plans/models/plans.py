"""Tables of plans: a plan is a map from paths to values, one row a field (ADR 0014)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column, sorted_column
from madang.core.ids import new_id


class OwnerKind(StrEnum):
    """Whose plan it is: of one trainee, or of a whole city."""

    TRAINEE = "trainee"
    DELEGATION = "delegation"


class PlanStatus(StrEnum):
    """Where a plan stands, from the classroom to the city hall. Publication is a matter apart."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PRESENTED = "presented"
    ENDORSED = "endorsed"
    IMPLEMENTING = "implementing"
    CLOSED = "closed"


class ActionPlanCall(Aggregate, table=True):
    """What an edition asks of its action plans: who makes one, until when, and words of guidance.

    `outline_by` is when an outline (a title and a problem) is due, such as before arrival; None: never.
    """

    __tablename__ = "action_plan_call"
    __table_args__ = (UniqueConstraint("edition_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    owner_kinds: list[str] = json_column()
    guidance: dict[str, str] = json_column(default_factory=dict)
    outline_by: datetime | None = moment_column(nullable=True, default=None)
    submit_by: datetime | None = moment_column(nullable=True, default=None)


class ActionPlan(Aggregate, table=True):
    """A plan of a trainee (`registration_id`) or of a city (`delegation_id`): exactly one of the two is set.

    `revision` counts the changes of its fields, `version` those of everything else: a field that is typed makes no
    transition stale. `title` and `search_name` repeat the plan's own title, for lists. `keeper_account_id`: whom a
    trainee's plan was handed over to; from then on it is theirs. `published_number` is the version that the
    public reads, once an owner agreed to it (`public_agreed_at`) and an organiser published it.
    """

    __tablename__ = "action_plan"
    __table_args__ = (
        UniqueConstraint("edition_id", "key"),
        UniqueConstraint("registration_id"),
        UniqueConstraint("delegation_id"),
        Index("ix_action_plan_edition_id_status_key", "edition_id", "status", "key"),
        Index("ix_action_plan_published_number_edition_id", "published_number", "edition_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", ondelete="CASCADE")
    key: str = sorted_column(64)
    owner_kind: OwnerKind = enum_column(OwnerKind)
    registration_id: UUID | None = Field(default=None, foreign_key="registration.id")
    delegation_id: UUID | None = Field(default=None, foreign_key="delegation.id")
    keeper_account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    language: str = Field(max_length=16)
    title: str = Field(default="", max_length=300)
    search_name: str = sorted_column(1000, default="")
    status: PlanStatus = enum_column(PlanStatus, default=PlanStatus.DRAFT)
    revision: int = 0
    submitted_at: datetime | None = moment_column(nullable=True, default=None)
    presented_at: datetime | None = moment_column(nullable=True, default=None)
    endorsed_on: date | None = None
    closed_at: datetime | None = moment_column(nullable=True, default=None)
    published_at: datetime | None = moment_column(nullable=True, default=None)
    published_number: int | None = None
    public_agreed_at: datetime | None = moment_column(nullable=True, default=None)


class PlanField(SQLModel, table=True):
    """One field of a plan: its path, its value, and who gave it at which revision of the plan.

    What paths and values there are: `rules/fields.py`. A value that was taken away is kept as null, for a revision
    must be able to tell of it.
    """

    __tablename__ = "action_plan_field"
    __table_args__ = (Index("ix_action_plan_field_plan_id_revision", "plan_id", "revision"),)

    plan_id: UUID = Field(foreign_key="action_plan.id", primary_key=True, ondelete="CASCADE")
    path: str = sorted_column(120, primary_key=True)
    value: Any = json_column()
    revision: int
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    at: datetime = moment_column()


class PlanVersion(SQLModel, table=True):
    """A plan as it was: every field, frozen at a transition or by name. Only erasure ever changes one."""

    __tablename__ = "action_plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", ondelete="CASCADE")
    number: int
    name: str = Field(default="", max_length=200)
    status: PlanStatus = enum_column(PlanStatus)
    revision: int
    fields: dict[str, Any] = json_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    at: datetime = moment_column()


REPORT_COMPLETED = "report_completed"
"""What happened where a follow-up report was completed; its comment names the period."""


VERSION_KEPT = "version_kept"
"""What happened where somebody kept a version by name."""


class PlanEvent(SQLModel, table=True):
    """What happened to a plan; appended. `from_status` and `to_status` are equal where no state changed.

    `what` names what else happened, such as `handed_over` or `endorsement_added`; `version_number` is what was
    frozen then.
    """

    __tablename__ = "action_plan_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", index=True, ondelete="CASCADE")
    at: datetime = moment_column()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    what: str = Field(max_length=40)
    from_status: PlanStatus = enum_column(PlanStatus)
    to_status: PlanStatus = enum_column(PlanStatus)
    comment: str = Field(default="", max_length=2000)
    version_number: int | None = None


class PlanContributor(SQLModel, table=True):
    """Somebody at home who writes along without travelling: known by an address, by an account once they came."""

    __tablename__ = "action_plan_contributor"
    __table_args__ = (UniqueConstraint("plan_id", "email"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    plan_id: UUID = Field(foreign_key="action_plan.id", ondelete="CASCADE")
    email: str = Field(max_length=320, index=True)
    name: str = Field(default="", max_length=300)
    language: str = Field(max_length=16)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)
    added_at: datetime = moment_column()
    added_by_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True)


class PlanPresentation(Aggregate, table=True):
    """That a session has a running order of plans; its slots are `PlanSlot`."""

    __tablename__ = "action_plan_presentation"
    __table_args__ = (UniqueConstraint("session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True, ondelete="CASCADE")
    session_id: UUID = Field(foreign_key="programme_session.id", ondelete="CASCADE")


class PlanSlot(SQLModel, table=True):
    """When a plan is presented: in which session, in which order, for how many minutes."""

    __tablename__ = "action_plan_slot"

    plan_id: UUID = Field(foreign_key="action_plan.id", primary_key=True, ondelete="CASCADE")
    session_id: UUID = Field(foreign_key="programme_session.id", index=True, ondelete="CASCADE")
    position: int
    minutes: int


class PublicPlan(SQLModel, table=True):
    """What the registry's list says of a published plan, taken out of the version when it was published.

    `summary` is as `rules/summary.py` makes it; `search_text` is what a search looks through, normalised.
    """

    __tablename__ = "action_plan_public"

    plan_id: UUID = Field(foreign_key="action_plan.id", primary_key=True, ondelete="CASCADE")
    summary: dict[str, Any] = json_column()
    search_text: str
