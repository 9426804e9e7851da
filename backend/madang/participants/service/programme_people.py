"""Who of the programme's people a registration is: speakers and hosts who also take part."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import Invalid, NotFound, Taken
from madang.participants.models import Registration
from madang.participants.queries.registrations import find_edition_of_both, find_registration_of_person
from madang.people.queries import get_person


async def check_person(db: AsyncSession, registration: Registration, person_id: UUID) -> None:
    """Refuse somebody who is not there, was merged, or is another registration of the same edition.

    The person is locked: two who say it at the same moment wait for each other. Errors: Invalid, Taken.
    """
    try:
        person = await get_person(db, person_id, lock=True)
    except NotFound:
        person = None
    if person is None or person.merged_into_id is not None:
        raise Invalid("there is no such person", errors=[("/body/person_id", "there is no such person")])
    other = await find_registration_of_person(db, registration.edition_id, person_id)
    if other is not None and other != registration.id:
        fault = "another registration of this edition is this person"
        raise Taken(fault, errors=[("/body/person_id", fault)])


async def take_over_person(db: AsyncSession, *, kept_id: UUID, duplicate_id: UUID, now: datetime) -> None:
    """Let registrations that were the duplicate of a merged person be the kept one. The persons are locked.

    Errors: Taken where both are registered in one edition: only organisers know which registration is the person.
    """
    edition = await find_edition_of_both(db, kept_id, duplicate_id)
    if edition is not None:
        fault = f"both are registered in {edition!r}; say in one of the two registrations that it is nobody's"
        raise Taken(fault, errors=[("/body/duplicate_id", fault)])
    theirs = update(Registration).where(col(Registration.person_id) == duplicate_id)
    values = {"person_id": kept_id, "updated_at": now, "version": col(Registration.version) + 1}
    await db.exec(theirs.values(values).execution_options(synchronize_session=False))
