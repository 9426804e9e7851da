"""Use cases of delegations: invited, changed, taken from one state to the next."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.core.slugs import free_key
from madang.core.text import in_language
from madang.delegations import queries, rules
from madang.delegations.errors import StepUnavailable
from madang.delegations.models import Capacity, Delegation, DelegationStatus, Seats
from madang.delegations.schemas import DelegationCreate, DelegationFields, DelegationUpdate
from madang.delegations.service.common import claim, is_organiser, note_event
from madang.delegations.service.focal_point import appoint
from madang.programme.models import Edition

_COLUMNS = frozenset(DelegationFields.model_fields)
# What a city says of itself; the rest is agreed with the organisers.
_BY_FOCAL_POINT = frozenset({"local_government", "nominating_body", "letter_file_id", "working_languages", "listed"})


async def invite_city(
    db: AsyncSession, caller: Caller, edition: Edition, data: DelegationCreate, now: datetime
) -> Delegation:
    """Add a delegation with its seats, and mail its focal point the letter.

    Errors: Invalid; Taken when the key is in use; ScopeTooWide for a token that may do less than a focal point.
    """
    _check_words(edition, data.city)
    await _check_letter(db, caller, edition, data)

    async def taken(key: str) -> bool:
        return await queries.find_by_key(db, edition.id, key) is not None

    key = data.key or await free_key(taken, in_language(data.city, "en", edition.default_language))
    delegation = Delegation(
        edition_id=edition.id,
        key=key,
        search_name=rules.make_search_name(data.city, data.local_government),
        created_at=now,
        updated_at=now,
        **{name: getattr(data, name) for name in _COLUMNS},
    )
    delegation.seats = [
        Seats(delegation_id=delegation.id, capacity=capacity, seats=data.seats.get(capacity, 0))
        for capacity in Capacity
    ]
    db.add(delegation)
    await flush_new(db, Taken(f"the key {key!r} is in use", errors=[("/body/key", "is in use")]))
    note_event(db, delegation, "invited", now)
    if data.focal_point is not None:
        await appoint(
            db,
            caller,
            edition,
            delegation,
            data.focal_point,
            now,
            what="letter_sent",
            pointer="/body/focal_point/email",
        )
    await db.flush()
    return delegation


async def update_delegation(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, changes: DelegationUpdate, now: datetime
) -> bool:
    """Change a locked delegation and return whether anything differs.

    Errors: Invalid, also where a focal point changes what is the organisers' to change, or a seat that would go is
    taken.
    """
    given = changes.model_fields_set
    if not is_organiser(caller, delegation) and (foreign := sorted(given - _BY_FOCAL_POINT)):
        raise Invalid(
            f"the organisers change this: {', '.join(foreign)}",
            errors=[(f"/body/{name}", "the organisers change this") for name in foreign],
        )
    claim(caller, delegation)
    if "city" in given:
        _check_words(edition, changes.city)
    if "letter_file_id" in given and changes.letter_file_id != delegation.letter_file_id:
        await _check_letter(db, caller, edition, changes)
    columns = {name: getattr(changes, name) for name in given & _COLUMNS}
    differing = {name: value for name, value in columns.items() if getattr(delegation, name) != value}
    reseated = "seats" in given and await _set_seats(db, delegation, changes.seats)
    for name, value in differing.items():
        setattr(delegation, name, value)
    if differing or reseated:
        delegation.search_name = rules.make_search_name(delegation.city, delegation.local_government)
        delegation.touch(now)
    if reseated:  # by statements that the automatic entries do not see
        record(
            db,
            "delegation.reseated",
            now,
            edition_id=edition.id,
            subject_kind="delegation",
            subject_id=delegation.id,
            fields=["seats"],
        )
    await flush_new(db)
    return bool(differing) or reseated


def _check_words(edition: Edition, city: Mapping[str, str]) -> None:
    language = edition.default_language
    if language not in city:
        what = f"has to be there in the edition's default language, {language}"
        raise Invalid(f"/city: {what}", errors=[(f"/body/city/{language}", what)])


async def _check_letter(
    db: AsyncSession, caller: Caller, edition: Edition, given: DelegationCreate | DelegationUpdate
) -> None:
    file_id = given.letter_file_id
    if file_id and await queries.find_own_file(db, edition, caller.account_id, file_id) is None:
        what = "you have handed in no such file to this edition"
        raise Invalid(what, errors=[("/body/letter_file_id", what)])


async def _set_seats(db: AsyncSession, delegation: Delegation, wanted: Mapping[Capacity, int]) -> bool:
    """Give as many seats as are wanted, by an UPDATE that fails where more are taken by then."""
    standing = {seats.capacity: seats.seats for seats in delegation.seats}
    for capacity in Capacity:
        number = wanted.get(capacity, 0)
        if capacity not in standing:
            delegation.seats.append(Seats(delegation_id=delegation.id, capacity=capacity, seats=number))
        if number == standing.get(capacity, number):
            continue
        enough = update(Seats).where(
            col(Seats.delegation_id) == delegation.id,
            col(Seats.capacity) == capacity,
            col(Seats.taken) <= number,
        )
        done = await db.exec(enough.values(seats=number).execution_options(synchronize_session=False))
        if not done.rowcount:
            what = "more seats than that are taken"
            raise Invalid(f"/seats/{capacity}: {what}", errors=[(f"/body/seats/{capacity}", what)])
    await db.flush()
    await queries.reload_seats(db, delegation)
    return standing != {seats.capacity: seats.seats for seats in delegation.seats}


async def move_delegation(
    db: AsyncSession,
    caller: Caller,
    delegation: Delegation,
    to: DelegationStatus,
    now: datetime,
    *,
    comment: str | None = None,
) -> None:
    """Bring a locked delegation to another state. What becomes of its members, `participants` sees to.

    Errors: StepUnavailable.
    """
    ways = rules.find_transitions(delegation.status, by_organiser=is_organiser(caller, delegation))
    current = {"status": delegation.status, "available_transitions": ways}
    if to not in ways:
        raise StepUnavailable(f"a delegation that is {delegation.status} cannot be made {to} by you", current=current)
    if to in rules.NEEDS_MEMBERS and not any(seats.taken for seats in delegation.seats):
        raise StepUnavailable("nobody is nominated yet", current=current)
    claim(caller, delegation)
    set_status(db, delegation, to, now, comment=comment)
    await db.flush()


def set_status(
    db: AsyncSession, delegation: Delegation, to: DelegationStatus, now: datetime, *, comment: str | None = None
) -> None:
    """Write another state and its history; whether it may be is the caller's to know."""
    before = delegation.status
    delegation.status = to
    delegation.touch(now)
    note_event(db, delegation, "moved", now, before=before, comment=comment)
