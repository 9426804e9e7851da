"""What happened to a plan: its history and versions; what is said about it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import VERSION_KEPT, PlanComment, PlanEndorsement, PlanEvent, PlanVersion
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.files.models import StoredFile


async def list_events(db: AsyncSession, plan_id: UUID, page: PageRequest) -> Found[PlanEvent]:
    """Return a page of what happened to a plan, the newest first."""
    return await fetch_page(
        db,
        select(PlanEvent).where(PlanEvent.plan_id == plan_id),
        keys=[col(PlanEvent.id)],
        key_of=lambda row: (row.id,),
        page=page,
        descending=True,
    )


async def find_event(db: AsyncSession, event_id: UUID) -> PlanEvent | None:
    """Return one thing that happened: for the letter that repeats its words."""
    return (await db.exec(select(PlanEvent).where(PlanEvent.id == event_id))).one_or_none()


async def list_versions(db: AsyncSession, plan_id: UUID, page: PageRequest) -> Found[PlanVersion]:
    """Return a page of a plan's versions, the newest first, without their fields."""
    return await fetch_page(
        db,
        select(PlanVersion).where(PlanVersion.plan_id == plan_id).options(defer(PlanVersion.fields, raiseload=True)),  # type: ignore[arg-type]
        keys=[col(PlanVersion.number)],
        key_of=lambda row: (row.number,),
        page=page,
        descending=True,
    )


async def get_version(db: AsyncSession, plan_id: UUID, number: int) -> PlanVersion:
    """Return a version with its fields. Errors: NotFound."""
    statement = select(PlanVersion).where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound(f"this plan has no version {number}")
    return found


async def find_last_version(db: AsyncSession, plan_id: UUID) -> tuple[int, int] | None:
    """Return number and revision of the newest version of a plan."""
    statement = select(PlanVersion.number, PlanVersion.revision).where(PlanVersion.plan_id == plan_id)
    return (await db.exec(statement.order_by(col(PlanVersion.number).desc()).limit(1))).one_or_none()


async def count_kept(db: AsyncSession, plan_id: UUID) -> int:
    """Return how often a version of a plan was kept by name."""
    kept = select(func.count()).select_from(PlanEvent)
    return (await db.exec(kept.where(PlanEvent.plan_id == plan_id, PlanEvent.what == VERSION_KEPT))).one()


async def list_comments(db: AsyncSession, plan_id: UUID, page: PageRequest) -> Found[PlanComment]:
    """Return a page of what is said about a plan, the oldest first."""
    return await fetch_page(
        db,
        select(PlanComment).where(PlanComment.plan_id == plan_id),
        keys=[col(PlanComment.id)],
        key_of=lambda row: (row.id,),
        page=page,
    )


async def find_comment(db: AsyncSession, comment_id: UUID) -> PlanComment | None:
    """Return a comment: for the letter that tells of it."""
    return (await db.exec(select(PlanComment).where(PlanComment.id == comment_id))).one_or_none()


async def get_comment(db: AsyncSession, plan_id: UUID, comment_id: UUID) -> PlanComment:
    """Return a comment on a plan. Errors: NotFound."""
    found = await find_comment(db, comment_id)
    if found is None or found.plan_id != plan_id:
        raise NotFound("there is no such comment on this plan")
    return found


async def count_comments(db: AsyncSession, plan_id: UUID) -> int:
    """Return how many comments there are on a plan."""
    return (await db.exec(select(func.count()).select_from(PlanComment).where(PlanComment.plan_id == plan_id))).one()


async def list_endorsements(db: AsyncSession, plan_id: UUID) -> Sequence[PlanEndorsement]:
    """Return who stands behind a plan, the earliest first."""
    statement = select(PlanEndorsement).where(PlanEndorsement.plan_id == plan_id)
    return (await db.exec(statement.order_by(col(PlanEndorsement.endorsed_on), col(PlanEndorsement.id)))).all()


async def get_endorsement(db: AsyncSession, plan_id: UUID, endorsement_id: UUID) -> PlanEndorsement:
    """Return an endorsement of a plan. Errors: NotFound."""
    statement = select(PlanEndorsement).where(PlanEndorsement.id == endorsement_id, PlanEndorsement.plan_id == plan_id)
    found = (await db.exec(statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such endorsement of this plan")
    return found


async def count_endorsements(db: AsyncSession, plan_id: UUID) -> int:
    """Return how many bodies stand behind a plan."""
    statement = select(func.count()).select_from(PlanEndorsement).where(PlanEndorsement.plan_id == plan_id)
    return (await db.exec(statement)).one()


async def find_own_file(db: AsyncSession, edition_id: UUID, account_id: UUID, file_id: UUID) -> StoredFile | None:
    """Return a whole file that this account handed in to this edition, not as a sensitive one."""
    statement = select(StoredFile).where(
        StoredFile.id == file_id,
        StoredFile.edition_id == edition_id,
        StoredFile.account_id == account_id,
        col(StoredFile.completed_at).is_not(None),
        col(StoredFile.sealed).is_(False),
    )
    return (await db.exec(statement)).one_or_none()
