"""Members of a delegation, and the delegation on one page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    refusals,
    say_version,
)
from madang.delegations.errors import DelegationClosed, NominationsClosed, SeatsTaken
from madang.delegations.queries import get_delegation
from madang.participants import service
from madang.participants.errors import AddressRegistered, LettersSent, TransitionUnavailable
from madang.participants.queries.members import get_member
from madang.participants.schemas.members import (
    DelegationOverview,
    MemberPublic,
    MemberUpdate,
    MemberWithdrawal,
    NomineeGiven,
    SuccessorGiven,
)
from madang.programme.queries import get_edition

router = APIRouter(
    prefix="/api/v1/editions/{edition}/city-delegations/{delegation_id}",
    tags=["delegations"],
    route_class=RetryableRoute,
)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.DELEGATIONS_READ])]
Nominator = Annotated[Caller, Security(current_caller, scopes=[Scope.DELEGATIONS_NOMINATE])]

_TAKING_IN = (NotFound, DelegationClosed, SeatsTaken, AddressRegistered, LettersSent, Taken, Invalid)


@router.get("/overview", response_model=DelegationOverview, responses=refusals(NotFound))
async def read_delegation_overview(
    slug: EditionSlug, delegation_id: UUID, caller: Reader, db: ReadDb, now: Now
) -> DelegationOverview:
    """Read a delegation on one page: its members, what each has given and still owes, and never what it says."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id)
    return await service.describe_delegation(db, caller, edition, delegation, now)


@router.post(
    "/members",
    response_model=MemberPublic,
    status_code=201,
    responses=refusals(*_TAKING_IN, NominationsClosed),
)
async def nominate_member(
    slug: EditionSlug,
    delegation_id: UUID,
    given: NomineeGiven,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> MemberPublic:
    """Nominate somebody: a seat is taken, and a letter with a link to the registration is mailed to them."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id, lock=True)
    member = await service.nominate(db, caller, edition, delegation, given, now)
    say_version(response, member.version)
    return service.describe_member(member)


@router.patch(
    "/members/{member_id}",
    response_model=MemberPublic,
    responses=refusals(NotFound, DelegationClosed, SeatsTaken, Stale, VersionRequired, Invalid),
)
async def update_member(
    slug: EditionSlug,
    delegation_id: UUID,
    member_id: UUID,
    changes: MemberUpdate,
    response: Response,
    caller: Nominator,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> MemberPublic:
    """Change a member's capacity or role; name and position as long as they have not signed in."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id, lock=True)
    member = await get_member(db, delegation, member_id, lock=True)
    expect(version, service.describe_member(member))
    await service.update_member(db, caller, delegation, member, changes, now)
    say_version(response, member.version)
    return service.describe_member(member)


@router.post(
    "/members/{member_id}/withdraw",
    response_model=MemberPublic,
    responses=refusals(NotFound, DelegationClosed, TransitionUnavailable),
)
async def withdraw_member(
    slug: EditionSlug,
    delegation_id: UUID,
    member_id: UUID,
    withdrawal: MemberWithdrawal,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> MemberPublic:
    """Take a nomination back: the seat is free again, and the member is told."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id, lock=True)
    member = await get_member(db, delegation, member_id, lock=True)
    await service.withdraw_member(db, caller, edition, delegation, member, now, comment=withdrawal.comment)
    say_version(response, member.version)
    return service.describe_member(member)


@router.post(
    "/members/{member_id}/swap",
    response_model=MemberPublic,
    status_code=201,
    responses=refusals(*_TAKING_IN, TransitionUnavailable),
)
async def swap_member(
    slug: EditionSlug,
    delegation_id: UUID,
    member_id: UUID,
    given: SuccessorGiven,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> MemberPublic:
    """Have somebody else come instead: the seat is passed on, the member told, the successor sent the letter."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id, lock=True)
    member = await get_member(db, delegation, member_id, lock=True)
    successor = await service.swap(db, caller, edition, delegation, member, given, now)
    say_version(response, successor.version)
    return service.describe_member(successor)


@router.post(
    "/members/{member_id}/letter",
    response_model=MemberPublic,
    responses=refusals(NotFound, DelegationClosed, LettersSent),
)
async def send_nomination_letter(
    slug: EditionSlug,
    delegation_id: UUID,
    member_id: UUID,
    response: Response,
    caller: Nominator,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> MemberPublic:
    """Mail a member the letter once more; a link of an earlier one is no longer good."""
    edition = await get_edition(db, caller, slug)
    delegation = await get_delegation(db, caller, edition, delegation_id, lock=True)
    member = await get_member(db, delegation, member_id, lock=True)
    await service.send_nomination(db, caller, edition, delegation, member, now)
    say_version(response, member.version)
    return service.describe_member(member)
