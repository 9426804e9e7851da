"""A visit as organisers plan it: its options, how far it is, what cannot be met."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from madang.core.calendar import Moment
from madang.core.schemas import Count, Input, Output
from madang.core.text import Words
from madang.participants.models import ParticipantKind
from madang.programme.models import PublicStatus
from madang.visits.models import VisitStage


class VisitStopPublic(Output):
    """A site on the way of an option."""

    stop_id: UUID
    title: dict[str, str]
    venue: dict[str, str] = Field(description="The name of the place.")
    starts_at: datetime | None
    ends_at: datetime | None
    status: PublicStatus


class VisitCounts(Output):
    """How many take part, ranked, have a place, wait."""

    eligible: int
    ranked: int
    placed: int
    waitlisted: int


class OptionSummary(Output):
    """An option at a glance. `offered`: neither withdrawn nor cancelled. `capacity` null: no limit."""

    option_id: UUID
    title: dict[str, str]
    capacity: int | None
    minimum: int
    withdrawn: bool
    offered: bool
    placed: int


class VisitHead(Output):
    """A visit: a session of kind `field_visit`, whose options are planned together. Version 0: not planned yet."""

    session_id: UUID
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    status: PublicStatus
    stage: VisitStage
    version: int
    counts: VisitCounts


class VisitRoundSummary(VisitHead):
    """A visit in the list of an edition's visits."""

    options: list[OptionSummary]


class VisitRounds(Output):
    """The visits of an edition, in the order of the programme."""

    items: list[VisitRoundSummary]


class OptionPlan(OptionSummary):
    """An option with all that is planned of it.

    `ranked` counts those who gave it first, second, third …; `waiting_for` those on the waitlist who want it most.
    """

    stops: list[VisitStopPublic]
    transport: dict[str, str]
    meeting_point: dict[str, str]
    meets_at: datetime | None
    waiting_for: int
    ranked: list[int]


class ShortfallKind(StrEnum):
    """What cannot be met."""

    CAPACITY = "capacity"
    MINIMUM = "minimum"
    PINNED_OVER_CAPACITY = "pinned_over_capacity"
    PINNED_BELOW_MINIMUM = "pinned_below_minimum"
    PINNED_NOT_OFFERED = "pinned_not_offered"
    OVER_CAPACITY = "over_capacity"
    BELOW_MINIMUM = "below_minimum"
    NOT_OFFERED = "not_offered"


class ShortfallPublic(Output):
    """What cannot be met, and by how many.

    Of a plan: `capacity`, so many have no place, all options together; `minimum`, an option does not run, and so many
    more would have to want it; `pinned_over_capacity` and `pinned_below_minimum`, what hands have caused;
    `pinned_not_offered`, so many were pinned to what is not offered. Of the present state: `over_capacity`,
    `below_minimum`, `not_offered` (so many are placed on what does not take place), and `capacity` (so many wait).
    """

    kind: ShortfallKind
    option_id: UUID | None
    missing: int


class VisitRunPublic(Output):
    """One time that places were given: `assigned` by somebody, or `moved_up` by itself. `by` is an address."""

    at: datetime
    by: str | None
    what: str
    summary: dict[str, Any]


class VisitRoundPublic(VisitHead):
    """A visit with all that is planned of it, and what became of it: runs are the newest first, at most twenty."""

    rank_until: datetime | None
    kinds: list[ParticipantKind]
    assigned_at: datetime | None
    options: list[OptionPlan]
    runs: list[VisitRunPublic]
    shortfalls: list[ShortfallPublic]


class OptionSettings(Input):
    """What planning adds to an option. It runs with at least `minimum` people or not at all."""

    option_id: UUID
    capacity: Annotated[Count | None, Field(description="null: no limit.")] = None
    minimum: Count = 0
    withdrawn: bool = False
    transport: Words = {}
    meeting_point: Words = {}
    meets_at: Moment | None = None


class VisitSettings(Input):
    """How a visit is planned, whole: an option that is left out has no limit and nothing said of it."""

    rank_until: Annotated[Moment | None, Field(description="When ranking ends by itself.")] = None
    kinds: Annotated[list[ParticipantKind], Field(min_length=1, max_length=len(ParticipantKind))] = [
        ParticipantKind.TRAINEE,
        ParticipantKind.OBSERVER,
    ]
    options: Annotated[list[OptionSettings], Field(max_length=200)]


class OpenStage(StrEnum):
    """The stages that are set by hand; `assigned` comes with places."""

    PREPARING = "preparing"
    RANKING = "ranking"


class StageGiven(Input):
    """Whether participants rank now."""

    stage: OpenStage
