"""A study visit with two sites, who receives the visitors there and who comes, straight into the tables."""

from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from factories.registrations import make_edition, make_registration
from factories.visits import ENDS_AT, STARTS_AT, place
from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.programme.models import (
    Edition,
    Option,
    ProgrammeSession,
    PublicStatus,
    SessionKind,
    Stop,
    Venue,
    VenueKind,
)
from madang.visits.models import Visit, VisitQuestion, VisitRound, VisitStage
from madang.visits.rules import Because


@dataclass
class VisitMade:
    """One option with two stops at two venues, planned and assigned."""

    edition: Edition
    session: ProgrammeSession
    option: Option
    stops: list[Stop]
    venues: list[Venue]
    round: VisitRound
    visit: Visit


async def make_visit(db: AsyncSession, slug: str = "harbour") -> VisitMade:
    edition = await make_edition(db, slug)
    venues = [
        Venue(
            edition_id=edition.id,
            key=key,
            kind=VenueKind.STUDY_VISIT_SITE,
            name={"en": name, "ko": f"{name} 센터"},
            address={"ko": f"서울시 {key}로 1"},
        )
        for key, name in (("park", "Harbour Park"), ("arcade", "Old Arcade"))
    ]
    db.add_all(venues)
    session = ProgrammeSession(
        edition_id=edition.id,
        key="visit",
        kind=SessionKind.FIELD_VISIT,
        title={"en": "Field visit"},
        starts_at=STARTS_AT,
        ends_at=ENDS_AT,
        interpretation=[],
        materials=[],
    )
    db.add(session)
    await db.flush()
    option = Option(session_id=session.id, key="east", title={"en": "East of the river"}, position=0)
    db.add(option)
    await db.flush()
    stops = [
        Stop(option_id=option.id, key=venue.key, venue_id=venue.id, status=PublicStatus.TENTATIVE, position=position)
        for position, venue in enumerate(venues)
    ]
    planned = VisitRound(
        edition_id=edition.id,
        session_id=session.id,
        stage=VisitStage.ASSIGNED,
        kinds=["trainee", "observer"],
        assigned_at=STARTS_AT,
    )
    db.add_all([*stops, planned])
    await db.flush()
    visit = Visit(round_id=planned.id, option_id=option.id, capacity=24)
    db.add(visit)
    await db.flush()
    return VisitMade(edition, session, option, stops, venues, planned, visit)


async def send(db: AsyncSession, made: VisitMade, number: int = 1, **values: Any) -> list[Registration]:
    """Place so many more people on the option."""
    given = {"status": RegistrationStatus.ACCEPTED, "kind": ParticipantKind.TRAINEE} | values
    people = [await make_registration(db, made.edition, f"Kampala trainee {each}", **given) for each in range(number)]
    for who in people:
        await place(db, made.round, who, made.option.id, because=Because.ONLY_OPTION)
    return people


async def ask_host(db: AsyncSession, made: VisitMade, who: Registration, text: str) -> VisitQuestion:
    question = VisitQuestion(option_id=made.option.id, registration_id=who.id, text=text, asked_at=STARTS_AT)
    db.add(question)
    await db.flush()
    return question
