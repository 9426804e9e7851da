"""Hosts of stops, what is true of their visit, and who comes, counted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.outbox.models import MessageState, OutboxMessage
from madang.participants.models import Registration, SensitiveDetail, SensitiveKind
from madang.programme.models import Edition, Option, ProgrammeSession, PublicStatus, SessionKind, Stop, Venue
from madang.visits.models import HostStatus, Visit, VisitHost, VisitPlace, VisitQuestion, VisitRound
from madang.visits.queries.places import is_coming
from madang.visits.rules.hosts import Facts


@dataclass(frozen=True)
class Site:
    """A stop of an option with all that it hangs on."""

    stop: Stop
    option: Option
    session: ProgrammeSession
    venue: Venue
    visit: Visit | None
    round: VisitRound | None

    @property
    def called_off(self) -> bool:
        """Whether nobody comes: the session, the stop or the option does not take place."""
        cancelled = PublicStatus.CANCELLED in (self.session.status, self.stop.status)
        return cancelled or (self.visit is not None and self.visit.withdrawn)

    def facts(self, people: int | None) -> Facts:
        """Return what a host prepares for. Where a stop's times are open, the session's count."""
        return Facts(
            venue_id=str(self.venue.id),
            starts_at=self.stop.starts_at or self.session.starts_at,
            ends_at=self.stop.ends_at or self.session.ends_at,
            people=people,
            called_off=self.called_off,
        )


_SITES = (
    select(Stop, Option, ProgrammeSession, Venue, Visit, VisitRound)  # type: ignore[call-overload]
    .join(Option, col(Option.id) == col(Stop.option_id))
    .join(ProgrammeSession, col(ProgrammeSession.id) == col(Option.session_id))
    .join(Venue, col(Venue.id) == col(Stop.venue_id))
    .outerjoin(Visit, col(Visit.option_id) == col(Option.id))
    .outerjoin(VisitRound, col(VisitRound.session_id) == col(ProgrammeSession.id))
)


async def list_sites(db: AsyncSession, edition: Edition) -> list[Site]:
    """Return every stop of the field visits of an edition's draft, in order."""
    statement = _SITES.where(
        ProgrammeSession.edition_id == edition.id, ProgrammeSession.kind == SessionKind.FIELD_VISIT
    ).order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.key), col(Option.position), col(Stop.position))
    return [Site(*row) for row in (await db.exec(statement)).all()]


async def find_sites(db: AsyncSession, stop_ids: Collection[UUID]) -> dict[UUID, Site]:
    """Return stops by id; what has left the programme is left out."""
    if not stop_ids:
        return {}
    found = [Site(*row) for row in (await db.exec(_SITES.where(col(Stop.id).in_(stop_ids)))).all()]
    return {site.stop.id: site for site in found}


async def get_site(db: AsyncSession, edition: Edition, stop_id: UUID) -> Site:
    """Return a stop of a field visit of an edition. Errors: NotFound."""
    statement = _SITES.where(
        Stop.id == stop_id,
        ProgrammeSession.edition_id == edition.id,
        ProgrammeSession.kind == SessionKind.FIELD_VISIT,
    )
    row = (await db.exec(statement)).one_or_none()
    if row is None:
        raise NotFound("there is no such stop of a field visit in this edition")
    return Site(*row)


def _coming(option_ids: Collection[UUID], *columns: Any) -> Any:
    """Return a select of who is placed on options and may come; their kind is looked at by the caller."""
    return (
        select(VisitPlace.option_id, Registration.kind, *columns)
        .join(Registration, col(Registration.id) == col(VisitPlace.registration_id))
        .where(col(VisitPlace.option_id).in_(option_ids), *is_coming())
    )


async def count_people(db: AsyncSession, sites: Collection[Site]) -> dict[UUID, int | None]:
    """Return how many come to each option; None where nobody was placed yet. One statement."""
    rounds = {site.option.id: site.round for site in sites}
    people: dict[UUID, int | None] = {
        option_id: 0 if planned and planned.assigned_at else None for option_id, planned in rounds.items()
    }
    statement = _coming(rounds, func.count()).group_by(col(VisitPlace.option_id), col(Registration.kind))
    for option_id, kind, number in (await db.exec(statement)).all():
        planned = rounds[option_id]
        if planned is not None and planned.assigned_at is not None and kind in planned.kinds:
            people[option_id] = (people[option_id] or 0) + number
    return people


async def list_people(db: AsyncSession, site: Site) -> list[Registration]:
    """Return who comes to the option of a stop."""
    if site.round is None or site.round.assigned_at is None:
        return []
    rows = (await db.exec(_coming([site.option.id], Registration))).all()
    return [registration for _, kind, registration in rows if kind in site.round.kinds]


async def list_access_needs_of(db: AsyncSession, registration_ids: Collection[UUID]) -> Sequence[SensitiveDetail]:
    """Return the access needs of these people, sealed."""
    statement = select(SensitiveDetail).where(
        SensitiveDetail.kind == SensitiveKind.ACCESS_NEED, col(SensitiveDetail.registration_id).in_(registration_ids)
    )
    return (await db.exec(statement)).all()


async def find_host(db: AsyncSession, stop_id: UUID, *, lock: bool = False) -> VisitHost | None:
    """Return the host of a stop."""
    statement = select(VisitHost).where(VisitHost.stop_id == stop_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def find_host_who_left(db: AsyncSession, stop_id: UUID, email: str) -> VisitHost | None:
    """Return whoever left a stop last and has this address, locked."""
    statement = select(VisitHost).where(VisitHost.left_stop_id == stop_id, VisitHost.email == email)
    return (await db.exec(statement.order_by(col(VisitHost.updated_at).desc()).limit(1).with_for_update())).first()


async def find_host_by_id(db: AsyncSession, host_id: UUID) -> VisitHost | None:
    """Return a host by id, whoever asks: for letters."""
    return (await db.exec(select(VisitHost).where(VisitHost.id == host_id))).one_or_none()


async def find_host_of_link(db: AsyncSession, link_id: UUID, *, lock: bool = False) -> VisitHost | None:
    """Return whose link it is."""
    statement = select(VisitHost).where(VisitHost.link_id == link_id)
    return (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()


async def list_hosts(db: AsyncSession, edition: Edition) -> Sequence[VisitHost]:
    """Return all hosts of an edition, those whose stop has left the programme too."""
    statement = select(VisitHost).where(VisitHost.edition_id == edition.id).order_by(col(VisitHost.id))
    return (await db.exec(statement)).all()


async def list_hosts_to_watch(
    db: AsyncSession, *, today: date, ids: Collection[UUID] | None = None, lock: bool = False
) -> Sequence[VisitHost]:
    """Return hosts who were asked and did not decline, of editions that are not over; all, or of these."""
    statement = (
        select(VisitHost)
        .join(Edition, col(Edition.id) == col(VisitHost.edition_id))
        .where(Edition.ends_on >= today, col(VisitHost.status).in_([HostStatus.ASKED, HostStatus.CONFIRMED]))
        .order_by(col(VisitHost.id))
    )
    if ids is not None:
        statement = statement.where(col(VisitHost.id).in_(ids))
    if lock:  # another worker tells the others
        statement = statement.with_for_update(of=VisitHost, skip_locked=True)
    return (await db.exec(statement)).all()


async def list_hosts_who_left(
    db: AsyncSession, *, ids: Collection[UUID] | None = None, lock: bool = False
) -> Sequence[VisitHost]:
    """Return hosts who have no stop any more, of every edition; all, or of these."""
    statement = select(VisitHost).where(col(VisitHost.stop_id).is_(None)).order_by(col(VisitHost.id))
    if ids is not None:
        statement = statement.where(col(VisitHost.id).in_(ids))
    return (await db.exec(statement.with_for_update(skip_locked=True) if lock else statement)).all()


async def list_questions(db: AsyncSession, option_id: UUID) -> list[tuple[VisitQuestion, Registration]]:
    """Return what participants ask about an option, in the order in which they asked, with who asks."""
    statement = (
        select(VisitQuestion, Registration)
        .join(Registration, col(Registration.id) == col(VisitQuestion.registration_id))
        .where(
            VisitQuestion.option_id == option_id,
            *is_coming(),
        )
        .order_by(col(VisitQuestion.id))
    )
    return list((await db.exec(statement)).all())


async def get_question(db: AsyncSession, option_id: UUID, question_id: UUID) -> VisitQuestion:
    """Return a question about an option that nobody else answers until the transaction ends. Errors: NotFound."""
    statement = select(VisitQuestion).where(VisitQuestion.id == question_id, VisitQuestion.option_id == option_id)
    question = (await db.exec(statement.with_for_update())).one_or_none()
    if question is None:
        raise NotFound("there is no such question about this visit")
    return question


async def count_questions(db: AsyncSession, option_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many questions there are about each option, and how many of them are answered."""
    statement = (
        select(VisitQuestion.option_id, func.count(), func.count(col(VisitQuestion.answered_at)))
        .join(Registration, col(Registration.id) == col(VisitQuestion.registration_id))
        .where(
            col(VisitQuestion.option_id).in_(option_ids),
            *is_coming(),
        )
        .group_by(col(VisitQuestion.option_id))
    )
    found: dict[UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for option_id, asked, answered in (await db.exec(statement)).all():
        found[option_id] = (asked, answered)
    return found


async def find_letters(db: AsyncSession, names: Collection[str]) -> dict[str, tuple[datetime, MessageState]]:
    """Return when the mails of these names were written and what became of them, as far as they are kept still."""
    statement = select(OutboxMessage.once, OutboxMessage.created_at, OutboxMessage.state).where(
        col(OutboxMessage.once).in_(names)
    )
    rows = (await db.exec(statement)).all()
    return {once: (at, MessageState(state)) for once, at, state in rows if once is not None}
