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

__all__ = [
    "Comparison",
    "Item",
    "Places",
    "Point",
    "Reason",
    "What",
    "compare",
    "fingerprint",
    "key_of",
    "keys_of",
    "name_message",
    "read_message_name",
    "says_more",
    "tells_another",
    "whole_items",
]
