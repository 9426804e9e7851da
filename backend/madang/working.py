"""The worker of an installation: everything that is done without anybody waiting for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from madang.accounts import housekeeping as accounts
from madang.core.clock import Clock
from madang.core.db import Database
from madang.core.keys import Keyring
from madang.mails.renderers import Renderers
from madang.outbox import housekeeping as outbox
from madang.outbox.delivery import Folder, Mailer, Smtp
from madang.outbox.worker import Worker
from madang.participants import service as participants
from madang.settings import Settings


def make_mailer(settings: Settings) -> Mailer:
    """Return where mails go to."""
    if settings.smtp_url is None:
        return Folder(settings.mails_dir, settings.mail_sender)
    return Smtp(settings.smtp_url.get_secret_value(), settings.mail_sender)


def make_worker(settings: Settings, database: Database, keyring: Keyring, mailer: Mailer, clock: Clock) -> Worker:
    """Return the worker of an installation."""
    chores = (
        accounts.warn_of_expiry,
        accounts.forget_logins,
        accounts.forget_links,
        outbox.Forgetting(mailer).forget_messages,
        participants.move_up,
    )
    return Worker(database, Renderers(keyring, settings.base_url).by_kind(), mailer, clock, chores)


@asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[None]:
    """Have a worker work meanwhile; what it is at is finished first."""
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        await task
