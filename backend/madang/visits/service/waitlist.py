"""Who waits moves up by itself: what is free goes to who waits longest, and nobody else moves."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database, flush_new
from madang.core.origin import Origin, OriginKind, set_origin
from madang.visits.queries import people, rounds
from madang.visits.queries.people import Participant
from madang.visits.queries.rounds import Planned
from madang.visits.rules import Placing
from madang.visits.rules.explaining import explain
from madang.visits.rules.offering import fill, find_free
from madang.visits.service.planning import candidate_of, forget_places, in_turn, note_run, write_places

log = structlog.get_logger()


@dataclass(frozen=True)
class Filling:
    """Who gets a place now, and who is new on the waitlist."""

    placings: tuple[Placing, ...]
    moved_up: int
    waiting: int


def work_out(visit: Planned, participants: list[Participant]) -> Filling:
    """Return what is to be given of free places. Who came to the edition since places were given waits, too."""
    on_options = [person for person in participants if person.seat and person.seat.option_id]
    # Those who are new have no claim that is older than of those who wait.
    waiting = [person for person in in_turn(participants) if not (person.seat and person.seat.option_id)]
    offers = visit.offers
    placed = Counter(person.seat.option_id for person in on_options if person.seat and person.seat.option_id)
    found = fill(offers, placed, [candidate_of(person) for person in waiting])
    chosen: dict[UUID, UUID | None] = {
        person.registration_id: person.seat.option_id for person in on_options if person.seat
    }
    plan = explain(offers, [candidate_of(person) for person in [*waiting, *on_options]], chosen | found, keep=True)
    news = {person.registration_id for person in waiting if person.seat is None} | found.keys()
    return Filling(
        placings=tuple(placing for placing in plan.placings if placing.candidate in news),
        moved_up=len(found),
        waiting=len(waiting) - len(found),
    )


async def move_up(database: Database, now: datetime) -> None:
    """Fill what is free in every visit that is assigned and has not begun: a chore, each in its own transaction."""
    async with database.read() as db:
        under_way = await rounds.list_under_way(db, now)
    for edition_id, session_id in under_way:
        try:
            await _move_up_in(database, edition_id, session_id, now)
        except Exception as problem:  # one visit must not keep those who wait for another from moving up
            log.error("free places could not be filled", session_id=str(session_id), error=type(problem).__name__)


async def _move_up_in(database: Database, edition_id: UUID, session_id: UUID, now: datetime) -> None:
    async with database.read() as db:
        visit = await rounds.find_visit(db, edition_id, session_id)
        if visit is None or not await _is_due(db, visit):
            return
    async with database.write() as db:
        set_origin(db, Origin(OriginKind.WORKER))
        await fill_free_places(db, edition_id, session_id, now)


async def _is_due(db: AsyncSession, visit: Planned) -> bool:
    """Whether there is anything to do, from counts alone: this is asked often, and seldom so."""
    if await people.has_forgotten_places(db, visit):
        return True
    tally = (await rounds.count_people(db, visit.session.edition_id, [visit]))[visit.session.id]
    if tally.eligible > tally.placed.total():
        return True
    counts = {option: count for option, count in tally.placed.items() if option is not None}
    return bool(tally.placed[None] and find_free(visit.offers, counts, tally.placed[None]))


async def fill_free_places(db: AsyncSession, edition_id: UUID, session_id: UUID, now: datetime) -> None:
    """Take places back from who does not take part any more, and give what is free to who waits."""
    visit = await rounds.find_visit(db, edition_id, session_id, lock="exclusive")
    if visit is None or visit.round is None:
        return
    participants = await people.list_participants(db, visit)
    freed = await forget_places(db, visit.round, {person.registration_id for person in participants})
    filling = work_out(visit, participants)
    await write_places(db, visit.round, filling.placings, now)
    if freed or filling.placings:
        summary = {"moved_up": filling.moved_up, "waitlisted": filling.waiting, "freed": freed}
        note_run(db, visit.round, "moved_up", summary, now)
    await flush_new(db)
