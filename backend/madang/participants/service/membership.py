"""Membership in delegations: nominated, changed, swapped, ended. A seat goes with each step of a registration."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries as accounts
from madang.accounts.access import Caller
from madang.accounts.models import Role
from madang.accounts.service import invitations
from madang.accounts.service.links import Letter
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.delegations import rules as city_rules
from madang.delegations.errors import DelegationClosed, NominationsClosed
from madang.delegations.models import Delegation, DelegationStatus
from madang.delegations.queries import reload_seats
from madang.delegations.service import (
    address_of,
    claim,
    give_seat_back,
    is_organiser,
    note_event,
    set_status,
    take_seat,
)
from madang.outbox.service import post
from madang.participants import rules
from madang.participants.errors import AddressRegistered, LettersSent
from madang.participants.models import MemberRole, Registration, RegistrationStatus, Source
from madang.participants.queries import members as queries
from madang.participants.schemas.members import MemberPublic, MemberUpdate, NomineeGiven, SuccessorGiven
from madang.participants.service.common import move, note, set_names
from madang.programme.models import Edition

_OWN_ONCE_THERE = {"name": "badge_name", "position": "position"}


def describe_member(member: Registration) -> MemberPublic:
    """Return a member as the focal point sees them."""
    return MemberPublic(**describe_columns(member))


def describe_columns(member: Registration) -> dict[str, Any]:
    """Return what is shown of every member, present or former."""
    return {
        "id": member.id,
        "name": member.badge_name,
        "email": None if member.erased_at else member.email_as_typed,
        "position": member.position,
        "capacity": member.capacity,
        "role": member.member_role,
        "status": member.status,
        "signed_in": member.account_id is not None,
        "submitted_at": member.submitted_at,
        "replaced_by_id": member.replaced_by_id,
        "version": member.version,
        "updated_at": member.updated_at,
    }


async def nominate(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, given: NomineeGiven, now: datetime
) -> Registration:
    """Take somebody into a locked delegation: a seat, the draft of a registration, and a letter with a link.

    Whoever was a member before comes back. Only an organiser takes in somebody who has registered otherwise.
    Errors: DelegationClosed, NominationsClosed, SeatsTaken, Invalid, Taken, AddressRegistered.
    """
    _check_open(delegation)
    if not is_organiser(caller, delegation) and not city_rules.takes_nominations(
        delegation.status, delegation.nominate_by, now
    ):
        raise NominationsClosed("the deadline for nominations has passed; ask the organisers")
    claim(caller, delegation)
    member = await _take_in(db, caller, edition, delegation, given, now)
    note_event(db, delegation, "nominated", now)
    if delegation.status is DelegationStatus.INVITED:
        set_status(db, delegation, DelegationStatus.NOMINATED, now)
    await db.flush()
    return member


async def swap(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    delegation: Delegation,
    member: Registration,
    given: SuccessorGiven,
    now: datetime,
) -> Registration:
    """Have somebody else come instead of a locked member, after the deadline too; the seat is passed on.

    Errors: DelegationClosed, TransitionUnavailable when the member does not come anyway, SeatsTaken for another
    capacity, Invalid, Taken, AddressRegistered.
    """
    _check_open(delegation)
    capacity = given.capacity or member.capacity
    if capacity is None:
        what = "say in which capacity they come"
        raise Invalid(what, errors=[("/body/capacity", what)])
    nominee = NomineeGiven(
        name=given.name,
        email=given.email,
        capacity=capacity,
        role=given.role or member.member_role or MemberRole.MEMBER,
        position=given.position,
        language=given.language,
    )
    claim(caller, delegation)
    await _end(db, edition, delegation, member, now, how="replaced", comment=given.comment)
    successor = await _take_in(db, caller, edition, delegation, nominee, now)
    member.replaced_by_id = successor.id
    note_event(db, delegation, "member_replaced", now)
    await db.flush()
    return successor


async def withdraw_member(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    delegation: Delegation,
    member: Registration,
    now: datetime,
    *,
    comment: str | None,
) -> None:
    """Take a locked member's nomination back, and tell them. Errors: DelegationClosed, TransitionUnavailable."""
    _check_open(delegation)
    claim(caller, delegation)
    await _end(db, edition, delegation, member, now, how="withdrawn", comment=comment)
    note_event(db, delegation, "member_withdrawn", now)
    await db.flush()


async def end_memberships(db: AsyncSession, edition: Edition, delegation: Delegation, now: datetime) -> None:
    """Cancel the registration of every member of a delegation that does not come, and tell them."""
    for member in await queries.list_members(db, delegation, lock=True):
        if member.status in rules.SEATED:
            await _end(db, edition, delegation, member, now, how="delegation_over", comment=None)
    await reload_seats(db, delegation)


async def update_member(
    db: AsyncSession, caller: Caller, delegation: Delegation, member: Registration, changes: MemberUpdate, now: datetime
) -> bool:
    """Change a locked member and return whether anything differs. Another capacity takes another seat.

    Errors: DelegationClosed; Invalid for what is the member's own by now; SeatsTaken.
    """
    _check_open(delegation)
    given = changes.model_fields_set
    own = sorted(given & _OWN_ONCE_THERE.keys())
    if own and member.account_id is not None:
        what = "they keep this up to date themselves"
        raise Invalid(what, errors=[(f"/body/{name}", what) for name in own])
    claim(caller, delegation)
    before = (member.badge_name, member.position, member.capacity, member.member_role)
    for name in own:
        setattr(member, _OWN_ONCE_THERE[name], getattr(changes, name))
    if "role" in given:
        member.member_role = changes.role
    if "capacity" in given and changes.capacity is not member.capacity:
        if member.seat_held:
            await take_seat(db, delegation.id, changes.capacity)
            if member.capacity:
                await give_seat_back(db, delegation.id, member.capacity)
        member.capacity = changes.capacity
    if before == (member.badge_name, member.position, member.capacity, member.member_role):
        return False
    member.touch(now)
    note(db, member, "membership_changed", now)
    await set_names(db, member)
    return True


async def send_nomination(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, member: Registration, now: datetime
) -> None:
    """Mail a member the letter, also once more. Errors: DelegationClosed; LettersSent after several in a row."""
    _check_open(delegation)
    lately = await queries.list_letters(db, member.id, since=now - rules.LETTERS_COUNTED)
    if len(lately) >= rules.LETTERS_AT_ONCE:
        wait = lately[0] + rules.LETTERS_COUNTED - now
        raise LettersSent(
            "this person was sent several letters just now",
            headers={"Retry-After": str(max(1, int(wait.total_seconds())))},
        )
    await invitations.offer(
        db,
        email=member.email_as_typed,
        role=Role.PARTICIPANT,
        edition_id=edition.id,
        language=member.language,
        letter=Letter("nomination", {"registration_id": member.id, "delegation_id": delegation.id}),
        next_path=f"/e/{edition.slug}/register",
        invited_by_id=caller.account_id,
        now=now,
    )
    note(db, member, "letter_sent", now)
    await db.flush()


def _check_open(delegation: Delegation) -> None:
    if delegation.status not in city_rules.OPEN:
        raise DelegationClosed(f"the delegation is {delegation.status}: its members stay as they are")


async def _take_in(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, given: NomineeGiven, now: datetime
) -> Registration:
    email = address_of(given.email, "/body/email")
    member = await queries.find_registered(db, edition.id, email)
    if member is None:
        member = await _register(db, edition, delegation, given, email, now)
    elif member.delegation_id == delegation.id and member.status in rules.SEATED:
        raise Taken(
            "this address is a member of the delegation already", errors=[("/body/email", "is a member already")]
        )
    elif not _may_take_over(caller, delegation, member):
        raise _registered()
    else:
        await _take_over(db, delegation, member, given, now)
    await send_nomination(db, caller, edition, delegation, member, now)
    return member


def _registered() -> AddressRegistered:
    # The same words whether it is another city's member or somebody's own registration: neither is ours to tell.
    what = "is registered with this edition otherwise; ask the organisers"
    return AddressRegistered(f"this address {what}", errors=[("/body/email", what)])


def _may_take_over(caller: Caller, delegation: Delegation, member: Registration) -> bool:
    if member.delegation_id == delegation.id:
        return member.status is RegistrationStatus.CANCELLED
    free = member.delegation_id is None and member.status is not RegistrationStatus.DECLINED
    return free and is_organiser(caller, delegation)


async def _register(
    db: AsyncSession, edition: Edition, delegation: Delegation, given: NomineeGiven, email: str, now: datetime
) -> Registration:
    await take_seat(db, delegation.id, given.capacity)
    wishes = (given.language, *delegation.working_languages, edition.default_language)
    member = Registration(
        edition_id=edition.id,
        email=email,
        email_as_typed=given.email.strip(),
        source=Source.NOMINATION,
        language=next(wish for wish in wishes if wish),
        badge_name=given.name,
        position=given.position,
        country=delegation.country,
        delegation_id=delegation.id,
        capacity=given.capacity,
        member_role=given.role,
        seat_held=True,
        created_at=now,
        updated_at=now,
    )
    db.add(member)
    await flush_new(db, _registered())
    await set_names(db, member)
    note(db, member, "nominated", now)
    return member


async def _take_over(
    db: AsyncSession, delegation: Delegation, member: Registration, given: NomineeGiven, now: datetime
) -> None:
    """Bring somebody who registered otherwise, or was a member before, into the delegation, as they stand."""
    member.delegation_id, member.capacity, member.member_role = delegation.id, given.capacity, given.role
    member.replaced_by_id = None
    if member.status is RegistrationStatus.CANCELLED:
        await move(db, member, RegistrationStatus.DRAFT, now)
    elif not member.seat_held:
        await take_seat(db, delegation.id, given.capacity)
        member.seat_held = True
    if member.account_id is None:
        member.badge_name, member.position = given.name, given.position
        await set_names(db, member)
    member.touch(now)
    note(db, member, "nominated", now)
    await db.flush()


async def _end(
    db: AsyncSession,
    edition: Edition,
    delegation: Delegation,
    member: Registration,
    now: datetime,
    *,
    how: str,
    comment: str | None,
) -> None:
    await move(db, member, RegistrationStatus.CANCELLED, now, comment=comment or "", told=bool(comment))
    offered = await accounts.find_open_invitation(db, member.email, Role.PARTICIPANT, edition.id, now)
    if offered is not None:  # pressed now, it would lead to a registration that is over
        await invitations.revoke(db, offered, now)
    await post(db, "membership_ended", now, registration_id=member.id, delegation_id=delegation.id, how=how)
