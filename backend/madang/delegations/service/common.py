"""What every change of a delegation goes through: who makes it, and its history."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller, Scope
from madang.accounts.models import Role
from madang.accounts.rules import normalise_email
from madang.core.errors import Invalid
from madang.core.origin import find_origin
from madang.delegations.models import Delegation, DelegationEvent, DelegationStatus


def is_organiser(caller: Caller, delegation: Delegation) -> bool:
    """Whether the caller speaks for the organisers, or else for the city: a token may be narrower than its owner."""
    writes = Scope.DELEGATIONS_WRITE in caller.scopes_in(delegation.edition_id)
    return writes and Role.ORGANISER in caller.roles_in(delegation.edition_id)


def claim(caller: Caller, delegation: Delegation) -> None:
    """Bind a locked delegation to the focal point who changes it: their address may change, their account stays."""
    if delegation.focal_account_id is None and not is_organiser(caller, delegation):
        delegation.focal_account_id = caller.account_id


def note_event(
    db: AsyncSession,
    delegation: Delegation,
    what: str,
    now: datetime,
    *,
    before: DelegationStatus | None = None,
    comment: str | None = None,
) -> DelegationEvent:
    """Append to a delegation's history; who did it is known from the transaction. No names: people can be erased."""
    origin = find_origin(db.sync_session)
    event = DelegationEvent(
        delegation_id=delegation.id,
        at=now,
        account_id=origin.account_id if origin else None,
        what=what,
        from_status=before or delegation.status,
        to_status=delegation.status,
        comment=comment or "",
    )
    db.add(event)
    return event


def address_of(email: str, pointer: str) -> str:
    """Return an address as it is compared. Errors: Invalid, at that pointer."""
    try:
        return normalise_email(email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[(pointer, str(problem))]) from problem
