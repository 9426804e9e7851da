"""Use cases of participants."""

from madang.participants.service.common import move, note, set_names
from madang.participants.service.membership import (
    describe_member,
    end_memberships,
    nominate,
    send_nomination,
    swap,
    update_member,
    withdraw_member,
)
from madang.participants.service.overview import describe_delegation
from madang.participants.service.places import hold_place, release_place

__all__ = [
    "describe_delegation",
    "describe_member",
    "end_memberships",
    "hold_place",
    "move",
    "nominate",
    "note",
    "release_place",
    "send_nomination",
    "set_names",
    "swap",
    "update_member",
    "withdraw_member",
]
