"""Use cases of people and organisations."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Tombstone, flush, flush_new
from madang.core.errors import InUse, Invalid, Taken
from madang.core.slugs import free_key
from madang.core.text import search_key
from madang.people import queries
from madang.people.models import Organisation, Person
from madang.people.schemas import OrganisationCreate, OrganisationUpdate, PersonCreate, PersonUpdate


def _person_search_name(person: Person) -> str:
    names = (person.badge_name, person.passport_name, person.own_script_name)
    return search_key(" ".join(name for name in names if name))[:1000]


def _organisation_search_name(organisation: Organisation) -> str:
    return search_key(" ".join([*organisation.name.values(), organisation.short_name or ""]))[:1000]


async def create_person(db: AsyncSession, data: PersonCreate) -> Person:
    """Add a person. Errors: Taken when the key is in use."""

    async def taken(key: str) -> bool:
        return bool(await queries.find_people_by_key(db, [key]))

    values = data.model_dump()
    values["key"] = data.key or await free_key(taken, data.badge_name)
    person = Person(**values, search_name="")
    person.search_name = _person_search_name(person)
    db.add(person)
    await flush_new(db, Taken(f"the key {person.key!r} is in use", errors=[("/body/key", "is in use")]))
    return person


async def update_person(db: AsyncSession, person: Person, changes: PersonUpdate, now: datetime) -> bool:
    """Change a person and return whether anything differs."""
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    if all(getattr(person, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(person, name, value)
    person.search_name = _person_search_name(person)
    person.touch(now)
    await flush_new(db)
    return True


async def delete_person(db: AsyncSession, person: Person, now: datetime) -> None:
    """Remove a person who has no role anywhere. Errors: InUse."""
    await db.delete(person)
    db.add(Tombstone(id=person.id, kind="person", deleted_at=now))
    await flush(db, InUse("this person has a role in a programme, hosts a site or was merged"))


async def merge_person(db: AsyncSession, kept: Person, duplicate: Person, now: datetime) -> None:
    """Make two entries for one person into one: whatever refers to the duplicate comes to refer to the kept.

    Names that the kept one lacks are taken over. A role that both have in one session stays once, with the state
    of the kept one.
    Errors: Invalid when they are the same entry, or either was merged before.
    """
    if kept.id == duplicate.id or kept.merged_into_id or duplicate.merged_into_id:
        raise Invalid(
            "a person cannot be merged with itself or twice", errors=[("/body/duplicate_id", "cannot be merged")]
        )
    for name in ("passport_name", "own_script_name", "form_of_address", "position", "organisation"):
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(duplicate, name))
    kept.search_name = _person_search_name(kept)
    kept.touch(now)
    duplicate.merged_into_id = kept.id
    duplicate.touch(now)
    await db.exec(update(Person).where(col(Person.merged_into_id) == duplicate.id).values(merged_into_id=kept.id))
    await db.flush()


async def erase_person(db: AsyncSession, people: Sequence[Person], now: datetime) -> None:
    """Remove a person with the duplicates that were merged into them, once nothing refers to them any more."""
    for person in sorted(people, key=lambda one: one.merged_into_id is None):  # duplicates first
        await delete_person(db, person, now)


async def create_organisation(db: AsyncSession, data: OrganisationCreate) -> Organisation:
    """Add an organisation. Errors: Taken when the key is in use."""

    async def taken(key: str) -> bool:
        return bool(await queries.find_organisations_by_key(db, [key]))

    values = data.model_dump()
    values["key"] = data.key or await free_key(taken, data.short_name or next(iter(data.name.values()), ""))
    organisation = Organisation(**values, search_name="")
    organisation.search_name = _organisation_search_name(organisation)
    db.add(organisation)
    await flush_new(db, Taken(f"the key {organisation.key!r} is in use", errors=[("/body/key", "is in use")]))
    return organisation


async def update_organisation(
    db: AsyncSession, organisation: Organisation, changes: OrganisationUpdate, now: datetime
) -> bool:
    """Change an organisation and return whether anything differs."""
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    if all(getattr(organisation, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.search_name = _organisation_search_name(organisation)
    organisation.touch(now)
    await flush_new(db)
    return True


async def delete_organisation(db: AsyncSession, organisation: Organisation, now: datetime) -> None:
    """Remove an organisation that nothing refers to. Errors: InUse."""
    await db.delete(organisation)
    db.add(Tombstone(id=organisation.id, kind="organisation", deleted_at=now))
    await flush(db, InUse("this organisation hosts or partners an edition, or hosts a site"))
