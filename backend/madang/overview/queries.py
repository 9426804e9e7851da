"""Every `select` of what spans domains."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists
from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account, ApiToken, Invitation, Login, RoleGrant
from madang.action_plans.models import ActionPlan, PlanComment, PlanContributor, PlanEndorsement, PlanEvent, PlanField
from madang.audit.models import AuditEntry
from madang.delegations.models import Delegation
from madang.files.models import StoredFile
from madang.notices.queries.own import collect_told
from madang.outbox.models import OutboxMessage
from madang.participants.models import (
    Consent,
    Registration,
    RegistrationEvent,
    RequirementAnswer,
    VisaCase,
    VisaEvent,
)
from madang.people.models import Person
from madang.programme.models import Edition, SessionPerson
from madang.schedules.models import CalendarLink
from madang.visits.models import VisitPlace, VisitPreference, VisitQuestion

_MOST = 10_000


async def find_account_by_id(db: AsyncSession, account_id: UUID | None) -> Account | None:
    """Return an account that nobody else changes until the transaction ends."""
    if account_id is None:
        return None
    return (await db.exec(select(Account).where(Account.id == account_id).with_for_update())).one_or_none()


async def has_other_registration(
    db: AsyncSession, registration: Registration, account_id: UUID | None, addresses: Collection[str]
) -> bool:
    """Whether somebody is registered elsewhere, by account or by address, and not erased there."""
    theirs: list[ColumnElement[bool]] = [col(Registration.email).in_(addresses)]
    if account_id is not None:
        theirs.append(col(Registration.account_id) == account_id)
    statement = select(Registration.id).where(
        Registration.id != registration.id, col(Registration.erased_at).is_(None), or_(*theirs)
    )
    return (await db.exec(statement.limit(1))).first() is not None


async def theirs_of_files(
    db: AsyncSession, edition_id: UUID, account_id: UUID | None, ids: Collection[UUID]
) -> set[UUID]:
    """Return those of these files, and of what an account handed in to an edition, that are nobody else's.

    A delegation's letter and the document of an endorsement are their city's: they stay.
    """
    theirs: list[ColumnElement[bool]] = [col(StoredFile.id).in_(ids)]
    if account_id is not None:
        theirs.append(col(StoredFile.account_id) == account_id)
    letter = exists().where(col(Delegation.letter_file_id) == col(StoredFile.id))
    endorsement = exists().where(col(PlanEndorsement.file_id) == col(StoredFile.id))
    statement = select(StoredFile.id).where(StoredFile.edition_id == edition_id, or_(*theirs), ~letter, ~endorsement)
    return set((await db.exec(statement)).all())


async def _rows(db: AsyncSession, table: type[SQLModel], *where: Any) -> list[dict[str, Any]]:
    found = await db.exec(select(table).where(*where).order_by(col(table.id)).limit(_MOST))  # type: ignore[attr-defined]
    return [row.model_dump(mode="json", exclude=_WITHHELD) for row in found.all()]


# Secrets, what is sealed and given in words elsewhere, and what only serves to find and to sort.
_WITHHELD = {
    "password_hash",
    "token_hash",
    "sealed",
    "sealed_note",
    "search_name",
    "sort_name",
    "link_id",
    "claimed_until",
}


async def collect_account(db: AsyncSession, account: Account) -> dict[str, list[dict[str, Any]]]:
    """Return what is stored of an account beside its registrations."""
    addresses = (account.email, account.email_as_typed)
    return {
        "roles": await _rows(db, RoleGrant, RoleGrant.account_id == account.id),
        "logins": await _rows(db, Login, Login.account_id == account.id),
        "api_tokens": await _rows(db, ApiToken, ApiToken.account_id == account.id),
        "invitations": await _rows(db, Invitation, Invitation.email == account.email),
        "mails": await _rows(db, OutboxMessage, col(OutboxMessage.recipient).in_(addresses)),
        "files": await _rows(db, StoredFile, StoredFile.account_id == account.id),
        "delegations": await _rows(db, Delegation, Delegation.focal_account_id == account.id),
        "plan_contributions": await _rows(
            db,
            PlanContributor,
            or_(col(PlanContributor.email).in_(addresses), PlanContributor.account_id == account.id),
        ),
        "plan_fields": await _plan_fields(db, account.id),
        "plan_comments": await _rows(db, PlanComment, PlanComment.account_id == account.id),
        "plan_events": await _rows(db, PlanEvent, PlanEvent.account_id == account.id),
        "audit": await _rows(db, AuditEntry, AuditEntry.account_id == account.id),
    }


async def _plan_fields(db: AsyncSession, account_id: UUID) -> list[dict[str, Any]]:
    """Return what somebody wrote in plans and nobody has changed since."""
    statement = select(PlanField).where(PlanField.account_id == account_id)
    found = await db.exec(statement.order_by(col(PlanField.plan_id), col(PlanField.path)).limit(_MOST))
    return [row.model_dump(mode="json") for row in found.all()]


async def list_own_registrations(db: AsyncSession, account_id: UUID) -> Sequence[tuple[Registration, Edition]]:
    """Return an account's registrations with their editions."""
    statement = (
        select(Registration, Edition)
        .join(Edition, col(Edition.id) == col(Registration.edition_id))
        .where(Registration.account_id == account_id)
        .order_by(col(Registration.id))
    )
    return (await db.exec(statement)).all()


async def collect_registration(db: AsyncSession, registration: Registration) -> dict[str, Any]:
    """Return what is stored of a registration, without what only organisers are to read."""
    told = await _rows(db, RegistrationEvent, RegistrationEvent.registration_id == registration.id)
    visas = await _rows(db, VisaCase, VisaCase.registration_id == registration.id)
    steps = select(VisaCase.id).where(VisaCase.registration_id == registration.id)
    return {
        "registration": registration.model_dump(mode="json", exclude=_WITHHELD),
        "history": [event if event["told"] else {**event, "comment": ""} for event in told],
        "consents": await _rows(db, Consent, Consent.registration_id == registration.id),
        "requirements": await _rows(db, RequirementAnswer, RequirementAnswer.registration_id == registration.id),
        "visa": visas,
        "visit_preferences": await _rows(db, VisitPreference, VisitPreference.registration_id == registration.id),
        "visit_places": await _rows(db, VisitPlace, VisitPlace.registration_id == registration.id),
        "visit_questions": await _rows(db, VisitQuestion, VisitQuestion.registration_id == registration.id),
        "visa_history": await _rows(db, VisaEvent, col(VisaEvent.visa_case_id).in_(steps)),
        **await collect_told(db, registration.id),
        "action_plans": await _rows(db, ActionPlan, ActionPlan.registration_id == registration.id),
        "calendar_link": await _rows(db, CalendarLink, CalendarLink.registration_id == registration.id),
        "programme_person": await _rows(db, Person, Person.id == registration.person_id),
        "programme_roles": await _rows(db, SessionPerson, SessionPerson.person_id == registration.person_id),
    }


async def list_unreferenced_files(
    db: AsyncSession, *, before: datetime, after: UUID | None, limit: int
) -> Sequence[StoredFile]:
    """Return files that were completed before some moment and that no column refers to, by id from `after` on."""
    statement = select(StoredFile).where(
        col(StoredFile.completed_at) < before,
        ~exists().where(col(RequirementAnswer.file_id) == col(StoredFile.id)),
        ~exists().where(col(Delegation.letter_file_id) == col(StoredFile.id)),
        ~exists().where(col(PlanEndorsement.file_id) == col(StoredFile.id)),
    )
    if after is not None:
        statement = statement.where(col(StoredFile.id) > after)
    return (await db.exec(statement.order_by(col(StoredFile.id)).limit(limit))).all()


async def answers_of(db: AsyncSession, account_ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what these accounts answered to questions, whichever edition asked."""
    statement = select(Registration.account_id, Registration.answers).where(
        col(Registration.account_id).in_(account_ids)
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for account_id, answers in (await db.exec(statement)).all():
        if account_id is not None:
            found.setdefault(account_id, []).append(dict(answers))
    return found


async def is_answer(db: AsyncSession, file: StoredFile) -> bool:
    """Whether anybody's answers in its edition name a file: looks through all of them, for what staff handed in."""
    statement = select(Registration.id).where(
        Registration.edition_id == file.edition_id, cast(Registration.answers, String).contains(str(file.id))
    )
    return (await db.exec(statement.limit(1))).first() is not None


async def list_sealed_files(db: AsyncSession, *, ended_before: date, limit: int) -> list[UUID]:
    """Return sealed files of editions that ended before some day."""
    statement = (
        select(StoredFile.id)
        .join(Edition, col(Edition.id) == col(StoredFile.edition_id))
        .where(col(StoredFile.sealed).is_(True), col(Edition.ends_on) < ended_before)
        .limit(limit)
    )
    return list((await db.exec(statement)).all())
