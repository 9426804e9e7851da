"""Who waits moves up by itself, and nobody else moves."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.registrations import make_registration
from factories.visits import STARTS_AT, find_place, make_visit, place, plan_round, rank
from madang.core.db import Database
from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Stop
from madang.visits.models import VisitPlace, VisitRound, VisitRun, VisitStage
from madang.visits.queries import find_places
from madang.visits.service import waitlist
from madang.visits.service.waitlist import move_up
from support.moments import StoppedClock
from visits.conftest import Outing

ACCEPTED = {"status": RegistrationStatus.ACCEPTED}
NOW = StoppedClock.now


@pytest_asyncio.fixture
async def planning(database: Database, outing: Outing) -> VisitRound:
    async with database.write() as db:
        return await plan_round(
            db, outing.session, {"park": 1, "arcade": 1}, stage=VisitStage.ASSIGNED, assigned_at=NOW - timedelta(days=1)
        )


async def come(db: Database, edition: Edition, name: str, **values: object) -> Registration:
    async with db.write() as writing:
        return await make_registration(writing, edition, name, **ACCEPTED | values)


async def whereabouts(database: Database) -> dict[str, UUID | None]:
    statement = select(Registration.badge_name, VisitPlace.option_id).join(VisitPlace)
    async with database.read() as db:
        return dict((await db.exec(statement)).all())


async def test_place_of_who_left_goes_to_who_waits_longest(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    gone, stays, first, second = [await come(database, edition, name) for name in ("Gone", "Stays", "First", "Second")]
    async with database.write() as db:
        await place(db, planning, gone, outing.park)
        await place(db, planning, stays, outing.arcade)
        await place(db, planning, second, None, since=NOW - timedelta(hours=1))
        await place(db, planning, first, None, since=NOW - timedelta(hours=2))
        await rank(db, planning, stays, outing.park)
        await rank(db, planning, first, outing.arcade, outing.park)
        await rank(db, planning, second, outing.park)
        gone.status = RegistrationStatus.CANCELLED
        db.add(gone)

    await move_up(database, NOW)

    assert await whereabouts(database) == {"Stays": outing.arcade, "First": outing.park, "Second": None}
    async with database.read() as db:
        moved = await find_place(db, first)
        runs = (await db.exec(select(VisitRun))).all()
    assert moved is not None
    assert (moved.because, moved.rank, moved.since) == ("lower_choice", 2, NOW)
    assert moved.explanation == {"full": [str(outing.arcade)], "not_running": [], "moved_from": None}
    assert [(run.what, run.account_id, run.summary) for run in runs] == [
        ("moved_up", None, {"moved_up": 1, "waitlisted": 1, "freed": 1})
    ]


async def test_nothing_is_written_where_nothing_is_free(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    people = [await come(database, edition, name) for name in ("One", "Two", "Three")]
    async with database.write() as db:
        for person, option in zip(people, (outing.park, outing.arcade, None), strict=True):
            await place(db, planning, person, option)

    await move_up(database, NOW)

    async with database.read() as db:
        assert (await db.exec(select(VisitRun))).all() == []
        assert (await db.exec(select(VisitRound))).one().version == 1


async def test_who_comes_later_gets_a_place_or_waits_behind_the_others(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    waits, new, _ = [await come(database, edition, name) for name in ("Waits", "New", "Newer")]
    async with database.write() as db:
        await rank(db, planning, new, outing.park)
        await place(db, planning, waits, None, since=NOW - timedelta(hours=1))
        await rank(db, planning, waits, outing.park)

    await move_up(database, NOW)

    assert await whereabouts(database) == {"Waits": outing.park, "New": outing.arcade, "Newer": None}


async def test_who_comes_back_does_not_find_a_place_that_was_given_away(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    gone, waits, there = [await come(database, edition, name) for name in ("Gone", "Waits", "There")]
    async with database.write() as db:
        await place(db, planning, gone, outing.park)
        await place(db, planning, there, outing.arcade)
        await place(db, planning, waits, None)
        gone.status = RegistrationStatus.CANCELLED
        db.add(gone)
    await move_up(database, NOW)
    async with database.write() as db:
        gone.status = RegistrationStatus.ACCEPTED
        db.add(gone)

    await move_up(database, NOW + timedelta(minutes=1))

    assert await whereabouts(database) == {"Gone": None, "Waits": outing.park, "There": outing.arcade}


async def test_option_that_does_not_run_or_is_not_offered_is_not_filled(database: Database, edition: Edition) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("thin", "gone"))
        await plan_round(db, session, minimums={"thin": 2}, stage=VisitStage.ASSIGNED, assigned_at=NOW)
        gone = session.options[1].id
        (await db.exec(select(Stop).where(Stop.option_id == gone))).one().status = PublicStatus.CANCELLED
    await come(database, edition, "New")

    await move_up(database, NOW)

    assert await whereabouts(database) == {"New": None}


async def test_place_is_given_again_though_an_option_fell_below_its_minimum(
    database: Database, edition: Edition, outing: Outing
) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("park",), key="later")
        planning = await plan_round(
            db, session, {"park": 2}, minimums={"park": 2}, stage=VisitStage.ASSIGNED, assigned_at=NOW
        )
    stays, gone, waits = [await come(database, edition, name) for name in ("Stays", "Gone", "Waits")]
    park = session.options[0].id
    async with database.write() as db:
        await place(db, planning, stays, park)
        await place(db, planning, gone, park)
        await place(db, planning, waits, None)
        gone.status = RegistrationStatus.CANCELLED
        db.add(gone)

    await move_up(database, NOW)

    assert await whereabouts(database) == {"Stays": park, "Waits": park}


async def test_visit_that_fails_does_not_stop_the_others(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as db:
        later = await plan_round(
            db, await make_visit(db, edition, key="later"), stage=VisitStage.ASSIGNED, assigned_at=NOW
        )
    await come(database, edition, "New")
    fill = waitlist.fill_free_places

    async def fail(db: AsyncSession, edition_id: UUID, session_id: UUID, now: datetime) -> None:
        if session_id == outing.session.id:
            raise ArithmeticError
        await fill(db, edition_id, session_id, now)

    monkeypatch.setattr(waitlist, "fill_free_places", fail)

    await move_up(database, NOW)

    async with database.read() as db:
        assert (await db.exec(select(VisitPlace.round_id))).all() == [later.id]


async def test_nobody_moves_before_places_were_given_or_after_the_visit_has_begun(
    database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await plan_round(db, await make_visit(db, edition, key="not-assigned"))
        begun = await make_visit(db, edition, key="begun", starts_at=NOW)
        await plan_round(db, begun, stage=VisitStage.ASSIGNED, assigned_at=NOW)
    await come(database, edition, "New")

    await move_up(database, NOW)

    assert await whereabouts(database) == {}


async def test_option_that_the_programme_lost_leaves_its_people_waiting_until_there_is_a_place(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    person = await come(database, edition, "Pinned")
    async with database.write() as db:
        await place(db, planning, person, outing.park, pinned=True)
        park = next(option for option in outing.session.options if option.id == outing.park)
        await db.delete(await db.merge(park))

    await move_up(database, NOW)

    assert await whereabouts(database) == {"Pinned": outing.arcade}


async def test_places_of_an_edition_are_those_that_were_given_to_who_takes_part(
    database: Database, edition: Edition, outing: Outing, planning: VisitRound
) -> None:
    there, waits, gone, speaker = [await come(database, edition, name) for name in ("A", "B", "C", "D")]
    async with database.write() as db:
        later = await plan_round(db, await make_visit(db, edition, key="later", starts_at=STARTS_AT))
        await place(db, later, there, None)
        await place(db, planning, there, outing.park)
        await place(db, planning, waits, None)
        await place(db, planning, gone, outing.park)
        await place(db, planning, speaker, outing.park)
        gone.status, speaker.kind = RegistrationStatus.CANCELLED, ParticipantKind.SPEAKER
        db.add_all([gone, speaker])

    async with database.read() as db:
        everybody = await find_places(db, edition.id)
        one = await find_places(db, edition.id, [waits.id])

    session = str(outing.session.id)
    assert everybody == {there.id: {session: str(outing.park)}, waits.id: {session: None}}
    assert one == {waits.id: {session: None}}
