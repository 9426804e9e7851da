"""Use cases of the speaker's timer. Every change is made on the version that its caller has seen."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.core.text import strike_out
from madang.programme.models import ProgrammeSession
from madang.stage import queries, rules
from madang.stage.errors import TimerNotRunning, TimerRunning, TimerUnset
from madang.stage.models import SpeakerTimer
from madang.stage.rules import Clock
from madang.stage.schemas import TimerFields, TimerShown


def describe(timer: SpeakerTimer | None) -> TimerShown:
    """Return a session's timer as everybody sees it; version 0 where there is none."""
    if timer is None:
        return TimerShown(version=0, label=None, seconds=None, started_at=None, used_before=0.0)
    return TimerShown.model_validate(timer)


async def set_timer(
    db: AsyncSession, session: ProgrammeSession, timer: SpeakerTimer | None, fields: TimerFields, now: datetime
) -> SpeakerTimer:
    """Say who speaks and for how long. The clock stays as it is: who is speaking goes on, with more time or less.

    Errors: Stale when somebody else set the first one, or removed the session, at the same moment.
    """
    if timer is None:
        timer = SpeakerTimer(
            edition_id=session.edition_id,
            session_id=session.id,
            label=fields.label,
            seconds=fields.seconds,
            created_at=now,
            updated_at=now,
        )
        db.add(timer)
    elif (timer.label, timer.seconds) != (fields.label, fields.seconds):
        timer.label, timer.seconds = fields.label, fields.seconds
        timer.touch(now)
    await flush_new(db, Stale("somebody else has just set this timer; read it again"))
    return timer


async def start(db: AsyncSession, timer: SpeakerTimer | None, now: datetime) -> SpeakerTimer:
    """Let the clock run from now on. Errors: TimerUnset, TimerRunning."""
    set_one = _be_set(timer)
    if set_one.started_at is not None:
        raise TimerRunning("this timer runs already", current=describe(set_one).model_dump(mode="json"))
    return await _take(db, set_one, rules.started(_clock(set_one), now), now)


async def pause(db: AsyncSession, timer: SpeakerTimer | None, now: datetime) -> SpeakerTimer:
    """Stop the clock; what is left stays left. Errors: TimerUnset, TimerNotRunning."""
    set_one = _be_set(timer)
    if set_one.started_at is None:
        raise TimerNotRunning("this timer does not run", current=describe(set_one).model_dump(mode="json"))
    return await _take(db, set_one, rules.paused(_clock(set_one), now), now)


async def reset(db: AsyncSession, timer: SpeakerTimer | None, now: datetime) -> SpeakerTimer:
    """Stop the clock and give all the time back. Errors: TimerUnset."""
    set_one = _be_set(timer)
    return await _take(db, set_one, rules.reset(_clock(set_one)), now)


async def add(db: AsyncSession, timer: SpeakerTimer | None, seconds: int, now: datetime) -> SpeakerTimer:
    """Give some seconds more, or take some away, running or not.

    Errors: TimerUnset; Invalid when that is less or more than a timer can have.
    """
    set_one = _be_set(timer)
    try:
        longer = rules.lengthened(_clock(set_one), seconds)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/seconds", str(problem))]) from problem
    return await _take(db, set_one, longer, now)


async def forget_names(db: AsyncSession, names: Collection[str], now: datetime, *, edition_id: UUID | None) -> None:
    """Strike an erased person's names out of who speaks, in an edition or (None) in all."""
    if not names:
        return
    for timer in await queries.find_timers_naming(db, names, edition_id=edition_id):
        left = strike_out(timer.label or "", names)
        if left != timer.label:
            timer.label = left
            timer.touch(now)
    await db.flush()


def _be_set(timer: SpeakerTimer | None) -> SpeakerTimer:
    if timer is None:
        raise TimerUnset("nobody has said yet how much time there is", current=describe(None).model_dump(mode="json"))
    return timer


def _clock(timer: SpeakerTimer) -> Clock:
    return Clock(timer.seconds, timer.started_at, timer.used_before)


async def _take(db: AsyncSession, timer: SpeakerTimer, clock: Clock, now: datetime) -> SpeakerTimer:
    if clock != _clock(timer):
        timer.seconds, timer.started_at, timer.used_before = clock.seconds, clock.started_at, clock.used_before
        timer.touch(now)
        await db.flush()
    return timer
