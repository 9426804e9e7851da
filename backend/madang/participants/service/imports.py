"""An import: understood as a whole, checked as a whole, done as a whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.rules import normalise_email
from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Refusal, Taken
from madang.delegations.errors import SeatsTaken
from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations_by_key
from madang.delegations.service import take_seat
from madang.participants import columns, rules
from madang.participants.columns import Fault, Row
from madang.participants.models import (
    MemberRole,
    Registration,
    RegistrationName,
    RegistrationStatus,
    Source,
)
from madang.participants.queries import find_form
from madang.participants.queries.lists import find_by_keys
from madang.participants.schemas.imports import ImportFault, ImportReport
from madang.participants.service.common import move, note, replace_words, work_out_names
from madang.participants.service.corrections import NAMES
from madang.participants.service.places import hold_place, release_place
from madang.participants.spreadsheets import Table, say
from madang.programme.models import Edition

_PLAIN = (
    "kind",
    "language",
    "badge_name",
    "passport_name",
    "own_script_name",
    "form_of_address",
    "position",
    "organisation",
    "country",
    "nationality",
    "phone",
)
_FIRST_STATES = frozenset(
    {
        RegistrationStatus.DRAFT,
        RegistrationStatus.SUBMITTED,
        RegistrationStatus.WAITLISTED,
        RegistrationStatus.ACCEPTED,
    }
)


@dataclass
class _Plan:
    """What one row is going to do."""

    row: Row
    registration: Registration
    new: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    delegation: Delegation | None = None
    to: RegistrationStatus | None = None

    @property
    def changes(self) -> bool:
        return self.new or bool(self.values) or self.delegation is not None or self.to is not None


async def import_participants(
    db: AsyncSession, edition: Edition, table: Table, now: datetime, *, dry_run: bool
) -> ImportReport:
    """Add and change participants as a file says, and report it; `dry_run` does it all and takes it back.

    Where anything is wrong nothing is done, and every cell that is wrong is reported.
    """
    questions = columns.questions_of(await find_form(db, edition.id))
    rows, faults = columns.read_rows(table, questions)
    plans, more = await _plan(db, edition, rows, questions, now)
    faults += more
    if not faults:
        async with db.begin_nested() as savepoint:
            faults = await _carry_out(db, edition, plans, now)
            if faults or dry_run:
                await savepoint.rollback()
    return ImportReport(
        dry_run=dry_run,
        rows=len(table.rows),
        created=sum(plan.new for plan in plans),
        updated=sum(plan.changes and not plan.new for plan in plans),
        unchanged=sum(not plan.changes for plan in plans),
        faults=[
            ImportFault(row=each.row, column=each.column, detail=each.detail) for each in sorted(faults, key=_where)
        ],
    )


def _where(fault: Fault) -> tuple[int, str]:
    return fault.row, fault.column


async def _plan(
    db: AsyncSession, edition: Edition, rows: Iterable[Row], questions: dict[str, str], now: datetime
) -> tuple[list[_Plan], list[Fault]]:
    rows = list(rows)
    emails = {row.number: normalise_email(row.fields.email) for row in rows if row.fields.email}
    ids = [row.fields.id for row in rows if row.fields.id]
    known = await find_by_keys(db, edition, ids=ids, emails=sorted(set(emails.values())))
    by_id = {each.id: each for each in known}
    by_email = {each.email: each for each in known}
    keys = {row.fields.delegation for row in rows if row.fields.delegation}
    delegations = await find_delegations_by_key(db, edition.id, keys)
    plans: list[_Plan] = []
    faults: list[Fault] = []
    seen: dict[UUID | str, int] = {}
    for row in rows:
        email = emails.get(row.number)
        registration = by_id.get(row.fields.id) if row.fields.id else by_email.get(email or "")
        wrong = _check_identity(row, email, registration, by_email)
        first = seen.setdefault(registration.id if registration else email or "", row.number)
        if first != row.number:
            wrong.append(Fault(row.number, "email", f"row {first} is about the same person"))
        if not wrong:
            plan = _plan_row(row, email, registration, edition, now)
            wrong = [*_fill(plan, email, questions), *_check_membership(plan, delegations), *_check_status(plan)]
            plans.append(plan)
        faults += wrong
    return plans, faults


def _check_identity(
    row: Row, email: str | None, registration: Registration | None, by_email: dict[str, Registration]
) -> list[Fault]:
    if row.fields.id and (registration is None or registration.erased_at):
        return [Fault(row.number, "id", "there is no participant of this id in this edition")]
    if registration is None:
        return [
            Fault(row.number, name, "is missing: nobody of this address is there yet")
            for name in ("badge_name",)
            if not getattr(row.fields, name)
        ]
    if email and email != registration.email:
        if email in by_email:
            return [Fault(row.number, "email", "is another participant's")]
        if registration.account_id is not None:
            return [Fault(row.number, "email", "its owner has signed in: it is changed on their account's page")]
    return []


def _plan_row(row: Row, email: str | None, registration: Registration | None, edition: Edition, now: datetime) -> _Plan:
    if registration is not None:
        return _Plan(row, registration)
    made = Registration(
        edition_id=edition.id,
        email=email or "",
        email_as_typed=row.fields.email or "",
        source=Source.IMPORT,
        language=edition.default_language,
        created_at=now,
        updated_at=now,
    )
    return _Plan(row, made, new=True)


def _fill(plan: _Plan, email: str | None, questions: dict[str, str]) -> list[Fault]:
    registration, row = plan.registration, plan.row
    wanted = columns.values_of(row, _PLAIN)
    if email and not plan.new and row.fields.email != registration.email_as_typed:
        wanted |= {"email": email, "email_as_typed": row.fields.email}
    answers, faults = columns.changed_answers(row, registration.answers, questions)
    if answers:
        wanted["answers"] = {**registration.answers, **answers}
    # A column that may not be empty was refused when it was; here it is one that a new row leaves to its default.
    plan.values = {name: value for name, value in wanted.items() if getattr(registration, name) != value}
    if plan.values and not plan.new and row.taken and row.taken != say(registration.updated_at):
        what = "changed since this file was taken: take a new one, or leave this column out to overwrite it"
        faults.append(Fault(row.number, "updated_at", what))
    return faults


def _check_membership(plan: _Plan, delegations: dict[str, Delegation]) -> list[Fault]:
    registration, fields, number = plan.registration, plan.row.fields, plan.row.number
    wanted = delegations.get(fields.delegation or "")
    if fields.delegation and wanted is None:
        return [Fault(number, "delegation", "there is no delegation of this key in this edition")]
    if registration.delegation_id is not None:
        moved = "delegation" in plan.row.given and (wanted is None or wanted.id != registration.delegation_id)
        other = "capacity" in plan.row.given and fields.capacity is not registration.capacity
        faults = [("delegation", moved), ("capacity", other)]
        if fields.member_role and fields.member_role is not registration.member_role:
            plan.values["member_role"] = fields.member_role
        return [Fault(number, name, "members are swapped on their delegation's page") for name, bad in faults if bad]
    if wanted is None:
        return [
            Fault(number, name, "belongs to a delegation, and none is named")
            for name in ("capacity", "member_role")
            if getattr(fields, name)
        ]
    if fields.capacity is None:
        return [Fault(number, "capacity", "is missing: a seat is given by it")]
    plan.delegation = wanted
    return []


def _check_status(plan: _Plan) -> list[Fault]:
    wanted, stands = plan.row.fields.status, plan.registration.status
    if wanted is None or wanted is stands:
        return []
    if plan.new and wanted not in _FIRST_STATES:
        return [Fault(plan.row.number, "status", f"nobody begins as {wanted}")]
    if not plan.new and wanted not in rules.TRANSITIONS[stands]:
        ways = ", ".join(sorted(rules.TRANSITIONS[stands]))
        return [Fault(plan.row.number, "status", f"from {stands} one can go to {ways} only")]
    plan.to = wanted
    return []


async def _carry_out(db: AsyncSession, edition: Edition, plans: list[_Plan], now: datetime) -> list[Fault]:
    """Do it all; return what places and seats would not allow. Errors: Taken, when somebody registered meanwhile."""
    faults: list[Fault] = []
    names: list[RegistrationName] = []
    taken = Taken("somebody of this file has registered at this very moment; send it again")
    for plan in plans:
        if not plan.new and "kind" in plan.values and plan.registration.place_held:
            await release_place(db, edition.id, plan.registration.kind)
            await _or_fault(faults, plan, "kind", hold_place(db, edition.id, plan.values["kind"]))
        for name, value in plan.values.items():
            setattr(plan.registration, name, value)
        if plan.new:
            db.add(plan.registration)
            names += work_out_names(plan.registration)
    await flush_new(db, taken)  # all the new ones in one statement
    db.add_all(names)
    for plan in plans:
        registration = plan.registration
        if plan.new or plan.values:
            note(db, registration, "imported", now)
        if plan.values and not plan.new:
            registration.touch(now)
            if any(name in plan.values for name in NAMES):
                await replace_words(db, registration, work_out_names(registration))
        if plan.delegation is not None:
            await _seat(db, plan, faults, now)
        if plan.to is not None:
            if registration.submitted_at is None and plan.to is not RegistrationStatus.DRAFT:
                registration.submitted_at = now
            await _or_fault(faults, plan, "status", move(db, registration, plan.to, now))
    record(db, "participants.imported", now, edition_id=edition.id)
    await flush_new(db, taken)
    return faults


async def _or_fault(faults: list[Fault], plan: _Plan, column: str, work: Any) -> None:
    try:
        await work
    except SeatsTaken as refusal:
        faults.append(Fault(plan.row.number, "capacity", refusal.detail))
    except Refusal as refusal:
        faults.append(Fault(plan.row.number, column, refusal.detail))


async def _seat(db: AsyncSession, plan: _Plan, faults: list[Fault], now: datetime) -> None:
    registration, fields = plan.registration, plan.row.fields
    assert plan.delegation is not None
    assert fields.capacity is not None
    registration.delegation_id, registration.capacity = plan.delegation.id, fields.capacity
    registration.member_role = fields.member_role or MemberRole.MEMBER
    registration.touch(now)
    # Whoever is on the way to a status that sits is given the seat by the move itself.
    if plan.to is None and registration.status in rules.SEATED:
        await _or_fault(faults, plan, "capacity", take_seat(db, plan.delegation.id, fields.capacity))
        registration.seat_held = True
