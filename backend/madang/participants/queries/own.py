"""What somebody may read of their own: found by their account."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.accounts.models import Account
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.participants.models import Consent, ParticipantKind, Quota, Registration, RegistrationEvent
from madang.programme.models import Edition, Visibility


async def has_unclaimed(db: AsyncSession, account_id: UUID) -> bool:
    """Whether a registration bears the address of an account and is nobody's yet; one look at an index."""
    statement = select(Registration.id).join(Account, col(Account.email) == col(Registration.email))
    statement = statement.where(Account.id == account_id, col(Registration.account_id).is_(None))
    return (await db.exec(statement.limit(1))).first() is not None


async def get_edition_to_join(db: AsyncSession, caller: Caller, slug: str) -> Edition:
    """Return an edition that is open to whoever has its address, or to this caller. Errors: NotFound."""
    own = select(Registration.edition_id).where(Registration.account_id == caller.account_id)
    roles = [edition_id for _, edition_id in caller.grants if edition_id is not None]
    known = or_(col(Edition.visibility) != Visibility.PRIVATE, col(Edition.id).in_(roles), col(Edition.id).in_(own))
    statement = select(Edition).where(Edition.slug == slug, true() if caller.is_administrator else known)
    edition: Edition | None = (await db.exec(statement)).one_or_none()
    if edition is None:
        raise NotFound(f"there is no edition {slug!r}")
    return edition


async def find_own_registration(
    db: AsyncSession, account_id: UUID, edition_id: UUID, *, lock: bool = False
) -> Registration | None:
    """Return the latest registration of an account to an edition."""
    statement = select(Registration).where(
        Registration.account_id == account_id,
        Registration.edition_id == edition_id,
        col(Registration.erased_at).is_(None),
    )
    statement = statement.order_by(col(Registration.id).desc()).limit(1)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_own_registrations(
    db: AsyncSession, account_id: UUID, page: PageRequest
) -> Found[tuple[Registration, Edition]]:
    """Return a page of an account's registrations with their editions, the newest first."""
    statement = select(Registration, Edition).join(Edition, col(Edition.id) == col(Registration.edition_id))
    statement = statement.where(Registration.account_id == account_id, col(Registration.erased_at).is_(None))
    return await fetch_page(
        db, statement, keys=[col(Registration.id)], key_of=lambda row: (row[0].id,), page=page, descending=True
    )


async def list_consents(db: AsyncSession, registration_id: UUID) -> Sequence[Consent]:
    """Return the consents of a registration, withdrawn ones too, in the order in which they were given."""
    statement = select(Consent).where(Consent.registration_id == registration_id)
    return (await db.exec(statement.order_by(col(Consent.given_at), col(Consent.id)))).all()


async def list_told_events(db: AsyncSession, registration_id: UUID) -> Sequence[RegistrationEvent]:
    """Return what happened to a registration, the newest first."""
    statement = select(RegistrationEvent).where(RegistrationEvent.registration_id == registration_id)
    return (await db.exec(statement.order_by(col(RegistrationEvent.id).desc()).limit(100))).all()


async def is_full(db: AsyncSession, edition_id: UUID, kind: ParticipantKind) -> bool:
    """Whether no place is left for this kind."""
    statement = select(Quota.kind).where(
        Quota.edition_id == edition_id, col(Quota.kind).in_(["all", str(kind)]), col(Quota.taken) >= col(Quota.places)
    )
    return (await db.exec(statement)).first() is not None
