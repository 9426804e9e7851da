"""Identifiers made by the server."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """Return a fresh UUIDv7, so that rows made later sort later (RFC 9562 §5.7)."""
    return uuid_utils.compat.uuid7()
