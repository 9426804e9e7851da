"""Requirements: asked for, met, checked, and whoever is late reminded."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.calendar import get_zone
from madang.core.db import Tombstone, flush_new
from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken
from madang.core.slugs import free_key
from madang.core.text import in_language
from madang.delegations.queries import find_delegations
from madang.files.models import StoredFile
from madang.outbox.service import post
from madang.participants import owed
from madang.participants.models import (
    Registration,
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
)
from madang.participants.queries.requirements import (
    find_answer,
    find_answers,
    find_files,
    find_owing,
    find_requirement,
    has_answers,
    list_requirements,
)
from madang.participants.schemas.requirements import (
    Given,
    Judgement,
    Remind,
    Reminded,
    RequirementCreate,
    RequirementPublic,
    RequirementUpdate,
    Standing,
)
from madang.participants.service.common import note
from madang.programme.models import Edition
from madang.programme.rules import check_words


def today_in(edition: Edition, now: datetime) -> date:
    """Return which day it is where an edition is held."""
    return now.astimezone(get_zone(edition.timezone)).date()


def describe(
    requirement: Requirement, answer: RequirementAnswer | None, files: dict[UUID, StoredFile], today: date
) -> Standing:
    """Return where somebody with this answer stands."""
    file = files.get(answer.file_id) if answer and answer.file_id else None
    return Standing(
        requirement=RequirementPublic.model_validate(requirement),
        state=owed.state_of(answer),
        overdue=owed.is_overdue(requirement, answer, today),
        text=answer.text if answer else None,
        file_id=answer.file_id if answer else None,
        file_name=file.name if file else None,
        given_at=answer.given_at if answer else None,
        comment=answer.comment if answer else "",
        version=answer.version if answer else 0,
    )


async def describe_all(db: AsyncSession, registration: Registration, today: date) -> list[Standing]:
    """Return all that is needed from somebody, what is missing first, by its day."""
    asked = [each for each in await list_requirements(db, registration.edition_id) if owed.concerns(each, registration)]
    answers = (await find_answers(db, [registration.id]))[registration.id]
    files = await find_files(db, [answer.file_id for answer in answers.values() if answer.file_id])
    asked.sort(key=lambda each: owed.by_urgency(each, answers.get(each.id)))
    return [describe(each, answers.get(each.id), files, today) for each in asked]


async def _check(db: AsyncSession, edition: Edition, requirement: Requirement) -> None:
    faults = [
        *check_words(requirement.title, edition.default_language, "/title"),
        *check_words(requirement.description, edition.default_language, "/description"),
    ]
    if requirement.sensitive and requirement.form is not RequirementForm.FILE:
        faults.append(("/form", "what is sensitive is given as a file, which is sealed"))
    found = await find_delegations(db, {UUID(each) for each in requirement.delegation_ids})
    for position, each in enumerate(requirement.delegation_ids):
        delegation = found.get(UUID(each))
        if delegation is None or delegation.edition_id != edition.id:
            faults.append((f"/delegation_ids/{position}", "there is no such delegation in this edition"))
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{pointer}", what) for pointer, what in faults])


async def create_requirement(db: AsyncSession, edition: Edition, data: RequirementCreate, now: datetime) -> Requirement:
    """Ask for something. Errors: Invalid; Taken when the key is in use."""

    async def taken(key: str) -> bool:
        return await find_requirement(db, edition.id, key) is not None

    values = data.model_dump(exclude={"key", "delegation_ids"})
    requirement = Requirement(
        **values,
        edition_id=edition.id,
        key=data.key or await free_key(taken, in_language(data.title, "en", edition.default_language)),
        delegation_ids=[str(each) for each in data.delegation_ids],
        created_at=now,
        updated_at=now,
    )
    await _check(db, edition, requirement)
    db.add(requirement)
    await flush_new(db, Taken(f"the key {requirement.key!r} is in use", errors=[("/body/key", "is in use")]))
    return requirement


async def update_requirement(
    db: AsyncSession, edition: Edition, requirement: Requirement, changes: RequirementUpdate, now: datetime
) -> None:
    """Change a requirement. Errors: Invalid."""
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    if "delegation_ids" in values:
        values["delegation_ids"] = [str(each) for each in changes.delegation_ids]
    for name, value in values.items():
        setattr(requirement, name, value)
    await _check(db, edition, requirement)
    requirement.touch(now)
    await flush_new(db)


async def delete_requirement(db: AsyncSession, requirement: Requirement, now: datetime) -> None:
    """Ask for it no longer. Errors: InUse once somebody has given it: then it is waived, not forgotten."""
    if await has_answers(db, requirement.id):
        raise InUse("somebody has given this already; change whom it concerns, or waive it")
    db.add(Tombstone(id=requirement.id, kind="requirement", edition_id=requirement.edition_id, deleted_at=now))
    await db.delete(requirement)
    await db.flush()


async def _answer_on(
    db: AsyncSession, requirement: Requirement, registration: Registration, version: int, now: datetime
) -> RequirementAnswer:
    """Return an answer to change, on the version that was read; a new one for version 0. Errors: Stale."""
    answer = await find_answer(db, requirement.id, registration.id)
    stands = answer.version if answer else 0
    if stands != version:
        raise Stale(f"this is version {stands} by now, not {version}", current={"version": stands})
    if answer is None:
        answer = RequirementAnswer(
            requirement_id=requirement.id,
            registration_id=registration.id,
            state=RequirementState.MISSING,
            created_at=now,
            updated_at=now,
        )
        db.add(answer)
    else:
        answer.touch(now)
    return answer


async def give(
    db: AsyncSession,
    registration: Registration,
    requirement: Requirement,
    given: Given,
    *,
    account_id: UUID,
    version: int,
    now: datetime,
) -> RequirementAnswer:
    """Meet a requirement oneself, also late, also again.

    Errors: NotFound when it is not asked of them; Invalid when it takes another form, or the file is not theirs, not
    all there, or not sealed where it has to be; Stale.
    """
    if registration.status not in owed.OWING or not owed.concerns(requirement, registration):
        raise NotFound("nothing of that name is asked of you")
    form = {"text": RequirementForm.TEXT, "confirmed": RequirementForm.CONFIRMATION, "file_id": RequirementForm.FILE}
    name = next(name for name in form if getattr(given, name) is not None)
    if form[name] is not requirement.form:
        raise Invalid(
            f"this is given as {requirement.form}", errors=[(f"/body/{name}", f"is given as {requirement.form}")]
        )
    if given.file_id is not None:
        await _check_file(db, registration, requirement, given.file_id, account_id)
    answer = await _answer_on(db, requirement, registration, version, now)
    answer.text, answer.file_id, answer.given_at = given.text, given.file_id, now
    answer.state = RequirementState.MISSING if given.confirmed is False else RequirementState.GIVEN
    answer.checked_by_id, answer.comment = None, ""
    await flush_new(db, Taken("this was given at the same moment; read it again"))
    return answer


async def _check_file(
    db: AsyncSession, registration: Registration, requirement: Requirement, file_id: UUID, account_id: UUID
) -> None:
    file = (await find_files(db, [file_id])).get(file_id)
    if file is None or file.account_id != account_id or file.edition_id != registration.edition_id:
        fault = "there is no such file of yours"
    elif file.completed_at is None:
        fault = "this file has not come in completely"
    elif requirement.sensitive and not file.sealed:
        fault = "this file has to be handed in as sensitive"
    else:
        return
    raise Invalid(fault, errors=[("/body/file_id", fault)])


async def judge(
    db: AsyncSession,
    registration: Registration,
    requirement: Requirement,
    judgement: Judgement,
    *,
    account_id: UUID,
    version: int,
    now: datetime,
) -> RequirementAnswer:
    """Say as an organiser where somebody stands. Errors: NotFound when it is not asked of them; Stale."""
    if not owed.concerns(requirement, registration):
        raise NotFound("this is not asked of them")
    answer = await _answer_on(db, requirement, registration, version, now)
    answer.state, answer.comment, answer.checked_by_id = judgement.state, judgement.comment, account_id
    if judgement.state is RequirementState.GIVEN and answer.given_at is None:
        answer.given_at = now
    note(db, registration, f"requirement_{judgement.state}", now, comment=requirement.key)
    await flush_new(db, Taken("this was given at the same moment; read it again"))
    return answer


async def remind(db: AsyncSession, edition: Edition, data: Remind, now: datetime) -> Reminded:
    """Write to everybody who owes something, once a day each. What is missing is looked up when the mail is made."""
    today = today_in(edition, now)
    looked_at: Sequence[Requirement] = [
        each
        for each in await list_requirements(db, edition.id)
        if (not data.requirement_ids or each.id in data.requirement_ids)
        and (not data.overdue_only or each.due_on < today)
    ]
    reminded = already = 0
    for registration_id in await find_owing(db, edition.id, looked_at, data.registration_ids):
        once = f"requirement_reminder:{registration_id}:{today}"
        if await post(db, "requirement_reminder", now, once=once, registration_id=registration_id):
            reminded += 1
        else:
            already += 1
    return Reminded(reminded=reminded, already=already)
