"""Access tokens. The only importer of python-jose, whose defaults are too kind.

Left alone it accepts a token without `exp` or `aud`, an algorithm of the token's choosing (CVE-2024-33663) and an
empty secret, and a deeply nested header raises RecursionError. Here one algorithm is literal, every claim is
required, keys are derived and never empty, only the header that is written here is read at all, and any exception
is no token.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jose import jwt

from madang.accounts.rules import ACCESS_TOKEN_LIFE
from madang.core.ids import new_id

_ALGORITHM = "HS256"
_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode() + "."
_ISSUER = "madang"
_AUDIENCE = "madang-api"
_TYPE = "access"
_MAX_BYTES = 2048
_CLAIMS = ("exp", "iat", "nbf", "iss", "aud", "sub", "typ", "jti", "login")


@dataclass(frozen=True)
class AccessClaims:
    """Who a token speaks for: ids only; roles are read at each request."""

    account_id: UUID
    login_id: UUID


def issue(claims: AccessClaims, *, key: bytes, now: datetime) -> str:
    """Return a signed access token."""
    issued = int(now.timestamp())
    token: str = jwt.encode(
        {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(claims.account_id),
            "login": str(claims.login_id),
            "typ": _TYPE,
            "jti": str(new_id()),
            "iat": issued,
            "nbf": issued,
            "exp": issued + int(ACCESS_TOKEN_LIFE.total_seconds()),
        },
        _text(key),
        algorithm=_ALGORITHM,
    )
    return token


def find_claims(token: str, *, keys: Sequence[bytes], now: datetime) -> AccessClaims | None:
    """Return what a token says, or None when it is not one of ours, not yet or no longer good."""
    if len(token) > _MAX_BYTES or not token.isascii() or not token.startswith(_HEADER):
        return None
    for key in keys:
        try:
            claims = jwt.decode(
                token,
                _text(key),
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                # Times are checked below, against the clock that was passed in.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
            if any(name not in claims for name in _CLAIMS) or claims["typ"] != _TYPE:
                continue
            if not claims["nbf"] <= now.timestamp() < claims["exp"]:
                continue
            return AccessClaims(account_id=UUID(claims["sub"]), login_id=UUID(claims["login"]))
        except Exception:  # noqa: S112 -- whatever is wrong with a token, it is no token
            continue
    return None


def _text(key: bytes) -> str:
    # python-jose takes bytes too, but then refuses some that look like PEM.
    return key.hex()
