"""Mailed links and invitations: asked for, looked at, pressed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from madang.accounts import queries, rules, service
from madang.accounts.errors import (
    CodeWrong,
    ForeignOrigin,
    LinkExpired,
    LinkRevoked,
    LinkUnknown,
    LinkUsed,
    LoginNeeded,
    PasswordWeak,
    SecondFactorRequired,
    SignInFailed,
    TooManyAttempts,
    Unauthenticated,
)
from madang.accounts.models import LinkPurpose, MailedLink
from madang.accounts.routes.common import SignedIn, address_of, answer_login, network_of, only_own_pages
from madang.accounts.schemas import (
    AccessToken,
    EditionNamed,
    InvitationAccepted,
    InvitationAnswer,
    InvitationOffer,
    LinkAsked,
    LinkLook,
    LinkProof,
    LinkPublic,
    LinkSent,
    PasswordReset,
)
from madang.core.errors import Refusal, Taken
from madang.core.web import Db, Now, after_refusal, refusals, writing
from madang.programme.queries import find_edition_by_id

router = APIRouter(prefix="/api/v1", tags=["accounts"])

_REFUSALS = (CodeWrong, LinkUnknown, LinkUsed, LinkExpired, LinkRevoked, ForeignOrigin, TooManyAttempts)


async def _show(request: Request, given: LinkProof, purpose: LinkPurpose | None, now: datetime) -> service.Shown:
    """Return the link that a proof is of, a typed code counted before it is compared."""
    only_own_pages(request)
    proof = service.Proof(token=given.token, email=given.email, code=given.code)
    keyring = request.app.state.keyring
    async with writing(request) as db:
        candidates = await service.show(db, keyring, proof, purpose, network=network_of(request), now=now)
    return service.compare(keyring, proof, candidates)


@asynccontextmanager
async def _denials(request: Request, shown: service.Shown, now: datetime) -> AsyncIterator[None]:
    """Have a refusal within written down, after it has rolled everything else back."""
    try:
        yield
    except Refusal as refused:
        refusal = refused
        after_refusal(request, lambda second: service.record_refused(second, shown, refusal, now))
        raise


@router.post(
    "/auth/links", response_model=LinkSent, status_code=202, responses=refusals(ForeignOrigin, TooManyAttempts)
)
async def ask_for_link(request: Request, asked: LinkAsked, db: Db, now: Now) -> LinkSent:
    """Have a link and a code mailed to an address. The answer is the same for every address."""
    only_own_pages(request)
    await service.ask_for_link(
        db,
        purpose=LinkPurpose(asked.purpose),
        email=rules.find_address(asked.email),
        network=network_of(request),
        language=asked.language,
        next_path=asked.next,
        now=now,
    )
    return LinkSent(expires_in=int(rules.LINK_LIFE.total_seconds()))


async def _looked_at(request: Request, look: LinkLook, now: Now) -> service.Shown:
    return await _show(request, look, look.purpose, now)


@router.post("/auth/links/look", response_model=LinkPublic, responses=refusals(*_REFUSALS))
async def look_at_link(
    request: Request, look: LinkLook, shown: Annotated[service.Shown, Depends(_looked_at)], db: Db, now: Now
) -> LinkPublic:
    """Say what a link is about; that does not use it up."""
    async with _denials(request, shown, now):
        link = await service.get_living(db, shown.link_id, look.purpose, now)
    await service.forgive_look(db, shown, now)
    account = await queries.find_account(db, link.email)
    invitation = await queries.find_invitation_of(db, link.id)
    offer = None
    if invitation is not None:
        edition = await find_edition_by_id(db, invitation.edition_id) if invitation.edition_id else None
        inviter = await queries.get_account(db, invitation.invited_by_id) if invitation.invited_by_id else None
        offer = InvitationOffer(
            role=invitation.role,
            edition=EditionNamed.model_validate(edition) if edition else None,
            invited_by=inviter.email_as_typed if inviter else None,
        )
    return LinkPublic(
        purpose=link.purpose,
        email=link.email,
        expires_at=link.expires_at,
        next=link.next,
        has_account=account is not None,
        has_password=account is not None and account.password_hash is not None,
        invitation=offer,
    )


async def _signing_in(request: Request, proof: LinkProof, now: Now) -> service.Shown:
    return await _show(request, proof, LinkPurpose.SIGN_IN, now)


@router.post(
    "/auth/links/sign-in",
    response_model=AccessToken,
    responses=refusals(*_REFUSALS, SignInFailed, SecondFactorRequired),
)
async def sign_in_by_link(
    request: Request, response: Response, shown: Annotated[service.Shown, Depends(_signing_in)], db: Db, now: Now
) -> AccessToken | Response:
    """Sign in by a mailed link, or by its code."""
    async with _denials(request, shown, now):
        link = await service.press(db, shown, LinkPurpose.SIGN_IN, now)
        account = await queries.lock_account_of(db, link.email)
        if account is None or account.disabled_at is not None:
            raise LinkUnknown("there is no account of this address any more")
    user_agent = request.headers.get("user-agent", "")
    outcome = await service.begin_login(db, account, user_agent=user_agent, address=address_of(request), now=now)
    return answer_login(request, response, outcome, now)


async def _hashed(request: Request, shown: service.Shown, purpose: LinkPurpose, password: str, now: datetime) -> str:
    """Return the hash of a new password, looked at and made before anything is used up."""
    async with writing(request) as db, _denials(request, shown, now):
        link: MailedLink = await service.get_living(db, shown.link_id, purpose, now)
    if fault := await request.app.state.passwords.find_fault(password, link.email):
        # The code was right: whoever seeks a good password is not guessing at it.
        after_refusal(request, lambda second: service.forgive_look(second, shown, now))
        raise PasswordWeak(fault, errors=[("/body/new_password", fault)])
    hashed: str = await request.app.state.passwords.hash(password)
    return hashed


async def _resetting(request: Request, reset: PasswordReset, now: Now) -> tuple[service.Shown, str]:
    shown = await _show(request, reset, LinkPurpose.PASSWORD_RESET, now)
    return shown, await _hashed(request, shown, LinkPurpose.PASSWORD_RESET, reset.new_password, now)


@router.post("/auth/links/password-reset", status_code=204, responses=refusals(*_REFUSALS, PasswordWeak))
async def reset_password(
    request: Request, resetting: Annotated[tuple[service.Shown, str], Depends(_resetting)], db: Db, now: Now
) -> None:
    """Set a new password instead of a forgotten one; every login of the account ends."""
    shown, password_hash = resetting
    async with _denials(request, shown, now):
        link = await service.press(db, shown, LinkPurpose.PASSWORD_RESET, now)
        account = await queries.lock_account_of(db, link.email)
        if account is None or account.disabled_at is not None:
            raise LinkUnknown("there is no account of this address any more")
        await service.set_password(db, account, password_hash, now)


async def _changing(request: Request, proof: LinkProof, now: Now) -> service.Shown:
    return await _show(request, proof, LinkPurpose.EMAIL_CHANGE, now)


@router.put(
    "/me/email/confirmation",
    status_code=204,
    responses=refusals(*_REFUSALS, Unauthenticated, LoginNeeded, Taken),
)
async def change_email(
    request: Request, caller: SignedIn, shown: Annotated[service.Shown, Depends(_changing)], db: Db, now: Now
) -> None:
    """Give the caller's account the address that the link was mailed to; every login of it ends."""
    async with _denials(request, shown, now):
        link = await service.press(db, shown, LinkPurpose.EMAIL_CHANGE, now)
        await service.change_email(db, link, caller.account_id, now)


async def _accepting(request: Request, answer: InvitationAnswer, now: Now) -> tuple[service.Shown, str | None]:
    shown = await _show(request, answer, LinkPurpose.INVITATION, now)
    if answer.new_password is None:
        return shown, None
    return shown, await _hashed(request, shown, LinkPurpose.INVITATION, answer.new_password, now)


@router.post(
    "/auth/invitations/accept", response_model=InvitationAccepted, responses=refusals(*_REFUSALS, PasswordWeak, Taken)
)
async def accept_invitation(
    request: Request,
    response: Response,
    answer: InvitationAnswer,
    accepting: Annotated[tuple[service.Shown, str | None], Depends(_accepting)],
    db: Db,
    now: Now,
) -> InvitationAccepted:
    """Take an invitation. A new account is made and signed in; one that was there gets the role."""
    shown, password_hash = accepting
    async with _denials(request, shown, now):
        link = await service.press(db, shown, LinkPurpose.INVITATION, now)
        account, created = await service.accept_invitation(
            db, link, password_hash=password_hash, language=answer.language, now=now
        )
    if not created:
        return InvitationAccepted(account_created=False, access=None)
    user_agent = request.headers.get("user-agent", "")
    outcome = await service.begin_login(db, account, user_agent=user_agent, address=address_of(request), now=now)
    access = answer_login(request, response, outcome, now)
    return InvitationAccepted(account_created=True, access=access if isinstance(access, AccessToken) else None)
