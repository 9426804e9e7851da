"""What is written into a registration, by its owner or for them, and whether it is whole."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.core.db import flush_new
from madang.core.errors import Stale
from madang.files.models import StoredFile
from madang.participants import rules
from madang.participants.models import QuestionKind, Registration, RegistrationForm, RegistrationStatus, Source
from madang.participants.rules import OwnAction
from madang.participants.schemas.registrations import RegistrationDraft, RegistrationFields
from madang.participants.service.common import note, set_names, sort_by_name
from madang.participants.service.consents import find_given, set_consents
from madang.participants.service.forms import questions_of, refuse
from madang.participants.service.standing import Own
from madang.programme.models import Edition

_FIELDS = (
    "language", "passport_name", "own_script_name", "form_of_address", "position", "organisation", "country",
    "nationality", "phone",
)  # fmt: skip


async def read_fields(
    db: AsyncSession, account: Account | None, edition: Edition, form: RegistrationForm | None, data: RegistrationFields
) -> tuple[dict[str, Any], list[rules.Fault]]:
    """Return the answers of a registration as they are kept, and what is wrong with them."""
    questions = questions_of(form)
    answers, faults = rules.read_answers(questions, data.answers)
    files = {
        question.key: UUID(answers[question.key])
        for question in questions
        if question.kind is QuestionKind.FILE and question.key in answers
    }
    if files:
        statement = select(StoredFile.id).where(
            col(StoredFile.id).in_(files.values()),
            StoredFile.edition_id == edition.id,
            StoredFile.account_id == (account.id if account else None),
        )
        there = set((await db.exec(statement)).all())
        faults += [
            (f"/answers/{key}", "there is no such file of yours") for key, file in files.items() if file not in there
        ]
    return answers, faults


async def save(db: AsyncSession, own: Own, data: RegistrationDraft, now: datetime) -> Registration:
    """Keep what somebody says of themselves; the first time that makes their registration.

    What was sent already stays complete, and of the kind that it is.
    Errors: RegistrationClosed, TransitionUnavailable, Invalid; Stale when it was begun elsewhere at the same moment.
    """
    own.allow(OwnAction.SAVE, now)
    registration = own.registration
    answers, faults = await read_fields(db, own.account, own.edition, own.form, data)
    faults += _check_kind(own, data)
    asked = {consent["key"] for consent in (own.form.consents if own.form else []) if not consent["withdrawn"]}
    if registration is not None:  # one that the form no longer asks for stays given until it is withdrawn
        asked |= set(await find_given(db, registration))
    faults += [
        (f"/consents/{place}", "there is no such consent in this form")
        for place, key in enumerate(data.consents)
        if key not in asked
    ]
    sent = registration is not None and registration.status is not RegistrationStatus.DRAFT
    if sent:
        answers, missing = check_whole(own.form, data, answers)
        faults += missing
    refuse(faults)
    if registration is None:
        registration = Registration(
            edition_id=own.edition.id,
            email=own.account.email,
            email_as_typed=own.account.email_as_typed,
            account_id=own.account.id,
            source=Source.SELF,
            created_at=now,
        )
        db.add(registration)
        note(db, registration, "begun", now)
    changed = write_fields(registration, data, answers)
    if changed:
        registration.touch(now)
    await flush_new(db, Stale("this registration was begun elsewhere at the same moment; read it again"))
    consented = await set_consents(db, own, registration, data.consents, now)
    if consented and not changed:
        registration.touch(now)
    if sent and (changed or consented):
        note(db, registration, "edited", now)
    await db.flush()
    if changed & {"badge_name", "passport_name", "own_script_name"}:
        await set_names(db, registration)
    return registration


def _check_kind(own: Own, data: RegistrationDraft) -> list[rules.Fault]:
    registration = own.registration
    if registration is None or (registration.source is Source.SELF and registration.status is RegistrationStatus.DRAFT):
        if own.form is None or data.kind not in own.form.kinds:
            return [("/kind", "nobody registers as this by themselves")]
    elif data.kind is not registration.kind:
        return [("/kind", f"you are registered as {registration.kind}; only organisers change that")]
    return []


def check_whole(
    form: RegistrationForm | None, fields: RegistrationFields | Registration, answers: dict[str, Any]
) -> tuple[dict[str, Any], list[rules.Fault]]:
    """Return the answers that are kept of what is sent for good, and everything that is required and missing.

    Consents are not looked at here: they are required when a draft is sent, and can be withdrawn ever after.
    """
    answers, faults = rules.find_missing(questions_of(form), fields.kind, answers)
    faults += [(f"/{name}", "is required") for name in ("badge_name", "country") if not getattr(fields, name)]
    return answers, faults


def write_fields(registration: Registration, data: RegistrationFields, answers: dict[str, Any]) -> set[str]:
    """Write what was given and return the names of what differs."""
    values = {name: getattr(data, name) for name in _FIELDS}
    values |= {"kind": data.kind, "badge_name": data.badge_name or "", "answers": answers}
    changed = {name for name, value in values.items() if getattr(registration, name) != value}
    for name in changed:
        setattr(registration, name, values[name])
    sort_by_name(registration)
    return changed


async def find_unfinished_files(
    db: AsyncSession, form: RegistrationForm | None, answers: dict[str, Any]
) -> list[rules.Fault]:
    """Return which files of these answers have not arrived whole."""
    keys = [question.key for question in questions_of(form) if question.kind is QuestionKind.FILE]
    files = {key: UUID(answers[key]) for key in keys if key in answers}
    if not files:
        return []
    whole = select(StoredFile.id).where(
        col(StoredFile.id).in_(files.values()), col(StoredFile.completed_at).is_not(None)
    )
    there = set((await db.exec(whole)).all())
    return [(f"/answers/{key}", "the file has not arrived yet") for key, file in files.items() if file not in there]
