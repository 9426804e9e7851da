"""The whole installation: its accounts and its administrators."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries
from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import InvitationOver, LastAdministrator, ScopeTooWide
from madang.accounts.models import Account, Role
from madang.accounts.routes.roles import describe_holder, describe_invitation, describe_invitations
from madang.accounts.rules import EMAIL_MAX
from madang.accounts.schemas import (
    AccountPublic,
    AccountUpdate,
    AdministratorInvite,
    EditionNamed,
    InvitationPublic,
    RoleHolder,
    RolePublic,
)
from madang.accounts.service import invitations, roles
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.text import Line
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
from madang.programme.queries import find_editions_by_id

router = APIRouter(prefix="/api/v1/installation", tags=["installation"], route_class=RetryableRoute)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.INSTALLATION_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.INSTALLATION_WRITE])]


async def _describe(db: AsyncSession, accounts: list[Account]) -> list[AccountPublic]:
    ids = [account.id for account in accounts]
    grants = await queries.list_grants_of(db, ids)
    factors = await queries.list_second_factors(db, ids)
    editions = await find_editions_by_id(
        db, (grant.edition_id for own in grants.values() for grant in own if grant.edition_id)
    )
    return [
        AccountPublic(
            id=account.id,
            version=account.version,
            email=account.email_as_typed,
            created_at=account.created_at,
            disabled_at=account.disabled_at,
            roles=[
                RolePublic(
                    role=grant.role,
                    edition=EditionNamed.model_validate(editions[grant.edition_id]) if grant.edition_id else None,
                )
                for grant in grants[account.id]
            ],
            second_factor=account.id in factors,
        )
        for account in accounts
    ]


@router.get("/accounts", response_model=Page[AccountPublic])
async def list_accounts(
    request: Request,
    response: Response,
    _caller: Reader,
    db: ReadDb,
    page: Paging,
    email: Annotated[Line | None, Query(description="The beginning of an address.", max_length=EMAIL_MAX)] = None,
) -> dict[str, Any]:
    """List accounts by address."""
    found = await queries.list_accounts(db, page, email.lower() if email else None)
    return make_page(request, response, Found(await _describe(db, list(found.items)), found.next_cursor))


@router.patch(
    "/accounts/{account_id}",
    response_model=AccountPublic,
    responses=refusals(NotFound, Invalid, LastAdministrator, Stale, VersionRequired),
)
async def update_account(
    account_id: UUID,
    changes: AccountUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> AccountPublic:
    """Close an account, or open it again."""
    account = await queries.lock_account(db, account_id)
    if account is None:
        raise NotFound("there is no such account")
    expect(version, (await _describe(db, [account]))[0])
    if changes.disabled and account.disabled_at is None:
        await roles.disable_account(db, account, caller.account_id, now)
    elif not changes.disabled and account.disabled_at is not None:
        await roles.enable_account(db, account, now)
    say_version(response, account.version)
    return (await _describe(db, [account]))[0]


@router.get("/roles", response_model=Page[RoleHolder])
async def list_administrators(
    request: Request, response: Response, _caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List who looks after the installation."""
    found = await queries.list_holders(db, None, page)
    return make_page(request, response, Found([describe_holder(row) for row in found.items], found.next_cursor))


@router.delete("/roles/{role_id}", status_code=204, responses=refusals(NotFound, LastAdministrator))
async def remove_administrator(role_id: UUID, _caller: Writer, db: Db, now: Now) -> None:
    """Take the installation away from an administrator; somebody has to be left."""
    await roles.remove_role(db, role_id, None, now)


@router.get("/invitations", response_model=Page[InvitationPublic])
async def list_administrator_invitations(
    request: Request, response: Response, _caller: Reader, db: ReadDb, page: Paging, now: Now
) -> dict[str, Any]:
    """List the invitations to look after the installation, the newest first."""
    found = await queries.list_invitations(db, None, page)
    items = await describe_invitations(db, found.items, now)
    return make_page(request, response, Found(items, found.next_cursor))


@router.post(
    "/invitations", response_model=InvitationPublic, status_code=201, responses=refusals(ScopeTooWide, Taken, Invalid)
)
async def invite_administrator(
    data: AdministratorInvite, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> InvitationPublic:
    """Invite an address to look after the whole installation."""
    invitation = await invitations.invite(
        db,
        email=data.email,
        role=Role.ADMINISTRATOR,
        edition_id=None,
        language=data.language,
        invited_by_id=caller.account_id,
        allowed=caller.scopes_in(None),
        now=now,
    )
    say_version(response, invitation.version)
    return await describe_invitation(db, invitation, now)


@router.post(
    "/invitations/{invitation_id}/resend", response_model=InvitationPublic, responses=refusals(NotFound, InvitationOver)
)
async def resend_administrator_invitation(
    invitation_id: UUID, response: Response, _caller: Writer, db: Db, _retry: Retryable, now: Now
) -> InvitationPublic:
    """Mail a new link; the one before is taken back."""
    invitation = await queries.get_invitation(db, invitation_id, None, lock=True)
    await invitations.resend(db, invitation, now)
    say_version(response, invitation.version)
    return await describe_invitation(db, invitation, now)


@router.delete(
    "/invitations/{invitation_id}",
    status_code=204,
    responses=refusals(NotFound, InvitationOver, Stale, VersionRequired),
)
async def revoke_administrator_invitation(
    invitation_id: UUID, _caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take an invitation back."""
    invitation = await queries.get_invitation(db, invitation_id, None, lock=True)
    expect(version, await describe_invitation(db, invitation, now))
    await invitations.revoke(db, invitation, now)
