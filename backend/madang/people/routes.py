"""People and organisations."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.schemas import Page
from madang.core.text import Line
from madang.core.web import (
    Db,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.participants.service.programme_people import take_over_person
from madang.people import queries, service
from madang.people.models import Organisation, Person
from madang.people.schemas import (
    OrganisationCreate,
    OrganisationPublic,
    OrganisationUpdate,
    PersonCreate,
    PersonMerge,
    PersonPublic,
    PersonUpdate,
)
from madang.programme.service import take_over_roles

router = APIRouter(prefix="/api/v1", tags=["people"], route_class=RetryableRoute)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PEOPLE_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PEOPLE_WRITE])]

_CHANGE = refusals(NotFound, Stale, VersionRequired, Invalid)
_DELETE = refusals(NotFound, Stale, VersionRequired, InUse)


@router.get("/people", response_model=Page[PersonPublic])
async def list_people(
    request: Request,
    response: Response,
    _caller: Reader,
    db: ReadDb,
    page: Paging,
    name: Annotated[Line | None, Query(description="Words of a name, by their beginning.")] = None,
) -> dict[str, Any]:
    """List people by name."""
    return make_page(request, response, await queries.list_people(db, page, name=name))


@router.post("/people", response_model=PersonPublic, status_code=201, responses=refusals(Taken, Invalid))
async def create_person(data: PersonCreate, response: Response, _caller: Writer, db: Db, _retry: Retryable) -> Person:
    """Add a person."""
    person = await service.create_person(db, data)
    say_version(response, person.version)
    return person


@router.get("/people/{person_id}", response_model=PersonPublic, responses=refusals(NotFound))
async def get_person(person_id: UUID, response: Response, _caller: Reader, db: ReadDb) -> Person:
    """Read one person."""
    person = await queries.get_person(db, person_id)
    say_version(response, person.version)
    return person


@router.patch("/people/{person_id}", response_model=PersonPublic, responses=_CHANGE)
async def update_person(
    person_id: UUID,
    changes: PersonUpdate,
    response: Response,
    _caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Person:
    """Change a person."""
    person = await queries.get_person(db, person_id, lock=True)
    expect(version, PersonPublic.model_validate(person))
    await service.update_person(db, person, changes, now)
    say_version(response, person.version)
    return person


@router.delete("/people/{person_id}", status_code=204, responses=_DELETE)
async def delete_person(person_id: UUID, _caller: Writer, db: Db, version: ExpectedVersion, now: Now) -> None:
    """Remove a person who has no role anywhere."""
    person = await queries.get_person(db, person_id, lock=True)
    expect(version, PersonPublic.model_validate(person))
    await service.delete_person(db, person, now)


@router.post("/people/{person_id}/merge", response_model=PersonPublic, responses=refusals(NotFound, Invalid, Taken))
async def merge_person(
    person_id: UUID, merge: PersonMerge, response: Response, _caller: Writer, db: Db, _retry: Retryable, now: Now
) -> Person:
    """Merge a duplicate into this person, with every role that it has and whoever is registered as it."""
    # Always in the same order: two merges of the same people wait for each other instead of both for ever.
    people = {id_: await queries.get_person(db, id_, lock=True) for id_ in sorted({person_id, merge.duplicate_id})}
    kept, duplicate = people[person_id], people[merge.duplicate_id]
    await service.merge_person(db, kept, duplicate, now)
    await take_over_roles(db, kept_id=kept.id, duplicate_id=duplicate.id, now=now)
    await take_over_person(db, kept_id=kept.id, duplicate_id=duplicate.id, now=now)
    say_version(response, kept.version)
    return kept


@router.get("/organisations", response_model=Page[OrganisationPublic])
async def list_organisations(
    request: Request, response: Response, _caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List organisations by name."""
    return make_page(request, response, await queries.list_organisations(db, page))


@router.post("/organisations", response_model=OrganisationPublic, status_code=201, responses=refusals(Taken, Invalid))
async def create_organisation(
    data: OrganisationCreate, response: Response, _caller: Writer, db: Db, _retry: Retryable
) -> Organisation:
    """Add an organisation."""
    organisation = await service.create_organisation(db, data)
    say_version(response, organisation.version)
    return organisation


@router.get("/organisations/{organisation_id}", response_model=OrganisationPublic, responses=refusals(NotFound))
async def get_organisation(organisation_id: UUID, response: Response, _caller: Reader, db: ReadDb) -> Organisation:
    """Read one organisation."""
    organisation = await queries.get_organisation(db, organisation_id)
    say_version(response, organisation.version)
    return organisation


@router.patch("/organisations/{organisation_id}", response_model=OrganisationPublic, responses=_CHANGE)
async def update_organisation(
    organisation_id: UUID,
    changes: OrganisationUpdate,
    response: Response,
    _caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Organisation:
    """Change an organisation."""
    organisation = await queries.get_organisation(db, organisation_id, lock=True)
    expect(version, OrganisationPublic.model_validate(organisation))
    await service.update_organisation(db, organisation, changes, now)
    say_version(response, organisation.version)
    return organisation


@router.delete("/organisations/{organisation_id}", status_code=204, responses=_DELETE)
async def delete_organisation(
    organisation_id: UUID, _caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Remove an organisation that nothing refers to."""
    organisation = await queries.get_organisation(db, organisation_id, lock=True)
    expect(version, OrganisationPublic.model_validate(organisation))
    await service.delete_organisation(db, organisation, now)
