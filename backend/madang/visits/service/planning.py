"""Planning who goes where: what it is computed from, what it would give, and carrying it out."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Table, bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Invalid
from madang.core.ids import new_id
from madang.delegations.models import Delegation
from madang.visits.errors import PlanOutdated
from madang.visits.models import VisitPlace, VisitRound, VisitRun, VisitStage
from madang.visits.queries.people import Participant
from madang.visits.queries.rounds import Planned
from madang.visits.rules import Because, Candidate, Offer, Placing, Plan, assign
from madang.visits.schemas.people import Explanation, Move, OptionOverride, OptionTally, VisitPlan
from madang.visits.schemas.rounds import ShortfallKind, ShortfallPublic
from madang.visits.service.settings import begin

# Of their own: however many plans are worked out, they leave threads for what others wait for within transactions.
_PLANNERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="planning")

_MOST_MOVES = 1000
_AT_ONCE = 500


@dataclass(frozen=True)
class Basis:
    """What a plan is computed from."""

    offers: Sequence[Offer]
    people: Sequence[Participant]
    keep: bool

    @property
    def fingerprint(self) -> str:
        """A digest of everything that the plan depends on: two that are equal give the same plan."""
        told = [
            [[str(offer.id), offer.capacity, offer.minimum] for offer in self.offers],
            [
                [
                    str(person.registration_id),
                    str(person.delegation_id),
                    [str(option) for option in person.ranks],
                    [str(person.seat.option_id), person.seat.pinned, person.seat.since] if person.seat else None,
                ]
                for person in self.people
            ],
            self.keep,
        ]
        return hashlib.sha256(orjson.dumps(told)).hexdigest()


def candidate_of(person: Participant) -> Candidate:
    """Return somebody as the optimiser knows them."""
    seat = person.seat
    return Candidate(
        id=person.registration_id,
        group=person.delegation_id,
        ranks=person.ranks,
        pinned=seat.option_id if seat and seat.pinned else None,
        current=seat.option_id if seat else None,
    )


def in_turn(people: Iterable[Participant]) -> list[Participant]:
    """Return people in the order in which they have a claim: who waits longest, then who came to the edition first."""

    def turn(person: Participant) -> tuple[bool, float, UUID]:
        waits = person.seat is not None and person.seat.option_id is None
        since = person.seat.since.timestamp() if person.seat and waits else 0.0
        return not waits, since, person.registration_id

    return sorted(people, key=turn)


async def compute(basis: Basis) -> Plan:
    """Return the best plan, computed in a thread: it may take seconds."""
    candidates = [candidate_of(person) for person in basis.people]
    work = partial(assign, basis.offers, candidates, keep=basis.keep)
    return await asyncio.get_running_loop().run_in_executor(_PLANNERS, work)


def what_if(visit: Planned, overrides: Sequence[OptionOverride]) -> list[Offer]:
    """Return what would be offered if options were otherwise. Errors: Invalid."""
    said = {override.option_id: (number, override) for number, override in enumerate(overrides)}
    wrong = [
        (f"/body/options/{number}/option_id", "this visit has no such option")
        for option_id, (number, _) in said.items()
        if option_id not in visit.options
    ]
    offers = []
    for option_id in visit.options:
        planned = visit.visit_of(option_id)
        number, override = said.get(option_id, (0, OptionOverride(option_id=option_id)))
        capacity = override.capacity if "capacity" in override.model_fields_set else planned.capacity
        minimum = planned.minimum if override.minimum is None else override.minimum
        if capacity is not None and minimum > capacity:
            name = "minimum" if override.minimum is not None else "capacity"
            wrong.append((f"/body/options/{number}/{name}", f"{minimum} can never come where {capacity} have a place"))
        if visit.is_offered(option_id, withdrawn=override.withdrawn):
            offers.append(Offer(id=option_id, capacity=capacity, minimum=minimum))
    if wrong:
        raise Invalid(wrong[0][1], errors=wrong)
    return offers


def explanation_of(placing: Placing) -> Explanation:
    """Return what the sentence of a placing is made of."""
    return Explanation(full=list(placing.full), not_running=list(placing.not_running), moved_from=placing.moved_from)


def describe_plan(
    visit: Planned, basis: Basis, plan: Plan, delegations: Mapping[UUID, Delegation], seconds: float
) -> VisitPlan:
    """Return what a plan would give."""
    people = {person.registration_id: person for person in basis.people}
    changes = [placing for placing in plan.placings if _differs(placing, people[placing.candidate])]
    leaving = [placing for placing in changes if placing.moved_from is not None]
    coming = [placing for placing in changes if placing.moved_from is None]
    return VisitPlan(
        fingerprint=basis.fingerprint,
        tallies=_tally(visit, basis, plan),
        waitlisted=sum(placing.option is None for placing in plan.placings),
        moved=len(leaving),
        changed=len(changes),
        moves=[
            _describe_move(placing, people[placing.candidate], delegations)
            for placing in [*leaving, *coming][:_MOST_MOVES]
        ],
        shortfalls=[
            ShortfallPublic(kind=ShortfallKind(each.kind), option_id=each.option, missing=each.missing)
            for each in plan.shortfalls
        ],
        seconds=round(seconds, 3),
    )


def _differs(placing: Placing, person: Participant) -> bool:
    return placing.option != (person.seat.option_id if person.seat else None)


def _tally(visit: Planned, basis: Basis, plan: Plan) -> list[OptionTally]:
    offered = {offer.id for offer in basis.offers}
    groups = {person.registration_id: person.delegation_id for person in basis.people}
    by_rank: dict[UUID, Counter[str]] = {option_id: Counter() for option_id in visit.options}
    cities: dict[UUID, set[UUID]] = {option_id: set() for option_id in visit.options}
    for placing in plan.placings:
        if placing.option is None:
            continue
        by_rank[placing.option][str(placing.rank or "none")] += 1
        if group := groups[placing.candidate]:
            cities[placing.option].add(group)
    return [
        OptionTally(
            option_id=option_id,
            people=by_rank[option_id].total(),
            by_rank=dict(sorted(by_rank[option_id].items())),
            cities=len(cities[option_id]),
            not_running=option_id not in offered or option_id in plan.not_running,
        )
        for option_id in visit.options
    ]


def _describe_move(placing: Placing, person: Participant, delegations: Mapping[UUID, Delegation]) -> Move:
    delegation = delegations.get(person.delegation_id) if person.delegation_id else None
    return Move(
        registration_id=person.registration_id,
        name=person.name,
        city=delegation.city if delegation else None,
        from_option_id=placing.moved_from,
        to_option_id=placing.option,
        rank=placing.rank,
        because=placing.because,
        explanation=explanation_of(placing),
    )


async def carry_out(
    db: AsyncSession, visit: Planned, basis: Basis, plan: Plan, now: datetime, *, account_id: UUID
) -> None:
    """Give the places of a plan; whoever's place it does not change keeps the moment since when they have it.

    Errors: Stale when somebody else begins to plan this visit at the same moment; PlanOutdated when an option or a
    participant has just been deleted.
    """
    planning = await begin(db, visit, now)
    people = {person.registration_id: person for person in basis.people}
    summary = {
        "keep": basis.keep,
        "people": len(plan.placings),
        "placed": sum(placing.option is not None for placing in plan.placings),
        "waitlisted": sum(placing.option is None for placing in plan.placings),
        "moved": sum(placing.moved_from is not None for placing in plan.placings),
        "changed": sum(_differs(placing, people[placing.candidate]) for placing in plan.placings),
    }
    try:
        await write_places(db, planning, plan.placings, now)
    except IntegrityError as broken:
        raise PlanOutdated("an option or somebody who takes part has just been deleted; plan again") from broken
    await forget_places(db, planning, people)
    planning.stage, planning.assigned_at = VisitStage.ASSIGNED, now
    note_run(db, planning, "assigned", summary, now, account_id=account_id)
    await flush_new(db)


def note_run(
    db: AsyncSession,
    planning: VisitRound,
    what: str,
    summary: dict[str, Any],
    now: datetime,
    *,
    account_id: UUID | None = None,
) -> None:
    """Write down that places were given; whoever planned on what was before is to look again."""
    db.add(VisitRun(round_id=planning.id, at=now, account_id=account_id, what=what, summary=summary))
    planning.touch(now)


async def write_places(db: AsyncSession, planning: VisitRound, placings: Iterable[Placing], now: datetime) -> None:
    """Store placings: each person's row, changed where it differs and new where there was none.

    As rows, not as objects: for thousands of people that is what keeps others from writing for the shortest time.
    """
    connection = await db.connection()
    table: Table = VisitPlace.__table__  # type: ignore[attr-defined]
    found = await connection.execute(table.select().where(table.c.round_id == planning.id))
    stored = {row["registration_id"]: row for row in found.mappings()}
    new, changed = [], []
    for placing in placings:
        before = stored.get(placing.candidate)
        told: dict[str, Any] = {
            "option_id": placing.option,
            "pinned": placing.because is Because.PINNED,
            "rank": placing.rank,
            "because": str(placing.because),
            "explanation": explanation_of(placing).model_dump(mode="json"),
            "since": before["since"] if before and before["option_id"] == placing.option else now,
        }
        if before is None:
            new.append({"id": new_id(), "round_id": planning.id, "registration_id": placing.candidate, **told})
        elif any(before[name] != value for name, value in told.items()):
            changed.append({"row_id": before["id"], **told})
    if new:
        await connection.execute(table.insert(), new)
    if changed:
        this = table.update().where(table.c.id == bindparam("row_id"))
        names = [name for name in changed[0] if name != "row_id"]
        await connection.execute(this.values({name: bindparam(name) for name in names}), changed)


async def forget_places(db: AsyncSession, planning: VisitRound, kept: Iterable[UUID]) -> int:
    """Delete the places of everybody else in a visit, and return how many those were.

    Somebody who comes back later is not to find a place that was given to somebody else meanwhile.
    """
    found = await db.exec(select(VisitPlace.registration_id).where(VisitPlace.round_id == planning.id))
    gone = sorted(set(found.all()) - set(kept))
    for start in range(0, len(gone), _AT_ONCE):
        some = col(VisitPlace.registration_id).in_(gone[start : start + _AT_ONCE])
        await db.exec(
            delete(VisitPlace)
            .where(col(VisitPlace.round_id) == planning.id, some)
            .execution_options(synchronize_session=False)
        )
    return len(gone)
