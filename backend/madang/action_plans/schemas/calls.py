"""What an edition asks of its action plans."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from madang.action_plans.models import OwnerKind
from madang.core.calendar import Moment
from madang.core.schemas import Input, Output
from madang.core.text import LongWords


class ActionPlanCallFields(Input):
    """What is asked for, whole: plans of trainees, of cities or of both; guidance; until when."""

    owner_kinds: Annotated[list[OwnerKind], Field(max_length=len(OwnerKind))]
    guidance: LongWords = {}
    outline_by: Annotated[Moment | None, Field(description="Until when a title and a problem are due.")] = None
    submit_by: Annotated[Moment | None, Field(description="Until when a plan is to be handed in.")] = None


class ActionPlanCallShown(Output):
    """What an edition asks of its plans. Version 0: nothing yet, and nobody can begin one."""

    version: int
    owner_kinds: list[OwnerKind]
    guidance: dict[str, str]
    outline_by: datetime | None
    submit_by: datetime | None
