"""What an import of a plan's workbook reports."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from madang.action_plans.schemas.life import FieldCompared, RowCompared
from madang.core.schemas import Output


class DocumentForm(StrEnum):
    """As what a plan is taken along."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class OnConflict(StrEnum):
    """What becomes of a field that somebody else changed since the file was taken."""

    REFUSE = "refuse"
    MINE = "mine"
    THEIRS = "theirs"


class PlanFileFault(Output):
    """What is wrong with a cell, named as the file names it; `cell` is empty where a whole sheet is wrong."""

    sheet: str
    cell: str
    column: str
    detail: str


class PlanFileConflict(Output):
    """A field that the file changes and somebody else has changed, too; the other change stands at `stands_at`."""

    path: str
    stands_at: str
    value: Any
    by: str | None
    at: datetime


class PlanFileReport(Output):
    """What an import did or, when only `checked`, would do. Where there are `faults` it does nothing."""

    checked: bool
    base_revision: int = Field(description="The revision of the plan that the file was taken of.")
    revision: int = Field(description="The revision of the plan now.")
    rows: list[RowCompared]
    changes: list[FieldCompared]
    conflicts: list[PlanFileConflict]
    faults: list[PlanFileFault]
