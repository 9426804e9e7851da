"""What somebody does with their own registration: sends it, takes a place or leaves it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.participants.errors import PlacesTaken
from madang.participants.models import Registration, RegistrationStatus
from madang.participants.rules import OwnAction
from madang.participants.service.common import move
from madang.participants.service.consents import find_given
from madang.participants.service.drafts import check_whole, find_unfinished_files
from madang.participants.service.forms import refuse
from madang.participants.service.standing import Own
from madang.participants.service.telling import tell
from madang.participants.service.waitlist import offer_free_places


async def claim(db: AsyncSession, account_id: UUID, now: datetime) -> None:
    """Give an account the registrations that bear its address and are nobody's yet."""
    address = select(Account.email).where(Account.id == account_id).scalar_subquery()
    mine = update(Registration).where(col(Registration.email) == address, col(Registration.account_id).is_(None))
    values = {"account_id": account_id, "updated_at": now, "version": col(Registration.version) + 1}
    await db.exec(mine.values(values).execution_options(synchronize_session=False))


async def submit(db: AsyncSession, own: Own, now: datetime) -> None:
    """Send a draft. Where nobody has to approve, a free place is taken at once, else its owner waits for one.

    Errors: NotFound, RegistrationClosed, TransitionUnavailable; Invalid with everything that is missing.
    """
    registration = own.found
    own.allow(OwnAction.SUBMIT, now)
    answers, faults = check_whole(own.form, registration, registration.answers)
    given = await find_given(db, registration)
    faults += [
        ("/consents", f"the consent {consent['key']!r} is required")
        for consent in (own.form.consents if own.form else [])
        if consent["required"] and not consent["withdrawn"] and consent["key"] not in given
    ]
    faults += await find_unfinished_files(db, own.form, answers)
    refuse(faults)
    registration.answers = answers
    registration.submitted_at = now
    assert own.form is not None
    if own.form.needs_approval:
        event = await move(db, registration, RegistrationStatus.SUBMITTED, now, told=True)
    else:
        await db.flush()
        try:
            async with db.begin_nested():
                event = await move(db, registration, RegistrationStatus.ACCEPTED, now, told=True)
        except PlacesTaken:
            event = await move(db, registration, RegistrationStatus.WAITLISTED, now, told=True)
    await tell(db, registration, event, now)


async def leave(db: AsyncSession, own: Own, action: OwnAction, comment: str, now: datetime) -> None:
    """Cancel, or decline a place that is kept: who waits moves up at once. Errors: NotFound, TransitionUnavailable,
    OfferOver.
    """
    registration = own.found
    own.allow(action, now)
    held, wait_for_mail = registration.place_held, registration.status is not RegistrationStatus.DRAFT
    event = await move(db, registration, RegistrationStatus.CANCELLED, now, comment=comment, told=True)
    if wait_for_mail:
        await tell(db, registration, event, now)
    if held:
        await offer_free_places(db, own.edition.id, now)


async def accept_offer(db: AsyncSession, own: Own, now: datetime) -> None:
    """Take the place that is kept for a waitlisted person. Errors: NotFound, OfferOver."""
    registration = own.found
    own.allow(OwnAction.ACCEPT_OFFER, now)
    event = await move(db, registration, RegistrationStatus.ACCEPTED, now, told=True)
    await tell(db, registration, event, now)


async def restart(db: AsyncSession, own: Own, now: datetime) -> None:
    """Begin a cancelled registration anew, as a draft with what it held. Errors: NotFound, TransitionUnavailable,
    SeatsTaken.
    """
    registration = own.found
    own.allow(OwnAction.RESTART, now)
    await move(db, registration, RegistrationStatus.DRAFT, now, told=True)
