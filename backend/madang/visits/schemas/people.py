"""Who goes where, as organisers see, try and change it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from madang.core.schemas import Count, Input, Output
from madang.participants.models import ParticipantKind
from madang.participants.schemas.sensitive import Need
from madang.visits.rules import Because
from madang.visits.schemas.rounds import ShortfallPublic

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CityNamed(Output):
    """A delegation by its city."""

    id: UUID
    city: dict[str, str]


class Explanation(Output):
    """What the sentence of a place is made of: options that they want more, by why they are not there; what was before.

    `full` have no place left; `not_running` have too few people or are not offered any more.
    """

    full: list[UUID] = []
    not_running: list[UUID] = []
    moved_from: UUID | None = None


class PlacePublic(Output):
    """Where somebody is placed; no option: on the waitlist. `rank` counts from 1; null: they did not rank it."""

    option_id: UUID | None
    rank: int | None
    pinned: bool
    because: Because
    explanation: Explanation
    waitlist_position: int | None


class VisitPersonPublic(Output):
    """Somebody who takes part: what they want and what they have."""

    registration_id: UUID
    name: str
    kind: ParticipantKind
    delegation: CityNamed | None
    ranks: list[UUID]
    place: PlacePublic | None


class PlaceGiven(Input):
    """Where a hand puts somebody. Pinned, they stay there when others are planned anew; no option: the waitlist."""

    option_id: UUID | None
    pinned: bool
    over_capacity: Annotated[bool, Field(description="Even where no place is free.")] = False


class OptionOverride(Input):
    """What if an option were otherwise; what is left out is as it is saved."""

    option_id: UUID
    capacity: Annotated[Count | None, Field(description="null: no limit.")] = None
    minimum: Count | None = None
    withdrawn: bool | None = None


class PlanAsked(Input):
    """What is to be planned. `keep`: as few people as possible move; else everybody is placed afresh."""

    keep: bool
    options: Annotated[list[OptionOverride], Field(max_length=200)] = []


class OptionTally(Output):
    """What an option would have. `by_rank` counts people by the rank that they gave it; "none": they did not."""

    option_id: UUID
    people: int
    by_rank: dict[str, int]
    cities: int
    not_running: bool


class Move(Output):
    """Somebody who would be elsewhere than now; `from` and `to` null: without a place or on the waitlist."""

    registration_id: UUID
    name: str
    city: dict[str, str] | None
    from_option_id: UUID | None = Field(serialization_alias="from")
    to_option_id: UUID | None = Field(serialization_alias="to")
    rank: int | None
    because: Because
    explanation: Explanation


class VisitPlan(Output):
    """What assigning would give; nothing is stored.

    `moved` counts who would leave an option for another place, `changed` also who had none; `moves` are at most a
    thousand of them, those who leave an option first. The fingerprint names what it was computed from.
    """

    fingerprint: str
    tallies: list[OptionTally]
    waitlisted: int
    moved: int
    changed: int
    moves: list[Move]
    shortfalls: list[ShortfallPublic]
    seconds: float


class AssignmentGiven(Input):
    """The plan that is to be carried out: the fingerprint is that of the plan that was looked at."""

    keep: bool
    fingerprint: Fingerprint


class ListedPerson(Output):
    """Somebody on the list of a bus. `language` is the one that they are written to in."""

    registration_id: UUID
    name: str
    own_script_name: str | None
    city: dict[str, str] | None
    phone: str | None
    language: str


class VisitList(Output):
    """Who goes on one option, to be printed. Access needs are counts; whoever wrote words of their own is counted too.

    `people` are in the order of their names.
    """

    session_id: UUID
    option_id: UUID
    title: dict[str, str]
    transport: dict[str, str]
    meeting_point: dict[str, str]
    meets_at: datetime | None
    people: list[ListedPerson]
    head_count: int
    needs: dict[Need, int]
    access_notes: int
    languages: dict[str, int]
