"""The worker of an installation: everything that is done without anybody waiting for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from madang.accounts import housekeeping as accounts
from madang.case_studies.service.reminding import remind_of_slides
from madang.core.clock import Clock
from madang.core.db import Database
from madang.core.keys import Keyring
from madang.files.housekeeping import Tidying
from madang.files.storage import FileStore
from madang.follow_up.service.reminding import remind_of_reports
from madang.mails import make_renderers
from madang.notices.housekeeping import Noticing
from madang.outbox import housekeeping as outbox
from madang.outbox.delivery import Folder, Mailer, Smtp
from madang.outbox.worker import Worker
from madang.overview.housekeeping import Clearing
from madang.participants import service as participants
from madang.participants.housekeeping import erase_due_details
from madang.settings import Settings
from madang.visits.service.telling_hosts import forget_hosts, tell_hosts
from madang.visits.service.waitlist import move_up as move_up_in_visits


def make_mailer(settings: Settings) -> Mailer:
    """Return where mails go to."""
    if settings.smtp_url is None:
        return Folder(settings.mails_dir, settings.mail_sender)
    return Smtp(settings.smtp_url.get_secret_value(), settings.mail_sender)


def make_worker(settings: Settings, database: Database, keyring: Keyring, mailer: Mailer, clock: Clock) -> Worker:
    """Return the worker of an installation."""
    store = FileStore(settings.files_dir, keyring)
    tidying, clearing = Tidying(store), Clearing(store, settings.sensitive_kept_days)
    chores = (
        accounts.warn_of_expiry,
        accounts.forget_logins,
        accounts.forget_links,
        outbox.Forgetting(Folder(settings.mails_dir, settings.mail_sender)).forget_messages,
        erase_due_details,
        clearing.erase_sealed_files,
        clearing.forget_unused_files,
        tidying.forget_unfinished,
        tidying.remove_unknown,
        participants.move_up,
        remind_of_slides,
        forget_hosts,
        remind_of_reports,
    )
    # Places are given first: whoever got one is told of it in the same minute.
    watches = (
        move_up_in_visits,
        tell_hosts,
        Noticing(timedelta(minutes=settings.notice_delay_minutes)).announce_changes,
    )
    return Worker(database, make_renderers(keyring, settings.base_url), mailer, clock, chores, watches)


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
