"""What routes of participants share: who may, and how a participant is shown."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import Line
from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations
from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.participants.queries.lists import Filters
from madang.participants.schemas.lists import Country, DelegationNamed, ParticipantPublic, ParticipantShared

Reason = Annotated[Line, Query(min_length=3, max_length=500, description="Why it is taken; kept in the audit log.")]


def _filters(
    status: Annotated[RegistrationStatus | None, Query(description="Only who stands there.")] = None,
    kind: Annotated[ParticipantKind | None, Query(description="Only of this kind.")] = None,
    delegation: Annotated[UUID | None, Query(description="Only members of this delegation.")] = None,
    country: Annotated[Country | None, Query(description="Only of this country (ISO 3166-1, two letters).")] = None,
) -> Filters:
    return Filters(status=status, kind=kind, delegation_id=delegation, country=country)


Wanted = Annotated[Filters, Depends(_filters)]


async def delegations_of(db: AsyncSession, rows: Sequence[Registration]) -> dict[UUID, Delegation]:
    """Return the delegations of some participants in one statement."""
    ids = {row.delegation_id for row in rows if row.delegation_id}
    return await find_delegations(db, ids) if ids else {}


def describe(
    row: Registration, delegations: dict[UUID, Delegation], *, whole: bool
) -> ParticipantPublic | ParticipantShared:
    """Return a participant as an organiser (`whole`) or a partner reads them."""
    delegation = delegations.get(row.delegation_id) if row.delegation_id else None
    values = row.model_dump() | {
        "delegation": DelegationNamed.model_validate(delegation) if delegation else None,
        "email": row.email_as_typed,
        "has_account": row.account_id is not None,
    }
    return ParticipantPublic(**values) if whole else ParticipantShared(**values)
