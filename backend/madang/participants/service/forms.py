"""The form of an edition and its quotas."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.participants import queries, rules
from madang.participants.models import ParticipantKind, Quota, RegistrationForm
from madang.participants.schemas.forms import (
    Question,
    QuotaPublic,
    QuotasPublic,
    QuotasUpdate,
    RegistrationFormFields,
    RegistrationFormPublic,
)
from madang.participants.service.places import ALL
from madang.participants.service.waitlist import offer_free_places
from madang.programme.models import Edition

_COLUMNS = (
    "opens_at", "closes_at", "edits_until", "kinds", "needs_approval", "offer_hours", "intro", "contact_email",
)  # fmt: skip


def refuse(faults: Iterable[rules.Fault]) -> None:
    """Refuse with every fault that was found, if any. Errors: Invalid."""
    found = [(f"/body{pointer}", what) for pointer, what in faults]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Invalid(f"{found[0][0]}: {found[0][1]}{more}", errors=found)


def questions_of(form: RegistrationForm | None) -> list[Question]:
    """Return the questions of a form, withdrawn ones too."""
    return [Question.model_validate(question) for question in (form.questions if form else [])]


def describe_form(form: RegistrationForm | None) -> RegistrationFormPublic:
    """Return a form as organisers see it; version 0 where there is none yet."""
    if form is None:
        return RegistrationFormPublic(version=0, updated_at=None)
    return RegistrationFormPublic.model_validate(form.model_dump(exclude={"id", "edition_id", "created_at"}))


async def replace_form(
    db: AsyncSession, edition: Edition, form: RegistrationForm | None, fields: RegistrationFormFields, now: datetime
) -> RegistrationForm:
    """Set what the form of an edition asks.

    Once anybody has begun to register, a question that is left out is withdrawn instead, and none is to be answered
    otherwise than before. Errors: Invalid; Stale when somebody else made the first form at the same moment.
    """
    before, questions = questions_of(form), list(fields.questions)
    faults = list(rules.check_form(fields, edition.default_language))
    if before and await queries.has_registrations(db, edition.id):
        faults += rules.check_kinds_kept(before, questions)
        questions = rules.carry_over(before, questions)
    refuse(faults)
    form = form or RegistrationForm(edition_id=edition.id, created_at=now)
    for name in _COLUMNS:
        setattr(form, name, getattr(fields, name))
    form.kinds = [str(kind) for kind in dict.fromkeys(fields.kinds)]
    form.questions = [question.model_dump(mode="json") for question in questions]
    form.consents = [consent.model_dump(mode="json") for consent in fields.consents]
    form.touch(now)
    db.add(form)
    await flush_new(db, Stale("somebody else has just made this edition's form; read it again"))
    return form


async def describe_quotas(db: AsyncSession, edition: Edition) -> QuotasPublic:
    """Return the quotas of an edition: all kinds together first; a kind without one counts what is held."""
    form = await queries.find_form(db, edition.id)
    known = await queries.list_quotas(db, edition.id)
    held = await queries.count_held(db, edition.id)
    held[ALL] = sum(held.values())
    items = [
        QuotaPublic.model_validate({"kind": kind, "places": known[kind].places, "taken": known[kind].taken})
        if kind in known
        else QuotaPublic.model_validate({"kind": kind, "places": None, "taken": held.get(kind, 0)})
        for kind in (ALL, *(str(kind) for kind in ParticipantKind))
    ]
    return QuotasPublic(version=form.version if form else 0, items=items)


async def set_quotas(
    db: AsyncSession, edition: Edition, form: RegistrationForm | None, changes: QuotasUpdate, now: datetime
) -> None:
    """Set how many an edition takes. The edition is locked: no place is taken or given back meanwhile.

    Fewer places than are taken turn nobody away; more are offered at once to who waits.
    """
    known = await queries.list_quotas(db, edition.id)
    held = await queries.count_held(db, edition.id)
    held[ALL] = sum(held.values())
    # There is one of all kinds together as soon as there is any: it is counted on first, so nobody waits in a circle.
    places: dict[str, int | None] = {str(kind): number for kind, number in changes.places.items()}
    if ALL not in known:
        places = {ALL: None, **places}
    for kind, number in places.items():
        quota = known.get(kind) or Quota(edition_id=edition.id, kind=kind, taken=held.get(kind, 0))
        quota.places = number
        db.add(quota)
    form = form or RegistrationForm(edition_id=edition.id, created_at=now)
    form.touch(now)
    db.add(form)
    record(
        db, "quotas.set", now, edition_id=edition.id, subject_kind="edition", subject_id=edition.id, fields=list(places)
    )
    await flush_new(db, Stale("somebody else has just made this edition's form; read it again"))
    await offer_free_places(db, edition.id, now)
