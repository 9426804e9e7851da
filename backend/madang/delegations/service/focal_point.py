"""Who looks after a delegation: invited by a letter, reminded by another, followed by somebody else."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries as accounts
from madang.accounts.access import Caller
from madang.accounts.errors import ScopeTooWide
from madang.accounts.models import Role
from madang.accounts.rules import ROLE_SCOPES
from madang.accounts.service import invitations, roles
from madang.accounts.service.links import Letter
from madang.delegations import queries
from madang.delegations.errors import FocalPointMissing
from madang.delegations.models import Delegation
from madang.delegations.schemas import FocalPointGiven
from madang.delegations.service.common import address_of, note_event
from madang.programme.models import Edition

LETTER = "delegation_invitation"


async def appoint(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    delegation: Delegation,
    given: FocalPointGiven,
    now: datetime,
    *,
    what: str,
    pointer: str,
) -> None:
    """Make an address the focal point's and mail it the letter. Errors: Invalid for no address; ScopeTooWide."""
    address = address_of(given.email, pointer)
    account = await accounts.find_account(db, address)
    delegation.focal_name, delegation.focal_email = given.name, address
    delegation.focal_account_id = account.id if account else None
    await _write_letter(
        db,
        caller,
        edition,
        delegation,
        now,
        what=what,
        email=given.email,
        language=given.language,
        message=given.message,
    )


async def send_letter(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    delegation: Delegation,
    now: datetime,
    *,
    language: str | None,
    message: str | None,
) -> None:
    """Mail the letter again; a link of an earlier one is no longer good. Errors: FocalPointMissing, ScopeTooWide."""
    if delegation.focal_email is None:
        raise FocalPointMissing("nobody looks after this delegation yet; name a focal point first")
    await _write_letter(
        db,
        caller,
        edition,
        delegation,
        now,
        what="letter_sent",
        email=delegation.focal_email,
        language=language,
        message=message,
    )


async def pass_on(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, given: FocalPointGiven, now: datetime
) -> None:
    """Give a locked delegation another focal point. Whoever had it no longer sees it. Errors: Invalid, ScopeTooWide."""
    before, invitation_id = delegation.focal_email, delegation.focal_invitation_id
    account_id = delegation.focal_account_id
    if account_id is None and before is not None and (waited_for := await accounts.find_account(db, before)):
        account_id = waited_for.id
    delegation.focal_invitation_id = None
    what = "passed_on" if before else "letter_sent"
    await appoint(db, caller, edition, delegation, given, now, what=what, pointer="/body/email")
    if delegation.focal_email == before:
        return
    if invitation_id is not None and not await queries.is_invitation_shared(db, invitation_id, but=delegation.id):
        invitation = await accounts.get_invitation(db, invitation_id, edition.id, lock=True)
        if invitation.accepted_at is None and invitation.revoked_at is None:
            await invitations.revoke(db, invitation, now)
    if account_id is not None and not await queries.is_focal_point(db, edition.id, account_id, but=delegation.id):
        for grant in await accounts.list_grants(db, account_id):
            if grant.role is Role.FOCAL_POINT and grant.edition_id == edition.id:
                await roles.remove_role(db, grant.id, edition.id, now)


async def _write_letter(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    delegation: Delegation,
    now: datetime,
    *,
    what: str,
    email: str,
    language: str | None,
    message: str | None,
) -> None:
    if not ROLE_SCOPES[Role.FOCAL_POINT] <= caller.scopes_in(edition.id):
        raise ScopeTooWide("whoever names a focal point may do less than one")
    event = note_event(db, delegation, what, now, comment=message)
    await db.flush()
    wishes = (language, *delegation.working_languages, edition.default_language)
    invitation = await invitations.offer(
        db,
        email=email,
        role=Role.FOCAL_POINT,
        edition_id=edition.id,
        language=next(wish for wish in wishes if wish),
        letter=Letter(LETTER, {"delegation_id": delegation.id, "event_id": event.id}),
        next_path=f"/e/{edition.slug}/delegation",
        invited_by_id=caller.account_id,
        now=now,
    )
    # None: this address is a focal point here already, and needs no link to become one.
    delegation.focal_invitation_id = invitation.id if invitation else None
    delegation.touch(now)
    await db.flush()
