"""The worker: nothing lost, nothing twice but where an answer was lost."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from factories.accounts import make_account
from madang.accounts.models import Account
from madang.core.db import Database
from madang.outbox import rules
from madang.outbox.delivery import Folder, Smtp
from madang.outbox.models import Delivery, DeliveryResult, MessageState, OutboxMessage
from madang.outbox.service import post
from madang.outbox.worker import Worker
from madang.settings import Settings
from madang.working import make_worker
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]


async def post_notice(database: Database, clock: StoppedClock, *, number: int = 1) -> Account:
    async with database.write() as db:
        account = await make_account(db)
        for _ in range(number):
            await post(db, "password_changed", clock(), account_id=account.id)
    return account


async def messages(database: Database) -> list[OutboxMessage]:
    async with database.read() as db:
        return list((await db.exec(select(OutboxMessage).order_by(OutboxMessage.id))).all())  # type: ignore[arg-type]


async def results(database: Database) -> list[DeliveryResult]:
    async with database.read() as db:
        return list((await db.exec(select(Delivery.result).order_by(Delivery.id))).all())  # type: ignore[arg-type]


async def test_message_is_sent_once_with_its_headers(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock)

    assert (await deliver(), await deliver()) == (1, 0)

    mail = post_office.taken[0]
    message = (await messages(database))[0]
    assert {name: str(mail[name]) for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted")} == {
        "From": "Madang <madang@example.org>",
        "To": "mina@example.org",
        "Subject": "Your password was changed",
        "Message-ID": f"<{message.id}@example.org>",
        "Auto-Submitted": "auto-generated",
    }
    assert (message.state, message.recipient) == (MessageState.SENT, "mina@example.org")


async def test_message_of_a_transaction_that_is_rolled_back_never_goes(
    live: Database, clock: StoppedClock, deliver: Deliver
) -> None:
    async def fail() -> None:
        async with live.write() as db:
            account = await make_account(db)
            await post(db, "password_changed", clock(), account_id=account.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await deliver() == 0


async def test_same_thing_is_told_once(database: Database, clock: StoppedClock, deliver: Deliver) -> None:
    async with database.write() as db:
        account = await make_account(db)
        for _ in range(2):
            await post(db, "password_changed", clock(), once="that", account_id=account.id)
    assert await deliver() == 1


async def test_deferred_mail_is_tried_again_later(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock)
    post_office.answers = ["451 come again", "451 come again"]

    first = await deliver()
    too_early = await deliver()
    clock.advance(minutes=1)
    second = await deliver()
    clock.advance(minutes=5)
    third = await deliver()

    assert (first, too_early, second, third, len(post_office.taken)) == (1, 0, 1, 1, 1)
    assert await results(database) == [DeliveryResult.DEFERRED, DeliveryResult.DEFERRED, DeliveryResult.SENT]


async def test_refused_mail_has_failed_at_once(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock)
    post_office.answers = ["550 nobody of that name"]

    await deliver()
    clock.advance(days=9)

    assert await deliver() == 0
    assert (await messages(database))[0].state is MessageState.FAILED


async def test_mail_is_given_up_after_three_days(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock)
    await post_office.close()
    began = clock()

    while (await messages(database))[0].state is MessageState.WAITING:
        clock.now = max((await messages(database))[0].due_at, clock.now)
        await deliver()

    assert timedelta(days=2) < clock() - began < timedelta(days=4)


async def test_server_that_stops_in_mid_delivery_loses_nothing(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock, number=12)
    post_office.hang_up_after_taking = 1

    await deliver()
    await post_office.close()
    clock.advance(minutes=1)
    await deliver()
    await post_office.open()
    clock.advance(minutes=5)
    await deliver()

    ids = [str(mail["Message-ID"]) for mail in post_office.taken]
    assert len(set(ids)) == 12
    assert len(ids) == 13  # one twice: its answer was lost
    assert {message.state for message in await messages(database)} == {MessageState.SENT}


async def test_two_workers_send_each_mail_once(
    app: FastAPI,
    live: Database,
    live_twin: Database,
    clock: StoppedClock,
    worker: Worker,
    post_office: PostOffice,
) -> None:
    await post_notice(live, clock, number=20)
    mailer = Smtp(post_office.url, "madang@example.org")
    twin = make_worker(app.state.settings, live_twin, app.state.keyring, mailer, clock)

    async def drain(one: Worker) -> None:
        while await one.deliver_due():
            pass

    await asyncio.gather(drain(worker), drain(twin))

    ids = [str(mail["Message-ID"]) for mail in post_office.taken]
    assert (len(ids), len(set(ids))) == (20, 20)


async def test_one_that_cannot_be_made_stops_no_other(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await post(db, "a kind of tomorrow", clock())
    await post_notice(database, clock)

    await deliver()

    assert [message.state for message in await messages(database)] == [MessageState.WAITING, MessageState.SENT]


async def test_claim_of_a_worker_that_died_runs_out(
    database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    await post_notice(database, clock)
    async with database.write() as db:
        message = (await db.exec(select(OutboxMessage))).one()
        message.claimed_until = clock() + rules.CLAIM

    before = await deliver()
    clock.advance(minutes=5)

    assert (before, await deliver()) == (0, 1)


async def test_killed_worker_process_loses_nothing(
    live: Database, live_settings: Settings, clock: StoppedClock, post_office: PostOffice, tmp_path: Path
) -> None:
    await post_notice(live, clock, number=30)
    environment = {
        **os.environ,
        "MADANG_DATA_DIR": str(live_settings.data_dir),
        "MADANG_SECRET_KEYS": live_settings.secret_keys[0].get_secret_value(),
        "MADANG_SMTP_URL": post_office.url,
    }
    if live_settings.database_url:
        environment["MADANG_DATABASE_URL"] = live_settings.database_url.get_secret_value()
    madang = Path(sys.executable).with_name("madang")

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            return subprocess.Popen([madang, "worker"], env=environment, stdout=log, stderr=log)

    async def until(number: int) -> None:
        for _ in range(600):
            if len({str(mail["Message-ID"]) for mail in post_office.taken}) >= number:
                return
            await asyncio.sleep(0.05)
        raise AssertionError((tmp_path / "worker.log").read_text())

    first = start()
    await until(3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    async with live.write() as db:  # rather than wait five minutes
        for message in (await db.exec(select(OutboxMessage))).all():
            message.claimed_until = None
    second = start()
    await until(30)
    second.terminate()
    code = await asyncio.to_thread(second.wait, 20)

    ids = [str(mail["Message-ID"]) for mail in post_office.taken]
    assert (len(set(ids)), code) == (30, 0)
    assert len(ids) <= 31  # what was under way when it was killed


async def test_without_a_server_mails_lie_in_a_folder_of_their_own(
    app: FastAPI, database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    await post_notice(database, clock)
    folder = Folder(tmp_path / "mails", "madang@example.org")
    worker = make_worker(app.state.settings, database, app.state.keyring, folder, clock)

    await worker.deliver_due()

    path = folder.path((await messages(database))[0].id)
    assert (path.stat().st_mode & 0o777, folder.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "Your password was changed" in path.read_text("utf-8")


async def test_what_was_sent_is_not_sent_again_because_the_database_was_busy(
    database: Database,
    clock: StoppedClock,
    worker: Worker,
    deliver: Deliver,
    post_office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await post_notice(database, clock, number=2)
    write_down, failures = Worker._write_down, 2

    async def busy_at_first(self: Worker, *what: Any) -> None:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        await write_down(self, *what)

    monkeypatch.setattr(Worker, "_write_down", busy_at_first)
    monkeypatch.setattr("madang.outbox.worker._PAUSE_SECONDS", 0.01)
    await deliver()
    clock.advance(minutes=10)

    assert (await deliver(), len(post_office.taken)) == (0, 2)
    assert await results(database) == [DeliveryResult.SENT, DeliveryResult.SENT]


async def test_one_message_is_claimed_at_a_time(database: Database, clock: StoppedClock, worker: Worker) -> None:
    await post_notice(database, clock, number=3)
    assert await worker.deliver_due() == 1
    assert [message.attempts for message in await messages(database)] == [1, 0, 0]


async def test_server_that_answers_for_ever_is_left(
    database: Database, clock: StoppedClock, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dawdle(*_: Any) -> None:
        await asyncio.sleep(60)

    await post_notice(database, clock)
    monkeypatch.setattr(Smtp, "send", dawdle)
    monkeypatch.setattr(rules, "DELIVERY", timedelta(seconds=0.05))
    await worker.deliver_due()
    assert await results(database) == [DeliveryResult.DEFERRED]


def test_a_delivery_and_its_record_fit_into_a_claim() -> None:
    assert rules.DELIVERY + rules.FINISHING < rules.CLAIM


async def test_watches_are_done_each_minute_and_chores_each_hour(
    database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("madang.outbox.worker._PAUSE_SECONDS", 0.001)
    done: list[str] = []
    stop = asyncio.Event()

    async def chore(_database: Database, _now: datetime) -> None:
        done.append("chore")

    async def watch(_database: Database, _now: datetime) -> None:
        done.append("watch")
        clock.advance(minutes=1)
        if done.count("watch") == 62:
            stop.set()
        raise RuntimeError  # what fails is done again in its turn, and keeps nothing else

    async with asyncio.timeout(60):
        await Worker(database, {}, Folder(Path(), "a@example.org"), clock, (chore,), (watch,)).run(stop)

    assert (done.count("chore"), done.count("watch")) == (2, 62)
