"""Visits as whoever takes part sees them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.core.schemas import Input, Output
from madang.core.text import Text
from madang.programme.models import PublicStatus
from madang.visits.models import VisitStage
from madang.visits.rules import Because
from madang.visits.schemas.people import Explanation
from madang.visits.schemas.rounds import VisitStopPublic


class OwnOption(Output):
    """An option that can be ranked, unless it is not offered any more."""

    option_id: UUID
    title: dict[str, str]
    capacity: int | None
    offered: bool
    stops: list[VisitStopPublic]
    transport: dict[str, str]
    meeting_point: dict[str, str]
    meets_at: datetime | None


class OwnPlace(Output):
    """Where one goes, and what its sentence is made of; no option: on the waitlist."""

    option_id: UUID | None
    rank: int | None
    because: Because
    explanation: Explanation
    waitlist_position: int | None


class VisitQuestionPublic(Output):
    """What one asked the host of an option, and the answer; empty until there is one."""

    id: UUID
    option_id: UUID
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class OwnVisit(Output):
    """A visit that one takes part in. `version` is that of one's own ranks; 0: none given yet.

    `place` is told once places were given.
    """

    session_id: UUID
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    status: PublicStatus
    stage: VisitStage
    rank_until: datetime | None
    may_rank: bool
    version: int
    ranks: list[UUID]
    options: list[OwnOption]
    place: OwnPlace | None
    questions: list[VisitQuestionPublic]


class OwnVisits(Output):
    """The visits that one takes part in, in the order of the programme."""

    items: list[OwnVisit]


class PreferenceGiven(Input):
    """The options of a visit, the most wanted first, as many as one likes."""

    ranks: Annotated[list[UUID], Field(max_length=200)]


class QuestionGiven(Input):
    """A question to the host of an option, who does not see whose it is."""

    option_id: UUID
    text: Annotated[Text, Field(max_length=1000)]
