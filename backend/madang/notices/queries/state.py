"""What notices are worked out of: who takes part, where they are placed, and what they were last told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.notices.models import Notice, ToldSchedule
from madang.notices.rules import Meeting, Reason
from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.programme.models import Edition, Release
from madang.programme.snapshot import write_moment
from madang.visits.models import Visit, VisitPlace, VisitRound
from madang.visits.rules import Because

_A_DAY = timedelta(days=1)  # an edition's last day may last longer where it is held


@dataclass(frozen=True)
class Attending:
    """Somebody who takes part: who they are in the programme, and what they were last told. No release: nothing yet."""

    id: UUID
    kind: ParticipantKind
    person_id: UUID | None
    release_number: int | None
    visits: dict[str, str | None]
    meetings: dict[str, Meeting]


@dataclass(frozen=True)
class Placed:
    """Where somebody is placed, by session, and why."""

    options: dict[str, str | None] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)


async def list_watched(db: AsyncSession, today: date) -> Sequence[UUID]:
    """Return editions that are published and not over."""
    published = exists().where(col(Release.edition_id) == col(Edition.id), col(Release.withdrawn_at).is_(None))
    statement = select(Edition.id).where(col(Edition.ends_on) >= today - _A_DAY, published)
    return (await db.exec(statement.order_by(col(Edition.id)))).all()


async def lock_edition(db: AsyncSession, edition_id: UUID) -> Edition | None:
    """Return an edition of which nobody else works out notices until the transaction ends. Others may refer to it."""
    statement = select(Edition).where(Edition.id == edition_id)
    return (await db.exec(statement.with_for_update(key_share=True))).one_or_none()


async def list_attending(db: AsyncSession, edition_id: UUID) -> list[Attending]:
    """Return who takes part in an edition, in one statement."""
    statement: Any = (
        select_columns(
            col(Registration.id),
            col(Registration.kind),
            col(Registration.person_id),
            col(ToldSchedule.release_number),
            col(ToldSchedule.visits),
            col(ToldSchedule.meetings),
        )
        .outerjoin(ToldSchedule, col(ToldSchedule.registration_id) == col(Registration.id))
        .where(
            col(Registration.edition_id) == edition_id,
            col(Registration.status) == RegistrationStatus.ACCEPTED,
            col(Registration.erased_at).is_(None),
        )
    )
    return [
        Attending(own_id, kind, person_id, number, visits or {}, meetings or {})
        for own_id, kind, person_id, number, visits, meetings in (await db.exec(statement)).all()
    ]


async def find_placed(db: AsyncSession, edition_id: UUID, kinds: dict[UUID, ParticipantKind]) -> dict[UUID, Placed]:
    """Return where everybody is placed whose kind takes part in the round, as far as it has ever been assigned."""
    statement: Any = (
        select_columns(
            col(VisitPlace.registration_id),
            col(VisitRound.session_id),
            col(VisitRound.kinds),
            col(VisitPlace.option_id),
            col(VisitPlace.because),
            col(VisitPlace.rank),
            col(VisitPlace.explanation),
        )
        .join(VisitRound, col(VisitRound.id) == col(VisitPlace.round_id))
        .where(col(VisitRound.edition_id) == edition_id, col(VisitRound.assigned_at).is_not(None))
    )
    placed: dict[UUID, Placed] = defaultdict(Placed)
    for registration_id, session_id, taking_part, option_id, because, rank, explanation in (
        await db.exec(statement)
    ).all():
        if kinds.get(registration_id) not in taking_part:
            continue
        own = placed[registration_id]
        own.options[str(session_id)] = str(option_id) if option_id else None
        # Who was on an option that the programme lost waits now: why they were there is no reason any more.
        reason = Reason(because, rank, explanation) if option_id else Reason(Because.WAITLISTED, None, explanation)
        own.reasons[str(session_id)] = reason
    return placed


async def find_meetings(db: AsyncSession, edition_id: UUID) -> dict[str, Meeting]:
    """Return where and when people meet for each option that is planned, by its id as text."""
    planned = select(Visit).join(VisitRound, col(VisitRound.id) == col(Visit.round_id))
    return {
        str(visit.option_id): {
            "option": str(visit.option_id),
            "at": write_moment(visit.meets_at) if visit.meets_at else None,
            "where": visit.meeting_point,
            "off": visit.withdrawn,
        }
        for visit in (await db.exec(planned.where(VisitRound.edition_id == edition_id))).all()
    }


async def list_drafted(db: AsyncSession, announcement_id: UUID) -> Sequence[Notice]:
    """Return the notices of an announcement that has not gone out yet."""
    return (await db.exec(select(Notice).where(Notice.announcement_id == announcement_id))).all()


async def list_to_tell(db: AsyncSession, announcement_id: UUID) -> Sequence[Notice]:
    """Return the notices of an announcement whose people still take part, withheld ones too."""
    statement = (
        select(Notice)
        .join(Registration, col(Registration.id) == col(Notice.registration_id))
        .where(
            Notice.announcement_id == announcement_id,
            Registration.status == RegistrationStatus.ACCEPTED,
            col(Registration.erased_at).is_(None),
        )
        .order_by(col(Notice.id))
    )
    return (await db.exec(statement)).all()
