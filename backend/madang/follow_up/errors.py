"""Refusals of reports."""

from madang.core.errors import Refusal


class ReportUnavailable(Refusal):
    """Nothing is reported of this plan: it is not being carried out, or its first day of reporting has not come."""

    status, code = 409, "report_unavailable"


class ReportComplete(Refusal):
    """The report was completed: it is frozen, for organisers as for those who wrote it."""

    status, code = 409, "report_complete"


class ReportIncomplete(Refusal):
    """The report cannot be completed yet; `errors` says what is missing or wrong, by action and field."""

    status, code = 422, "report_incomplete"


class ReportOpen(Refusal):
    """The report is not completed yet, so that there is nothing to rate."""

    status, code = 409, "report_open"


class EvidenceTooMuch(Refusal):
    """An action takes no more evidence in one report; remove some, or put it together in one file."""

    status, code = 409, "evidence_too_much"
