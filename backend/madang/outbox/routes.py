"""The mails of an installation, for its administrators."""

import email
import email.policy
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, Security

from madang.accounts.access import Caller, Scope, SignedInCaller, current_caller, settled_caller
from madang.accounts.errors import LoginNeeded
from madang.audit.service import record
from madang.core.errors import NotFound
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import Db, Now, Paging, ReadDb, Retryable, RetryableRoute, make_page, refusals
from madang.outbox import queries, service
from madang.outbox.delivery import Folder
from madang.outbox.errors import NotFailed
from madang.outbox.models import Delivery, MessageState, OutboxMessage
from madang.outbox.schemas import DeliveryPublic, MailPublic, MailWithText

router = APIRouter(prefix="/api/v1/installation/mails", tags=["installation"], route_class=RetryableRoute)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.INSTALLATION_READ])]
Person = Annotated[SignedInCaller, Depends(settled_caller)]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.INSTALLATION_WRITE])]


def _describe(message: OutboxMessage, deliveries: list[Delivery]) -> dict[str, Any]:
    last = DeliveryPublic.model_validate(deliveries[-1]) if deliveries else None
    return {**message.model_dump(), "last_result": last}


@router.get("", response_model=Page[MailPublic])
async def list_mails(
    request: Request,
    response: Response,
    _caller: Reader,
    db: ReadDb,
    page: Paging,
    state: Annotated[MessageState | None, Query(description="Only mails in this state.")] = None,
) -> dict[str, Any]:
    """List mails, the newest first."""
    found = await queries.list_messages(db, page, state)
    deliveries = await queries.list_deliveries(db, [message.id for message in found.items])
    items = [_describe(message, deliveries[message.id]) for message in found.items]
    return make_page(request, response, Found(items, found.next_cursor))


@router.get("/{mail_id}", response_model=MailWithText, responses=refusals(NotFound, LoginNeeded))
async def get_mail(
    mail_id: UUID, request: Request, _caller: Reader, _person: Person, db: Db, now: Now
) -> dict[str, Any]:
    """Read one mail, as somebody who is signed in: it may hold a link that lets its reader in.

    Its words are there when it was filed in the folder; that they were read is written down.
    """
    message = await queries.get_message(db, mail_id)
    deliveries = (await queries.list_deliveries(db, [message.id]))[message.id]
    words: dict[str, str | None] = {"subject": None, "text": None, "html": None}
    mailer = request.app.state.mailer
    path = mailer.path(message.id) if isinstance(mailer, Folder) else None
    if path is not None and path.exists():
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
        words = {
            "subject": str(mail["Subject"]),
            "text": plain.get_content() if plain else None,
            "html": rich.get_content() if rich else None,
        }
        record(db, "mail.read", now, subject_kind="outbox_message", subject_id=message.id)
    every = [DeliveryPublic.model_validate(delivery) for delivery in deliveries]
    return {**_describe(message, deliveries), "deliveries": every, **words}


@router.post("/{mail_id}/retry", response_model=MailPublic, responses=refusals(NotFound, NotFailed))
async def retry_mail(mail_id: UUID, _caller: Writer, db: Db, _retry: Retryable, now: Now) -> dict[str, Any]:
    """Have a mail that has failed sent again."""
    message = await queries.get_message(db, mail_id, lock=True)
    await service.try_again(db, message, now)
    record(db, "mail.tried_again", now, subject_kind="outbox_message", subject_id=message.id)
    return _describe(message, (await queries.list_deliveries(db, [message.id]))[message.id])
