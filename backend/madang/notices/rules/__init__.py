"""What of two releases, and of where somebody was and is placed, touches whom. All pure."""

from madang.notices.rules.comparing import Comparison, Places, Reason, compare
from madang.notices.rules.items import (
    Item,
    Point,
    What,
    fingerprint,
    key_of,
    keys_of,
    name_message,
    read_message_name,
    says_more,
    tells_another,
    whole_items,
)
from madang.notices.rules.meeting import Meeting, Meetings, Outings, name_meetings, plan_outings

__all__ = [
    "Comparison",
    "Item",
    "Meeting",
    "Meetings",
    "Outings",
    "Places",
    "Point",
    "Reason",
    "What",
    "compare",
    "fingerprint",
    "key_of",
    "keys_of",
    "name_meetings",
    "name_message",
    "plan_outings",
    "read_message_name",
    "says_more",
    "tells_another",
    "whole_items",
]
