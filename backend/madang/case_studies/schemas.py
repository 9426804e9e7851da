"""Case studies as the API takes and gives them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.case_studies.models import CaseStudyStatus
from madang.case_studies.rules import EXAMPLES_MOST, CaseStudyCallState, CaseStudyPart
from madang.core.calendar import Moment
from madang.core.schemas import Input, Output, PartialInput
from madang.core.text import LanguageTag, Line, LongWords, Text

_LONG = 5000
LongText = Annotated[Text, Field(max_length=_LONG)]
Title = Annotated[Line, Field(max_length=200)]
Comment = Annotated[Text, Field(max_length=2000)]
Mark = Annotated[int, Field(ge=1, le=5, description="1 (weak) to 5 (strong).")]
Minutes = Annotated[int, Field(ge=1, le=240)]
_MOST = 500


# --- the call -------------------------------------------------------------------------------------------------


class CaseStudyCallFields(Input):
    """What is asked for, until when, and how many are taken. Without `opens_at` it is open at once."""

    guidance: LongWords = {}
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    slides_by: Moment | None = None
    room_for: Annotated[int, Field(ge=1, le=50)] = 5
    minutes_each: Minutes = 10
    remind_days: Annotated[
        int, Field(ge=0, le=60, description="Slides are asked for so many days before they are due; 0: only after.")
    ] = 3


class CaseStudySession(Output):
    """The session that a call is for, as it is drafted."""

    id: UUID
    key: str
    kind: str
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime


class OwnCaseStudyCall(Output):
    """The call of one session for whoever may answer it."""

    session: CaseStudySession
    guidance: dict[str, str]
    opens_at: datetime | None
    closes_at: datetime | None
    slides_by: datetime | None
    room_for: int
    minutes_each: int
    state: CaseStudyCallState


class CaseStudyCallShown(OwnCaseStudyCall):
    """The call of one session for organisers; version 0 where there is none yet."""

    remind_days: int
    announced_at: datetime | None
    counts: dict[CaseStudyStatus, int]
    slides_missing: int = Field(description="Selected, told so, and without slides.")
    version: int


class CaseStudyCalls(Output):
    """The calls of an edition, and the sessions that could have one, in the order of the programme."""

    items: list[CaseStudyCallShown]
    sessions: list[CaseStudySession]


# --- a case study ---------------------------------------------------------------------------------------------


class ExampleGiven(Input):
    """One concrete example."""

    title: Title | None = None
    text: LongText | None = None


class ExampleShown(Output):
    """One concrete example."""

    title: str
    text: str


class CaseStudyCreate(Input):
    """A case study that is begun. Without `registration_id`, whoever asks presents it."""

    session_id: UUID
    language: LanguageTag = "en"
    registration_id: UUID | None = None


class CaseStudyUpdate(PartialInput):
    """A change: what is left out stays as it is, null empties."""

    registration_id: UUID
    language: LanguageTag
    title: Title | None
    examples: Annotated[list[ExampleGiven], Field(max_length=EXAMPLES_MOST)]
    stakeholders: LongText | None
    results: LongText | None
    lessons: LongText | None
    slides_file_id: UUID | None
    slides_public: bool


class CaseStudyStep(Input):
    """Where a case study is to go. What organisers write to a `draft` is mailed to its presenter."""

    to: CaseStudyStatus
    comment: Comment | None = None


class CaseStudyPresenter(Output):
    """Who presents a case study; the name is empty once the person was erased."""

    registration_id: UUID
    name: str


class CaseStudyCity(Output):
    """The delegation that a case study comes from."""

    id: UUID
    city: dict[str, str]
    country: str


class CaseStudySlides(Output):
    """The slides as they were handed in."""

    file_id: UUID
    name: str
    media_type: str
    size: int


class CaseStudyCompleteness(Output):
    """What is there; what is missing and needed to hand it in; what is missing and welcome."""

    filled: list[CaseStudyPart]
    missing: list[CaseStudyPart]
    welcome: list[CaseStudyPart]


class CaseStudyHappened(Output):
    """A step that a case study took."""

    at: datetime
    from_status: CaseStudyStatus
    to_status: CaseStudyStatus
    comment: str


class CaseStudyContent(Output):
    """What stands in a case study, for whoever may read it."""

    id: UUID
    version: int
    session_id: UUID
    presenter: CaseStudyPresenter
    delegation: CaseStudyCity | None
    language: str
    title: str
    examples: list[ExampleShown]
    stakeholders: str
    results: str
    lessons: str
    slides: CaseStudySlides | None
    slides_public: bool
    completeness: CaseStudyCompleteness
    submitted_at: datetime | None
    published_at: datetime | None
    updated_at: datetime


class OwnCaseStudy(CaseStudyContent):
    """A case study for its owners: an outcome that was not told yet is not there."""

    status: CaseStudyStatus
    minutes: int | None = Field(description="How many minutes there are for it, once it was told that it is selected.")
    available_transitions: list[CaseStudyStatus]
    may_write: bool
    may_give_slides: bool
    history: list[CaseStudyHappened]


class OwnCaseStudies(Output):
    """What an edition asks for, what the caller and their delegation hand in, and who could present."""

    edition_title: dict[str, str]
    timezone: str
    default_language: str
    calls: list[OwnCaseStudyCall]
    items: list[OwnCaseStudy]
    presenters: list[CaseStudyPresenter]


# --- reviewing ------------------------------------------------------------------------------------------------


class CaseStudyReviewFields(Input):
    """What a reviewer thinks."""

    relevance: Mark
    clarity: Mark
    transferability: Mark
    comment: Comment | None = None


class CaseStudyReviewShown(Output):
    """A review; version 0 while there is none of the caller's."""

    reviewer: str
    mine: bool
    relevance: int
    clarity: int
    transferability: int
    comment: str
    version: int


class CaseStudyMarks(Output):
    """The reviews of a case study together. The means are null for a reviewer who has not rated it yet."""

    count: int
    overall: float | None
    relevance: float | None
    clarity: float | None
    transferability: float | None
    mine: bool


class CaseStudyItem(Output):
    """A case study in a list of organisers'."""

    id: UUID
    version: int
    session_id: UUID
    title: str
    presenter: CaseStudyPresenter
    delegation: CaseStudyCity | None
    status: CaseStudyStatus
    told_status: CaseStudyStatus | None
    minutes: int | None
    missing: list[CaseStudyPart]
    has_slides: bool
    published: bool
    marks: CaseStudyMarks
    submitted_at: datetime | None
    updated_at: datetime


class CaseStudyShown(CaseStudyContent):
    """A case study for organisers. Others' reviews are shown once the caller has rated it, or something is selected."""

    status: CaseStudyStatus
    told_status: CaseStudyStatus | None
    reopened: bool
    minutes: int | None
    available_transitions: list[CaseStudyStatus]
    marks: CaseStudyMarks
    my_review: CaseStudyReviewShown | None
    reviews: list[CaseStudyReviewShown]
    history: list[CaseStudyHappened]


# --- selecting ------------------------------------------------------------------------------------------------


class SelectedGiven(Input):
    """One that is selected, with minutes of its own or the call's."""

    id: UUID
    minutes: Minutes | None = None


class SelectionFields(Input):
    """Who presents, in which order; who stands in reserve, in which order; who does not. The rest is undecided."""

    selected: Annotated[list[SelectedGiven], Field(max_length=_MOST)] = []
    reserve: Annotated[list[UUID], Field(max_length=_MOST)] = []
    not_selected: Annotated[list[UUID], Field(max_length=_MOST)] = []


class CaseStudySelection(Output):
    """The order of one session. `vacancy` is who is first in reserve, where a told one has left room."""

    session: CaseStudySession
    version: int
    session_minutes: int
    minutes_each: int
    minutes_taken: int
    minutes_left: int = Field(description="Below zero: over-full by so many minutes.")
    room_for: int
    announced_at: datetime | None
    untold: int = Field(description="How many have an outcome that they were not told.")
    vacancy: UUID | None
    selected: list[CaseStudyItem]
    reserve: list[CaseStudyItem]
    not_selected: list[CaseStudyItem]
    undecided: list[CaseStudyItem]


class CaseStudiesPublished(Input):
    """Which of a session's case studies the public reads; the others are taken back."""

    ids: Annotated[list[UUID], Field(max_length=_MOST)]


class SlidesRemind(Input):
    """Whom to remind; an empty list means everybody who owes slides."""

    ids: Annotated[list[UUID], Field(max_length=_MOST)] = []


class SlidesReminded(Output):
    """How many were written to, and how many had been already that day."""

    reminded: int
    already: int


# --- the public -----------------------------------------------------------------------------------------------


class PublicCaseStudy(Output):
    """A published case study. Nobody's name is in it but what its authors wrote."""

    id: UUID
    language: str
    title: str
    city: dict[str, str] | None
    country: str | None
    examples: list[ExampleShown]
    stakeholders: str
    results: str
    lessons: str
    slides: str | None = Field(description="Where the slides are, if the authors let everybody have them.")


class PublicCaseStudies(Output):
    """The case studies of a session, in the order in which they are presented."""

    items: list[PublicCaseStudy]
