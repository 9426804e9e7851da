"""What every change of a registration goes through: its history, its names, its places and seats."""

from datetime import datetime

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.origin import find_origin
from madang.core.text import search_key
from madang.delegations.service import give_seat_back, take_seat
from madang.participants import rules
from madang.participants.errors import TransitionUnavailable
from madang.participants.models import Registration, RegistrationEvent, RegistrationName, RegistrationStatus
from madang.participants.service.places import hold_place, release_place


def note(
    db: AsyncSession,
    registration: Registration,
    what: str,
    now: datetime,
    *,
    before: RegistrationStatus | None = None,
    comment: str = "",
    told: bool = False,
) -> RegistrationEvent:
    """Append to a registration's history and return what was appended; who did it is known from the transaction."""
    origin = find_origin(db.sync_session)
    event = RegistrationEvent(
        registration_id=registration.id,
        at=now,
        account_id=origin.account_id if origin else None,
        what=what,
        from_status=before,
        to_status=registration.status if before else None,
        comment=comment,
        told=told,
    )
    db.add(event)
    return event


def sort_by_name(registration: Registration) -> None:
    """Work out by what a registration is sorted."""
    registration.search_name = search_key(" ".join(name for name in _names_of(registration) if name))[:1000]
    registration.sort_name = search_key(registration.badge_name)[:300]


def _names_of(registration: Registration) -> tuple[str | None, ...]:
    return registration.badge_name, registration.passport_name, registration.own_script_name


def work_out_names(registration: Registration) -> list[RegistrationName]:
    """Set by what a registration is sorted, and return the words by which it is found."""
    sort_by_name(registration)
    return [
        RegistrationName(registration_id=registration.id, edition_id=registration.edition_id, word=word)
        for word in sorted(rules.name_words(*_names_of(registration)))
    ]


async def set_names(db: AsyncSession, registration: Registration) -> None:
    """Work out by what a registration is found and sorted. The registration is in the database already."""
    await replace_words(db, registration, work_out_names(registration))
    await db.flush()


async def replace_words(db: AsyncSession, registration: Registration, words: list[RegistrationName]) -> None:
    """Let a registration be found by these words and no others."""
    await db.exec(delete(RegistrationName).where(col(RegistrationName.registration_id) == registration.id))
    db.add_all(words)


async def move(
    db: AsyncSession,
    registration: Registration,
    to: RegistrationStatus,
    now: datetime,
    *,
    comment: str = "",
    told: bool = False,
) -> RegistrationEvent:
    """Bring a locked registration to another status: its place and its seat are taken or given back with it.

    Nobody is mailed and nobody moves up: see `decide` and the owner's own use cases. Returns what was noted.

    Errors: TransitionUnavailable; PlacesTaken; SeatsTaken.
    """
    before = registration.status
    if to not in rules.TRANSITIONS[before]:
        ways = sorted(rules.TRANSITIONS[before])
        raise TransitionUnavailable(
            f"a registration that is {before} cannot become {to}",
            current={"status": before, "available_transitions": ways},
        )
    if to in rules.HOLDING and not registration.place_held:
        await hold_place(db, registration.edition_id, registration.kind)
        registration.place_held = True
    if to not in rules.HOLDING and registration.place_held:
        await release_place(db, registration.edition_id, registration.kind)
        registration.place_held = False
    if registration.delegation_id and registration.capacity:
        if to in rules.SEATED and not registration.seat_held:
            await take_seat(db, registration.delegation_id, registration.capacity)
            registration.seat_held = True
        if to not in rules.SEATED and registration.seat_held:
            await give_seat_back(db, registration.delegation_id, registration.capacity)
            registration.seat_held = False
    registration.status = to
    registration.offered_until = None
    if to is RegistrationStatus.SUBMITTED:
        registration.submitted_at = now
    elif to in rules.DECIDED:
        registration.decided_at = now
    registration.touch(now)
    event = note(db, registration, "moved", now, before=before, comment=comment, told=told)
    await db.flush()
    return event
