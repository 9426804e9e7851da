"""Every `select` of participants, and which of them a caller may see."""

from madang.participants.queries.registrations import (
    find_form,
    find_recipients,
    get_registration,
    visible_registrations,
)

__all__ = ["find_form", "find_recipients", "get_registration", "visible_registrations"]
