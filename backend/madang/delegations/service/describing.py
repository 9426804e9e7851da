"""Delegations as they are given to whoever asks."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.delegations import queries, rules
from madang.delegations.models import Delegation, DelegationEvent
from madang.delegations.schemas import (
    DelegationEventPublic,
    DelegationPublic,
    FocalPointPublic,
    FocalPointState,
    SeatsPublic,
)
from madang.delegations.service.common import is_organiser

_PLAIN = (
    "id", "key", "city", "country", "local_government", "timezone", "latitude", "longitude", "network_member",
    "nominating_body", "letter_file_id", "mentor", "working_languages", "status", "nominate_by", "listed", "version",
    "created_at", "updated_at",
)  # fmt: skip


async def describe_all(
    db: AsyncSession, caller: Caller, delegations: Iterable[Delegation], now: datetime
) -> list[DelegationPublic]:
    """Return delegations as this caller sees them, by one further statement."""
    known = list(delegations)
    states = await queries.find_focal_states(db, known, now)
    return [_describe(caller, delegation, states[delegation.id], now) for delegation in known]


async def describe(db: AsyncSession, caller: Caller, delegation: Delegation, now: datetime) -> DelegationPublic:
    """Return one delegation as this caller sees it."""
    return (await describe_all(db, caller, [delegation], now))[0]


def _describe(caller: Caller, delegation: Delegation, state: FocalPointState, now: datetime) -> DelegationPublic:
    organiser = is_organiser(caller, delegation)
    opens = rules.takes_nominations(delegation.status, None if organiser else delegation.nominate_by, now)
    return DelegationPublic(
        **{name: getattr(delegation, name) for name in _PLAIN},
        available_transitions=rules.find_transitions(delegation.status, by_organiser=organiser),
        takes_nominations=opens,
        focal_point=FocalPointPublic(name=delegation.focal_name, email=delegation.focal_email, state=state),
        seats=[SeatsPublic.model_validate(seats) for seats in delegation.seats if seats.seats or seats.taken],
    )


def describe_event(event: DelegationEvent, by: str | None) -> DelegationEventPublic:
    """Return something that happened, with the address of whose doing it was."""
    return DelegationEventPublic(
        id=event.id,
        at=event.at,
        what=event.what,
        from_status=event.from_status,
        to_status=event.to_status,
        comment=event.comment,
        by=by,
    )
