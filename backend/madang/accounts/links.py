"""The secrets of mailed links: derived from the installation's keys and the link's id, kept nowhere.

A copy of the database gives nobody a link that works, and a message in the outbox needs to hold no secret.
"""

import hashlib
import hmac
from uuid import UUID

from madang.accounts.models import LinkPurpose
from madang.core import tokens
from madang.core.keys import Keyring

PATHS = {
    LinkPurpose.INVITATION: "/invitation",
    LinkPurpose.SIGN_IN: "/sign-in/link",
    LinkPurpose.PASSWORD_RESET: "/password-reset",
    LinkPurpose.EMAIL_CHANGE: "/account/email",
}
_PURPOSE = "mailed-link"
_CODE_DIGITS = 8


def make_token(keyring: Keyring, link_id: UUID) -> str:
    """Return the token of a link, as it stands behind the `#` of its address."""
    return tokens.make_token(keyring, _PURPOSE, link_id)


def make_code(keyring: Keyring, link_id: UUID) -> str:
    """Return what can be typed instead: eight digits."""
    return _code(keyring.newest("mailed-code"), link_id)


def make_address(
    keyring: Keyring, base_url: str, purpose: LinkPurpose, link_id: UUID, language: str | None = None
) -> str:
    """Return the address of a link, whose page reads in `language`. What stands behind `#` is sent to nobody."""
    asked = f"?lang={language}" if language else ""
    return f"{base_url}{PATHS[purpose]}{asked}#{make_token(keyring, link_id)}"


def find_link_id(keyring: Keyring, token: str) -> UUID | None:
    """Return which link a token is of, or None when this installation never made it."""
    return tokens.find_row_id(keyring, _PURPOSE, token)


def is_code_of(keyring: Keyring, link_id: UUID, typed: str) -> bool:
    """Whether somebody typed the code of this link; spaces and dashes are how people read digits."""
    digits = "".join(character for character in typed if character.isascii() and character.isdigit())
    right = [hmac.compare_digest(digits, _code(key, link_id)) for key in keyring.every("mailed-code")]
    return any(right)


def _code(key: bytes, link_id: UUID) -> str:
    number = int.from_bytes(hmac.digest(key, link_id.bytes, hashlib.sha256)[:8])
    return f"{number % 10**_CODE_DIGITS:0{_CODE_DIGITS}}"
