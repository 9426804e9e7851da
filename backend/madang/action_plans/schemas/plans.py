"""Action plans as they are listed, read and written."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from madang.action_plans.models import OwnerKind, PlanStatus
from madang.action_plans.rules.completeness import FaultCode, MissingCode
from madang.action_plans.rules.transitions import Hand
from madang.core.schemas import MAX_INTEGER, Input, Output
from madang.core.text import LanguageTag, Slug

MOST_CHANGES = 5000

Changes = Annotated[
    dict[Annotated[str, Field(max_length=120)], Any],
    Field(
        max_length=MOST_CHANGES,
        description="Values by path; null empties a field, false removes the row at its own path.",
        examples=[{"title": "A fund", "actions/k2f9s0000001/planned_start": "2020-01-15"}],
    ),
]


class PlanEdition(Output):
    """The edition that a plan belongs to."""

    slug: str
    title: dict[str, str]
    timezone: str
    default_language: str


class PlanOwner(Output):
    """Whose a plan is: the city, in several languages, and for a trainee's the name. Null: not known, or erased."""

    city: dict[str, str] | None
    country: str | None
    name: str | None


class PlanHead(Output):
    """A plan in a list."""

    id: UUID
    key: str
    edition: PlanEdition
    owner_kind: OwnerKind
    owner: PlanOwner
    language: str
    title: str
    status: PlanStatus
    version: int
    revision: int = Field(description="How often fields were changed; `version` counts every other change.")
    submitted_at: datetime | None
    updated_at: datetime


class OwnPlan(PlanHead):
    """A plan that the caller writes. A contributor hands nothing in and invites nobody."""

    role: Hand


class PlanBeginning(Output):
    """A plan that the caller may begin: their own, or their city's."""

    edition: PlanEdition
    owner_kind: OwnerKind
    city: dict[str, str] | None
    delegation_id: UUID | None


class OwnPlans(Output):
    """The plans that the caller writes, and those that they may begin."""

    items: list[OwnPlan]
    may_start: list[PlanBeginning]


class PlanStart(Input):
    """Which plan is begun, in which language it is written."""

    edition: Slug
    owner_kind: OwnerKind
    language: LanguageTag
    delegation_id: Annotated[
        UUID | None, Field(description="Whose, for somebody who looks after several cities of the edition.")
    ] = None


class PlanCounts(Output):
    """How complete a plan is: what of all that a whole one has, and how much of it cannot be right."""

    filled: int
    of: int
    faults: int


class PlanListed(PlanHead):
    """A plan in the organisers' list."""

    delegation_id: UUID | None
    completeness: PlanCounts


class PlanSection(Output):
    """How much of a part of a plan is filled."""

    name: str
    filled: int
    of: int


class PlanMissing(Output):
    """What is not there. `needed`: handing in needs it. `path` is a field's, or that of the rows that are missing."""

    path: str
    code: MissingCode


class PlanFault(Output):
    """What cannot be right. A draft may keep it, handing in may not."""

    path: str
    code: FaultCode


class PlanCompleteness(Output):
    """What is filled in a plan, what is missing, what cannot be right."""

    sections: list[PlanSection]
    missing: list[PlanMissing]
    faults: list[PlanFault]


class PlanCallHead(Output):
    """What the edition asks of its plans."""

    guidance: dict[str, str]
    outline_by: datetime | None
    submit_by: datetime | None


class PlanShown(PlanHead):
    """A plan without its fields: where it stands, what the caller may do with it, what it lacks."""

    role: Hand
    available_transitions: list[PlanStatus]
    may_edit: bool
    created_at: datetime
    presented_at: datetime | None
    endorsed_on: date | None
    closed_at: datetime | None
    published_at: datetime | None
    published_number: int | None
    completeness: PlanCompleteness
    call: PlanCallHead | None


class PlanUpdate(Input):
    """What changes of a plan besides its fields."""

    language: LanguageTag


class FieldChanges(Input):
    """Changes of fields, made on the plan as it was at `base_revision`."""

    base_revision: Annotated[int, Field(ge=0, le=MAX_INTEGER)]
    changes: Changes


class ChangedBy(Output):
    """Who changed a field and when. `name` null: an organiser, or somebody who is not known any more."""

    name: str | None
    mine: bool
    at: datetime


class PlanFields(Output):
    """Fields of a plan by path as they stand at `revision`: all, or those that changed since another one.

    `changed_by` says who changed them, where only changes were asked for.
    """

    revision: int
    fields: dict[str, Any]
    changed_by: dict[str, ChangedBy] | None = None


class SessionSource(Output):
    """A session that a plan can have learned from."""

    id: UUID
    title: dict[str, str]
    starts_at: datetime


class VisitSource(Output):
    """An option of a field visit that a plan can have learned from."""

    id: UUID
    title: dict[str, str]


class CaseStudySource(Output):
    """A case study that a plan can have learned from."""

    id: UUID
    title: str
    city: dict[str, str] | None


class TopicChoice(Output):
    """A pillar or a field of strength of the edition."""

    key: str
    name: dict[str, str]


class PlanSources(Output):
    """What a plan of this edition refers to: sessions, visits and case studies; pillars and fields of strength."""

    sessions: list[SessionSource]
    visits: list[VisitSource]
    case_studies: list[CaseStudySource]
    pillars: list[TopicChoice]
    strengths: list[TopicChoice]
