"""What the API takes and gives of what runs in the room."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from madang.core.schemas import Input, Output
from madang.core.text import Line
from madang.stage.models import LABEL_MAX
from madang.stage.rules import SECONDS_MAX, SECONDS_MIN

_MOST_ADDED = 3600


class TimerFields(Input):
    """Who speaks, and for how many seconds."""

    label: Annotated[Line, Field(max_length=LABEL_MAX)] | None = None
    seconds: Annotated[int, Field(ge=SECONDS_MIN, le=SECONDS_MAX)]


class SecondsAdded(Input):
    """How many seconds more, or fewer."""

    seconds: Annotated[int, Field(ge=-_MOST_ADDED, le=_MOST_ADDED)]


class TimerShown(Output):
    """A session's timer; version 0, without seconds, where nobody has set one.

    What is left at a moment is `seconds - used_before`, and while it runs minus what has passed since `started_at` on
    the server's clock: the header `Madang-Now` tells it.
    """

    version: int
    label: str | None
    seconds: int | None
    started_at: datetime | None = Field(description="Null: it does not run.")
    used_before: float = Field(description="Seconds used before it was started last.")
