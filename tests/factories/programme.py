"""Programmes made up for tests, as the API takes them."""

from typing import Any

EDITION: dict[str, Any] = {
    "slug": "harbour-2030",
    "title": {"en": "Harbour training", "ko": "항구 연수"},
    "days": ["2030-05-06", "2030-05-07"],
    "timezone": "Asia/Seoul",
    "default_language": "en",
    "languages": ["en", "ko"],
    "visibility": "public",
}
VENUE: dict[str, Any] = {
    "key": "institute",
    "kind": "training",
    "name": {"en": "Harbour Institute"},
    "rooms": [{"key": "hall", "name": {"en": "Great Hall"}, "capacity": 120}],
}
SESSION: dict[str, Any] = {
    "key": "opening",
    "kind": "plenary",
    "title": {"en": "Opening", "ko": "개회"},
    "starts_at": "2030-05-06T09:00:00+09:00",
    "ends_at": "2030-05-06T10:00:00+09:00",
    "status": "tentative",
}
