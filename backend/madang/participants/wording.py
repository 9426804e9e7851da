"""What is filled into an organiser's message for each reader. All pure."""

import re
from collections.abc import Mapping

FIELDS = ("name", "city", "edition", "link")
_FIELD = re.compile(r"\{([a-z_]{1,40})\}")


def unknown_fields(text: str) -> list[str]:
    """Return what stands in braces in a text and is nothing that could be filled in."""
    return sorted(set(_FIELD.findall(text)) - set(FIELDS))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled in, once: braces in a value stay what they are."""
    return _FIELD.sub(lambda field: values.get(field[1], field[0]), text)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: what an empty line parts."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
