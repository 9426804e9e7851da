"""Use cases of participants."""

from madang.participants.service.common import move, note, set_names
from madang.participants.service.places import hold_place, release_place

__all__ = ["hold_place", "move", "note", "release_place", "set_names"]
