"""An edition with a plenary and a field visit of two options, published, and people who are placed, for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.registrations import make_edition, make_registration
from madang.core.ids import new_id
from madang.participants.models import Registration, RegistrationStatus
from madang.people.models import Person
from madang.programme import releases
from madang.programme.models import (
    Edition,
    Option,
    ProgrammeSession,
    PublicStatus,
    Release,
    RoleState,
    Room,
    SessionKind,
    SessionPerson,
    SessionRole,
    Stop,
    Venue,
    VenueKind,
)
from madang.visits.models import Visit, VisitPlace, VisitRound, VisitStage

DAY = datetime(2019, 10, 28, tzinfo=UTC)


@dataclass
class Programme:
    """What a test changes: a plenary in a hall, and a field visit with its options by key, `park` and `arcade`."""

    edition: Edition
    opening: ProgrammeSession
    visit: ProgrammeSession
    venues: dict[str, Venue]
    options: dict[str, Option]


def _venue(edition: Edition, key: str, kind: VenueKind, name: dict[str, str]) -> Venue:
    return Venue(id=new_id(), edition_id=edition.id, key=key, kind=kind, name=name)


async def make_programme(db: AsyncSession, slug: str = "harbour") -> Programme:
    """Make an edition in Seoul, 28 and 29 October 2019, with a programme that is not published yet."""
    edition = await make_edition(db, slug)
    venues = {
        "institute": _venue(edition, "institute", VenueKind.TRAINING, {"en": "Harbour Institute", "ko": "항구 연수원"}),
        "annex": _venue(edition, "annex", VenueKind.TRAINING, {"en": "Annex", "ko": "별관"}),
        "park": _venue(edition, "park", VenueKind.STUDY_VISIT_SITE, {"en": "Innovation Park", "ko": "혁신파크"}),
        "arcade": _venue(edition, "arcade", VenueKind.STUDY_VISIT_SITE, {"en": "Arcade", "ko": "상가"}),
    }
    venues["institute"].rooms = [Room(id=new_id(), key="hall", name={"en": "Great Hall", "ko": "대강당"}, position=0)]
    db.add_all(venues.values())
    await db.flush()
    opening = ProgrammeSession(
        id=new_id(),
        edition_id=edition.id,
        key="opening",
        kind=SessionKind.PLENARY,
        title={"en": "Opening", "ko": "개회"},
        starts_at=DAY.replace(hour=0),
        ends_at=DAY.replace(hour=1),
        venue_id=venues["institute"].id,
        room_id=venues["institute"].rooms[0].id,
    )
    visit = ProgrammeSession(
        id=new_id(),
        edition_id=edition.id,
        key="visit",
        kind=SessionKind.FIELD_VISIT,
        title={"en": "Field visit", "ko": "현장 방문"},
        starts_at=DAY.replace(hour=4),
        ends_at=DAY.replace(hour=9),
    )
    options = {}
    for position, (key, title) in enumerate({"park": "The park", "arcade": "The arcade"}.items()):
        option = Option(id=new_id(), key=key, title={"en": title, "ko": f"{key} 방문"}, position=position)
        option.stops = [
            Stop(
                id=new_id(),
                key="first",
                venue_id=venues[key].id,
                starts_at=DAY.replace(hour=5),
                ends_at=DAY.replace(hour=8),
                status=PublicStatus.CONFIRMED,
                position=0,
            )
        ]
        visit.options.append(option)
        options[key] = option
    db.add_all([opening, visit])
    await db.flush()
    return Programme(edition, opening, visit, venues, options)


async def publish(db: AsyncSession, programme: Programme, now: datetime) -> Release:
    """Publish a programme as it stands."""
    db.expunge_all()
    edition = (await db.exec(select(Edition).where(Edition.id == programme.edition.id))).one()
    await db.refresh(edition, ["organisations"])
    return await releases.publish(db, edition, comment="", accept_warnings=True, by_id=None, now=now)


async def change(db: AsyncSession, table: type[Any], row_id: UUID, **values: Any) -> None:
    """Change a row of a programme's draft."""
    row = (await db.exec(select(table).where(col(table.id) == row_id))).one()
    for name, value in values.items():
        setattr(row, name, value)
    await db.flush()


async def attend(db: AsyncSession, programme: Programme, name: str, **values: Any) -> Registration:
    """Have somebody take part."""
    return await make_registration(db, programme.edition, name, **{"status": RegistrationStatus.ACCEPTED, **values})


async def assign(
    db: AsyncSession, programme: Programme, places: dict[UUID, str | None], now: datetime, because: str = "first_choice"
) -> None:
    """Place people on options of the field visit by key; None: on the waitlist."""
    own = select(VisitRound).where(VisitRound.session_id == programme.visit.id)
    planned = (await db.exec(own)).one_or_none()
    if planned is None:
        planned = VisitRound(
            edition_id=programme.edition.id,
            session_id=programme.visit.id,
            stage=VisitStage.ASSIGNED,
            kinds=["trainee", "observer"],
            assigned_at=now,
        )
        db.add(planned)
        await db.flush()
        db.add_all(Visit(round_id=planned.id, option_id=option.id) for option in programme.options.values())
    for registration_id, key in places.items():
        found = await db.exec(
            select(VisitPlace).where(VisitPlace.round_id == planned.id, VisitPlace.registration_id == registration_id)
        )
        place = found.one_or_none() or VisitPlace(
            round_id=planned.id, registration_id=registration_id, because=because, since=now
        )
        place.option_id = programme.options[key].id if key else None
        place.because = because if key else "waitlisted"
        place.rank = 1 if key and because == "first_choice" else None
        place.explanation = {"full": [], "not_running": []}
        place.since = now
        db.add(place)
    await db.flush()


async def give_role(
    db: AsyncSession, programme: Programme, session_id: UUID, role: SessionRole, person: Person | None = None
) -> Person:
    """Have somebody confirm a role in a session; without a person, one is made."""
    if person is None:
        person = Person(key="guest", badge_name="Guest of the harbour", search_name="guest of the harbour")
        db.add(person)
        await db.flush()
    link = SessionPerson(session_id=session_id, person_id=person.id, role=role, state=RoleState.CONFIRMED, position=0)
    db.add(link)
    await db.flush()
    return person
