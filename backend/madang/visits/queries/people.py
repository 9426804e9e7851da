"""Those who take part in a visit: what they want, where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.core.text import search_key
from madang.participants.models import Registration, RegistrationName, SensitiveDetail, SensitiveKind
from madang.visits.models import VisitPlace, VisitPreference, VisitQuestion
from madang.visits.queries.places import is_coming
from madang.visits.queries.rounds import Planned

_LAST = "\U0010ffff"  # no word goes on with it


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody is placed, as far as planning has to know."""

    option_id: UUID | None
    pinned: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, as far as planning has to know."""

    registration_id: UUID
    name: str
    delegation_id: UUID | None
    ranks: tuple[UUID, ...]
    seat: Seat | None


@dataclass(frozen=True)
class Person:
    """Somebody who takes part, with what stands about them in the visit."""

    registration: Registration
    preference: VisitPreference | None
    place: VisitPlace | None


def _whose(visit: Planned) -> tuple[Any, ...]:
    kinds = col(Registration.kind).in_(visit.kinds)
    return Registration.edition_id == visit.session.edition_id, kinds, *is_coming()


def _beside(visit: Planned, table: type[VisitPlace] | type[VisitPreference]) -> Any:
    """Return the condition under which a row of a table is a registration's in this visit; none before planning."""
    round_id = visit.round.id if visit.round else None
    return (col(table.registration_id) == col(Registration.id)) & (col(table.round_id) == round_id)


async def list_participants(db: AsyncSession, visit: Planned) -> list[Participant]:
    """Return everybody who takes part, in the order in which they came to the edition: columns only, no rows."""
    statement: Any = (
        select(
            Registration.id,
            Registration.badge_name,
            Registration.delegation_id,
            VisitPreference.ranks,
            VisitPlace.id,
            VisitPlace.option_id,
            VisitPlace.pinned,
            VisitPlace.since,
        )  # type: ignore[call-overload]
        .join(VisitPreference, _beside(visit, VisitPreference), isouter=True)
        .join(VisitPlace, _beside(visit, VisitPlace), isouter=True)
        .where(*_whose(visit))
        .order_by(col(Registration.id))
    )
    return [
        Participant(
            registration_id,
            name,
            delegation_id,
            tuple(map(UUID, ranks or ())),
            Seat(option_id, pinned, since) if place_id else None,
        )
        for registration_id, name, delegation_id, ranks, place_id, option_id, pinned, since in await db.exec(statement)
    ]


def _people(visit: Planned) -> Any:
    return (
        select(Registration, VisitPreference, VisitPlace)
        .join(VisitPreference, _beside(visit, VisitPreference), isouter=True)
        .join(VisitPlace, _beside(visit, VisitPlace), isouter=True)
        .where(*_whose(visit))
    )


@dataclass(frozen=True)
class PeopleFilters:
    """Whom to list; None: everybody. `placed` False: without a place; `waiting`: on the waitlist."""

    option_id: UUID | None = None
    waiting: bool = False
    unplaced: bool = False
    delegation_id: UUID | None = None
    name: str | None = None

    def apply(self, statement: Any) -> Any:
        """Return the statement of what fits."""
        if self.option_id is not None:
            statement = statement.where(VisitPlace.option_id == self.option_id)
        if self.waiting:
            statement = statement.where(col(VisitPlace.id).is_not(None), col(VisitPlace.option_id).is_(None))
        if self.unplaced:
            statement = statement.where(col(VisitPlace.id).is_(None))
        if self.delegation_id is not None:
            statement = statement.where(Registration.delegation_id == self.delegation_id)
        for word in search_key(self.name or "").split():
            begins = (col(RegistrationName.word) >= word) & (col(RegistrationName.word) < word + _LAST)
            found = select(RegistrationName.registration_id).where(
                RegistrationName.registration_id == Registration.id, begins
            )
            statement = statement.where(found.exists())
        return statement


async def list_people(db: AsyncSession, visit: Planned, filters: PeopleFilters, page: PageRequest) -> Found[Person]:
    """Return a page of those who take part, by the name on the badge."""
    found: Found[Any] = await fetch_page(
        db,
        filters.apply(_people(visit)),
        keys=[col(Registration.sort_name), col(Registration.id)],
        key_of=lambda row: (row[0].sort_name, row[0].id),
        page=page,
    )
    return Found([Person(*row) for row in found.items], found.next_cursor)


async def find_person(db: AsyncSession, visit: Planned, registration_id: UUID) -> Person | None:
    """Return somebody who takes part, or None where they do not."""
    row = (await db.exec(_people(visit).where(Registration.id == registration_id))).one_or_none()
    return Person(*row) if row else None


async def find_registration_in(db: AsyncSession, edition_id: UUID, registration_id: UUID) -> Registration:
    """Return a registration of an edition. Errors: NotFound."""
    statement = select(Registration).where(Registration.id == registration_id, Registration.edition_id == edition_id)
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such registration in this edition")
    return found


async def list_on_option(db: AsyncSession, visit: Planned, option_id: UUID) -> list[Person]:
    """Return everybody who is placed on an option, by the name on the badge."""
    statement = _people(visit).where(VisitPlace.option_id == option_id)
    rows = await db.exec(statement.order_by(col(Registration.sort_name), col(Registration.id)))
    return [Person(*row) for row in rows.all()]


async def list_access_needs_on(db: AsyncSession, visit: Planned, option_id: UUID) -> Sequence[SensitiveDetail]:
    """Return the access needs, sealed, of everybody who is placed on an option."""
    statement = (
        select(SensitiveDetail)
        .join(Registration, col(Registration.id) == col(SensitiveDetail.registration_id))
        .join(VisitPlace, _beside(visit, VisitPlace))
        .where(*_whose(visit), VisitPlace.option_id == option_id, SensitiveDetail.kind == SensitiveKind.ACCESS_NEED)
    )
    return (await db.exec(statement)).all()


async def waitlist_positions(db: AsyncSession, visit: Planned) -> dict[UUID, int]:
    """Return the place in the waitlist of everybody who waits, by registration; 1 is who waited longest."""
    statement = (
        select(Registration.id)
        .join(VisitPlace, _beside(visit, VisitPlace))
        .where(*_whose(visit), col(VisitPlace.option_id).is_(None))
        .order_by(col(VisitPlace.since), col(Registration.id))
    )
    return {registration_id: place for place, registration_id in enumerate((await db.exec(statement)).all(), 1)}


async def has_forgotten_places(db: AsyncSession, visit: Planned) -> bool:
    """Whether anybody has a place who does not take part any more."""
    if visit.round is None:
        return False
    taking_part = select(Registration.id).where(*_whose(visit))
    statement = select(VisitPlace.id).where(
        VisitPlace.round_id == visit.round.id, col(VisitPlace.registration_id).not_in(taking_part)
    )
    return (await db.exec(statement.limit(1))).first() is not None


async def list_ranks(db: AsyncSession, visit: Planned) -> Sequence[tuple[Sequence[str], UUID | None, UUID | None]]:
    """Return what everybody who takes part wants: the ranks, and their place's id and option."""
    statement: Any = (
        select(VisitPreference.ranks, VisitPlace.id, VisitPlace.option_id)
        .join(Registration, _beside(visit, VisitPreference))
        .join(VisitPlace, _beside(visit, VisitPlace), isouter=True)
        .where(*_whose(visit))
    )
    found: Sequence[Any] = (await db.exec(statement)).all()
    return found


async def find_own(
    db: AsyncSession, visits: Sequence[Planned], registration_id: UUID
) -> tuple[Mapping[UUID, VisitPreference], Mapping[UUID, VisitPlace]]:
    """Return somebody's ranks and places, by round."""
    rounds = [visit.round.id for visit in visits if visit.round]
    preferences = await db.exec(
        select(VisitPreference).where(
            VisitPreference.registration_id == registration_id, col(VisitPreference.round_id).in_(rounds)
        )
    )
    places = await db.exec(
        select(VisitPlace).where(VisitPlace.registration_id == registration_id, col(VisitPlace.round_id).in_(rounds))
    )
    return {each.round_id: each for each in preferences.all()}, {each.round_id: each for each in places.all()}


async def list_questions(db: AsyncSession, visit: Planned, page: PageRequest) -> Found[VisitQuestion]:
    """Return a page of what was asked about the options of a visit by whoever comes still, the newest first."""
    statement = (
        select(VisitQuestion)
        .join(Registration, col(Registration.id) == col(VisitQuestion.registration_id))
        .where(col(VisitQuestion.option_id).in_(list(visit.options)), *is_coming())
    )
    return await fetch_page(
        db, statement, keys=[col(VisitQuestion.id)], key_of=lambda row: (row.id,), page=page, descending=True
    )


async def list_own_questions(
    db: AsyncSession, registration_id: UUID, option_ids: Sequence[UUID]
) -> Sequence[VisitQuestion]:
    """Return what somebody asked about options, the newest first."""
    statement = select(VisitQuestion).where(
        VisitQuestion.registration_id == registration_id, col(VisitQuestion.option_id).in_(option_ids)
    )
    return (await db.exec(statement.order_by(col(VisitQuestion.id).desc()))).all()
