"""What it costs to work out who of 5,000 people must hear of a change, and to tell them, on both databases."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import selectinload
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.lists import postgres
from madang import tables
from madang.core import migrations
from madang.core.db import Database
from madang.core.ids import new_id
from madang.notices.housekeeping import Noticing
from madang.notices.models import Notice
from madang.outbox.models import OutboxMessage
from madang.participants.models import Registration, RegistrationStatus
from madang.programme import releases
from madang.programme.models import Edition, Option, ProgrammeSession, SessionKind
from madang.settings import Settings
from madang.visits.models import VisitPlace, VisitRound, VisitStage

PEOPLE, SESSIONS, OPTIONS = 5000, 60, 40
DELAY = timedelta(minutes=15)
_STARTS = datetime(2030, 5, 6, tzinfo=UTC)
_NOW = datetime(2030, 4, 1, tzinfo=UTC)
_AT_ONCE = 1000

assert tables  # imports every model


def report(people: int = PEOPLE) -> None:
    """Measure on SQLite and on PostgreSQL and print it."""
    print(f"Telling {people:,} people of a change: {SESSIONS} sessions, a field visit of {OPTIONS} options, seconds")
    with tempfile.TemporaryDirectory() as folder:
        _print("SQLite", asyncio.run(_measure(Settings(data_dir=Path(folder)), people)))
        with postgres() as address:
            settings = Settings(
                data_dir=Path(folder), database_url=address, secret_keys=["only-for-benches-" + "0" * 32]
            )
            _print("PostgreSQL", asyncio.run(_measure(settings, people)))


def _print(name: str, found: dict[str, float]) -> None:
    print(f"\n{name}")
    for what, seconds in found.items():
        print(f"{what:<56}{seconds:>8.2f}")


async def _measure(settings: Settings, people: int) -> dict[str, float]:
    database = Database(settings.sqlalchemy_url)
    await migrations.upgrade(database, settings.migrations_dir)
    edition_id, sessions, visit_id = await _make(database, people)
    noticing, clock = Noticing(DELAY), [_NOW]

    async def look() -> None:
        await noticing.announce_changes(database, clock[0])

    async def look_when_due() -> None:
        clock[0] += DELAY
        await look()

    found = {"everybody begins with what is current": await _cost(look)}
    found["a minute in which nothing has changed"] = await _cost(look)
    await _assign(database, edition_id, visit_id)
    found["everybody is placed on a visit: worked out"] = await _cost(look)
    await _move(database, edition_id, sessions[:3])
    found["and three sessions move: worked out anew"] = await _cost(look)
    found["a minute that waits for further changes"] = await _cost(look)
    found["sent: a mail for each, and remembered"] = await _cost(look_when_due)
    found["a minute in which nothing has changed, afterwards"] = await _cost(look)
    async with database.read() as db:
        told = (await db.exec(select(func.count(col(Notice.id))).where(col(Notice.sent_at).is_not(None)))).one()
        mails = (await db.exec(select(func.count(col(OutboxMessage.id))))).one()
    assert (told, mails) == (people, people)
    await database.close()
    return found


async def _cost(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _make(database: Database, people: int) -> tuple[UUID, list[UUID], UUID]:
    async with database.write() as db:
        edition = Edition(
            slug="bench",
            title={"en": "Bench"},
            days=["2030-05-06", "2030-05-07", "2030-05-08"],
            starts_on=date(2030, 5, 6),
            ends_on=date(2030, 5, 8),
            timezone="Asia/Seoul",
            default_language="en",
            languages=["en", "ko", "fr", "es"],
        )
        db.add(edition)
        await db.flush()
        words = dict.fromkeys(edition.languages, "A session of the training with a title")
        sessions = [
            ProgrammeSession(
                edition_id=edition.id,
                key=f"s{number}",
                kind=SessionKind.PLENARY,
                title=words,
                starts_at=_STARTS + timedelta(hours=number),
                ends_at=_STARTS + timedelta(hours=number + 1),
            )
            for number in range(SESSIONS)
        ]
        sessions[-1].kind = SessionKind.FIELD_VISIT
        sessions[-1].options = [Option(key=f"o{number}", title=words, position=number) for number in range(OPTIONS)]
        db.add_all(sessions)
        await db.flush()
        await _publish(db, edition.id)
        connection = await db.connection()
        for start in range(0, people, _AT_ONCE):
            rows = [_person(edition.id, number) for number in range(start, min(start + _AT_ONCE, people))]
            await connection.execute(insert(Registration), rows)
        return edition.id, [session.id for session in sessions], sessions[-1].id


async def _publish(db: AsyncSession, edition_id: UUID) -> None:
    statement = select(Edition).where(Edition.id == edition_id).options(selectinload(Edition.organisations))  # type: ignore[arg-type]
    edition = (await db.exec(statement.execution_options(populate_existing=True))).one()
    await releases.publish(db, edition, comment="", accept_warnings=True, by_id=None, now=_NOW)


async def _move(database: Database, edition_id: UUID, session_ids: list[UUID]) -> None:
    """Let sessions begin half an hour later, and publish that."""
    async with database.write() as db:
        for session in (await db.exec(select(ProgrammeSession).where(col(ProgrammeSession.id).in_(session_ids)))).all():
            session.starts_at += timedelta(minutes=30)
        await db.flush()
        await _publish(db, edition_id)


async def _assign(database: Database, edition_id: UUID, visit_id: UUID) -> None:
    """Place everybody on an option of the field visit."""
    async with database.write() as db:
        planned = VisitRound(
            edition_id=edition_id,
            session_id=visit_id,
            stage=VisitStage.ASSIGNED,
            kinds=["trainee"],
            assigned_at=_NOW,
        )
        db.add(planned)
        await db.flush()
        options = (await db.exec(select(Option.id).where(Option.session_id == visit_id))).all()
        everybody = (await db.exec(select(Registration.id).where(Registration.edition_id == edition_id))).all()
        rows = [
            {
                "id": new_id(),
                "round_id": planned.id,
                "registration_id": registration_id,
                "option_id": options[number % OPTIONS],
                "pinned": False,
                "rank": 3,
                "because": "lower_choice",
                "explanation": {"full": [str(options[(number + 1) % OPTIONS]), str(options[(number + 2) % OPTIONS])]},
                "since": _NOW,
            }
            for number, registration_id in enumerate(everybody)
        ]
        connection = await db.connection()
        for start in range(0, len(rows), _AT_ONCE):
            await connection.execute(insert(VisitPlace), rows[start : start + _AT_ONCE])


def _person(edition_id: UUID, number: int) -> dict[str, object]:
    empty = Registration(
        edition_id=edition_id,
        email=f"p{number}@example.org",
        email_as_typed=f"p{number}@example.org",
        badge_name=f"Kampala trainee {number}",
        status=RegistrationStatus.ACCEPTED,
    )
    return empty.model_dump()
