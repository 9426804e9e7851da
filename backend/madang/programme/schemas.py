"""The programme as the API takes and gives it. Texts that visitors read are maps from language tag to text."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from madang.core.calendar import Day, Moment, ZoneName
from madang.core.schemas import Count, Input, Output, PartialInput, WebAddress
from madang.core.text import LanguageTag, LongWords, Slug, Text, Words
from madang.programme.models import (
    EditionStatus,
    HostRole,
    InterpretationMode,
    PublicStatus,
    RoleState,
    SessionKind,
    SessionRole,
    VenueKind,
    Visibility,
    Vocabulary,
)

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
_KEY = "Stable name, from which calendar identifiers derive; made from the title when left out and never changed."


# --- series and editions ---------------------------------------------------------------------------------------


class SeriesCreate(Input):
    """A line of editions."""

    key: Annotated[Slug | None, Field(description=_KEY)] = None
    title: Words


class SeriesUpdate(PartialInput):
    """What may change of a series."""

    title: Words


class SeriesPublic(Output):
    """A line of editions."""

    id: UUID
    key: str
    title: dict[str, str]
    version: int
    created_at: datetime
    updated_at: datetime


class HostItem(Input):
    """An organisation that hosts or partners an edition."""

    organisation_id: UUID
    role: HostRole


class EditionFields(Input):
    """What an edition is made of."""

    series_id: UUID | None = None
    title: Words
    theme: Words = {}
    background: LongWords = {}
    objectives: Annotated[list[LongWords], Field(max_length=50)] = []
    key_questions: Annotated[list[LongWords], Field(max_length=50)] = []
    days: Annotated[list[Day], Field(min_length=1, max_length=60, description="Days with sessions, ascending.")]
    timezone: ZoneName
    default_language: LanguageTag
    languages: Annotated[list[LanguageTag], Field(min_length=1, max_length=40)]
    status: EditionStatus = EditionStatus.DRAFT
    visibility: Visibility = Visibility.PUBLIC
    place: Words = {}
    organisations: Annotated[list[HostItem], Field(max_length=100)] = []


class EditionCreate(EditionFields):
    """A new edition."""

    slug: Slug


class EditionUpdate(EditionFields, PartialInput):
    """What may change of an edition."""


class HostPublic(Output):
    """An organisation in its role."""

    organisation_id: UUID
    role: HostRole


class EditionPublic(Output):
    """An edition as organisers see it."""

    id: UUID
    slug: str
    series_id: UUID | None
    title: dict[str, str]
    theme: dict[str, str]
    background: dict[str, str]
    objectives: list[dict[str, str]]
    key_questions: list[dict[str, str]]
    days: list[date]
    starts_on: date
    ends_on: date
    timezone: str
    default_language: str
    languages: list[str]
    status: EditionStatus
    visibility: Visibility
    place: dict[str, str]
    organisations: list[HostPublic]
    version: int
    created_at: datetime
    updated_at: datetime


# --- venues and topics -----------------------------------------------------------------------------------------


class RoomItem(Input):
    """A room; known again by its key."""

    key: Slug
    name: Words
    capacity: Count | None = None


class VenueFields(Input):
    """What a venue is made of; rooms are given whole, in the order shown."""

    kind: VenueKind
    name: Words
    description: LongWords = {}
    address: Annotated[Words, Field(description="By language; the local script's is what a taxi driver reads.")] = {}
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    website: WebAddress | None = None
    meeting_point: Words = {}
    access_notes: LongWords = {}
    host_organisation_id: UUID | None = None
    host_person_id: UUID | None = None
    rooms: Annotated[list[RoomItem], Field(max_length=200)] = []


class VenueCreate(VenueFields):
    """A new venue."""

    key: Annotated[Slug | None, Field(description=_KEY)] = None


class VenueUpdate(VenueFields, PartialInput):
    """What may change of a venue."""


class RoomPublic(Output):
    """A room of a venue."""

    id: UUID
    key: str
    name: dict[str, str]
    capacity: int | None


class VenuePublic(Output):
    """A venue with its rooms."""

    id: UUID
    key: str
    kind: VenueKind
    name: dict[str, str]
    description: dict[str, str]
    address: dict[str, str]
    latitude: float | None
    longitude: float | None
    website: str | None
    meeting_point: dict[str, str]
    access_notes: dict[str, str]
    host_organisation_id: UUID | None
    host_person_id: UUID | None
    rooms: list[RoomPublic]
    version: int
    created_at: datetime
    updated_at: datetime


class TopicFields(Input):
    """What a topic is made of."""

    vocabulary: Vocabulary
    name: Words


class TopicCreate(TopicFields):
    """A new topic."""

    key: Annotated[Slug | None, Field(description=_KEY)] = None


class TopicUpdate(TopicFields, PartialInput):
    """What may change of a topic."""


class TopicPublic(Output):
    """An entry of a vocabulary."""

    id: UUID
    key: str
    vocabulary: Vocabulary
    name: dict[str, str]
    version: int
    created_at: datetime
    updated_at: datetime


# --- sessions --------------------------------------------------------------------------------------------------


class Interpretation(Input):
    """Into which language a session is interpreted, and how."""

    language: LanguageTag
    mode: InterpretationMode


class Material(Input):
    """Something to read or watch."""

    title: Words
    url: WebAddress


class PersonItem(Input):
    """A person in a role; until they have confirmed, the public reads *to be announced*."""

    person_id: UUID
    role: SessionRole
    state: RoleState = RoleState.INVITED
    contribution: Annotated[Words, Field(description="What they speak on.")] = {}


class StopItem(Input):
    """A site on an itinerary; known again by its key. Times may be left open."""

    key: Slug
    venue_id: UUID
    title: Annotated[
        Words, Field(description="What the programme calls the stop, where that is not the venue's name.")
    ] = {}
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    status: PublicStatus = PublicStatus.TENTATIVE


class OptionItem(Input):
    """One of the itineraries that run at the same time; known again by its key."""

    key: Slug
    title: Words
    stops: Annotated[list[StopItem], Field(max_length=20)] = []


class SessionFields(Input):
    """What a session is made of; people, topics and options are given whole, in the order shown."""

    kind: SessionKind
    title: Words
    abstract: LongWords = {}
    starts_at: Moment
    ends_at: Moment
    status: PublicStatus = PublicStatus.CONFIRMED
    venue_id: UUID | None = None
    room_id: UUID | None = None
    capacity: Count | None = None
    languages: Annotated[list[LanguageTag], Field(max_length=40, description="Languages spoken.")] = []
    interpretation: Annotated[list[Interpretation], Field(max_length=40)] = []
    materials: Annotated[list[Material], Field(max_length=100)] = []
    topic_ids: Annotated[list[UUID], Field(max_length=50)] = []
    people: Annotated[list[PersonItem], Field(max_length=200)] = []
    options: Annotated[list[OptionItem], Field(max_length=50)] = []


class SessionCreate(SessionFields):
    """A new session."""

    key: Annotated[Slug | None, Field(description=_KEY)] = None


class SessionUpdate(SessionFields, PartialInput):
    """What may change of a session."""


class PersonItemPublic(Output):
    """A person in a role."""

    person_id: UUID
    role: SessionRole
    state: RoleState
    contribution: dict[str, str]


class StopPublic(Output):
    """A site on an itinerary."""

    id: UUID
    key: str
    venue_id: UUID
    title: dict[str, str]
    starts_at: datetime | None
    ends_at: datetime | None
    status: PublicStatus


class OptionPublic(Output):
    """An itinerary."""

    id: UUID
    key: str
    title: dict[str, str]
    stops: list[StopPublic]


class SessionPublic(Output):
    """A session as organisers see it; times are in UTC, the edition names its zone."""

    id: UUID
    key: str
    kind: SessionKind
    title: dict[str, str]
    abstract: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    status: PublicStatus
    venue_id: UUID | None
    room_id: UUID | None
    capacity: int | None
    languages: list[str]
    interpretation: list[Interpretation]
    materials: list[Material]
    topic_ids: list[UUID]
    people: list[PersonItemPublic]
    options: list[OptionPublic]
    version: int
    created_at: datetime
    updated_at: datetime


# --- releases --------------------------------------------------------------------------------------------------


class Warning(Output):
    """Something to look at before publishing."""

    code: str
    detail: str
    session_ids: list[UUID]


class FieldChange(Output):
    """One field before and after."""

    field: str
    before: Any
    after: Any


class SessionRef(Output):
    """A session that came or went."""

    id: UUID
    key: str
    title: dict[str, str]
    start: datetime


class SessionChange(SessionRef):
    """A session that stands otherwise than before."""

    fields: list[FieldChange]


class Changes(Output):
    """The difference between two states of a programme."""

    added: list[SessionRef]
    removed: list[SessionRef]
    changed: list[SessionChange]
    edition: list[FieldChange]
    venues: list[str] = Field(description="Keys of venues that came, went or changed.")
    topics: list[str] = Field(description="Keys of topics that came, went or changed.")


class ReleasePreview(Output):
    """What publishing now would change, and what to look at first."""

    next_number: int
    warnings: list[Warning]
    changes: Changes


class ReleaseCreate(Input):
    """A publication of the programme as it stands."""

    comment: Text | None = None
    accept_warnings: bool = Field(False, description="Publish although there are warnings.")


class ReleasePublic(Output):
    """A release in the list."""

    number: int
    revision: int
    comment: str
    published_at: datetime
    withdrawn_at: datetime | None
    is_current: bool


class ReleaseDetail(ReleasePublic):
    """A release with its difference to the one before."""

    changes: Changes


class ProgrammeFileLoaded(Output):
    """What loading a programme file did, entry by entry, such as `sessions/d1-lunch`."""

    created: list[str]
    updated: list[str]
    deleted: list[str]
    unchanged: list[str]
