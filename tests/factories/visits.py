"""Visits made up for tests: their sessions and planning straight into the tables, wishes and places too."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.participants.models import Registration
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
from madang.visits.models import Visit, VisitPlace, VisitPreference, VisitRound, VisitStage
from madang.visits.rules import Because

STARTS_AT = datetime(2019, 10, 29, 4, 30, tzinfo=UTC)  # 13:30 in Seoul
ENDS_AT = datetime(2019, 10, 29, 9, 0, tzinfo=UTC)
MADE_AT = datetime(2019, 9, 1, 8, 0, tzinfo=UTC)


async def make_visit(
    db: AsyncSession, edition: Edition, options: Sequence[str] = ("park", "arcade"), *, key: str = "visit", **more: Any
) -> ProgrammeSession:
    """Add a field visit with options of these keys, each with one stop at a site of its own."""
    session = ProgrammeSession(
        **{
            "edition_id": edition.id,
            "key": key,
            "kind": SessionKind.FIELD_VISIT,
            "title": {"en": f"Field {key}"},
            "starts_at": STARTS_AT,
            "ends_at": ENDS_AT,
            **more,
        }
    )
    db.add(session)
    await db.flush()
    for position, name in enumerate(options):
        venue = Venue(
            edition_id=edition.id,
            key=f"{key}-{name}",
            kind=VenueKind.STUDY_VISIT_SITE,
            name={"en": name.capitalize()},
            address={"en": f"{name.capitalize()}, Seoul", "ko": f"서울 {name}"},
        )
        option = Option(session_id=session.id, key=name, title={"en": f"The {name}"}, position=position)
        db.add_all([venue, option])
        await db.flush()
        stop = Stop(
            option_id=option.id,
            key=name,
            venue_id=venue.id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            status=PublicStatus.CONFIRMED,
            position=0,
        )
        db.add(stop)
    await db.flush()
    await db.refresh(session, ["options"])
    return session


def option_of(session: ProgrammeSession, key: str) -> UUID:
    """Return the id of an option of a visit."""
    return next(option.id for option in session.options if option.key == key)


async def plan_round(
    db: AsyncSession,
    session: ProgrammeSession,
    capacities: Mapping[str, int | None] | None = None,
    *,
    minimums: Mapping[str, int] | None = None,
    stage: VisitStage = VisitStage.RANKING,
    **more: Any,
) -> VisitRound:
    """Plan a visit: `capacities` and `minimums` by the key of an option."""
    planning = VisitRound(
        **{
            "edition_id": session.edition_id,
            "session_id": session.id,
            "stage": stage,
            "kinds": ["observer", "trainee"],
            "created_at": MADE_AT,
            "updated_at": MADE_AT,
            **more,
        }
    )
    db.add(planning)
    await db.flush()
    for option in session.options:
        db.add(
            Visit(
                round_id=planning.id,
                option_id=option.id,
                capacity=(capacities or {}).get(option.key),
                minimum=(minimums or {}).get(option.key, 0),
            )
        )
    await db.flush()
    return planning


async def rank(db: AsyncSession, planning: VisitRound, registration: Registration, *options: UUID) -> VisitPreference:
    """Have somebody want these options, the most wanted first."""
    preference = VisitPreference(
        round_id=planning.id, registration_id=registration.id, ranks=[str(option) for option in options]
    )
    db.add(preference)
    await db.flush()
    return preference


async def place(
    db: AsyncSession,
    planning: VisitRound,
    registration: Registration,
    option: UUID | None,
    *,
    because: Because | None = None,
    **more: Any,
) -> VisitPlace:
    """Place somebody on an option, or (None) on the waitlist."""
    reason = because or (Because.FIRST_CHOICE if option else Because.WAITLISTED)
    placed = VisitPlace(
        **{
            "round_id": planning.id,
            "registration_id": registration.id,
            "option_id": option,
            "rank": 1 if reason is Because.FIRST_CHOICE else None,
            "because": reason,
            "since": MADE_AT,
            **more,
        }
    )
    db.add(placed)
    await db.flush()
    return placed


async def find_place(db: AsyncSession, registration: Registration) -> VisitPlace | None:
    """Return where somebody is placed."""
    statement = select(VisitPlace).where(VisitPlace.registration_id == registration.id)
    return (await db.exec(statement.execution_options(populate_existing=True))).one_or_none()
