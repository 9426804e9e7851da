"""Who is calling, and what they may do: declared where each route is."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import BackgroundTasks, Depends, Request, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes
from sqlalchemy.exc import DBAPIError

from madang.accounts import api_tokens, jwt, queries
from madang.accounts.errors import (
    Forbidden,
    LoginNeeded,
    PasswordChangeRequired,
    SecondFactorSetupRequired,
    Unauthenticated,
)
from madang.accounts.models import Role
from madang.accounts.rules import ROLE_SCOPES, SCOPE_MEANING, Scope
from madang.accounts.service.api_tokens import LAST_USED_EVERY, note_use
from madang.core.db import Database
from madang.core.origin import OriginKind
from madang.core.web import Now, origin

__all__ = ["Caller", "Scope", "SignedInCaller", "current_caller", "known_caller", "settled_caller", "signed_in_caller"]

log = structlog.get_logger()

_bearer = OAuth2PasswordBearer(
    tokenUrl="/api/v1/auth/token",
    scopes={scope.value: meaning for scope, meaning in SCOPE_MEANING.items()},
    auto_error=False,
)


@dataclass(frozen=True)
class Caller:
    """Whoever made the request, with the roles they have at this very moment.

    A login speaks for all of them; an API token for its own scopes and, where it is bound to one, its edition.
    `edition_ids` are the editions in which the caller may do all that the route names.
    """

    account_id: UUID
    login_id: UUID | None
    grants: frozenset[tuple[Role, UUID | None]] = frozenset()
    must_change_password: bool = False
    needed: frozenset[Scope] = frozenset()
    has_second_factor: bool = False
    token_id: UUID | None = None
    token_scopes: frozenset[Scope] | None = None
    token_edition_id: UUID | None = None

    def _allowed(self, role: Role) -> frozenset[Scope]:
        return ROLE_SCOPES[role] if self.token_scopes is None else ROLE_SCOPES[role] & self.token_scopes

    @property
    def is_administrator(self) -> bool:
        """Whether all editions are theirs to look after."""
        return self.token_edition_id is None and any(role is Role.ADMINISTRATOR for role, _ in self.grants)

    @property
    def scopes(self) -> frozenset[Scope]:
        """What their roles and their token allow, in whichever edition."""
        return frozenset().union(*(self._allowed(role) for role, _ in self._grants_here()))

    def scopes_in(self, edition_id: UUID | None) -> frozenset[Scope]:
        """What may be done in one edition, or (None) wherever it can be done."""
        if edition_id is None:
            return self.scopes
        # Within an edition there is nothing that only an administrator may do.
        here = [role if bound else Role.ORGANISER for role, bound in self._grants_here() if bound in (None, edition_id)]
        return frozenset().union(*(self._allowed(role) for role in here))

    @property
    def edition_ids(self) -> frozenset[UUID]:
        """The editions in which one role allows all that is needed; for an administrator, see `is_administrator`."""
        return frozenset(
            edition_id
            for role, edition_id in self._grants_here()
            if edition_id is not None and self.needed <= self._allowed(role)
        )

    def roles_in(self, edition_id: UUID) -> frozenset[Role]:
        """Return the roles that allow all that is needed in one edition; an administrator is an organiser there."""
        here = [
            Role.ORGANISER if role is Role.ADMINISTRATOR else role
            for role, bound in self._grants_here()
            if bound in (None, edition_id)
        ]
        return frozenset(role for role in here if self.needed <= self._allowed(role))

    def _grants_here(self) -> list[tuple[Role, UUID | None]]:
        bound = self.token_edition_id
        if bound is None:
            return list(self.grants)
        # An administrator's token of one edition is an organiser's there.
        here = [
            (Role.ORGANISER, bound) if role is Role.ADMINISTRATOR else (role, edition_id)
            for role, edition_id in self.grants
        ]
        return [(role, edition_id) for role, edition_id in here if edition_id == bound]


@dataclass(frozen=True)
class SignedInCaller(Caller):
    """A person in front of a browser, not a script."""

    login_id: UUID


async def known_caller(
    request: Request, now: Now, background: BackgroundTasks, token: Annotated[str | None, Depends(_bearer)] = None
) -> Caller:
    """Return whoever calls, by login or API token, even one who has to change the password first.

    Reads in a short transaction of its own, over before the route's begins: routes name their caller before `db`.
    Errors: Unauthenticated.
    """
    if token is None:
        raise Unauthenticated
    if token.startswith(api_tokens.PREFIX):
        return await _caller_by_api_token(request, token, now, background)
    claims = jwt.find_claims(token, keys=request.app.state.keyring.every("access-token"), now=now)
    if claims is None:
        raise Unauthenticated("the access token is no longer good")
    async with request.app.state.database.read() as db:
        standing = await queries.find_standing(db, claims.account_id, claims.login_id, now)
    if standing is None:
        raise Unauthenticated("the access token is no longer good")
    request.state.caller_key = f"account:{claims.account_id}"
    request.state.origin = replace(origin(request), kind=OriginKind.LOGIN, account_id=claims.account_id)
    return SignedInCaller(
        account_id=claims.account_id,
        login_id=claims.login_id,
        grants=standing.grants,
        must_change_password=standing.must_change_password,
        has_second_factor=standing.has_second_factor,
    )


def needs_second_factor(request: Request, caller: Caller) -> bool:
    """Whether this installation wants a second factor of the caller's roles."""
    wanted: bool = request.app.state.settings.second_factor == "organisers"
    return wanted and any(role in (Role.ADMINISTRATOR, Role.ORGANISER) for role, _ in caller.grants)


async def _note_use(database: Database, token_id: UUID, now: datetime) -> None:
    """Write down that a token was used, after the answer: nobody who reads waits for whoever writes."""
    try:
        async with database.write() as db:
            await note_use(db, token_id, now)
    except (DBAPIError, OSError) as problem:
        log.warning("the use of an API token was not noted", error=type(problem).__name__)


async def _caller_by_api_token(request: Request, token: str, now: datetime, background: BackgroundTasks) -> Caller:
    digest = api_tokens.find_digest(token)
    database: Database = request.app.state.database
    found = None
    if digest is not None:
        async with database.read() as db:
            found = await queries.find_token_standing(db, digest, now)
    if found is None:
        raise Unauthenticated("the API token is no longer good")
    api_token, standing = found
    request.state.caller_key = f"token:{api_token.id}"
    request.state.origin = replace(
        origin(request), kind=OriginKind.API_TOKEN, account_id=api_token.account_id, token_id=api_token.id
    )
    if api_token.last_used_at is None or api_token.last_used_at <= now - LAST_USED_EVERY:
        background.add_task(_note_use, database, api_token.id, now)
    return Caller(
        account_id=api_token.account_id,
        login_id=None,
        grants=standing.grants,
        must_change_password=standing.must_change_password,
        has_second_factor=standing.has_second_factor,
        token_id=api_token.id,
        # A scope that there is no longer allows nothing.
        token_scopes=frozenset(scope for scope in Scope if scope in api_token.scopes),
        token_edition_id=api_token.edition_id,
    )


async def signed_in_caller(caller: Annotated[Caller, Depends(known_caller)]) -> SignedInCaller:
    """Return a caller who has signed in: for what is a person's own affair. Errors: Unauthenticated, LoginNeeded."""
    if not isinstance(caller, SignedInCaller):
        raise LoginNeeded("an API token cannot do this; sign in")
    return caller


async def current_caller(
    request: Request, needed: SecurityScopes, caller: Annotated[Caller, Depends(known_caller)]
) -> Caller:
    """Return a caller who may do all that the route names.

    Errors: Unauthenticated, PasswordChangeRequired, SecondFactorSetupRequired, Forbidden.
    """
    if caller.must_change_password:
        raise PasswordChangeRequired("change the one-time password first")
    if not caller.has_second_factor and needs_second_factor(request, caller):
        raise SecondFactorSetupRequired("add a second factor to your account first")
    missing = [scope for scope in needed.scopes if scope not in caller.scopes]
    if missing:
        raise Forbidden(f"this needs {', '.join(missing)}")
    return replace(caller, needed=frozenset(Scope(scope) for scope in needed.scopes))


async def settled_caller(
    caller: Annotated[SignedInCaller, Depends(signed_in_caller)],
    _able: Annotated[Caller, Security(current_caller, scopes=[])],
) -> SignedInCaller:
    """Return a caller who has signed in, with the password changed and the second factor there where they have to be.

    Errors: Unauthenticated, LoginNeeded, PasswordChangeRequired, SecondFactorSetupRequired.
    """
    return caller
