"""Who is calling, and what they may do: declared where each route is."""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer, SecurityScopes

from madang.accounts import jwt, queries
from madang.accounts.errors import Forbidden, PasswordChangeRequired, Unauthenticated
from madang.accounts.models import Role
from madang.accounts.rules import ROLE_SCOPES, SCOPE_MEANING, Scope
from madang.core.web import Now

__all__ = ["Caller", "Scope", "current_caller", "signed_in_caller"]

_bearer = OAuth2PasswordBearer(
    tokenUrl="/api/v1/auth/token",
    scopes={scope.value: meaning for scope, meaning in SCOPE_MEANING.items()},
    auto_error=False,
)


@dataclass(frozen=True)
class Caller:
    """Whoever made the request, with the roles they have at this very moment."""

    account_id: UUID
    login_id: UUID
    roles: frozenset[Role] = frozenset()
    edition_ids: frozenset[UUID] = field(default=frozenset())
    must_change_password: bool = False

    @property
    def is_administrator(self) -> bool:
        """Whether the whole installation is theirs to look after."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def scopes(self) -> frozenset[Scope]:
        """What their roles allow, together."""
        return frozenset().union(*(ROLE_SCOPES[role] for role in self.roles))


async def signed_in_caller(request: Request, now: Now, token: Annotated[str | None, Depends(_bearer)] = None) -> Caller:
    """Return the caller, even one who has to change the password first. Errors: Unauthenticated.

    Reads in a short transaction of its own, over before the route's begins: routes name their caller before `db`.
    """
    if token is None:
        raise Unauthenticated
    claims = jwt.find_claims(token, keys=request.app.state.keyring.every("access-token"), now=now)
    if claims is None:
        raise Unauthenticated("the access token is no longer good")
    async with request.app.state.database.read() as db:
        standing = await queries.find_standing(db, claims.account_id, claims.login_id, now)
    if standing is None:
        raise Unauthenticated("the access token is no longer good")
    request.state.caller_key = f"account:{claims.account_id}"
    return Caller(
        account_id=claims.account_id,
        login_id=claims.login_id,
        roles=standing.roles,
        edition_ids=standing.edition_ids,
        must_change_password=standing.must_change_password,
    )


async def current_caller(needed: SecurityScopes, caller: Annotated[Caller, Depends(signed_in_caller)]) -> Caller:
    """Return a caller who may do all that the route names.

    Errors: Unauthenticated, PasswordChangeRequired, Forbidden.
    """
    if caller.must_change_password:
        raise PasswordChangeRequired("change the one-time password first")
    missing = [scope for scope in needed.scopes if scope not in caller.scopes]
    if missing:
        raise Forbidden(f"this needs {', '.join(missing)}")
    return caller
