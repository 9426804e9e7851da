"""Use cases of delegations."""

from madang.delegations.service.seats import give_seat_back, take_seat

__all__ = ["give_seat_back", "take_seat"]
