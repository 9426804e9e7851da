"""What organisers do: enter somebody, and decide on a registration."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Role
from madang.accounts.rules import normalise_email
from madang.accounts.service import links
from madang.accounts.service.invitations import offer
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.participants import queries
from madang.participants.models import Registration, RegistrationStatus, Source
from madang.participants.schemas.registrations import RegistrationEntry
from madang.participants.service.common import move, note, set_names
from madang.participants.service.drafts import read_fields, write_fields
from madang.participants.service.forms import refuse
from madang.participants.service.telling import tell
from madang.participants.service.waitlist import offer_free_places
from madang.programme.models import Edition


def register_path(edition: Edition) -> str:
    """Return where somebody registers to an edition."""
    return f"/e/{edition.slug}/register"


async def decide(
    db: AsyncSession, registration: Registration, to: RegistrationStatus, comment: str, now: datetime
) -> None:
    """Bring a locked registration to where organisers decide; its owner is told, and who waits moves up.

    Errors: TransitionUnavailable, PlacesTaken, SeatsTaken.
    """
    held = registration.place_held
    event = await move(db, registration, to, now, comment=comment, told=True)
    await tell(db, registration, event, now)
    if held and not registration.place_held:
        await offer_free_places(db, registration.edition_id, now)


async def enter(
    db: AsyncSession, edition: Edition, data: RegistrationEntry, *, invited_by_id: UUID, now: datetime
) -> Registration:
    """Enter somebody as staff. Consents and files are theirs alone to give.

    Errors: Invalid; Taken when the address is registered already.
    """
    try:
        address = normalise_email(data.email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/email", str(problem))]) from problem
    answers, faults = await read_fields(db, None, edition, await queries.find_form(db, edition.id), data)
    if data.submitted and not data.badge_name:
        faults.append(("/badge_name", "is required of what is to be decided on"))
    refuse(faults)
    registration = Registration(
        edition_id=edition.id,
        email=address,
        email_as_typed=data.email.strip(),
        source=Source.INVITATION if data.invite else Source.STAFF,
        created_at=now,
    )
    db.add(registration)
    write_fields(registration, data, answers)
    registration.touch(now)
    note(db, registration, "entered", now)
    await flush_new(db, Taken("this address is registered already", errors=[("/body/email", "is registered already")]))
    await set_names(db, registration)
    if data.submitted:
        await move(db, registration, RegistrationStatus.SUBMITTED, now, told=True)
    if data.invite:
        await offer(
            db,
            email=data.email,
            role=Role.PARTICIPANT,
            edition_id=edition.id,
            language=data.language,
            letter=links.Letter("registration_invitation", {"registration_id": registration.id}),
            next_path=register_path(edition),
            invited_by_id=invited_by_id,
            now=now,
        )
    return registration
