"""Signing in and staying so."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.security import OAuth2PasswordRequestForm

from madang.accounts import jwt, service, throttle
from madang.accounts.errors import (
    ForeignOrigin,
    LoginEnded,
    SignInFailed,
    TooManyAttempts,
)
from madang.accounts.models import EndReason
from madang.accounts.rules import ACCESS_TOKEN_LIFE, LOGIN_IDLE
from madang.accounts.schemas import AccessToken
from madang.core.web import Db, Now, after_refusal, refusals, writing

router = APIRouter(prefix="/api/v1", tags=["accounts"])

COOKIE = "madang_refresh"
_COOKIE_PATH = "/api/v1/auth"

RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE)]


def _only_own_pages(request: Request) -> None:
    """Refuse what a page of another origin makes a browser send: its cookie is not that page's to use or to set."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if origin in request.app.state.settings.cors_origins:
        return
    # Browsers leave Sec-Fetch-Site out on plain http beyond localhost.
    foreign_site = site is not None and site not in ("same-origin", "none")
    own_origins = {f"{scheme}://{request.headers.get('host')}" for scheme in ("http", "https")}
    foreign_origin = site is None and origin is not None and origin not in own_origins
    if foreign_site or foreign_origin:
        raise ForeignOrigin("only this installation's own pages may do this")


def _answer(request: Request, response: Response, grant: service.Grant, now: datetime) -> AccessToken:
    if grant.refresh_token is not None:
        response.set_cookie(
            COOKIE,
            grant.refresh_token,
            max_age=int(LOGIN_IDLE.total_seconds()),
            path=_COOKIE_PATH,
            secure=request.app.state.settings.base_url.startswith("https:"),
            httponly=True,
            samesite="strict",
        )
    claims = jwt.AccessClaims(account_id=grant.account.id, login_id=grant.login.id)
    return AccessToken(
        access_token=jwt.issue(claims, key=request.app.state.keyring.newest("access-token"), now=now),
        expires_in=int(ACCESS_TOKEN_LIFE.total_seconds()),
        must_change_password=grant.account.must_change_password,
    )


async def _authenticated(
    request: Request,
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    now: Now,
    madang_refresh: RefreshCookie = None,
) -> service.Attempt:
    """Return the attempt of whoever gave the right password."""
    _only_own_pages(request)
    network = throttle.name_network(request.client.host if request.client else None)
    async with writing(request) as db:
        attempt = await service.begin_sign_in(
            db, email=form.username, network=network, known_token=madang_refresh, now=now
        )
    await service.prove(request.app.state.passwords, attempt, form.password)
    return attempt


@router.post(
    "/auth/token", response_model=AccessToken, responses=refusals(SignInFailed, ForeignOrigin, TooManyAttempts)
)
async def sign_in(
    request: Request,
    response: Response,
    attempt: Annotated[service.Attempt, Depends(_authenticated)],
    db: Db,
    now: Now,
) -> AccessToken:
    """Sign in with e-mail address and password (OAuth 2 password flow)."""
    user_agent = request.headers.get("user-agent", "")
    return _answer(request, response, await service.start_login(db, attempt, user_agent=user_agent, now=now), now)


@router.post("/auth/refresh", response_model=AccessToken, responses=refusals(LoginEnded, ForeignOrigin))
async def refresh(
    request: Request, response: Response, db: Db, now: Now, madang_refresh: RefreshCookie = None
) -> AccessToken:
    """Exchange the refresh cookie for an access token; the cookie is replaced."""
    _only_own_pages(request)
    if madang_refresh is None:
        raise LoginEnded("there is no login in this browser")
    try:
        grant = await service.refresh_login(db, madang_refresh, now)
    except service.TokenReused as reused:
        login_id = reused.login_id
        after_refusal(request, lambda second: service.end_login(second, login_id, EndReason.TOKEN_REUSED, now))
        raise
    return _answer(request, response, grant, now)


@router.post("/auth/sign-out", status_code=204, responses=refusals(ForeignOrigin))
async def sign_out(
    request: Request, response: Response, db: Db, now: Now, madang_refresh: RefreshCookie = None
) -> None:
    """End this browser's login."""
    _only_own_pages(request)
    if madang_refresh is not None:
        await service.sign_out(db, madang_refresh, now)
    response.delete_cookie(COOKIE, path=_COOKIE_PATH)
