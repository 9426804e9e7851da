"""Case studies as organisers, letters and the public read them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyEvent, CaseStudyReview, CaseStudyStatus
from madang.case_studies.queries.calls import owes_slides
from madang.case_studies.rules import PUBLISHABLE
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.participants.models import Registration


async def get_study(db: AsyncSession, edition_id: UUID, case_study_id: UUID, *, lock: bool = False) -> CaseStudy:
    """Return a case study of an edition, for an organiser of it. Errors: NotFound."""
    statement = select(CaseStudy).where(CaseStudy.id == case_study_id, CaseStudy.edition_id == edition_id)
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such case study in this edition")
    return found


async def find_study(db: AsyncSession, case_study_id: UUID) -> CaseStudy | None:
    """Return a case study, whoever asks: for the letters about it."""
    return (await db.exec(select(CaseStudy).where(CaseStudy.id == case_study_id))).one_or_none()


async def list_studies(
    db: AsyncSession,
    edition_id: UUID,
    page: PageRequest,
    *,
    session_id: UUID | None,
    statuses: Collection[CaseStudyStatus] | None,
    slides_missing: bool,
) -> Found[CaseStudy]:
    """Return a page of the case studies of an edition, in the order in which they were begun."""
    statement = select(CaseStudy).where(CaseStudy.edition_id == edition_id)
    if session_id is not None:
        statement = statement.join(CaseStudyCall, col(CaseStudyCall.id) == col(CaseStudy.call_id))
        statement = statement.where(CaseStudyCall.session_id == session_id)
    if statuses:
        statement = statement.where(col(CaseStudy.status).in_(statuses))
    if slides_missing:
        statement = statement.where(*owes_slides())
    return await fetch_page(db, statement, keys=[col(CaseStudy.id)], key_of=lambda row: (row.id,), page=page)


async def list_of_call(db: AsyncSession, call_id: UUID, *, lock: bool = False) -> Sequence[CaseStudy]:
    """Return all case studies of a call: what has a place in its order first, then as they were begun."""
    statement = select(CaseStudy).where(CaseStudy.call_id == call_id).order_by(col(CaseStudy.id))
    found = (await db.exec(statement.with_for_update() if lock else statement)).all()
    return sorted(found, key=lambda study: (study.position is None, study.position or 0, study.id))


async def list_published(db: AsyncSession, session_id: UUID) -> Sequence[CaseStudy]:
    """Return what the public reads of a session, in the order in which it is presented."""
    statement = (
        select(CaseStudy)
        .join(CaseStudyCall, col(CaseStudyCall.id) == col(CaseStudy.call_id))
        .where(
            CaseStudyCall.session_id == session_id,
            col(CaseStudy.published_at).is_not(None),
            col(CaseStudy.status).in_(PUBLISHABLE),
        )
        .order_by(col(CaseStudy.position), col(CaseStudy.id))
    )
    return (await db.exec(statement)).all()


async def find_published(db: AsyncSession, edition_id: UUID, case_study_id: UUID) -> CaseStudy | None:
    """Return a case study that the public may read."""
    statement = select(CaseStudy).where(
        CaseStudy.id == case_study_id,
        CaseStudy.edition_id == edition_id,
        col(CaseStudy.published_at).is_not(None),
        col(CaseStudy.status).in_(PUBLISHABLE),
    )
    return (await db.exec(statement)).one_or_none()


async def list_owing_slides(
    db: AsyncSession, call_id: UUID, only: Collection[UUID] = ()
) -> Sequence[tuple[UUID, UUID]]:
    """Return the ids of what owes slides, each with who presents it."""
    statement = select(CaseStudy.id, CaseStudy.registration_id).where(CaseStudy.call_id == call_id, *owes_slides())
    if only:
        statement = statement.where(col(CaseStudy.id).in_(only))
    return (await db.exec(statement.order_by(col(CaseStudy.id)))).all()


async def list_owed_by(db: AsyncSession, registration_id: UUID) -> Sequence[tuple[CaseStudy, CaseStudyCall]]:
    """Return what somebody owes slides for, with the call that says until when."""
    statement = (
        select(CaseStudy, CaseStudyCall)
        .join(CaseStudyCall, col(CaseStudyCall.id) == col(CaseStudy.call_id))
        .where(CaseStudy.registration_id == registration_id, *owes_slides())
        .order_by(col(CaseStudyCall.slides_by), col(CaseStudy.id))
    )
    return (await db.exec(statement)).all()


async def find_presenters(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Registration]:
    """Return who presents, by id, in one statement."""
    found = await db.exec(select(Registration).where(col(Registration.id).in_(set(ids))))
    return {registration.id: registration for registration in found.all()}


async def list_events(db: AsyncSession, case_study_id: UUID) -> Sequence[CaseStudyEvent]:
    """Return what happened to a case study, the newest first."""
    statement = select(CaseStudyEvent).where(CaseStudyEvent.case_study_id == case_study_id)
    return (await db.exec(statement.order_by(col(CaseStudyEvent.id).desc()).limit(100))).all()


async def list_told_events(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[CaseStudyEvent]]:
    """Return what the owners of these case studies may know of their history, the newest first."""
    statement = select(CaseStudyEvent).where(
        col(CaseStudyEvent.case_study_id).in_(ids), col(CaseStudyEvent.told).is_(True)
    )
    found: dict[UUID, list[CaseStudyEvent]] = {}
    for event in (await db.exec(statement.order_by(col(CaseStudyEvent.id).desc()))).all():
        found.setdefault(event.case_study_id, []).append(event)
    return found


async def find_event(db: AsyncSession, event_id: UUID) -> CaseStudyEvent | None:
    """Return one thing that happened: for the letter that repeats its words."""
    return (await db.exec(select(CaseStudyEvent).where(CaseStudyEvent.id == event_id))).one_or_none()


async def list_reviews(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[tuple[CaseStudyReview, str]]]:
    """Return the reviews of these case studies with their reviewers' addresses, by case study."""
    statement = (
        select(CaseStudyReview, Account.email_as_typed)
        .join(Account, col(Account.id) == col(CaseStudyReview.account_id))
        .where(col(CaseStudyReview.case_study_id).in_(ids))
        .order_by(col(CaseStudyReview.id))
    )
    found: dict[UUID, list[tuple[CaseStudyReview, str]]] = {}
    for review, email in (await db.exec(statement)).all():
        found.setdefault(review.case_study_id, []).append((review, email))
    return found


async def find_review(db: AsyncSession, case_study_id: UUID, account_id: UUID) -> CaseStudyReview | None:
    """Return what one reviewer thinks of a case study."""
    statement = select(CaseStudyReview).where(
        CaseStudyReview.case_study_id == case_study_id, CaseStudyReview.account_id == account_id
    )
    return (await db.exec(statement)).one_or_none()
