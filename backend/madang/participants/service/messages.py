"""What organisers write to many at once: previewed, then one mail each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.audit.service import record
from madang.core.errors import Invalid
from madang.core.text import in_language
from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations
from madang.outbox.service import post_many
from madang.participants import wording
from madang.participants.models import OrganiserMessage, Registration
from madang.participants.queries.lists import Filters, find_recipients_of, first_by_language
from madang.participants.schemas.messages import MessageCreate, MessagePreview, MessageSample
from madang.programme.models import Edition
from madang.programme.rules import check_words

_AT_ONCE = 500


def compose(
    message: OrganiserMessage | MessageCreate,
    registration: Registration,
    delegation: Delegation | None,
    edition: Edition,
    base_url: str,
) -> MessageSample:
    """Return what one person reads, in their language or the edition's own."""
    language = registration.language
    values = {
        "name": registration.badge_name or registration.email_as_typed,
        "city": in_language(delegation.city, language, edition.default_language) if delegation else "",
        "edition": in_language(edition.title, language, edition.default_language),
        "link": f"{base_url}/e/{edition.slug}/mine",
    }
    return MessageSample(
        name=values["name"],
        language=language,
        subject=wording.fill(in_language(message.subject, language, edition.default_language), values),
        text=wording.fill(in_language(message.text, language, edition.default_language), values),
    )


def _check(edition: Edition, data: MessageCreate) -> None:
    faults = [
        *check_words(data.subject, edition.default_language, "/subject"),
        *check_words(data.text, edition.default_language, "/text"),
    ]
    for name in ("subject", "text"):
        for language, text in getattr(data, name).items():
            faults.extend(
                (f"/{name}/{language}", f"nothing can be filled in for {{{field}}}")
                for field in wording.unknown_fields(text)
            )
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{pointer}", what) for pointer, what in faults])


def _filters(data: MessageCreate) -> Filters:
    to = data.to
    return Filters(status=to.status, kind=to.kind, delegation_id=to.delegation_id, ids=tuple(to.ids))


async def preview(
    db: AsyncSession, caller: Caller, edition: Edition, data: MessageCreate, base_url: str
) -> MessagePreview:
    """Return how many would be written to and what the first of each language would read. Errors: Invalid."""
    _check(edition, data)
    recipients = await find_recipients_of(db, caller, edition, _filters(data))
    first = await first_by_language(db, caller, edition, _filters(data))
    delegations = await find_delegations(db, {each.delegation_id for each in first if each.delegation_id})
    samples = [
        compose(data, each, delegations.get(each.delegation_id) if each.delegation_id else None, edition, base_url)
        for each in first
    ]
    return MessagePreview(recipients=len(recipients), samples=samples)


async def send(
    db: AsyncSession, caller: Caller, edition: Edition, data: MessageCreate, now: datetime
) -> OrganiserMessage:
    """Keep a message and write a mail for each reader. Errors: Invalid, also when there is nobody to read it."""
    _check(edition, data)
    recipients: Sequence[UUID] = await find_recipients_of(db, caller, edition, _filters(data))
    if not recipients:
        raise Invalid("nobody fits", errors=[("/body/to", "nobody fits")])
    message = OrganiserMessage(
        edition_id=edition.id,
        account_id=caller.account_id,
        at=now,
        subject=data.subject,
        text=data.text,
        recipients=len(recipients),
    )
    db.add(message)
    await db.flush()
    record(
        db,
        "participants.written_to",
        now,
        edition_id=edition.id,
        subject_kind="organiser_message",
        subject_id=message.id,
    )
    for start in range(0, len(recipients), _AT_ONCE):
        some = recipients[start : start + _AT_ONCE]
        parameters = [{"message_id": message.id, "registration_id": each} for each in some]
        await post_many(db, "organiser_message", now, parameters)
    await db.flush()
    return message
