"""Invitations: a role offered to an address."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules
from madang.accounts.errors import InvitationOver, LinkRevoked, LinkUnknown, PasswordWeak, ScopeTooWide
from madang.accounts.models import Account, Invitation, LinkPurpose, MailedLink, Role, RoleGrant
from madang.accounts.service.links import Letter, make_link
from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.outbox.service import post

NEEDS_PASSWORD = frozenset({Role.ADMINISTRATOR, Role.ORGANISER})


async def accept_invitation(
    db: AsyncSession, link: MailedLink, *, password_hash: str | None, language: str | None, now: datetime
) -> tuple[Account, bool]:
    """Give the invited address its role; return its account and whether it was made for it.

    An account that was there keeps its password: whoever reads its mails signs in as ever. One without gets one where
    the role needs it. Errors: LinkUnknown,
    LinkRevoked; PasswordWeak when the role needs a password and none was given.
    """
    invitation = await queries.find_invitation_of(db, link.id, lock=True)
    if invitation is None:
        raise LinkUnknown("the invitation of this link is gone")
    if invitation.revoked_at is not None or invitation.accepted_at is not None:
        raise LinkRevoked("this invitation is no longer open")
    if not await _may_still_be_given(db, invitation):
        raise LinkRevoked("whoever sent this invitation may no longer give this role")
    account = await queries.find_account(db, invitation.email)
    created = account is None
    if account is None:
        if password_hash is None and invitation.role in NEEDS_PASSWORD:
            raise _password_needed()
        account = Account(
            email=invitation.email,
            email_as_typed=invitation.email_as_typed,
            password_hash=password_hash,
            language=language or invitation.language,
        )
        db.add(account)
        await flush_new(db, Taken("this address has an account by now; press again"))
    elif account.disabled_at is not None:
        raise LinkUnknown("the account of this address is not open")
    elif account.password_hash is None and invitation.role in NEEDS_PASSWORD:
        if password_hash is None:
            raise _password_needed()
        account.password_hash = password_hash
        account.touch(now)
    if not await queries.has_role(db, account.id, invitation.role, invitation.edition_id):
        db.add(
            RoleGrant(
                account_id=account.id,
                role=invitation.role,
                edition_id=invitation.edition_id,
                granted_at=now,
                granted_by_id=invitation.invited_by_id,
            )
        )
    invitation.accepted_at = now
    invitation.accepted_by_id = account.id
    invitation.touch(now)
    record(
        db,
        "invitation.accepted",
        now,
        account_id=account.id,
        edition_id=invitation.edition_id,
        subject_kind="invitation",
        subject_id=invitation.id,
    )
    await flush_new(db, Taken("this role was given at the same moment; press again"))
    return account, created


def _password_needed() -> PasswordWeak:
    return PasswordWeak("this role needs a password", errors=[("/body/new_password", "this role needs a password")])


async def _may_still_be_given(db: AsyncSession, invitation: Invitation) -> bool:
    """Whether whoever invited could still do so: a role that gives roles does not outlive what it was given by."""
    if invitation.role not in NEEDS_PASSWORD or invitation.invited_by_id is None:
        return True
    inviter = await queries.get_account(db, invitation.invited_by_id)
    if inviter.disabled_at is not None:
        return False
    if await queries.has_role(db, inviter.id, Role.ADMINISTRATOR, None):
        return True
    edition_id = invitation.edition_id
    return edition_id is not None and await queries.has_role(db, inviter.id, Role.ORGANISER, edition_id)


async def invite(
    db: AsyncSession,
    *,
    email: str,
    role: Role,
    edition_id: UUID | None,
    language: str,
    invited_by_id: UUID,
    allowed: frozenset[rules.Scope],
    now: datetime,
) -> Invitation:
    """Offer a role to an address and mail a link. `allowed` is what the inviter may do there, by role and by token.

    Errors: ScopeTooWide when the role may do more; Invalid for no address; Taken when it is held or offered already.
    """
    if not rules.ROLE_SCOPES[role] <= allowed:
        raise ScopeTooWide(f"whoever invites may do less than the role {role}")
    address = _normalise(email)
    await queries.lock_invitations(db, address)
    account = await queries.find_account(db, address)
    if account is not None and await queries.has_role(db, account.id, role, edition_id):
        raise Taken("this address has that role already", errors=[("/body/email", "has that role already")])
    if await queries.find_open_invitation(db, address, role, edition_id, now) is not None:
        raise Taken("this address is invited already", errors=[("/body/email", "is invited already")])
    link = await make_link(db, LinkPurpose.INVITATION, address, now, life=rules.INVITATION_LIFE, language=language)
    invitation = await _add(
        db, link, email, role=role, edition_id=edition_id, language=language, invited_by_id=invited_by_id, now=now
    )
    await db.flush()
    return invitation


async def offer(
    db: AsyncSession,
    *,
    email: str,
    role: Role,
    edition_id: UUID,
    language: str,
    letter: Letter,
    next_path: str,
    invited_by_id: UUID | None,
    now: datetime,
) -> Invitation | None:
    """See to it that an address gets a role and a letter that leads to `next_path`. `email` is as it was typed.

    An open invitation to that role gets a new link. Whoever has the role already gets the letter without a link to
    accept: None is returned, and the renderer of the letter leads to the page itself.
    Errors: Invalid for no address.
    """
    address = _normalise(email)
    await queries.lock_invitations(db, address)
    account = await queries.find_account(db, address)
    if account is not None and await queries.has_role(db, account.id, role, edition_id):
        await post(db, letter.kind, now, once=None, account_id=account.id, **letter.ids)
        return None
    invitation = await queries.find_open_invitation(db, address, role, edition_id, now)
    if invitation is not None:
        await _take_link_back(db, invitation, now)
    link = await make_link(
        db,
        LinkPurpose.INVITATION,
        address,
        now,
        life=rules.INVITATION_LIFE,
        language=language,
        next_path=next_path,
        letter=letter,
    )
    if invitation is None:
        invitation = await _add(
            db, link, email, role=role, edition_id=edition_id, language=language, invited_by_id=invited_by_id, now=now
        )
    else:
        invitation.link_id, invitation.expires_at = link.id, link.expires_at
        invitation.touch(now)
        _record(db, "invitation.resent", invitation, now)
    await db.flush()
    return invitation


async def _add(
    db: AsyncSession,
    link: MailedLink,
    email: str,
    *,
    role: Role,
    edition_id: UUID | None,
    language: str,
    invited_by_id: UUID | None,
    now: datetime,
) -> Invitation:
    """Write down the offer that a link brings; `email` is as it was typed."""
    invitation = Invitation(
        email=link.email,
        email_as_typed=email.strip(),
        role=role,
        edition_id=edition_id,
        language=language,
        invited_by_id=invited_by_id,
        link_id=link.id,
        expires_at=link.expires_at,
        created_at=now,
        updated_at=now,
    )
    db.add(invitation)
    await db.flush()
    _record(db, "invitation.created", invitation, now)
    return invitation


def _normalise(email: str) -> str:
    try:
        return rules.normalise_email(email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/email", str(problem))]) from problem


async def resend(db: AsyncSession, invitation: Invitation, now: datetime) -> None:
    """Mail a new link, good for as long as the first was; the one before is taken back. Errors: InvitationOver."""
    before = await _take_link_back(db, invitation, now)
    link = await make_link(
        db,
        LinkPurpose.INVITATION,
        invitation.email,
        now,
        life=rules.INVITATION_LIFE,
        language=invitation.language,
        next_path=before.next if before else None,
    )
    invitation.link_id, invitation.expires_at = link.id, link.expires_at
    invitation.touch(now)
    _record(db, "invitation.resent", invitation, now)
    await db.flush()


async def revoke(db: AsyncSession, invitation: Invitation, now: datetime) -> None:
    """Take an invitation back. Errors: InvitationOver."""
    await _take_link_back(db, invitation, now)
    invitation.revoked_at = now
    invitation.touch(now)
    _record(db, "invitation.revoked", invitation, now)
    await db.flush()


async def _take_link_back(db: AsyncSession, invitation: Invitation, now: datetime) -> MailedLink | None:
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationOver("this invitation is accepted or taken back already")
    link = await queries.find_link(db, invitation.link_id) if invitation.link_id is not None else None
    if link is not None:
        link.revoked_at = now
    return link


def _record(db: AsyncSession, action: str, invitation: Invitation, now: datetime) -> None:
    record(
        db,
        action,
        now,
        edition_id=invitation.edition_id,
        subject_kind="invitation",
        subject_id=invitation.id,
        fields=[invitation.role],
    )
