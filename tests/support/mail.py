"""Mails in tests: a real SMTP server on loopback, and the worker that sends through it. A plugin."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI

from madang.outbox.worker import Worker
from madang.working import make_worker
from support.processes import free_port

_PATIENCE = 90.0  # seconds: a worker on a busy machine


@dataclass
class PostOffice:
    """An SMTP server that keeps what it took. `answers` are given to the next mails instead of taking them."""

    port: int = field(default_factory=free_port)
    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    hang_up_after_taking: int = 0
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", self.port)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- its name
        if self.answers:
            return self.answers.pop(0)
        content = envelope.original_content or b""
        self.taken.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        if self.hang_up_after_taking:
            self.hang_up_after_taking -= 1
            server.transport.abort()  # it was taken, but nobody will hear of it
        return "250 OK"

    def text(self, number: int = -1) -> str:
        """Return the plain text of a mail that was taken."""
        return text_of(self.taken[number])

    async def wait_for(
        self, number: int = 1, *, to: str | None = None, apart_from: str | None = None, subject: str = ""
    ) -> list[EmailMessage]:
        """Return what was taken once it is at least this number of mails, in order; for stories with a worker.

        `to`, `apart_from`, `subject`: only mails to this address, to any but this one, or with this in their subject
        count and are returned.
        """

        def counts(mail: EmailMessage) -> bool:
            address = mail["to"].lower()
            return to in (None, address) and address != apart_from and subject in mail["subject"]

        deadline = time.monotonic() + _PATIENCE
        while len(found := [mail for mail in self.taken if counts(mail)]) < number:
            if time.monotonic() > deadline:
                came = [(str(mail["to"]), str(mail["subject"])) for mail in self.taken]
                raise AssertionError(f"{len(found)} of {number} mails to {to or 'anybody'} ({subject!r}) in: {came}")
            await asyncio.sleep(0.1)
        return found


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest_asyncio.fixture
async def post_office() -> AsyncIterator[PostOffice]:
    office = PostOffice()
    await office.open()
    yield office
    await office.close()


@pytest.fixture
def worker(app: FastAPI, post_office: PostOffice) -> Worker:
    """Return the worker of the test's application; it sends through `post_office`."""
    from madang.outbox.delivery import Smtp  # noqa: PLC0415 -- tests of rules need not load it

    state = app.state
    return make_worker(
        state.settings, state.database, state.keyring, Smtp(post_office.url, "Madang <madang@example.org>"), state.clock
    )


@pytest.fixture
def deliver(worker: Worker) -> Callable[[], Awaitable[int]]:
    """Return what has the worker deliver all that is due; it gives the number of tries."""

    async def all_due() -> int:
        tried = 0
        while number := await worker.deliver_due():
            tried += number
        return tried

    return all_due
