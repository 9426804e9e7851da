"""City delegations: invited by organisers, looked after by their focal points."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import ScopeTooWide
from madang.accounts.models import Role
from madang.accounts.queries import find_accounts
from madang.core.countries import CountryCode
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.text import Line
from madang.core.web import (
    Db,
    EditionSlug,
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
from madang.delegations import queries, rules, service
from madang.delegations.errors import FocalPointMissing, StepUnavailable
from madang.delegations.models import DelegationStatus
from madang.delegations.schemas import (
    DelegationCreate,
    DelegationEventPublic,
    DelegationPublic,
    DelegationStep,
    DelegationUpdate,
    FocalPointGiven,
    LetterAgain,
)
from madang.participants.service import end_memberships
from madang.programme.queries import get_edition

router = APIRouter(
    prefix="/api/v1/editions/{edition}/city-delegations", tags=["delegations"], route_class=RetryableRoute
)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.DELEGATIONS_READ])]
Nominator = Annotated[Caller, Security(current_caller, scopes=[Scope.DELEGATIONS_NOMINATE])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.DELEGATIONS_WRITE])]


@router.get("", response_model=Page[DelegationPublic], responses=refusals(NotFound))
async def list_delegations(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    now: Now,
    status: Annotated[
        list[DelegationStatus] | None, Query(max_length=len(DelegationStatus), description="Only these states.")
    ] = None,
    country: Annotated[CountryCode | None, Query(description="Only those of this country or territory.")] = None,
    name: Annotated[Line | None, Query(description="Words of a city or local government, by their beginning.")] = None,
) -> dict[str, Any]:
    """List delegations by name: all for an organiser, their own for a focal point."""
    edition = await get_edition(db, caller, slug)
    found = await queries.list_delegations(db, caller, edition, page, statuses=status, country=country, name=name)
    items = await service.describe_all(db, caller, found.items, now)
    return make_page(request, response, Found(items, found.next_cursor))


@router.post(
    "", response_model=DelegationPublic, status_code=201, responses=refusals(NotFound, Taken, Invalid, ScopeTooWide)
)
async def invite_city(
    slug: EditionSlug, data: DelegationCreate, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> DelegationPublic:
    """Invite a city: a delegation with its seats, and a letter to its focal point."""
    edition = await get_edition(db, caller, slug)
    delegation = await service.invite_city(db, caller, edition, data, now)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.get("/{delegation_id}", response_model=DelegationPublic, responses=refusals(NotFound))
async def get_delegation(
    slug: EditionSlug, delegation_id: UUID, response: Response, caller: Reader, db: ReadDb, now: Now
) -> DelegationPublic:
    """Read one delegation."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.patch(
    "/{delegation_id}",
    response_model=DelegationPublic,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid),
)
async def update_delegation(
    slug: EditionSlug,
    delegation_id: UUID,
    changes: DelegationUpdate,
    response: Response,
    caller: Nominator,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> DelegationPublic:
    """Change a delegation. A focal point changes what the city says of itself."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id, lock=True)
    expect(version, await service.describe(db, caller, delegation, now))
    await service.update_delegation(db, caller, edition, delegation, changes, now)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.post(
    "/{delegation_id}/transitions",
    response_model=DelegationPublic,
    responses=refusals(NotFound, StepUnavailable),
)
async def move_delegation(
    slug: EditionSlug,
    delegation_id: UUID,
    step: DelegationStep,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> DelegationPublic:
    """Take a delegation to another state. Declined or withdrawn, it gives up its members' places and they are told."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id, lock=True)
    await service.move_delegation(db, caller, delegation, step.to, now, comment=step.comment)
    if step.to in rules.OVER:
        await end_memberships(db, edition, delegation, now)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.post(
    "/{delegation_id}/letter",
    response_model=DelegationPublic,
    responses=refusals(NotFound, FocalPointMissing, ScopeTooWide),
)
async def send_delegation_letter(
    slug: EditionSlug,
    delegation_id: UUID,
    letter: LetterAgain,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> DelegationPublic:
    """Mail the letter to the focal point once more; a link of an earlier one is no longer good."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id, lock=True)
    await service.send_letter(db, caller, edition, delegation, now, language=letter.language, message=letter.message)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.post(
    "/{delegation_id}/focal-point", response_model=DelegationPublic, responses=refusals(NotFound, Invalid, ScopeTooWide)
)
async def pass_delegation_on(
    slug: EditionSlug,
    delegation_id: UUID,
    given: FocalPointGiven,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> DelegationPublic:
    """Name the focal point, or pass the task on: the new one gets the letter, the one before is out at once."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id, lock=True)
    await service.pass_on(db, caller, edition, delegation, given, now)
    say_version(response, delegation.version)
    return await service.describe(db, caller, delegation, now)


@router.get("/{delegation_id}/history", response_model=Page[DelegationEventPublic], responses=refusals(NotFound))
async def list_delegation_history(
    slug: EditionSlug,
    delegation_id: UUID,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
) -> dict[str, Any]:
    """List what happened to a delegation, the newest first."""
    edition = await get_edition(db, caller, slug)
    delegation = await queries.get_delegation(db, caller, edition, delegation_id)
    found = await queries.list_events(db, delegation, page)
    told = Role.ORGANISER in caller.roles_in(edition.id)
    accounts = await find_accounts(db, (event.account_id for event in found.items)) if told else {}
    items = [
        service.describe_event(
            event, accounts[event.account_id].email_as_typed if event.account_id in accounts else None
        )
        for event in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))
