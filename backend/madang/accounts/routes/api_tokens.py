"""API tokens: one's own, made and managed by whoever has signed in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries
from madang.accounts.access import SignedInCaller, settled_caller
from madang.accounts.errors import LoginNeeded, PasswordChangeRequired, ScopeTooWide, TokenOver, Unauthenticated
from madang.accounts.models import ApiToken
from madang.accounts.schemas import (
    ApiTokenCreate,
    ApiTokenCreated,
    ApiTokenPublic,
    ApiTokenRotate,
    EditionNamed,
    TokenState,
)
from madang.accounts.service import api_tokens as service
from madang.core.errors import AlreadyCreated, Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    keep_secret,
    make_page,
    refusals,
    say_version,
)
from madang.programme.models import Edition
from madang.programme.queries import find_editions_by_id, get_edition

router = APIRouter(prefix="/api/v1/me/api-tokens", tags=["accounts"], route_class=RetryableRoute)

Owner = Annotated[SignedInCaller, Depends(settled_caller)]

_OWN = (Unauthenticated, LoginNeeded, PasswordChangeRequired)


def _describe(token: ApiToken, editions: Mapping[UUID, Edition], now: datetime) -> dict[str, Any]:
    state = TokenState.REVOKED if token.revoked_at else TokenState.ACTIVE
    if state is TokenState.ACTIVE and token.expires_at <= now:
        state = TokenState.EXPIRED
    edition = editions.get(token.edition_id) if token.edition_id else None
    named = EditionNamed.model_validate(edition) if edition else None
    return {**token.model_dump(), "edition": named, "state": state}


async def _describe_one(db: AsyncSession, token: ApiToken, now: datetime) -> dict[str, Any]:
    return _describe(token, await find_editions_by_id(db, filter(None, [token.edition_id])), now)


@router.get("", response_model=Page[ApiTokenPublic], responses=refusals(*_OWN))
async def list_api_tokens(
    request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging, now: Now
) -> dict[str, Any]:
    """List the caller's API tokens, the newest first."""
    found = await queries.list_api_tokens(db, caller.account_id, page)
    editions = await find_editions_by_id(db, (token.edition_id for token in found.items if token.edition_id))
    return make_page(
        request, response, Found([_describe(token, editions, now) for token in found.items], found.next_cursor)
    )


@router.post(
    "",
    response_model=ApiTokenCreated,
    status_code=201,
    responses=refusals(*_OWN, ScopeTooWide, Invalid, NotFound, AlreadyCreated),
)
async def create_api_token(
    request: Request,
    data: ApiTokenCreate,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> dict[str, Any]:
    """Make an API token. Its secret is in this answer and nowhere else."""
    edition = await get_edition(db, caller, data.edition) if data.edition else None
    token, secret = await service.create_token(
        db,
        caller.account_id,
        name=data.name,
        scopes=data.scopes,
        may=caller.scopes_in(edition.id if edition else None),
        expires_at=data.expires_at,
        edition_id=edition.id if edition else None,
        now=now,
    )
    keep_secret(request, token.id)
    say_version(response, token.version)
    return {**await _describe_one(db, token, now), "token": secret}


@router.post(
    "/{token_id}/rotate",
    response_model=ApiTokenCreated,
    status_code=201,
    responses=refusals(*_OWN, NotFound, TokenOver, AlreadyCreated),
)
async def rotate_api_token(
    request: Request,
    token_id: UUID,
    data: ApiTokenRotate,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> dict[str, Any]:
    """Replace an API token by one of the same rights; the old one goes on beside it for a while."""
    old = await service.get_own_token(db, caller.account_id, token_id)
    token, secret = await service.rotate_token(db, old, overlap=timedelta(hours=data.overlap_hours), now=now)
    keep_secret(request, token.id)
    say_version(response, token.version)
    return {**await _describe_one(db, token, now), "token": secret}


@router.delete("/{token_id}", status_code=204, responses=refusals(*_OWN, NotFound, TokenOver, Stale, VersionRequired))
async def revoke_api_token(token_id: UUID, caller: Owner, db: Db, version: ExpectedVersion, now: Now) -> None:
    """End an API token at once."""
    token = await service.get_own_token(db, caller.account_id, token_id)
    expect(version, ApiTokenPublic.model_validate(await _describe_one(db, token, now)))
    await service.revoke_token(db, token, now)
