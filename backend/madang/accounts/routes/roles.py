"""Who has which role in an edition, and who is invited to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, Security
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries
from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import InvitationOver, ScopeTooWide
from madang.accounts.models import Invitation, Role
from madang.accounts.schemas import (
    InvitationCreate,
    InvitationPublic,
    InvitationState,
    LetterState,
    RoleHolder,
)
from madang.accounts.service import invitations, roles
from madang.accounts.service.links import letter_name
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
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
    make_page,
    refusals,
    say_version,
)
from madang.outbox.models import DeliveryResult, MessageState
from madang.outbox.queries import find_standings
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1/editions/{slug}", tags=["roles"], route_class=RetryableRoute)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.ROLES_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.ROLES_WRITE])]


def describe_holder(row: Any) -> RoleHolder:
    """Return a role with who has it, of a row of `list_holders`."""
    grant, account, last_used_at, confirmed_at = row
    return RoleHolder(
        id=grant.id,
        role=grant.role,
        account_id=account.id,
        email=account.email_as_typed,
        granted_at=grant.granted_at,
        last_used_at=last_used_at,
        second_factor=confirmed_at is not None,
        disabled=account.disabled_at is not None,
    )


async def describe_invitations(db: AsyncSession, found: Sequence[Invitation], now: datetime) -> list[InvitationPublic]:
    """Return invitations with the addresses of who invited, and what has become of their mails."""
    inviters = await queries.find_accounts(db, (invitation.invited_by_id for invitation in found))
    names = {invitation.id: letter_name(invitation.link_id) for invitation in found if invitation.link_id}
    letters = await find_standings(db, names.values())
    return [
        InvitationPublic(
            id=invitation.id,
            version=invitation.version,
            email=invitation.email_as_typed,
            role=invitation.role,
            language=invitation.language,
            invited_by=inviters[invitation.invited_by_id].email_as_typed
            if invitation.invited_by_id in inviters
            else None,
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            state=_state_of(invitation, now),
            mail=_letter_state(letters.get(names.get(invitation.id, ""))),
        )
        for invitation in found
    ]


async def describe_invitation(db: AsyncSession, invitation: Invitation, now: datetime) -> InvitationPublic:
    """Return one invitation as `describe_invitations` does."""
    return (await describe_invitations(db, [invitation], now))[0]


def _state_of(invitation: Invitation, now: datetime) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if invitation.expires_at > now else InvitationState.EXPIRED


def _letter_state(standing: tuple[MessageState, DeliveryResult | None] | None) -> LetterState | None:
    if standing is None:
        return None
    state, result = standing
    filed = state is MessageState.SENT and result is DeliveryResult.FILED
    return LetterState.FILED if filed else LetterState(state)


@router.get("/roles", response_model=Page[RoleHolder], responses=refusals(NotFound))
async def list_roles(
    slug: str, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List who has which role in an edition."""
    edition = await get_edition(db, caller, slug)
    found = await queries.list_holders(db, edition.id, page)
    return make_page(request, response, Found([describe_holder(row) for row in found.items], found.next_cursor))


@router.delete("/roles/{role_id}", status_code=204, responses=refusals(NotFound))
async def remove_role(slug: str, role_id: UUID, caller: Writer, db: Db, now: Now) -> None:
    """Take a role away; it is missed at the next request."""
    edition = await get_edition(db, caller, slug)
    await roles.remove_role(db, role_id, edition.id, now)


@router.get("/invitations", response_model=Page[InvitationPublic], responses=refusals(NotFound))
async def list_invitations(
    slug: str, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging, now: Now
) -> dict[str, Any]:
    """List the invitations to an edition, the newest first."""
    edition = await get_edition(db, caller, slug)
    found = await queries.list_invitations(db, edition.id, page)
    items = await describe_invitations(db, found.items, now)
    return make_page(request, response, Found(items, found.next_cursor))


@router.post(
    "/invitations",
    response_model=InvitationPublic,
    status_code=201,
    responses=refusals(NotFound, ScopeTooWide, Taken, Invalid),
)
async def create_invitation(
    slug: str, data: InvitationCreate, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> InvitationPublic:
    """Invite an address to an edition, in a role; a link is mailed."""
    edition = await get_edition(db, caller, slug)
    invitation = await invitations.invite(
        db,
        email=data.email,
        role=Role(data.role),
        edition_id=edition.id,
        language=data.language,
        invited_by_id=caller.account_id,
        allowed=caller.scopes_in(edition.id),
        now=now,
    )
    say_version(response, invitation.version)
    return await describe_invitation(db, invitation, now)


@router.post(
    "/invitations/{invitation_id}/resend",
    response_model=InvitationPublic,
    responses=refusals(NotFound, InvitationOver),
)
async def resend_invitation(
    slug: str, invitation_id: UUID, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> InvitationPublic:
    """Mail a new link; the one before is taken back."""
    edition = await get_edition(db, caller, slug)
    invitation = await queries.get_invitation(db, invitation_id, edition.id, lock=True)
    await invitations.resend(db, invitation, now)
    say_version(response, invitation.version)
    return await describe_invitation(db, invitation, now)


@router.delete(
    "/invitations/{invitation_id}",
    status_code=204,
    responses=refusals(NotFound, InvitationOver, Stale, VersionRequired),
)
async def revoke_invitation(
    slug: str, invitation_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take an invitation back."""
    edition = await get_edition(db, caller, slug)
    invitation = await queries.get_invitation(db, invitation_id, edition.id, lock=True)
    expect(version, await describe_invitation(db, invitation, now))
    await invitations.revoke(db, invitation, now)
