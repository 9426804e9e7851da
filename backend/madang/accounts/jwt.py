"""Access tokens and tickets. The only importer of python-jose, whose defaults are too kind.

Left alone it accepts a token without `exp` or `aud`, an algorithm of the token's choosing (CVE-2024-33663) and an
empty secret, and a deeply nested header raises RecursionError. Here one algorithm is literal, every claim is
required, keys are derived and never empty, only the header that is written here is read at all, and any exception
is no token.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jose import jwt

from madang.accounts.rules import ACCESS_TOKEN_LIFE, TICKET_LIFE
from madang.core.ids import new_id

_ALGORITHM = "HS256"
_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode() + "."
_ISSUER = "madang"
_AUDIENCE = "madang-api"
_MAX_BYTES = 2048
_CLAIMS = ("exp", "iat", "nbf", "iss", "aud", "sub", "typ", "jti")


@dataclass(frozen=True)
class AccessClaims:
    """Who a token speaks for: ids only; roles are read at each request."""

    account_id: UUID
    login_id: UUID


@dataclass(frozen=True)
class TicketClaims:
    """Who has shown the first factor, and how the account stood: a change of it voids the ticket."""

    account_id: UUID
    version: int


def issue(claims: AccessClaims, *, key: bytes, now: datetime) -> str:
    """Return a signed access token."""
    own = {"sub": str(claims.account_id), "login": str(claims.login_id), "typ": "access"}
    return _sign(own, key=key, now=now, life=ACCESS_TOKEN_LIFE)


def issue_ticket(claims: TicketClaims, *, key: bytes, now: datetime) -> str:
    """Return what goes from the first factor to the second."""
    own = {"sub": str(claims.account_id), "version": claims.version, "typ": "ticket"}
    return _sign(own, key=key, now=now, life=TICKET_LIFE)


def find_claims(token: str, *, keys: Sequence[bytes], now: datetime) -> AccessClaims | None:
    """Return what an access token says, or None when it is not one of ours, not yet or no longer good."""
    claims = _verify(token, "access", keys=keys, now=now)
    try:
        return AccessClaims(account_id=UUID(claims["sub"]), login_id=UUID(claims["login"])) if claims else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def find_ticket(token: str, *, keys: Sequence[bytes], now: datetime) -> TicketClaims | None:
    """Return what a ticket says, or None when it is not one of ours or no longer good."""
    claims = _verify(token, "ticket", keys=keys, now=now)
    try:
        return TicketClaims(account_id=UUID(claims["sub"]), version=int(claims["version"])) if claims else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _sign(own: dict[str, Any], *, key: bytes, now: datetime, life: timedelta) -> str:
    issued = int(now.timestamp())
    token: str = jwt.encode(
        {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "jti": str(new_id()),
            "iat": issued,
            "nbf": issued,
            "exp": issued + int(life.total_seconds()),
            **own,
        },
        _text(key),
        algorithm=_ALGORITHM,
    )
    return token


def _verify(token: str, kind: str, *, keys: Sequence[bytes], now: datetime) -> dict[str, Any] | None:
    if len(token) > _MAX_BYTES or not token.isascii() or not token.startswith(_HEADER):
        return None
    for key in keys:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                _text(key),
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                # Times are checked below, against the clock that was passed in.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
            if any(name not in claims for name in _CLAIMS) or claims["typ"] != kind:
                continue
            if not claims["nbf"] <= now.timestamp() < claims["exp"]:
                continue
            return claims
        except Exception:  # noqa: S112 -- whatever is wrong with a token, it is no token
            continue
    return None


def _text(key: bytes) -> str:
    # python-jose takes bytes too, but then refuses some that look like PEM.
    return key.hex()
