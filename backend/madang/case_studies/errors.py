"""Refusals of case studies."""

from madang.core.errors import Refusal


class CallClosed(Refusal):
    """The call is not open yet, its deadline has passed, or what it asks for was decided; organisers can help."""

    status, code = 409, "call_closed"


class CaseStudyStepUnavailable(Refusal):
    """A case study cannot go from where it stands to there, or not by this caller; `current` says where it can go."""

    status, code = 409, "case_study_step_unavailable"


class CaseStudyIncomplete(Refusal):
    """A case study is handed in with a title, an example in words and its results; `errors` says what is missing."""

    status, code = 422, "case_study_incomplete"


class PresenterMissing(Refusal):
    """Nobody of the caller's whose registration was handed in could present a case study."""

    status, code = 409, "presenter_missing"
