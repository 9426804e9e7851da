"""Refusals of notices."""

from madang.core.errors import Refusal


class AnnouncementOver(Refusal):
    """It has been sent or discarded already; `current` says which."""

    status, code = 409, "announcement_over"
