"""Shapes of a plan's publication."""

from datetime import datetime

from pydantic import Field

from madang.core.schemas import Input, Output


class PublicationAgreed(Input):
    """Whether a plan may be published: its writers' word, which they can take back."""

    agreed: bool


class PlanPublicationGiven(Input):
    """Which version the registry shows; left out: the newest."""

    number: int | None = Field(default=None, ge=1, le=1_000_000)


class PlanPublication(Output):
    """What the public sees of a plan, and what it could see.

    `newest_number` is the newest version that can be published, None while there is none; `url` is where the public
    reads the plan, whether or not it is there at this moment.
    """

    version: int
    agreed_at: datetime | None
    published_at: datetime | None
    published_number: int | None
    newest_number: int | None
    url: str
