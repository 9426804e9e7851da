"""Requirements, and where people stand with them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, case, cast, exists, literal, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.files.models import StoredFile
from madang.participants import owed
from madang.participants.models import (
    OrganiserMessage,
    Registration,
    Requirement,
    RequirementAnswer,
)
from madang.participants.queries.lists import Filters, and_column
from madang.programme.models import Edition

_NEVER = date(9999, 12, 31)


async def list_requirements(db: AsyncSession, edition_id: UUID) -> Sequence[Requirement]:
    """Return all requirements of an edition, by the day on which they are due."""
    statement = select(Requirement).where(Requirement.edition_id == edition_id)
    order = (col(Requirement.due_on), col(Requirement.position), col(Requirement.key))
    return (await db.exec(statement.order_by(*order))).all()


async def page_requirements(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[Requirement]:
    """Return a page of requirements, by the day on which they are due."""
    return await fetch_page(
        db,
        select(Requirement).where(Requirement.edition_id == edition.id),
        keys=[col(Requirement.due_on), col(Requirement.key)],
        key_of=lambda row: (row.due_on, row.key),
        page=page,
    )


async def get_requirement(
    db: AsyncSession, edition: Edition, requirement_id: UUID, *, lock: bool = False
) -> Requirement:
    """Return a requirement of an edition. Errors: NotFound."""
    statement = select(Requirement).where(Requirement.id == requirement_id, Requirement.edition_id == edition.id)
    found = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such requirement in this edition")
    return found


async def find_requirement(db: AsyncSession, edition_id: UUID, key: str) -> Requirement | None:
    """Return a requirement by its key."""
    statement = select(Requirement).where(Requirement.edition_id == edition_id, Requirement.key == key)
    return (await db.exec(statement)).one_or_none()


async def find_answers(db: AsyncSession, registration_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, RequirementAnswer]]:
    """Return the answers of some people in one statement: by person, then by requirement."""
    found: dict[UUID, dict[UUID, RequirementAnswer]] = {each: {} for each in registration_ids}
    statement = select(RequirementAnswer).where(col(RequirementAnswer.registration_id).in_(registration_ids))
    for answer in (await db.exec(statement)).all():
        found[answer.registration_id][answer.requirement_id] = answer
    return found


async def find_answer(db: AsyncSession, requirement_id: UUID, registration_id: UUID) -> RequirementAnswer | None:
    """Return what one person gave for one requirement, locked."""
    statement = select(RequirementAnswer).where(
        RequirementAnswer.requirement_id == requirement_id, RequirementAnswer.registration_id == registration_id
    )
    return (await db.exec(statement.with_for_update())).one_or_none()


async def has_answers(db: AsyncSession, requirement_id: UUID) -> bool:
    """Whether anybody gave anything for a requirement."""
    statement = select(RequirementAnswer.id).where(RequirementAnswer.requirement_id == requirement_id)
    return (await db.exec(statement.limit(1))).first() is not None


async def find_files(db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """Return files by id in one statement."""
    found = await db.exec(select(StoredFile).where(col(StoredFile.id).in_(ids)))
    return {file.id: file for file in found.all()}


def _concerns(requirement: Requirement) -> Any:
    """Say in SQL what `owed.concerns` says of a row."""
    terms: list[Any] = [literal(True)]
    if requirement.kinds:
        terms.append(col(Registration.kind).in_(requirement.kinds))
    if requirement.delegation_ids:
        terms.append(col(Registration.delegation_id).in_([UUID(each) for each in requirement.delegation_ids]))
    if requirement.nationalities:
        terms.append(col(Registration.nationality).in_(requirement.nationalities))
    return and_(*terms)


def _missing(requirement: Requirement) -> Any:
    met = exists().where(
        col(RequirementAnswer.requirement_id) == requirement.id,
        col(RequirementAnswer.registration_id) == col(Registration.id),
        col(RequirementAnswer.state).in_(owed.MET),
    )
    return and_(_concerns(requirement), ~met)


def chased(edition_id: UUID) -> SelectOfScalar[Registration]:
    """Return the statement of whom something is expected from."""
    return select(Registration).where(
        Registration.edition_id == edition_id,
        col(Registration.status).in_(owed.CHASED),
        col(Registration.erased_at).is_(None),
    )


async def page_matrix(
    db: AsyncSession,
    edition: Edition,
    requirements: Sequence[Requirement],
    today: date,
    filters: Filters,
    page: PageRequest,
    *,
    only_missing: bool,
) -> Found[Registration]:
    """Return a page of people, those first who are late, the longest first, then by name.

    `requirements` are those that are looked at. The database works the order out, so that a page is a page wherever
    it lies; it looks at everybody for that, at one index entry a late requirement.
    """
    late = [(_missing(each), each.due_on.isoformat()) for each in requirements if each.due_on < today]
    since: Any = case(*late, else_=_NEVER.isoformat()) if late else cast(literal(_NEVER.isoformat()), String)
    statement = filters.apply(chased(edition.id))
    if only_missing:
        statement = statement.where(or_(literal(False), *(_missing(each) for each in requirements)))
    found: Found[Any] = await fetch_page(
        db,
        and_column(statement, since.label("overdue_since")),
        keys=[since, col(Registration.sort_name), col(Registration.id)],
        key_of=lambda row: (row[1], row[0].sort_name, row[0].id),
        page=page,
    )
    return Found([row[0] for row in found.items], found.next_cursor)


async def find_owing(
    db: AsyncSession, edition_id: UUID, requirements: Sequence[Requirement], ids: Sequence[UUID]
) -> Sequence[UUID]:
    """Return who owes one of these requirements, all or of these people, in the order of their ids."""
    if not requirements:
        return []
    owing: Any = chased(edition_id).where(or_(*(_missing(each) for each in requirements)))
    if ids:
        owing = owing.where(col(Registration.id).in_(ids))
    found = await db.exec(owing.with_only_columns(Registration.id).order_by(Registration.id))
    return list(found.all())


async def page_messages(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[OrganiserMessage]:
    """Return a page of what organisers wrote, the newest first."""
    return await fetch_page(
        db,
        select(OrganiserMessage).where(OrganiserMessage.edition_id == edition.id),
        keys=[col(OrganiserMessage.id)],
        key_of=lambda row: (row.id,),
        page=page,
        descending=True,
    )
