"""Case studies made up for tests: what an organiser calls for, and what a delegation hands in."""

from typing import Any

CALL: dict[str, Any] = {
    "guidance": {"en": "One or two concrete examples, please."},
    "closes_at": "2019-10-10T15:00:00Z",
    "slides_by": "2019-10-20T15:00:00Z",
    "room_for": 2,
    "minutes_each": 20,
}
WHOLE: dict[str, Any] = {
    "title": "Markets that belong to their traders",
    "examples": [{"title": "Owino", "text": "Traders bought the land together."}],
    "stakeholders": "The city, two cooperatives",
    "results": "3,000 stalls are secure.",
    "lessons": "Begin with the land.",
}
