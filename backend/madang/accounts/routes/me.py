"""One's own account, its logins and its second factor."""

import io
from typing import Annotated, Any
from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, service
from madang.accounts.access import Caller, needs_second_factor
from madang.accounts.errors import (
    CodeWrong,
    FreshLoginNeeded,
    LoginNeeded,
    PasswordWeak,
    PasswordWrong,
    TooManyAttempts,
    Unauthenticated,
)
from madang.accounts.models import EndReason
from madang.accounts.routes.common import COOKIE, COOKIE_PATH, Known, SignedIn, network_of
from madang.accounts.rules import EMAIL_CHANGE_LIFE
from madang.accounts.schemas import (
    EditionNamed,
    EmailChange,
    Enrolment,
    FactorCode,
    LinkSent,
    LoginPublic,
    Me,
    MeUpdate,
    PasswordChange,
    RecoveryCodes,
    RolePublic,
    SecondFactorStanding,
)
from madang.accounts.service import second_factor
from madang.accounts.throttle import Subjects, forgive
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    after_refusal,
    expect,
    make_page,
    refusals,
    say_version,
    writing,
)
from madang.programme.queries import find_editions_by_id

router = APIRouter(prefix="/api/v1", tags=["accounts"])

_OWN = (Unauthenticated, LoginNeeded)


async def _describe(request: Request, db: AsyncSession, caller: Caller) -> Me:
    account = await queries.get_account(db, caller.account_id)
    grants = await queries.list_grants(db, caller.account_id)
    editions = await find_editions_by_id(db, [grant.edition_id for grant in grants if grant.edition_id])
    factor = await queries.find_second_factor(db, account.id)
    return Me(
        id=account.id,
        version=account.version,
        email=account.email_as_typed,
        language=account.language,
        must_change_password=account.must_change_password,
        has_password=account.password_hash is not None,
        second_factor=SecondFactorStanding(
            enabled=factor is not None and factor.confirmed_at is not None,
            required=needs_second_factor(request, caller),
            recovery_codes_left=await queries.count_recovery_codes(db, account.id),
        ),
        roles=[
            RolePublic(
                role=grant.role,
                edition=EditionNamed.model_validate(editions[grant.edition_id]) if grant.edition_id else None,
            )
            for grant in grants
        ],
        scopes=sorted(caller.scopes),
    )


@router.get("/me", response_model=Me, responses=refusals(Unauthenticated))
async def read_me(request: Request, response: Response, caller: Known, db: ReadDb) -> Me:
    """Read the caller's own account."""
    me = await _describe(request, db, caller)
    say_version(response, me.version)
    return me


@router.patch("/me", response_model=Me, responses=refusals(*_OWN, Stale, VersionRequired))
async def update_me(
    request: Request,
    changes: MeUpdate,
    response: Response,
    caller: SignedIn,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Me:
    """Change the language of the caller's mails."""
    account = await queries.lock_account(db, caller.account_id)
    if account is None:
        raise Unauthenticated
    expect(version, await _describe(request, db, caller))
    await service.change_language(db, account, changes.language, now)
    me = await _describe(request, db, caller)
    say_version(response, me.version)
    return me


async def _changed(request: Request, change: PasswordChange, caller: SignedIn, now: Now) -> tuple[service.Attempt, str]:
    """Return the attempt of a caller who knows the present password, and the hash of the new one."""
    current, new = change.current_password, change.new_password
    async with writing(request) as db:
        attempt = await service.begin_password_change(db, caller.account_id, login_id=caller.login_id, now=now)
    try:
        hashed = await service.make_password_hash(request.app.state.passwords, attempt, current=current, new=new)
    except PasswordWeak:
        # The present one was right: whoever seeks a good new one is not guessing at it.
        after_refusal(request, lambda second: service.forgive_attempt(second, attempt, now))
        raise
    return attempt, hashed


@router.put("/me/password", status_code=204, responses=refusals(*_OWN, PasswordWrong, PasswordWeak, TooManyAttempts))
async def change_password(
    changed: Annotated[tuple[service.Attempt, str], Depends(_changed)], caller: SignedIn, db: Db, now: Now
) -> None:
    """Set a new password; every other login of the account ends."""
    attempt, password_hash = changed
    await service.change_password(db, attempt, password_hash, login_id=caller.login_id, now=now)


@router.put(
    "/me/email",
    response_model=LinkSent,
    status_code=202,
    responses=refusals(*_OWN, FreshLoginNeeded, Invalid, TooManyAttempts),
)
async def ask_for_email_change(change: EmailChange, caller: SignedIn, db: Db, now: Now) -> LinkSent:
    """Have a link mailed to a new address; it becomes the account's when its owner presses the link, signed in."""
    account = await queries.get_account(db, caller.account_id)
    await service.begin_email_change(db, account, change.email, login_id=caller.login_id, now=now)
    return LinkSent(expires_in=int(EMAIL_CHANGE_LIFE.total_seconds()))


@router.get("/me/logins", response_model=Page[LoginPublic], responses=refusals(*_OWN))
async def list_logins(
    request: Request, response: Response, caller: SignedIn, db: ReadDb, page: Paging, now: Now
) -> dict[str, Any]:
    """List the caller's logins that are not over, the newest first."""
    found = await queries.list_logins(db, caller.account_id, page, now)
    items = [
        LoginPublic.model_validate({**login.model_dump(), "current": login.id == caller.login_id})
        for login in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@router.delete("/me/logins", status_code=204, responses=refusals(*_OWN))
async def end_every_login(response: Response, caller: SignedIn, db: Db, now: Now) -> None:
    """Sign out everywhere, here too."""
    await service.end_logins(db, caller.account_id, EndReason.SIGNED_OUT, now)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)


@router.delete("/me/logins/{login_id}", status_code=204, responses=refusals(*_OWN, NotFound))
async def end_login(login_id: UUID, caller: SignedIn, db: Db, now: Now) -> None:
    """End one of the caller's logins."""
    ended = await service.end_login(db, login_id, EndReason.ENDED_ELSEWHERE, now, account_id=caller.account_id)
    if not ended:
        raise NotFound("there is no such login, or it is over")


async def _counted(request: Request, caller: SignedIn, now: Now) -> Subjects:
    """Count a typed code before it is looked at, in a transaction that no refusal takes back."""
    async with writing(request) as db:
        return await second_factor.count_try(db, caller.account_id, network_of(request), now)


Counted = Annotated[Subjects, Depends(_counted)]


@router.put("/me/second-factor", response_model=Enrolment, responses=refusals(*_OWN, FreshLoginNeeded, Taken))
async def begin_second_factor(request: Request, caller: SignedIn, db: Db, now: Now) -> Enrolment:
    """Make a new secret for a phone's app; it is in force once a code of it was confirmed."""
    await service.require_fresh(db, caller.login_id, now)
    account = await queries.get_account(db, caller.account_id)
    made = await second_factor.begin_enrolment(db, request.app.state.keyring, account, now)
    drawn = io.BytesIO()
    code = segno.make_qr(made.uri, error="m")
    code.save(drawn, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True)
    return Enrolment(secret=made.secret, uri=made.uri, qr_svg=drawn.getvalue().decode())


@router.put(
    "/me/second-factor/confirmation",
    response_model=RecoveryCodes,
    responses=refusals(*_OWN, CodeWrong, Taken, TooManyAttempts),
)
async def confirm_second_factor(
    request: Request, shown: FactorCode, caller: SignedIn, counted: Counted, db: Db, now: Now
) -> RecoveryCodes:
    """Put the second factor in force; every other login ends. Recovery codes are shown this once."""
    account = await queries.get_account(db, caller.account_id)
    codes = await second_factor.confirm(
        db, request.app.state.keyring, account, shown.code, login_id=caller.login_id, now=now
    )
    await forgive(db, counted, now)
    return RecoveryCodes(recovery_codes=codes)


@router.put(
    "/me/second-factor/recovery-codes",
    response_model=RecoveryCodes,
    responses=refusals(*_OWN, CodeWrong, TooManyAttempts),
)
async def renew_recovery_codes(
    request: Request, shown: FactorCode, caller: SignedIn, counted: Counted, db: Db, now: Now
) -> RecoveryCodes:
    """Replace the recovery codes; they are shown this once."""
    account = await queries.get_account(db, caller.account_id)
    codes = await second_factor.renew_recovery_codes(db, request.app.state.keyring, account, shown.code, now)
    await forgive(db, counted, now)
    return RecoveryCodes(recovery_codes=codes)


@router.put("/me/second-factor/removal", status_code=204, responses=refusals(*_OWN, CodeWrong, TooManyAttempts))
async def remove_second_factor(
    request: Request, shown: FactorCode, caller: SignedIn, counted: Counted, db: Db, now: Now
) -> None:
    """Remove the second factor; that takes a code of it, or a recovery code."""
    account = await queries.get_account(db, caller.account_id)
    await second_factor.show_code(db, request.app.state.keyring, account, shown.code, now)
    await second_factor.remove(db, account, now, login_id=caller.login_id)
    await forgive(db, counted, now)
