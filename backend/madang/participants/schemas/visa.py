"""What the API takes and gives of visa cases."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.core.schemas import Input, Output
from madang.core.text import Line, Text
from madang.participants.models import VisaStatus


class VisaWrite(Input):
    """Where a visa stands by its owner. `travels_on` says by when the application has to be in."""

    status: VisaStatus
    consulate: Line | None = None
    travels_on: date | None = None


class VisaEdit(VisaWrite):
    """What an organiser says of it. `apply_by`: another day than the one counted back from travel."""

    apply_by: date | None = None
    comment: Annotated[Text, Field(max_length=2000)] | None = None


class VisaEventPublic(Output):
    """One step of a visa case."""

    from_status: VisaStatus | None
    to_status: VisaStatus
    at: datetime
    comment: str


class VisaPublic(Output):
    """A visa case; `version` 0 and no status: nobody has said anything yet."""

    registration_id: UUID
    version: int
    status: VisaStatus | None
    consulate: str | None
    travels_on: date | None
    apply_by: date | None
    available_transitions: list[VisaStatus]
    history: list[VisaEventPublic]


class VisaListed(Output):
    """A visa case in a list."""

    registration_id: UUID
    version: int
    name: str
    delegation_id: UUID | None
    nationality: str | None
    status: VisaStatus
    consulate: str | None
    travels_on: date | None
    apply_by: date | None
    overdue: bool
