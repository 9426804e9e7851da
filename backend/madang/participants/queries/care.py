"""One's own registration, sensitive details and visa cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, false, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.accounts.models import Role
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.participants.models import (
    ArrangementState,
    Registration,
    RegistrationStatus,
    SensitiveDetail,
    SensitiveKind,
    VisaCase,
    VisaEvent,
    VisaStatus,
)
from madang.participants.queries.own import find_own_registration
from madang.programme.models import Edition

_NEVER = "9999-12-31"
_GONE = (RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED)


async def get_own_registration(
    db: AsyncSession, account_id: UUID, slug: str, *, lock: bool = False
) -> tuple[Registration, Edition]:
    """Return an account's registration to an edition with the edition. Errors: NotFound."""
    edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one_or_none()
    found = await find_own_registration(db, account_id, edition.id, lock=lock) if edition else None
    if edition is None or found is None:
        raise NotFound(f"you have no registration to an edition {slug!r}")
    return found, edition


async def list_details(
    db: AsyncSession, registration_id: UUID, kinds: Sequence[SensitiveKind] = ()
) -> Sequence[SensitiveDetail]:
    """Return the sensitive details of a registration, sealed."""
    statement = select(SensitiveDetail).where(SensitiveDetail.registration_id == registration_id)
    if kinds:
        statement = statement.where(col(SensitiveDetail.kind).in_(kinds))
    return (await db.exec(statement.order_by(col(SensitiveDetail.kind)))).all()


async def find_detail(db: AsyncSession, registration_id: UUID, kind: SensitiveKind) -> SensitiveDetail | None:
    """Return one sensitive detail of a registration, sealed."""
    found = await list_details(db, registration_id, [kind])
    return found[0] if found else None


def _access_needs(caller: Caller, edition: Edition) -> Any:
    statement = (
        select(SensitiveDetail, Registration)
        .join(Registration, col(Registration.id) == col(SensitiveDetail.registration_id))
        .where(Registration.edition_id == edition.id, SensitiveDetail.kind == SensitiveKind.ACCESS_NEED)
    )
    return statement if Role.ORGANISER in caller.roles_in(edition.id) else statement.where(false())


async def list_access_needs(
    db: AsyncSession, caller: Caller, edition: Edition, page: PageRequest, arrangement: ArrangementState | None
) -> Found[tuple[SensitiveDetail, Registration]]:
    """Return a page of access needs with whose they are, in the order in which they were made."""
    statement = _access_needs(caller, edition).where(col(Registration.status).not_in(_GONE))
    if arrangement is not None:
        statement = statement.where(SensitiveDetail.arrangement == arrangement)
    return await fetch_page(db, statement, keys=[col(SensitiveDetail.id)], key_of=lambda row: (row[0].id,), page=page)


async def get_access_need(
    db: AsyncSession, caller: Caller, edition: Edition, detail_id: UUID
) -> tuple[SensitiveDetail, Registration]:
    """Return an access need that nobody else changes until the transaction ends. Errors: NotFound."""
    statement = _access_needs(caller, edition).where(SensitiveDetail.id == detail_id)
    found: tuple[SensitiveDetail, Registration] | None = (
        await db.exec(statement.with_for_update(of=SensitiveDetail))
    ).one_or_none()
    if found is None:
        raise NotFound("there is no such access need in this edition")
    return found


async def list_counted(db: AsyncSession, edition: Edition) -> Sequence[SensitiveDetail]:
    """Return the details that caterers and the house need numbers of, of whoever may still come."""
    statement = (
        select(SensitiveDetail)
        .join(Registration, col(Registration.id) == col(SensitiveDetail.registration_id))
        .where(
            Registration.edition_id == edition.id,
            col(Registration.status).not_in(_GONE),
            col(SensitiveDetail.kind).in_([SensitiveKind.DIETARY, SensitiveKind.ACCESS_NEED]),
        )
    )
    return (await db.exec(statement)).all()


async def list_due_details(db: AsyncSession, *, before: date, limit: int) -> Sequence[SensitiveDetail]:
    """Return details whose day to be erased has passed."""
    statement = select(SensitiveDetail).where(col(SensitiveDetail.erase_on) < before)
    return (await db.exec(statement.limit(limit).with_for_update(skip_locked=True))).all()


async def find_visa(db: AsyncSession, registration_id: UUID, *, lock: bool = False) -> VisaCase | None:
    """Return the visa case of a registration, if there is one."""
    statement = select(VisaCase).where(VisaCase.registration_id == registration_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_visa_events(db: AsyncSession, visa_case_id: UUID) -> Sequence[VisaEvent]:
    """Return the history of a visa case, the oldest first."""
    statement = select(VisaEvent).where(VisaEvent.visa_case_id == visa_case_id).order_by(col(VisaEvent.id))
    return (await db.exec(statement)).all()


async def list_visa_cases(
    db: AsyncSession, caller: Caller, edition: Edition, page: PageRequest, status: VisaStatus | None
) -> Found[tuple[VisaCase, Registration]]:
    """Return a page of visa cases with whose they are: whose application is due first, first; for organisers."""
    statement: Any = (
        select(VisaCase, Registration)
        .join(Registration, col(Registration.id) == col(VisaCase.registration_id))
        .where(Registration.edition_id == edition.id, col(Registration.status).not_in(_GONE))
    )
    if Role.ORGANISER not in caller.roles_in(edition.id):
        statement = statement.where(false())
    if status is not None:
        statement = statement.where(VisaCase.status == status)
    return await fetch_page(
        db,
        statement,
        # As text, so that a cursor can carry it; a case without a day comes last.
        keys=[func.coalesce(cast(VisaCase.apply_by, String), _NEVER), col(VisaCase.id)],
        key_of=lambda row: (row[0].apply_by.isoformat() if row[0].apply_by else _NEVER, row[0].id),
        page=page,
    )
