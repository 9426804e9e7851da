"""Requirements as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from madang.core.calendar import Day
from madang.core.schemas import Input, Output, PartialInput
from madang.core.text import LongWords, Slug, Text, Words
from madang.participants.models import ParticipantKind, RegistrationStatus, RequirementForm, RequirementState

Nation = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class RequirementCreate(Input):
    """Something that is needed, from whom, by when. An empty list of whom means everybody.

    `key` is made from the title when left out and never changes.
    """

    key: Slug | None = None
    title: Words
    description: LongWords = {}
    form: RequirementForm
    sensitive: bool = Field(False, description="Its file is sealed, and opened for few.")
    kinds: Annotated[list[ParticipantKind], Field(max_length=10)] = []
    delegation_ids: Annotated[list[UUID], Field(max_length=500)] = []
    nationalities: Annotated[list[Nation], Field(max_length=300)] = []
    due_on: Day
    position: Annotated[int, Field(ge=0, le=10_000)] = 0


class RequirementUpdate(PartialInput):
    """What may change of a requirement: not how it is met, for some may have met it."""

    title: Words
    description: LongWords
    kinds: Annotated[list[ParticipantKind], Field(max_length=10)]
    delegation_ids: Annotated[list[UUID], Field(max_length=500)]
    nationalities: Annotated[list[Nation], Field(max_length=300)]
    due_on: Day
    position: Annotated[int, Field(ge=0, le=10_000)]


class RequirementPublic(Output):
    """A requirement."""

    id: UUID
    key: str
    title: dict[str, str]
    description: dict[str, str]
    form: RequirementForm
    sensitive: bool
    kinds: list[ParticipantKind]
    delegation_ids: list[UUID]
    nationalities: list[str]
    due_on: date
    position: int
    version: int
    updated_at: datetime


class Standing(Output):
    """Where one person stands with one requirement. `version` is 0 while nothing was given or said."""

    requirement: RequirementPublic
    state: RequirementState
    overdue: bool
    text: str | None
    file_id: UUID | None
    file_name: str | None
    given_at: datetime | None
    comment: str
    version: int


class OwnRequirements(Output):
    """What an edition needs from whoever asks, what is missing first."""

    edition_title: dict[str, str]
    default_language: str
    status: RegistrationStatus
    badge_name: str
    items: list[Standing]


class Given(Input):
    """What somebody gives for a requirement: the one that its form asks for."""

    text: Annotated[Text, Field(max_length=2000)] | None = None
    confirmed: bool | None = None
    file_id: UUID | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.text, self.confirmed, self.file_id)) != 1:
            raise ValueError("exactly one of text, confirmed and file_id is given")
        return self


class Judgement(Input):
    """An organiser's word on a requirement: checked, waived, given (on paper) or missing again, with a comment.

    The comment is read by the person.
    """

    state: RequirementState
    comment: Annotated[Text, Field(max_length=2000)] | Literal[""] = ""


class MatrixCell(Output):
    """One requirement of one person; those that do not concern them are left out."""

    requirement_id: UUID
    state: RequirementState
    overdue: bool
    version: int


class MatrixRow(Output):
    """One person and where they stand. `overdue_since`: when the first thing that they owe was due."""

    id: UUID
    badge_name: str
    kind: ParticipantKind
    status: RegistrationStatus
    city: dict[str, str] | None
    overdue_since: date | None
    cells: list[MatrixCell]


class Remind(Input):
    """Whom to remind: everybody who owes something, or only of these requirements, or only these people."""

    requirement_ids: Annotated[list[UUID], Field(max_length=200)] = []
    registration_ids: Annotated[list[UUID], Field(max_length=200)] = []
    overdue_only: bool = False


class Reminded(Output):
    """How many mails were written, and how many people had been reminded that day already."""

    reminded: int
    already: int
