"""Refusals of delegations."""

from madang.core.errors import Refusal


class SeatsTaken(Refusal):
    """The delegation has no free seat for this capacity."""

    status, code = 409, "seats_taken"
