"""Registrations, and which of them a caller may see."""

from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.access import Caller
from madang.accounts.models import Account, Role
from madang.core.errors import NotFound
from madang.participants.models import Consent, Registration, RegistrationEvent, RegistrationForm, RegistrationStatus
from madang.programme.models import Edition


async def find_form(db: AsyncSession, edition_id: UUID, *, lock: bool = False) -> RegistrationForm | None:
    """Return the form of an edition, if it has one."""
    statement = select(RegistrationForm).where(RegistrationForm.edition_id == edition_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def find_recipients(db: AsyncSession, caller: Caller, edition: Edition) -> list[str]:
    """Return the recipients of consents that a partner is, by their address in the form; none for who is none."""
    if Role.PARTNER not in caller.roles_in(edition.id):
        return []
    account = (await db.exec(select(Account).where(Account.id == caller.account_id))).one()
    form = await find_form(db, edition.id)
    return [
        consent["recipient"]
        for consent in (form.consents if form else [])
        if account.email in consent.get("recipient_emails", ())
    ]


async def find_registration(db: AsyncSession, registration_id: UUID) -> Registration | None:
    """Return a registration, whoever asks: for mails."""
    return (await db.exec(select(Registration).where(Registration.id == registration_id))).one_or_none()


async def find_registration_of_person(db: AsyncSession, edition_id: UUID, person_id: UUID) -> UUID | None:
    """Return which registration of an edition is a person of the programme, the latest where there are several."""
    statement = select(Registration.id).where(
        Registration.edition_id == edition_id,
        Registration.person_id == person_id,
        col(Registration.erased_at).is_(None),
    )
    return (await db.exec(statement.order_by(col(Registration.id).desc()).limit(1))).first()


async def find_edition_of_both(db: AsyncSession, one_id: UUID, other_id: UUID) -> str | None:
    """Return the slug of an edition in which two people of the programme have a registration each."""
    one, other = aliased(Registration), aliased(Registration)
    statement = (
        select(Edition.slug)
        .join(one, and_(col(one.edition_id) == col(Edition.id), col(one.person_id) == one_id))
        .join(other, and_(col(other.edition_id) == col(Edition.id), col(other.person_id) == other_id))
        .where(col(one.erased_at).is_(None), col(other.erased_at).is_(None))
    )
    return (await db.exec(statement.order_by(col(Edition.slug)).limit(1))).first()


async def find_event(db: AsyncSession, event_id: UUID) -> RegistrationEvent | None:
    """Return what happened to a registration."""
    return (await db.exec(select(RegistrationEvent).where(RegistrationEvent.id == event_id))).one_or_none()


async def has_registrations(db: AsyncSession, edition_id: UUID) -> bool:
    """Whether anybody has begun to register to an edition."""
    statement = select(Registration.id).where(Registration.edition_id == edition_id)
    return (await db.exec(statement.limit(1))).first() is not None


async def visible_registrations(db: AsyncSession, caller: Caller, edition: Edition) -> SelectOfScalar[Registration]:
    """Return the registrations of an edition that a caller may see.

    An organiser sees all. A partner sees who is accepted and consented to a recipient whose addresses in the form
    include the partner's own; what a partner reads of them, its route limits. Everybody else sees none: one's own is
    under /me, a focal point's members under the delegation.
    """
    statement = select(Registration).where(Registration.edition_id == edition.id)
    if Role.ORGANISER in caller.roles_in(edition.id):
        return statement
    recipients = await find_recipients(db, caller, edition)
    consented = select(Consent.registration_id).where(
        col(Consent.recipient).in_(recipients), col(Consent.withdrawn_at).is_(None)
    )
    return statement.where(
        Registration.status == RegistrationStatus.ACCEPTED,
        col(Registration.erased_at).is_(None),
        col(Registration.id).in_(consented),
    )


async def get_registration(
    db: AsyncSession,
    caller: Caller,
    edition: Edition,
    registration_id: UUID,
    *,
    lock: bool = False,
    erased_too: bool = False,
) -> Registration:
    """Return a registration; `lock` for a change, which one of an erased person no longer takes.

    Errors: NotFound, also when it is not the caller's to see.
    """
    statement = (await visible_registrations(db, caller, edition)).where(Registration.id == registration_id)
    found = (await db.exec(statement.with_for_update(of=Registration) if lock else statement)).one_or_none()
    if found is None or (lock and found.erased_at is not None and not erased_too):
        raise NotFound("there is no such registration in this edition")
    return found
