"""What an import of participants reports."""

from madang.core.schemas import Output


class ImportFault(Output):
    """What is wrong with one cell. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    column: str
    detail: str


class ImportReport(Output):
    """What an import did, or would do."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    faults: list[ImportFault]
