"""Refusals of delegations."""

from madang.core.errors import Refusal


class SeatsTaken(Refusal):
    """The delegation has no free seat for this capacity."""

    status, code = 409, "seats_taken"


class StepUnavailable(Refusal):
    """It cannot go from where it stands to there, or not by this caller; `current` says where it can go."""

    status, code = 409, "step_unavailable"


class DelegationClosed(Refusal):
    """The delegation has declined, was withdrawn or has attended: its members stay as they are."""

    status, code = 409, "delegation_closed"


class NominationsClosed(Refusal):
    """The deadline for nominations has passed; the organisers can still nominate."""

    status, code = 409, "nominations_closed"


class FocalPointMissing(Refusal):
    """The delegation has no focal point yet to whom a letter could go."""

    status, code = 409, "focal_point_missing"
