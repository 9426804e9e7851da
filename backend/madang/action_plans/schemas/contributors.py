"""Who writes along at home."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.accounts.rules import EMAIL_MAX
from madang.core.schemas import Input, Output
from madang.core.text import LanguageTag, Line


class ContributorGiven(Input):
    """Somebody who is to write along, and the language of the letter that brings them here."""

    email: Annotated[str, Field(min_length=3, max_length=EMAIL_MAX)]
    name: Line
    language: LanguageTag


class ContributorShown(Output):
    """Somebody who writes along. `arrived`: they have signed in here."""

    id: UUID
    email: str
    name: str
    language: str
    arrived: bool
    added_at: datetime


class PlanContributors(Output):
    """Everybody who writes along, in the order in which they were asked."""

    items: list[ContributorShown]
