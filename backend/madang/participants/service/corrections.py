"""What organisers correct in a registration, and where they bring many at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.accounts.rules import normalise_email
from madang.core.db import flush_new
from madang.core.errors import Invalid, NotFound, Refusal, Stale, Taken
from madang.participants.models import Registration, RegistrationStatus
from madang.participants.queries.lists import lock_registrations
from madang.participants.schemas.lists import BulkItem, BulkMove, BulkResult, ParticipantUpdate
from madang.participants.service.common import note, replace_words, work_out_names
from madang.participants.service.decisions import decide
from madang.participants.service.places import hold_place, release_place
from madang.participants.service.programme_people import check_person
from madang.programme.models import Edition

NAMES = ("badge_name", "passport_name", "own_script_name")


async def correct(db: AsyncSession, registration: Registration, changes: ParticipantUpdate, now: datetime) -> bool:
    """Correct a locked registration and return whether anything differs.

    Errors: Taken when the address or the person of the programme is another's; Invalid when its owner has signed in
    with the address before, and for no such person; PlacesTaken when the new kind has no place left.
    """
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    values = {name: value for name, value in values.items() if name == "email" or getattr(registration, name) != value}
    email = values.pop("email", None)
    if email is not None and email != registration.email_as_typed:
        _change_address(registration, email)
        values["email_as_typed"] = email
    if not values:
        return False
    if values.get("person_id") is not None:
        await check_person(db, registration, values["person_id"])
    kind = values.get("kind")
    if kind is not None and registration.place_held:
        await release_place(db, registration.edition_id, registration.kind)
        await hold_place(db, registration.edition_id, kind)
    for name, value in values.items():
        setattr(registration, name, value)
    words = work_out_names(registration)
    registration.touch(now)
    note(db, registration, "corrected", now)
    await flush_new(db, Taken("this address is registered already", errors=[("/body/email", "is registered already")]))
    if any(name in values for name in NAMES):
        await replace_words(db, registration, words)
        await db.flush()
    return True


def _change_address(registration: Registration, email: str) -> None:
    address = normalise_email(email)
    if registration.account_id is not None and address != registration.email:
        fault = "its owner has signed in: the address is changed on their account's page"
        raise Invalid(fault, errors=[("/body/email", fault)])
    registration.email = address


async def move_many(
    db: AsyncSession, caller: Caller, edition: Edition, data: BulkMove, now: datetime
) -> Sequence[BulkResult]:
    """Bring registrations to one status, each for itself: what is refused for one stops none of the others."""
    found = await lock_registrations(db, caller, edition, [item.id for item in data.items])
    return [await _move_one(db, found.get(item.id), item, data, now) for item in data.items]


async def _move_one(
    db: AsyncSession, registration: Registration | None, item: BulkItem, data: BulkMove, now: datetime
) -> BulkResult:
    try:
        if registration is None:
            raise NotFound("there is no such registration in this edition")
        if item.version is not None and item.version != registration.version:
            raise Stale(f"this is version {registration.version} by now, not {item.version}")
        to = RegistrationStatus(data.to)
        if registration.status is not to:
            async with db.begin_nested():
                await decide(db, registration, to, data.comment, now)
    except Refusal as refusal:
        if registration is not None:
            await db.refresh(registration)  # its savepoint was rolled back, and what it had in memory with it
        return BulkResult(id=item.id, status=refusal.status, code=refusal.code, detail=refusal.detail)
    return BulkResult(id=item.id, status=200, version=registration.version)
