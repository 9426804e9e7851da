"""Consents: each given once, in words that are known by the form's version, and withdrawn at most once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.participants import queries
from madang.participants.models import Consent, Registration
from madang.participants.service.common import note
from madang.participants.service.standing import Own


async def find_given(db: AsyncSession, registration: Registration) -> dict[str, Consent]:
    """Return the consents that are in force, by their key."""
    consents = await queries.list_consents(db, registration.id)
    return {consent.purpose: consent for consent in consents if consent.withdrawn_at is None}


async def set_consents(
    db: AsyncSession, own: Own, registration: Registration, keys: Sequence[str], now: datetime
) -> bool:
    """Give the consents of these keys and withdraw the others; return whether that changed anything."""
    given = await find_given(db, registration)
    fresh = [key for key in dict.fromkeys(keys) if key not in given]
    gone = [consent for key, consent in given.items() if key not in keys]
    for key in fresh:
        _give(db, own, registration, key, now)
    for consent in gone:
        consent.withdrawn_at = now
    return bool(fresh or gone)


def _give(db: AsyncSession, own: Own, registration: Registration, key: str, now: datetime) -> None:
    form = own.form
    asked = next(
        (each for each in (form.consents if form else []) if each["key"] == key and not each["withdrawn"]), None
    )
    if form is None or asked is None:
        raise NotFound("this form asks for no such consent")
    db.add(
        Consent(
            registration_id=registration.id,
            purpose=key,
            recipient=asked["recipient"],
            form_version=form.version,
            language=registration.language,
            given_at=now,
        )
    )


async def set_consent(db: AsyncSession, own: Own, key: str, now: datetime, *, given: bool) -> None:
    """Give or withdraw one consent, at any time. Errors: NotFound when the form has none of that key."""
    registration = own.found
    living = (await find_given(db, registration)).get(key)
    if (living is not None) == given:
        return
    if living is not None:
        living.withdrawn_at = now
    else:
        _give(db, own, registration, key, now)
    note(db, registration, "consent_given" if given else "consent_withdrawn", now)
    registration.touch(now)
    await db.flush()
