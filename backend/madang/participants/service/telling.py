"""Mails about where a registration stands."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.outbox.service import post
from madang.participants.models import Registration, RegistrationEvent, RegistrationStatus

_MAIL = {
    RegistrationStatus.SUBMITTED: "registration_received",
    RegistrationStatus.ACCEPTED: "registration_accepted",
    RegistrationStatus.WAITLISTED: "registration_waitlisted",
    RegistrationStatus.DECLINED: "registration_declined",
    RegistrationStatus.CANCELLED: "registration_cancelled",
}


async def tell(db: AsyncSession, registration: Registration, event: RegistrationEvent, now: datetime) -> None:
    """Mail where a registration stands since this event."""
    kind = _MAIL[registration.status]
    await post(db, kind, now, registration_id=registration.id, event_id=event.id)
