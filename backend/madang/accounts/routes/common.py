"""What routes of accounts share: who calls, from where, and how a login is answered."""

from datetime import datetime
from typing import Annotated

from fastapi import Cookie, Depends, Request, Response

from madang.accounts import jwt, service, throttle
from madang.accounts.access import Caller, SignedInCaller, known_caller, signed_in_caller
from madang.accounts.errors import ForeignOrigin, SecondFactorRequired
from madang.accounts.rules import ACCESS_TOKEN_LIFE, LOGIN_IDLE
from madang.accounts.schemas import AccessToken
from madang.core.web import answer_with

COOKIE = "madang_refresh"
COOKIE_PATH = "/api/v1/auth"

RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE)]
Known = Annotated[Caller, Depends(known_caller)]
SignedIn = Annotated[SignedInCaller, Depends(signed_in_caller)]


def only_own_pages(request: Request) -> None:
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


def network_of(request: Request) -> str:
    """Return the network that a request's tries are counted on."""
    return throttle.name_network(address_of(request))


def address_of(request: Request) -> str | None:
    """Return the address that a request comes from; behind a trusted proxy, what that says."""
    return request.client.host[:64] if request.client else None


def answer_login(
    request: Request, response: Response, outcome: service.Grant | service.SecondFactorNeeded, now: datetime
) -> AccessToken | Response:
    """Answer a refusal with a ticket while a second factor is missing, else an access token and the refresh cookie.

    The refusal is returned, not raised: the link that was pressed stays used, the right password stays forgiven.
    """
    if isinstance(outcome, service.SecondFactorNeeded):
        account = outcome.account
        ticket = jwt.issue_ticket(
            jwt.TicketClaims(account.id, account.version), key=request.app.state.keyring.newest("ticket"), now=now
        )
        refusal = SecondFactorRequired("type the present code of your phone's app", members={"ticket": ticket})
        return answer_with(request, refusal)
    if outcome.refresh_token is not None:
        response.set_cookie(
            COOKIE,
            outcome.refresh_token,
            max_age=int(LOGIN_IDLE.total_seconds()),
            path=COOKIE_PATH,
            secure=request.app.state.settings.base_url.startswith("https:"),
            httponly=True,
            samesite="strict",
        )
    claims = jwt.AccessClaims(account_id=outcome.account.id, login_id=outcome.login.id)
    return AccessToken(
        access_token=jwt.issue(claims, key=request.app.state.keyring.newest("access-token"), now=now),
        expires_in=int(ACCESS_TOKEN_LIFE.total_seconds()),
        must_change_password=outcome.account.must_change_password,
    )
