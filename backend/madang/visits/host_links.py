"""The links by which hosts answer without an account: derived from `link_id`, kept nowhere."""

from uuid import UUID

from madang.core import tokens
from madang.core.keys import Keyring

_PURPOSE = "visit-host"


def make_address(keyring: Keyring, base_url: str, link_id: UUID, language: str) -> str:
    """Return the address of a host's page. What stands behind `#` is sent to nobody."""
    return f"{base_url}/host?lang={language}#{tokens.make_token(keyring, _PURPOSE, link_id)}"


def find_link_id(keyring: Keyring, token: str) -> UUID | None:
    """Return which link a token is of, or None when this installation never made it."""
    return tokens.find_row_id(keyring, _PURPOSE, token)
