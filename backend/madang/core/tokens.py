"""Secrets of links: derived from the installation's keys and a row's id, kept nowhere.

A copy of the database gives nobody a link that works, and a message in the outbox needs to hold no secret. A link is
given up by deleting its row; a new one has a new id, hence another secret.
"""

import base64
import hashlib
import hmac
from datetime import date, datetime, timedelta
from uuid import UUID

from madang.core.keys import Keyring

_TOKEN_BYTES = 32  # the id and as much of its digest
_KEPT = timedelta(days=30)  # after the edition: whoever was told something may want to read it once more


def make_token(keyring: Keyring, purpose: str, row_id: UUID) -> str:
    """Return the token of a row, in characters that any address may hold."""
    raw = row_id.bytes + _sign(keyring.newest(purpose), row_id)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def find_row_id(keyring: Keyring, purpose: str, token: str) -> UUID | None:
    """Return of which row a token is, or None when this installation never made it for that purpose."""
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, UnicodeError):
        return None
    if len(raw) != _TOKEN_BYTES:
        return None
    row_id = UUID(bytes=raw[:16])
    right = [hmac.compare_digest(raw[16:], _sign(key, row_id)) for key in keyring.every(purpose)]
    return row_id if any(right) else None


def is_over(ends_on: date, now: datetime) -> bool:
    """Whether a link of an edition is no longer good, since that ended long ago."""
    return now.date() > ends_on + _KEPT


def _sign(key: bytes, row_id: UUID) -> bytes:
    return hmac.digest(key, row_id.bytes, hashlib.sha256)[:16]
