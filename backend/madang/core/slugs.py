"""Stable names made from titles."""

from collections.abc import Awaitable, Callable

from madang.core.text import slugify


async def free_key(taken: Callable[[str], Awaitable[bool]], wish: str) -> str:
    """Return the slug of `wish`, with a number behind it when it is taken already."""
    slug = slugify(wish) or "unnamed"
    key, number = slug, 1
    while await taken(key):
        number += 1
        key = f"{slug[:58]}-{number}"
    return key
