"""Every `select` of participants, and which of them a caller may see."""

from madang.participants.queries.own import (
    find_own_registration,
    get_edition_to_join,
    has_unclaimed,
    is_full,
    list_consents,
    list_own_registrations,
    list_told_events,
)
from madang.participants.queries.registrations import (
    find_event,
    find_form,
    find_recipients,
    find_registration,
    get_registration,
    has_registrations,
    visible_registrations,
)
from madang.participants.queries.waitlist import (
    count_held,
    find_next_waiting,
    has_expired_offer,
    list_editions_with_room,
    list_expired_offers,
    list_quotas,
)

__all__ = [
    "count_held",
    "find_event",
    "find_form",
    "find_next_waiting",
    "find_own_registration",
    "find_recipients",
    "find_registration",
    "get_edition_to_join",
    "get_registration",
    "has_expired_offer",
    "has_registrations",
    "has_unclaimed",
    "is_full",
    "list_consents",
    "list_editions_with_room",
    "list_expired_offers",
    "list_own_registrations",
    "list_quotas",
    "list_told_events",
    "visible_registrations",
]
