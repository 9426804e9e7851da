"""Taking a person out of a registration: what remains is counted, and nobody's."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.text import strike_out
from madang.participants.errors import PersonErased
from madang.participants.models import (
    Consent,
    Registration,
    RegistrationEvent,
    RegistrationStatus,
    RequirementAnswer,
    SensitiveDetail,
    VisaCase,
)
from madang.participants.rules import SEATED
from madang.participants.service.common import move, note, set_names
from madang.programme.models import Edition

_PERSONAL = (
    "passport_name",
    "own_script_name",
    "form_of_address",
    "position",
    "organisation",
    "nationality",
    "phone",
    "account_id",
    "person_id",
    "offered_until",
)


def names_of(registration: Registration) -> frozenset[str]:
    """Return the names that stand in a registration."""
    names = (registration.badge_name, registration.passport_name, registration.own_script_name)
    return frozenset(name for name in names if name)


def addresses_of(registration: Registration) -> frozenset[str]:
    """Return a registration's address, as it is compared and as it was typed."""
    return frozenset({registration.email, registration.email_as_typed})


async def erase_registration(
    db: AsyncSession, registration: Registration, edition: Edition, *, reason: str, now: datetime
) -> set[UUID]:
    """Take the person out of a locked registration; return ids of what may be their files.

    Kind, country, status and delegation stay, so that counts stay true; whoever would still have come is cancelled
    first, for the place is free now. Consents stay as facts, withdrawn. Errors: PersonErased.
    """
    if registration.erased_at is not None:
        raise PersonErased("this person was erased already")
    if registration.status in SEATED and now.date() <= edition.ends_on:
        await move(db, registration, RegistrationStatus.CANCELLED, now)
    names = names_of(registration) | addresses_of(registration)
    files = set(_ids_in(registration.answers)) | await _forget_answers(db, registration.id, now)
    for table in (SensitiveDetail, VisaCase):
        await db.exec(delete(table).where(col(table.registration_id) == registration.id))
    given = update(Consent).where(col(Consent.registration_id) == registration.id, col(Consent.withdrawn_at).is_(None))
    await db.exec(given.values(withdrawn_at=now).execution_options(synchronize_session=False))
    registration.email = registration.email_as_typed = f"erased-{registration.id}@erased.invalid"
    registration.badge_name = ""
    for field in _PERSONAL:
        setattr(registration, field, None)
    registration.answers = {}
    registration.erased_at = now
    registration.touch(now)
    await set_names(db, registration)
    await _strike_history(db, registration, names)
    note(db, registration, "erased", now)
    record(
        db,
        "registration.erased",
        now,
        edition_id=registration.edition_id,
        subject_kind="registration",
        subject_id=registration.id,
        reason=reason,
    )
    await db.flush()
    return files


async def _forget_answers(db: AsyncSession, registration_id: UUID, now: datetime) -> set[UUID]:
    """Empty what was given for requirements, whose state is counted still; return its files."""
    answers = await db.exec(select(RequirementAnswer).where(RequirementAnswer.registration_id == registration_id))
    files = set()
    for answer in answers.all():
        if answer.file_id is not None:
            files.add(answer.file_id)
        answer.text, answer.file_id, answer.comment = None, None, ""
        answer.touch(now)
    return files


async def _strike_history(db: AsyncSession, registration: Registration, names: Collection[str]) -> None:
    """Empty the comments of one's own history, and strike one's names out of others': of whom one replaced."""
    told = (
        select(RegistrationEvent)
        .join(Registration, col(Registration.id) == col(RegistrationEvent.registration_id))
        .where(
            Registration.edition_id == registration.edition_id,
            or_(
                col(RegistrationEvent.registration_id) == registration.id,
                *(col(RegistrationEvent.comment).icontains(name, autoescape=True) for name in names),
            ),
        )
    )
    for event in (await db.exec(told)).all():
        event.comment = "" if event.registration_id == registration.id else strike_out(event.comment, names)


def _ids_in(value: Any) -> Iterator[UUID]:
    """Give all that look like ids, however deep: the answers to questions that ask for a file."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _ids_in(part)
    if isinstance(value, str):
        with suppress(ValueError):
            yield UUID(value)
