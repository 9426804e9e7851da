"""Visits with what planning has added to them, and how many people each has."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from sqlalchemy import String, cast, func
from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.core.errors import NotFound
from madang.participants.models import ParticipantKind, Registration
from madang.programme.models import Option, ProgrammeSession, SessionKind, Venue
from madang.visits.models import Visit, VisitPlace, VisitPreference, VisitRound, VisitRun, VisitStage
from madang.visits.queries.places import DEFAULT_KINDS, is_coming
from madang.visits.rules import Offer
from madang.visits.rules.offering import is_offered

_RUNS_SHOWN = 20


@dataclass(frozen=True)
class Planned:
    """A visit as the draft has it, and its planning, if it has begun. `visits` are by option."""

    session: ProgrammeSession
    round: VisitRound | None
    visits: dict[UUID, Visit]

    @property
    def version(self) -> int:
        """The version of its planning; 0 before it has begun."""
        return self.round.version if self.round else 0

    @property
    def stage(self) -> VisitStage:
        """How far its planning is."""
        return self.round.stage if self.round else VisitStage.PREPARING

    @property
    def rank_until(self) -> datetime | None:
        """When ranking ends by itself."""
        return self.round.rank_until if self.round else None

    @property
    def assigned_at(self) -> datetime | None:
        """When places were given last; None: never."""
        return self.round.assigned_at if self.round else None

    @property
    def kinds(self) -> list[ParticipantKind]:
        """The kinds of participants who take part."""
        return [ParticipantKind(kind) for kind in self.round.kinds] if self.round else list(DEFAULT_KINDS)

    @cached_property
    def options(self) -> dict[UUID, Option]:
        """Its options by id, in their order."""
        return {option.id: option for option in self.session.options}

    def visit_of(self, option_id: UUID) -> Visit:
        """Return what planning adds to an option; nothing is limited where nobody has said so."""
        return self.visits.get(option_id) or Visit(
            option_id=option_id, round_id=option_id, transport={}, meeting_point={}
        )

    def is_offered(self, option_id: UUID, *, withdrawn: bool | None = None) -> bool:
        """Whether an option is offered, or would be if it were `withdrawn` or not."""
        statuses = [stop.status for stop in self.options[option_id].stops]
        taken_back = self.visit_of(option_id).withdrawn if withdrawn is None else withdrawn
        return is_offered(self.session.status, statuses, withdrawn=taken_back)

    @property
    def offers(self) -> list[Offer]:
        """The options that are offered, in their order."""
        return [
            Offer(id=option_id, capacity=visit.capacity, minimum=visit.minimum)
            for option_id in self.options
            if self.is_offered(option_id)
            for visit in [self.visit_of(option_id)]
        ]


@dataclass
class Tally:
    """How many people a visit has. `placed` counts by option; None is the waitlist."""

    eligible: int = 0
    ranked: int = 0
    placed: Counter[UUID | None] = field(default_factory=Counter)

    @property
    def on_options(self) -> int:
        """How many have a place."""
        return sum(count for option, count in self.placed.items() if option is not None)


async def list_visits(db: AsyncSession, edition_id: UUID, session_id: UUID | None = None) -> list[Planned]:
    """Return the visits of an edition's draft in the order of the programme; all, or only one."""
    statement = (
        select(ProgrammeSession)
        .options(selectinload(ProgrammeSession.options).selectinload(Option.stops))  # type: ignore[arg-type]
        .where(ProgrammeSession.edition_id == edition_id, ProgrammeSession.kind == SessionKind.FIELD_VISIT)
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.ends_at), col(ProgrammeSession.key))
    )
    if session_id is not None:
        statement = statement.where(ProgrammeSession.id == session_id)
    sessions = [session for session in (await db.exec(statement)).all() if session.options]
    return await _add_planning(db, sessions)


async def _add_planning(db: AsyncSession, sessions: Sequence[ProgrammeSession]) -> list[Planned]:
    ids = [session.id for session in sessions]
    rounds = (await db.exec(select(VisitRound).where(col(VisitRound.session_id).in_(ids)))).all()
    visits = await db.exec(select(Visit).where(col(Visit.round_id).in_([each.id for each in rounds])))
    by_option = {visit.option_id: visit for visit in visits.all()}
    by_session = {each.session_id: each for each in rounds}
    return [
        Planned(
            session,
            by_session.get(session.id),
            {option.id: by_option[option.id] for option in session.options if option.id in by_option},
        )
        for session in sessions
    ]


async def find_visit(
    db: AsyncSession, edition_id: UUID, session_id: UUID, *, lock: Literal["shared", "exclusive"] | None = None
) -> Planned | None:
    """Return a visit of an edition.

    Whoever gives a wish takes a shared lock, whoever changes the planning or gives places an exclusive one: no wish
    comes between what a plan was computed from and its places.
    """
    if lock is not None:  # before anything is read that the lock is to keep as it is
        statement = select(VisitRound.id).where(VisitRound.session_id == session_id)
        await db.exec(statement.with_for_update(read=lock == "shared"))
    found = await list_visits(db, edition_id, session_id)
    return found[0] if found else None


async def get_visit(
    db: AsyncSession, edition_id: UUID, session_id: UUID, *, lock: Literal["shared", "exclusive"] | None = None
) -> Planned:
    """Return a visit of an edition, locked as `find_visit` says. Errors: NotFound."""
    found = await find_visit(db, edition_id, session_id, lock=lock)
    if found is None:
        raise NotFound("there is no such visit in this edition")
    return found


async def list_under_way(db: AsyncSession, now: datetime) -> Sequence[tuple[UUID, UUID]]:
    """Return the edition and the session of every visit that is assigned and has not begun."""
    statement = (
        select(VisitRound.edition_id, VisitRound.session_id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(VisitRound.session_id))
        .where(col(VisitRound.assigned_at).is_not(None), ProgrammeSession.starts_at > now)
    )
    return (await db.exec(statement.order_by(col(VisitRound.id)))).all()


async def find_venue_names(db: AsyncSession, visits: Iterable[Planned]) -> dict[UUID, dict[str, str]]:
    """Return the names of the places on all ways, by venue."""
    ids = {stop.venue_id for visit in visits for option in visit.session.options for stop in option.stops}
    found = await db.exec(select(Venue.id, Venue.name).where(col(Venue.id).in_(ids)))
    return {venue_id: dict(name) for venue_id, name in found.all()}


async def count_people(db: AsyncSession, edition_id: UUID, visits: Collection[Planned]) -> dict[UUID, Tally]:
    """Return how many people visits have, by session: three statements, however many."""
    rounds = {visit.round.id: visit for visit in visits if visit.round}
    tallies = {visit.session.id: Tally() for visit in visits}
    kind = col(Registration.kind)
    coming = (Registration.edition_id == edition_id, *is_coming())
    counted = await db.exec(select(kind, func.count()).where(*coming).group_by(kind))
    eligible = dict(counted.all())
    for visit in visits:
        tallies[visit.session.id].eligible = sum(eligible.get(each, 0) for each in visit.kinds)
    # Text: neither database compares JSON, and a list that was emptied again is no wish.
    said = cast(VisitPreference.ranks, String) != "[]"
    ranked = (
        select(VisitPreference.round_id, kind, func.count())
        .join(Registration, col(Registration.id) == col(VisitPreference.registration_id))
        .where(col(VisitPreference.round_id).in_(rounds), said, *coming)
        .group_by(col(VisitPreference.round_id), kind)
    )
    for round_id, of_kind, count in (await db.exec(ranked)).all():
        if of_kind in rounds[round_id].kinds:
            tallies[rounds[round_id].session.id].ranked += count
    placed = (
        select(VisitPlace.round_id, VisitPlace.option_id, kind, func.count())
        .join(Registration, col(Registration.id) == col(VisitPlace.registration_id))
        .where(col(VisitPlace.round_id).in_(rounds), *coming)
        .group_by(col(VisitPlace.round_id), col(VisitPlace.option_id), kind)
    )
    for round_id, option_id, of_kind, count in (await db.exec(placed)).all():
        if of_kind in rounds[round_id].kinds:
            tallies[rounds[round_id].session.id].placed[option_id] += count
    return tallies


async def list_runs(db: AsyncSession, round_id: UUID) -> Sequence[tuple[VisitRun, str | None]]:
    """Return the last times that places were given, the newest first, and the address of who did it."""
    statement = (
        select(VisitRun, Account.email_as_typed)
        .join(Account, col(Account.id) == col(VisitRun.account_id), isouter=True)
        .where(VisitRun.round_id == round_id)
    )
    return (await db.exec(statement.order_by(col(VisitRun.id).desc()).limit(_RUNS_SHOWN))).all()


async def list_given(db: AsyncSession, session_ids: Collection[UUID]) -> set[tuple[UUID, UUID | None]]:
    """Return the sessions and options that somebody who takes part is placed on, None for the waitlist.

    Their planning is locked before: nobody is given a place there meanwhile.
    """
    planned = select(VisitRound.id).where(col(VisitRound.session_id).in_(session_ids)).order_by(col(VisitRound.id))
    rounds = (await db.exec(planned.with_for_update())).all()
    statement = (
        select(VisitRound.session_id, VisitPlace.option_id)
        .join(VisitPlace, col(VisitPlace.round_id) == col(VisitRound.id))
        .join(Registration, col(Registration.id) == col(VisitPlace.registration_id))
        .where(col(VisitRound.id).in_(rounds), *is_coming())
    )
    return set((await db.exec(statement.distinct())).all())
