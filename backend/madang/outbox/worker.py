"""The worker: takes messages that are due, has them rendered, delivers them and writes down what became of them.

A message is claimed in one transaction, rendered in a reading one, delivered in none and finished in a third. A
worker that is killed in between loses nothing: its claim runs out, and the message is anybody's again. It arrives
twice only where the server had taken it and its answer was lost; both bear the same Message-ID.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.clock import Clock
from madang.core.db import Database
from madang.outbox import queries, rules
from madang.outbox.delivery import Deferred, Mailer, Refused
from madang.outbox.models import Delivery, DeliveryResult, MessageState, OutboxMessage

log = structlog.get_logger()

_PAUSE_SECONDS = 1.0
_HOUSEKEEPING_EVERY = timedelta(hours=1)
_WATCHING_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Attachment:
    """A file of text that goes with a mail: `subtype` of `text/`, such as `calendar`."""

    name: str
    subtype: str
    content: str


@dataclass(frozen=True)
class Mail:
    """A message in words, ready to be delivered."""

    recipient: str
    language: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


Renderer = Callable[[AsyncSession, Mapping[str, str], datetime], Awaitable[Mail | None]]
"""Makes a mail of a message's parameters; None when nobody is to get it any more."""

Chore = Callable[[Database, datetime], Awaitable[None]]
"""Something to be done again and again, harmless when two workers do it."""


@dataclass(frozen=True)
class Worker:
    """What a worker needs. `renderers` are by kind; every kind that is ever posted has one.

    `chores` are done about once an hour. `watches`, for what somebody waits for, once a minute: where nothing is to be
    done, one costs a few reads.
    """

    database: Database
    renderers: Mapping[str, Renderer]
    mailer: Mailer
    clock: Clock
    chores: tuple[Chore, ...] = ()
    watches: tuple[Chore, ...] = ()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; whatever goes wrong is logged and tried again."""
        tidied: datetime | None = None
        watched: datetime | None = None
        while not stop.is_set():
            try:
                if tidied is None or tidied + _HOUSEKEEPING_EVERY <= self.clock():
                    tidied = self.clock()
                    await self.tidy()
                if watched is None or watched + _WATCHING_EVERY <= self.clock():
                    watched = self.clock()
                    await self.watch()
                if await self.deliver_due():
                    continue
            except Exception as problem:  # the database may be gone for a while
                log.error("the worker could not work", error=type(problem).__name__)
            try:
                await asyncio.wait_for(stop.wait(), _PAUSE_SECONDS)
            except TimeoutError:
                continue

    async def tidy(self) -> None:
        """Do the chores, each for itself."""
        await self._do(self.chores)

    async def watch(self) -> None:
        """Do what cannot wait for the chores, each for itself."""
        await self._do(self.watches)

    async def _do(self, chores: tuple[Chore, ...]) -> None:
        for chore in chores:
            try:
                await chore(self.database, self.clock())
            except Exception as problem:
                log.error("a chore failed", chore=chore.__name__, error=type(problem).__name__)

    async def deliver_due(self) -> int:
        """Deliver one message that is due, if there is one; return how many were tried.

        One at a time: what waits for its turn in a worker's hands would outlast its claim. Where nothing is due that
        costs one look at an index, and no write lock.
        """
        now = self.clock()
        async with self.database.read() as db:
            if not await queries.has_due(db, now):
                return 0
        async with self.database.write() as db:
            claimed = await queries.claim_due(db, now, 1)
            for message in claimed:
                message.claimed_until = now + rules.CLAIM
                message.attempts += 1
        for message in claimed:
            await self._deliver(message)
        return len(claimed)

    async def _deliver(self, message: OutboxMessage) -> None:
        recipient = None
        try:
            async with self.database.read() as db:
                mail = await self.renderers[message.kind](db, message.parameters, self.clock())
            if mail is None:
                result, detail = DeliveryResult.DROPPED, "nobody is to get it any more"
            else:
                recipient = mail.recipient
                written = write(mail, message, self.mailer.sender, self.clock())
                async with asyncio.timeout(rules.DELIVERY.total_seconds()):
                    result, detail = await self.mailer.send(message.id, written)
        except TimeoutError:
            result, detail = DeliveryResult.DEFERRED, "the server took too long"
        except Deferred as problem:
            result, detail = DeliveryResult.DEFERRED, str(problem)
        except Refused as problem:
            result, detail = DeliveryResult.REFUSED, str(problem)
        except Exception as problem:
            # One that cannot be rendered stops none of the others; what it is about stays out of the log.
            log.error("a mail could not be made", kind=message.kind, id=str(message.id), error=type(problem).__name__)
            result, detail = DeliveryResult.DEFERRED, f"could not be made: {type(problem).__name__}"
        await self._finish(message, recipient, result, detail)

    async def _finish(self, message: OutboxMessage, recipient: str | None, result: DeliveryResult, detail: str) -> None:
        """Write down what became of a message, in a database that may be busy or gone for a while."""
        give_up = time.monotonic() + rules.FINISHING.total_seconds()
        while True:
            try:
                return await self._write_down(message, recipient, result, detail)
            except (DBAPIError, OSError) as problem:
                # What was delivered and is not known to be would be delivered again.
                if time.monotonic() > give_up:
                    raise
                log.error("a delivery could not be written down", id=str(message.id), error=type(problem).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _write_down(
        self, message: OutboxMessage, recipient: str | None, result: DeliveryResult, detail: str
    ) -> None:
        now = self.clock()
        state, due_at = _STATE_AFTER[result], message.due_at
        if result is DeliveryResult.DEFERRED:
            again = rules.next_try(message.attempts, now)
            state, due_at = (MessageState.WAITING, again) if again else (MessageState.FAILED, due_at)
        async with self.database.write() as db:
            # Ours only while nobody else has taken it up.
            this = update(OutboxMessage).where(
                col(OutboxMessage.id) == message.id, col(OutboxMessage.claimed_until) == message.claimed_until
            )
            values = {
                "state": state,
                "due_at": due_at,
                "claimed_until": None,
                "recipient": recipient or message.recipient,
                "finished_at": None if state is MessageState.WAITING else now,
            }
            await db.exec(this.values(values).execution_options(synchronize_session=False))
            db.add(Delivery(message_id=message.id, at=now, result=result, detail=detail[:500]))


_STATE_AFTER = {
    DeliveryResult.SENT: MessageState.SENT,
    DeliveryResult.FILED: MessageState.SENT,
    DeliveryResult.DEFERRED: MessageState.WAITING,
    DeliveryResult.REFUSED: MessageState.FAILED,
    DeliveryResult.DROPPED: MessageState.DROPPED,
}


def write(mail: Mail, message: OutboxMessage, sender: str, now: datetime) -> EmailMessage:
    """Return a mail with its headers; the Message-ID is the message's own, however often it is sent."""
    name, address = parseaddr(sender)
    written = EmailMessage()
    written["From"] = str(Address(name, addr_spec=address))
    local, _, domain = mail.recipient.rpartition("@")
    written["To"] = Address(username=local, domain=domain)
    written["Subject"] = " ".join(mail.subject.split())
    written["Date"] = format_datetime(now)
    written["Message-ID"] = _message_id(message.id, address)
    written["Auto-Submitted"] = "auto-generated"
    written["Content-Language"] = mail.language
    written.set_content(mail.text)
    written.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        written.add_attachment(attachment.content, subtype=attachment.subtype, filename=attachment.name)
    return written


def _message_id(message_id: UUID, sender: str) -> str:
    return f"<{message_id}@{sender.rpartition('@')[2]}>"
