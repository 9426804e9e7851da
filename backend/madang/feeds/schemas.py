"""What the public surface gives. `json_feed` writes it; these describe it and a test holds the two together.

Partners' code relies on these names: more may come, none of these goes.
"""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from madang.action_plans.models import EndorsementKind, OwnerKind, PlanStatus
from madang.delegations.models import DelegationStatus
from madang.programme.models import (
    EditionStatus,
    HostRole,
    InterpretationMode,
    PublicStatus,
    SessionKind,
    SessionRole,
    VenueKind,
    Vocabulary,
)


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownPlace(_Shown):
    """A venue or a room, by name."""

    id: str
    key: str
    name: str


class ShownTopic(_Shown):
    """An entry of one of the training's vocabularies."""

    id: str
    key: str
    vocabulary: Vocabulary
    name: str


class ShownPerson(_Shown):
    """Who does what in a session."""

    name: str | None = Field(description="Null until the person has confirmed: to be announced.")
    role: SessionRole
    affiliation: str | None
    position: str | None
    contribution: str | None = Field(description="What of, where it is known.")


class ShownInterpretation(_Shown):
    """Into which language a session is interpreted, and how."""

    language: str
    mode: InterpretationMode


class ShownStop(_Shown):
    """A site on an itinerary; times may still be open."""

    id: str
    key: str
    title: str | None
    venue: ShownPlace
    start: datetime | None
    end: datetime | None
    status: PublicStatus


class ShownOption(_Shown):
    """One of the itineraries that run at the same time; a person takes one."""

    id: str
    key: str
    title: str
    stops: list[ShownStop]


class ShownSession(_Shown):
    """An entry of the agenda."""

    id: str
    key: str
    kind: SessionKind
    title: str
    start: datetime = Field(description="RFC 3339 with the offset of `timezone` at that moment.")
    end: datetime
    status: PublicStatus
    topics: list[ShownTopic]
    people: list[ShownPerson]
    venue: ShownPlace | None
    room: ShownPlace | None
    capacity: int | None
    languages: list[str]
    interpretation: list[ShownInterpretation]
    options: list[ShownOption]
    sequence: int = Field(description="How often the session has changed since it was first published.")
    updated_at: datetime
    url: str


class ShownMaterial(_Shown):
    """Slides or a document of a session."""

    title: str
    url: str


class ShownSessionDetail(ShownSession):
    """A session with what the agenda leaves out."""

    date: date
    abstract: str | None = Field(description="Light Markdown: paragraphs, lists, links, emphasis.")
    materials: list[ShownMaterial]


class ShownRoom(_Shown):
    """A room of a venue."""

    id: str
    key: str
    name: str
    capacity: int | None


class ShownVenue(_Shown):
    """A place of the edition."""

    id: str
    key: str
    kind: VenueKind
    name: str
    description: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    website: str | None
    meeting_point: str | None
    access_notes: str | None
    host: str | None
    rooms: list[ShownRoom]


class ShownEditionReference(_Shown):
    """The edition that an agenda belongs to."""

    slug: str
    title: str
    theme: str | None
    place: str | None
    status: EditionStatus
    timezone: str
    default_language: str
    url: str


class ShownRelease(_Shown):
    """The release that was read."""

    number: int
    revision: int = Field(description="Rises when a name had to be taken out of the release.")
    published_at: datetime
    comment: str


class _Read(_Shown):
    edition: ShownEditionReference
    release: ShownRelease
    lang: str = Field(description="The language asked for; a text that lacks it is in the edition's default one.")
    languages: list[str] = Field(description="Languages that the edition is published in.")
    timezone: str = Field(description="The IANA zone whose offset all times carry.")


class AgendaDay(_Shown):
    """One of the edition's days, by the edition's own zone, and its sessions by start."""

    date: date
    sessions: list[ShownSession]


class Agenda(_Read):
    """The agenda of a release."""

    days: list[AgendaDay]
    venues: list[ShownVenue]


class SessionRead(_Read):
    """One session of a release."""

    session: ShownSessionDetail
    venues: list[ShownVenue]


class EditionItem(_Shown):
    """An edition in the list."""

    slug: str
    title: str
    theme: str | None
    days: list[date]
    timezone: str
    languages: list[str]
    default_language: str
    status: EditionStatus
    place: str | None
    url: str
    agenda_url: str


class ListedEdition(EditionItem):
    """An edition in the list, and whether it is the one to show first."""

    featured: bool


class EditionList(_Shown):
    """Every edition that the public may find."""

    items: list[ListedEdition]
    next: None = None


class ShownSeries(_Shown):
    """The line of editions that this is one of."""

    key: str
    title: str


class ShownOrganisation(_Shown):
    """A host or partner."""

    id: str
    key: str
    role: HostRole
    name: str
    short_name: str | None
    website: str | None


class EditionRead(EditionItem):
    """An edition: why it is held, by whom, where."""

    lang: str
    background: str | None = Field(description="Light Markdown.")
    objectives: list[str]
    key_questions: list[str]
    series: ShownSeries | None
    organisations: list[ShownOrganisation]
    venues: list[ShownVenue]
    topics: list[ShownTopic]
    release: ShownRelease


class ReleaseItem(ShownRelease):
    """A release in the list. Withdrawn ones stay readable."""

    withdrawn_at: datetime | None
    is_current: bool
    agenda_url: str


class ReleaseList(_Shown):
    """Every release of an edition, the newest first."""

    items: list[ReleaseItem]
    next: None = None


class ReleaseRead(ReleaseItem):
    """A release with its difference to the one before."""

    changes: dict[str, Any]


class ShownDelegation(_Shown):
    """A city delegation that wishes to be known. Nothing of its people."""

    key: str
    city: str
    country: str = Field(description="ISO 3166-1 alpha-2; its name comes from CLDR.")
    local_government: str | None
    latitude: float | None
    longitude: float | None
    status: DelegationStatus


class DelegationDirectory(_Shown):
    """Every confirmed delegation of an edition that wishes to be known, by name."""

    lang: str
    items: list[ShownDelegation]
    next: None = None


class RegistryEdition(_Shown):
    """The edition whose plans these are."""

    slug: str
    title: str
    url: str


class BudgetSum(_Shown):
    """What a plan's actions cost together in one currency; currencies are never converted."""

    currency: str = Field(description="ISO 4217.")
    planned: str = Field(description="A decimal, as text.")


class ListedActionPlan(_Shown):
    """A published action plan. A trainee's is known by the city, never by the trainee."""

    key: str
    url: str
    title: str
    language: str
    owner: OwnerKind
    city: str | None
    country: str | None = Field(description="ISO 3166-1 alpha-2.")
    country_name: str | None
    status: PlanStatus
    objective: str
    period_start: date | None
    period_end: date | None
    pillars: list[str]
    strengths: list[str]
    sdg: list[str] = Field(description="Goals that its actions serve.")
    actions: int
    budget: list[BudgetSum]
    published_at: datetime


class ActionPlanRegistry(_Shown):
    """A page of the published plans, newest first. `facets` count the whole registry by the values of each filter."""

    edition: RegistryEdition
    lang: str
    total: int
    page: int
    pages: int
    facets: dict[str, dict[str, int]]
    items: list[ListedActionPlan]


class SupportNeeded(_Shown):
    """What a city looks for in others."""

    kind: str | None
    text: str | None


class PublicActionPlan(ListedActionPlan):
    """A published plan in its own words; `version` is the number of the version that is public."""

    objective: str | None  # type: ignore[assignment]
    problem: str | None
    policy_instrument: str | None
    support: list[SupportNeeded]
    version: int


class PlanTimelineEntry(_Shown):
    """What happened to a plan on a day of the edition's zone."""

    on: date
    what: str
    status: PlanStatus | None = None
    kind: EndorsementKind | None = None
    body: str | None = None


class PublicAction(_Shown):
    """An action as the registry tells of it; the same action is among `activities` in IATI's terms."""

    id: str
    number: int
    title: str | None
    phase: str | None
    health: str | None
    health_note: str | None
    priority: str | None
    target_groups: str | None
    expected_result: str | None
    pillars: list[str]
    strengths: list[str]
    milestones: list[dict[str, Any]]


class ActionPlanRead(_Shown):
    """A published plan whole: what it says, what happened to it, its actions as activities of IATI 2.03."""

    edition: RegistryEdition
    lang: str
    plan: PublicActionPlan
    timeline: list[PlanTimelineEntry]
    actions: list[PublicAction]
    activities: list[dict[str, Any]]
