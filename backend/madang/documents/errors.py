"""Refusals of documents."""

from madang.core.errors import Refusal


class PlanFileUnreadable(Refusal):
    """The body is no workbook of a plan that was taken here, or its hidden sheet is missing or damaged."""

    status, code = 422, "plan_file_unreadable"


class PlanFileForeign(Refusal):
    """This workbook was taken of another plan, or of a state that this plan never had."""

    status, code = 422, "plan_file_foreign"


class PlanFileInvalid(Refusal):
    """Nothing was imported; `errors` lists every cell that is wrong, as `/sheets/<sheet>/<cell>`."""

    status, code = 422, "plan_file_invalid"
