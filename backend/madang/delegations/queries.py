"""Every `select` of delegations, and which of them a caller may see."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.access import Caller
from madang.accounts.models import Account, Invitation, Role
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.core.text import search_key
from madang.delegations import rules
from madang.delegations.models import Delegation, DelegationEvent, DelegationStatus, Seats
from madang.delegations.schemas import FocalPointState
from madang.files.models import StoredFile
from madang.programme.models import Edition


def visible_delegations(caller: Caller, edition: Edition) -> SelectOfScalar[Delegation]:
    """Return the delegations of an edition that a caller may see: an organiser all, a focal point their own.

    A focal point's own are those bound to the account, and those that wait for its address: nobody signs in with an
    address whose mails they do not read.
    """
    statement = select(Delegation).where(Delegation.edition_id == edition.id)
    statement = statement.options(selectinload(Delegation.seats))  # type: ignore[arg-type]
    if Role.ORGANISER in caller.roles_in(edition.id):
        return statement
    return statement.where(_is_looked_after_by(caller.account_id))


def _is_looked_after_by(account_id: UUID) -> ColumnElement[bool]:
    own_address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    waiting = and_(col(Delegation.focal_account_id).is_(None), col(Delegation.focal_email) == own_address)
    return or_(col(Delegation.focal_account_id) == account_id, waiting)


async def get_delegation(
    db: AsyncSession, caller: Caller, edition: Edition, delegation_id: UUID, *, lock: bool = False
) -> Delegation:
    """Return a delegation with its seats. Errors: NotFound, also when it is somebody else's."""
    statement = visible_delegations(caller, edition).where(Delegation.id == delegation_id)
    found = (await db.exec(statement.with_for_update(of=Delegation) if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such delegation in this edition")
    return found


async def find_delegations(db: AsyncSession, ids: set[UUID]) -> dict[UUID, Delegation]:
    """Return delegations by id in one statement, whoever asks: for who is named beside them."""
    found = await db.exec(select(Delegation).where(col(Delegation.id).in_(ids)))
    return {delegation.id: delegation for delegation in found.all()}


async def find_with_seats(db: AsyncSession, delegation_id: UUID) -> Delegation | None:
    """Return a delegation with its seats, whoever asks: for the letters about it."""
    statement = select(Delegation).where(Delegation.id == delegation_id)
    return (await db.exec(statement.options(selectinload(Delegation.seats)))).one_or_none()  # type: ignore[arg-type]


async def list_delegations(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    page: PageRequest,
    *,
    statuses: Collection[DelegationStatus] | None,
    country: str | None,
    name: str | None,
) -> Found[Delegation]:
    """Return a page of the delegations that a caller may see, by name; `name` finds words by their beginning."""
    statement = visible_delegations(caller, edition)
    if statuses:
        statement = statement.where(col(Delegation.status).in_(statuses))
    if country:
        statement = statement.where(Delegation.country == country)
    for word in search_key(name or "").split():
        prefix = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = (col(Delegation.search_name).like(f"{start}{prefix}%", escape="\\") for start in ("", "% "))
        statement = statement.where(or_(*found))
    return await fetch_page(
        db,
        statement,
        keys=[col(Delegation.search_name), col(Delegation.id)],
        key_of=lambda row: (row.search_name, row.id),
        page=page,
    )


async def find_by_key(db: AsyncSession, edition_id: UUID, key: str) -> UUID | None:
    """Return the id of the delegation of that key."""
    statement = select(Delegation.id).where(Delegation.edition_id == edition_id, Delegation.key == key)
    return (await db.exec(statement)).one_or_none()


async def reload_seats(db: AsyncSession, delegation: Delegation) -> None:
    """Read the seats of a delegation again: they are taken and given back by statements that pass the session by."""
    statement = select(Seats).where(Seats.delegation_id == delegation.id).execution_options(populate_existing=True)
    (await db.exec(statement)).all()


async def list_events(db: AsyncSession, delegation: Delegation, page: PageRequest) -> Found[DelegationEvent]:
    """Return a page of what happened to a delegation, the newest first."""
    return await fetch_page(
        db,
        select(DelegationEvent).where(DelegationEvent.delegation_id == delegation.id),
        keys=[col(DelegationEvent.id)],
        key_of=lambda row: (row.id,),
        page=page,
        descending=True,
    )


async def find_event(db: AsyncSession, event_id: UUID) -> DelegationEvent | None:
    """Return one thing that happened: for the letter that repeats its words."""
    return (await db.exec(select(DelegationEvent).where(DelegationEvent.id == event_id))).one_or_none()


async def find_focal_states(
    db: AsyncSession, delegations: Iterable[Delegation], now: datetime
) -> dict[UUID, FocalPointState]:
    """Return how far the focal points of these delegations have come, in one statement."""
    known = list(delegations)
    ids = {delegation.focal_invitation_id for delegation in known} - {None}
    found = await db.exec(select(Invitation).where(col(Invitation.id).in_(ids)))
    invitations = {invitation.id: invitation for invitation in found.all()}
    return {
        delegation.id: _focal_state(delegation, invitations.get(delegation.focal_invitation_id), now)  # type: ignore[arg-type]
        for delegation in known
    }


def _focal_state(delegation: Delegation, invitation: Invitation | None, now: datetime) -> FocalPointState:
    if delegation.focal_email is None:
        return FocalPointState.NOT_INVITED
    if invitation is None:
        return FocalPointState.ARRIVED if delegation.focal_account_id else FocalPointState.NOT_INVITED
    if invitation.accepted_at is not None:
        return FocalPointState.ARRIVED
    over = invitation.revoked_at is not None or invitation.expires_at <= now
    return FocalPointState.EXPIRED if over else FocalPointState.INVITED


async def is_focal_point(db: AsyncSession, edition_id: UUID, account_id: UUID, *, but: UUID) -> bool:
    """Whether an account looks after another delegation of the edition than `but`, or is waited for there."""
    statement = select(Delegation.id).where(
        Delegation.edition_id == edition_id, _is_looked_after_by(account_id), Delegation.id != but
    )
    return (await db.exec(statement.limit(1))).first() is not None


async def is_invitation_shared(db: AsyncSession, invitation_id: UUID, *, but: UUID) -> bool:
    """Whether another delegation than `but` waits for the same invitation."""
    statement = select(Delegation.id).where(Delegation.focal_invitation_id == invitation_id, Delegation.id != but)
    return (await db.exec(statement.limit(1))).first() is not None


async def find_own_file(db: AsyncSession, edition: Edition, account_id: UUID, file_id: UUID) -> StoredFile | None:
    """Return a whole file that this account handed in to this edition."""
    statement = select(StoredFile).where(
        StoredFile.id == file_id,
        StoredFile.edition_id == edition.id,
        StoredFile.account_id == account_id,
        col(StoredFile.completed_at).is_not(None),
    )
    return (await db.exec(statement)).one_or_none()


async def list_public_delegations(db: AsyncSession, slug: str) -> Sequence[Any]:
    """Return what the public may know of the delegations of an edition that wish to be known, by name."""
    columns = (
        Delegation.key,
        Delegation.city,
        Delegation.country,
        Delegation.local_government,
        Delegation.latitude,
        Delegation.longitude,
        Delegation.status,
        Delegation.id,
        Delegation.version,
    )
    statement = (
        select(*columns)  # type: ignore[call-overload]
        .join(Edition, col(Edition.id) == col(Delegation.edition_id))
        .where(Edition.slug == slug, col(Delegation.listed).is_(True), col(Delegation.status).in_(rules.PUBLIC))
        .order_by(col(Delegation.search_name), col(Delegation.id))
    )
    return (await db.exec(statement)).all()  # type: ignore[no-any-return]


async def find_delegations_by_key(db: AsyncSession, edition_id: UUID, keys: set[str]) -> dict[str, Delegation]:
    """Return delegations of an edition by their keys, in one statement."""
    statement = select(Delegation).where(Delegation.edition_id == edition_id, col(Delegation.key).in_(keys))
    return {delegation.key: delegation for delegation in (await db.exec(statement)).all()}
