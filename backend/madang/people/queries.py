"""Every `select` of people and organisations."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.core.text import search_key
from madang.people.models import Organisation, Person

S = TypeVar("S")


async def get_person(db: AsyncSession, person_id: UUID, *, lock: bool = False) -> Person:
    """Return a person, merged ones included. Errors: NotFound."""
    statement = select(Person).where(Person.id == person_id)
    person = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if person is None:
        raise NotFound("there is no such person")
    return person


async def find_people(db: AsyncSession, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Person]:
    """Return people by id; who is not there is left out."""
    statement = select(Person).where(col(Person.id).in_(set(ids)))
    found = await db.exec(_locked_in_order(statement, col(Person.id)) if lock else statement)
    return {person.id: person for person in found.all()}


async def list_people(db: AsyncSession, page: PageRequest, *, name: str | None = None) -> Found[Person]:
    """Return a page of people by name, merged ones left out; `name` finds words of a name by their beginning."""
    statement = select(Person).where(col(Person.merged_into_id).is_(None))
    for word in search_key(name or "").split():
        prefix = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            col(Person.search_name).like(f"{prefix}%", escape="\\")
            | col(Person.search_name).like(f"% {prefix}%", escape="\\")
        )
    return await fetch_page(
        db,
        statement,
        keys=[col(Person.search_name), col(Person.id)],
        key_of=lambda row: (row.search_name, row.id),
        page=page,
    )


async def get_organisation(db: AsyncSession, organisation_id: UUID, *, lock: bool = False) -> Organisation:
    """Return an organisation. Errors: NotFound."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    organisation = (await db.exec(statement.with_for_update() if lock else statement)).one_or_none()
    if organisation is None:
        raise NotFound("there is no such organisation")
    return organisation


async def find_organisations(db: AsyncSession, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Organisation]:
    """Return organisations by id; what is not there is left out."""
    statement = select(Organisation).where(col(Organisation.id).in_(set(ids)))
    found = await db.exec(_locked_in_order(statement, col(Organisation.id)) if lock else statement)
    return {organisation.id: organisation for organisation in found.all()}


async def find_people_by_key(db: AsyncSession, keys: Iterable[str]) -> Sequence[Person]:
    """Return people by their stable keys."""
    return (await db.exec(select(Person).where(col(Person.key).in_(set(keys))))).all()


async def find_organisations_by_key(db: AsyncSession, keys: Iterable[str]) -> Sequence[Organisation]:
    """Return organisations by their stable keys."""
    return (await db.exec(select(Organisation).where(col(Organisation.key).in_(set(keys))))).all()


async def list_organisations(db: AsyncSession, page: PageRequest) -> Found[Organisation]:
    """Return a page of organisations by name."""
    return await fetch_page(
        db,
        select(Organisation),
        keys=[col(Organisation.search_name), col(Organisation.id)],
        key_of=lambda row: (row.search_name, row.id),
        page=page,
    )


def _locked_in_order(statement: SelectOfScalar[S], key: Any) -> SelectOfScalar[S]:
    # In one order everywhere: two who lock the same rows wait for each other instead of both for ever.
    return statement.order_by(key).with_for_update()


async def find_merged(db: AsyncSession) -> dict[UUID, UUID]:
    """Return all entries that were merged, each with the one that was kept."""
    statement = select(Person.id, Person.merged_into_id).where(col(Person.merged_into_id).is_not(None))
    return {own_id: kept_id for own_id, kept_id in (await db.exec(statement)).all() if kept_id is not None}


async def find_with_duplicates(db: AsyncSession, person_id: UUID) -> Sequence[Person]:
    """Return a person with all entries that were merged into them; none when there is no such person."""
    statement = select(Person).where(or_(col(Person.id) == person_id, col(Person.merged_into_id) == person_id))
    return (await db.exec(statement.with_for_update())).all()
