"""Use cases of delegations."""

from madang.delegations.service.common import address_of, claim, is_organiser, note_event
from madang.delegations.service.delegations import invite_city, move_delegation, set_status, update_delegation
from madang.delegations.service.describing import describe, describe_all, describe_event
from madang.delegations.service.focal_point import pass_on, send_letter
from madang.delegations.service.seats import give_seat_back, take_seat

__all__ = [
    "address_of",
    "claim",
    "describe",
    "describe_all",
    "describe_event",
    "give_seat_back",
    "invite_city",
    "is_organiser",
    "move_delegation",
    "note_event",
    "pass_on",
    "send_letter",
    "set_status",
    "take_seat",
    "update_delegation",
]
