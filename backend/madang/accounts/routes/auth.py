"""Signing in by password, the second factor, staying so, and out again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import OAuth2PasswordRequestForm

from madang.accounts import jwt, queries, service
from madang.accounts.errors import (
    CodeWrong,
    ForeignOrigin,
    LoginEnded,
    SecondFactorRequired,
    SignInFailed,
    TicketExpired,
    TooManyAttempts,
)
from madang.accounts.models import EndReason
from madang.accounts.routes.common import (
    COOKIE,
    COOKIE_PATH,
    RefreshCookie,
    address_of,
    answer_login,
    network_of,
    only_own_pages,
)
from madang.accounts.schemas import AccessToken, FactorShown
from madang.accounts.service import second_factor
from madang.accounts.throttle import Subjects
from madang.core.web import Db, Now, after_refusal, refusals, writing

router = APIRouter(prefix="/api/v1", tags=["accounts"])


async def _authenticated(
    request: Request,
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    now: Now,
    madang_refresh: RefreshCookie = None,
) -> service.Attempt:
    """Return the attempt of whoever gave the right password."""
    only_own_pages(request)
    async with writing(request) as db:
        attempt = await service.begin_sign_in(
            db, email=form.username, network=network_of(request), known_token=madang_refresh, now=now
        )
    await service.prove(request.app.state.passwords, attempt, form.password)
    return attempt


@router.post(
    "/auth/token",
    response_model=AccessToken,
    responses=refusals(SignInFailed, SecondFactorRequired, ForeignOrigin, TooManyAttempts),
)
async def sign_in(
    request: Request,
    response: Response,
    attempt: Annotated[service.Attempt, Depends(_authenticated)],
    db: Db,
    now: Now,
) -> AccessToken | Response:
    """Sign in with e-mail address and password (OAuth 2 password flow)."""
    user_agent = request.headers.get("user-agent", "")
    outcome = await service.start_login(db, attempt, user_agent=user_agent, address=address_of(request), now=now)
    return answer_login(request, response, outcome, now)


async def _ticket(request: Request, shown: FactorShown, now: Now) -> tuple[jwt.TicketClaims, Subjects]:
    """Return whose ticket it is, the try counted before its code is looked at."""
    only_own_pages(request)
    claims = jwt.find_ticket(shown.ticket, keys=request.app.state.keyring.every("ticket"), now=now)
    if claims is None:
        raise TicketExpired("this took too long; sign in again")
    async with writing(request) as db:
        return claims, await second_factor.count_try(db, claims.account_id, network_of(request), now)


@router.post(
    "/auth/second-factor",
    response_model=AccessToken,
    responses=refusals(CodeWrong, TicketExpired, ForeignOrigin, TooManyAttempts),
)
async def show_second_factor(
    request: Request,
    response: Response,
    shown: FactorShown,
    ticket: Annotated[tuple[jwt.TicketClaims, Subjects], Depends(_ticket)],
    db: Db,
    now: Now,
) -> AccessToken | Response:
    """Finish signing in with a code of the second factor, or with a recovery code."""
    claims, counted_on = ticket
    account = await queries.lock_account(db, claims.account_id)
    if account is None or account.disabled_at is not None or account.version != claims.version:
        raise TicketExpired("the account has changed meanwhile; sign in again")
    await second_factor.show_code(db, request.app.state.keyring, account, shown.code, now)
    user_agent = request.headers.get("user-agent", "")
    outcome = await service.finish_login(
        db, account, counted_on, user_agent=user_agent, address=address_of(request), now=now
    )
    return answer_login(request, response, outcome, now)


@router.post("/auth/refresh", response_model=AccessToken, responses=refusals(LoginEnded, ForeignOrigin))
async def refresh(
    request: Request, response: Response, db: Db, now: Now, madang_refresh: RefreshCookie = None
) -> AccessToken | Response:
    """Exchange the refresh cookie for an access token; the cookie is replaced."""
    only_own_pages(request)
    if madang_refresh is None:
        raise LoginEnded("there is no login in this browser")
    try:
        grant = await service.refresh_login(db, madang_refresh, now)
    except service.TokenReused as reused:
        stolen = reused
        after_refusal(request, lambda second: service.end_stolen(second, stolen, now))
        raise
    return answer_login(request, response, grant, now)


@router.post("/auth/sign-out", status_code=204, responses=refusals(ForeignOrigin))
async def sign_out(
    request: Request, response: Response, db: Db, now: Now, madang_refresh: RefreshCookie = None
) -> None:
    """End this browser's login."""
    only_own_pages(request)
    # A program has no cookie: its access token says which login it is.
    _, _, bearer = request.headers.get("authorization", "").partition(" ")
    claims = jwt.find_claims(bearer, keys=request.app.state.keyring.every("access-token"), now=now)
    if claims is not None:
        await service.end_login(db, claims.login_id, EndReason.SIGNED_OUT, now, account_id=claims.account_id)
    if madang_refresh is not None:
        await service.sign_out(db, madang_refresh, now)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
