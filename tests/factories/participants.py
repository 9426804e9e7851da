"""Forms and registrations made up for tests, as the API takes them."""

from typing import Any

FORM: dict[str, Any] = {
    "kinds": ["trainee", "observer"],
    "needs_approval": True,
    "questions": [
        {"key": "motive", "kind": "long_text", "label": {"en": "Why do you come?"}, "required": True},
        {
            "key": "arrival",
            "kind": "choice",
            "label": {"en": "How do you come?"},
            "choices": [{"key": "train", "label": {"en": "By train"}}, {"key": "plane", "label": {"en": "By plane"}}],
            "kinds": ["trainee"],
        },
        {
            "key": "flight",
            "kind": "text",
            "label": {"en": "Which flight?"},
            "required": True,
            "only_if": {"question": "arrival", "any_of": ["plane"]},
        },
    ],
    "consents": [
        {"key": "processing", "purpose": {"en": "To run the training"}, "required": True},
        {
            "key": "network",
            "purpose": {"en": "To be written to"},
            "recipient": "gsef",
            "recipient_name": {"en": "The network"},
            "recipient_emails": ["Partner@Example.org"],
        },
    ],
}
DRAFT: dict[str, Any] = {
    "kind": "trainee",
    "language": "ko",
    "badge_name": "Kampala trainee 1",
    "country": "UG",
    "answers": {"motive": "To learn", "arrival": "train"},
    "consents": ["processing"],
}
