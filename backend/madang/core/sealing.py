"""Values that only the running installation can read: AES-GCM, bound to the row that they stand in."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madang.core.keys import Keyring

_NONCE_BYTES = 12


class Unsealable(Exception):
    """A sealed value was damaged, belongs to another row, or its key is gone."""


def seal(keyring: Keyring, purpose: str, row_id: UUID, value: bytes) -> bytes:
    """Return `value` encrypted with the newest key; it opens in the row `row_id` only."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(keyring.newest(purpose)).encrypt(nonce, value, row_id.bytes)


def is_sealed_newly(keyring: Keyring, purpose: str, row_id: UUID, sealed: bytes) -> bool:
    """Whether the newest key opens it: what it does not is to be sealed again before the older keys are retired."""
    try:
        AESGCM(keyring.newest(purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], row_id.bytes)
    except (InvalidTag, ValueError):
        return False
    return True


def unseal(keyring: Keyring, purpose: str, row_id: UUID, sealed: bytes) -> bytes:
    """Return what was sealed, with whichever key. Errors: Unsealable."""
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for key in keyring.every(purpose):
        try:
            return AESGCM(key).decrypt(nonce, body, row_id.bytes)
        except (InvalidTag, ValueError):
            continue
    raise Unsealable(f"a sealed value of {purpose} does not open")
