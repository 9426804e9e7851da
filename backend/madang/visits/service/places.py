"""Places by hand: where an organiser puts one person, and who is on the list of a bus."""

import asyncio
from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Invalid, NotFound, Stale
from madang.core.text import in_language
from madang.delegations.queries import find_delegations
from madang.participants.service.sensitive import Vault, count
from madang.programme.models import Edition
from madang.visits.errors import NotTakingPart, VisitFull, VisitNotOffered
from madang.visits.models import VisitPlace
from madang.visits.queries import people, rounds
from madang.visits.queries.people import Person
from madang.visits.queries.rounds import Planned
from madang.visits.rules import Because
from madang.visits.schemas.people import Explanation, ListedPerson, PlaceGiven, VisitList
from madang.visits.service.settings import begin


async def place_by_hand(
    db: AsyncSession, edition: Edition, visit: Planned, registration_id: UUID, given: PlaceGiven, now: datetime
) -> Person:
    """Put somebody on an option, or on the end of the waitlist. `visit` and its planning are locked.

    Errors: NotFound; NotTakingPart; Invalid; VisitNotOffered; VisitFull.
    """
    person = await people.find_person(db, visit, registration_id)
    if person is None:
        await people.find_registration_in(db, edition.id, registration_id)
        raise NotTakingPart("this person does not take part: not accepted, or of another kind")
    if given.option_id is None and given.pinned:
        wrong = "only a place on an option can be pinned"
        raise Invalid(wrong, errors=[("/body/pinned", wrong)])
    before = person.place.option_id if person.place else None
    if given.option_id is not None:
        await _check_option(db, edition, visit, given.option_id, before=before, even_full=given.over_capacity)
    planning = await begin(db, visit, now)
    place = person.place or VisitPlace(
        round_id=planning.id, registration_id=registration_id, because=Because.WAITLISTED, since=now
    )
    ranks = person.preference.ranks if person.preference else []
    wanted = str(given.option_id)
    if place.option_id != given.option_id:
        place.option_id, place.since = given.option_id, now
    place.pinned = given.pinned
    place.rank = ranks.index(wanted) + 1 if wanted in ranks else None
    place.because = Because.WAITLISTED if given.option_id is None else Because.PINNED
    moved_from = before if before != given.option_id else None
    place.explanation = Explanation(moved_from=moved_from).model_dump(mode="json")
    db.add(place)
    planning.touch(now)
    record(
        db,
        "visit.placed_by_hand",
        now,
        edition_id=edition.id,
        subject_kind="registration",
        subject_id=registration_id,
    )
    await flush_new(db, Stale("somebody else has placed this person at the same moment"))
    return Person(person.registration, person.preference, place)


async def _check_option(
    db: AsyncSession, edition: Edition, visit: Planned, option_id: UUID, *, before: UUID | None, even_full: bool
) -> None:
    if option_id not in visit.options:
        wrong = "this visit has no such option"
        raise Invalid(wrong, errors=[("/body/option_id", wrong)])
    if not visit.is_offered(option_id):
        raise VisitNotOffered("this option is withdrawn, or all its stops are cancelled")
    capacity = visit.visit_of(option_id).capacity
    if option_id == before or capacity is None or even_full:
        return
    tally = (await rounds.count_people(db, edition.id, [visit]))[visit.session.id]
    there = tally.placed[option_id]
    if there >= capacity:
        title = in_language(visit.options[option_id].title, edition.default_language, edition.default_language)
        over = there + 1 - capacity
        raise VisitFull(
            f"{title!r}: {there} of {capacity} places are taken, one more would be {over} too many",
            errors=[("/body/option_id", f"{over} too many")],
        )


async def take_list(
    db: AsyncSession, vault: Vault, edition: Edition, visit: Planned, option_id: UUID, now: datetime
) -> VisitList:
    """Return who goes on an option; that the list was taken is written down. Errors: NotFound."""
    if option_id not in visit.options:
        raise NotFound("this visit has no such option")
    found = await people.list_on_option(db, visit, option_id)
    ids = {each.registration.delegation_id for each in found if each.registration.delegation_id}
    delegations = await find_delegations(db, ids)
    details = await people.list_access_needs_on(db, visit, option_id)
    counts = await asyncio.to_thread(count, vault, details)
    record(db, "visit.list_taken", now, edition_id=edition.id, subject_kind="option", subject_id=option_id)
    planned = visit.visit_of(option_id)
    return VisitList(
        session_id=visit.session.id,
        option_id=option_id,
        title=visit.options[option_id].title,
        transport=planned.transport,
        meeting_point=planned.meeting_point,
        meets_at=planned.meets_at,
        people=[
            ListedPerson(
                registration_id=registration.id,
                name=registration.badge_name,
                own_script_name=registration.own_script_name,
                city=delegations[registration.delegation_id].city if registration.delegation_id else None,
                phone=registration.phone,
                language=registration.language,
            )
            for registration in (each.registration for each in found)
        ],
        head_count=len(found),
        needs=counts.needs,
        access_notes=counts.access_notes,
        languages=dict(sorted(Counter(each.registration.language for each in found).items())),
    )
