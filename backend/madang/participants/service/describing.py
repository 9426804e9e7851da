"""One's own registration as it is shown, with the form and what can be done."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.delegations.queries import find_delegations
from madang.participants import queries, rules
from madang.participants.models import Registration, RegistrationForm
from madang.participants.schemas.forms import ConsentShown, FormShown
from madang.participants.schemas.registrations import (
    ConsentPublic,
    DelegationHead,
    EditionHead,
    EventPublic,
    RegistrationOwn,
    RegistrationStanding,
)
from madang.participants.service.forms import questions_of
from madang.participants.service.standing import Own


async def describe_own(db: AsyncSession, own: Own, now: datetime) -> RegistrationStanding:
    """Return where somebody stands with an edition, as they see it."""
    form, registration = own.form, own.registration
    kind = registration.kind if registration else None
    if kind is None and form and form.kinds:
        kind = rules.first_kind(form)
    return RegistrationStanding(
        version=registration.version if registration else 0,
        edition=EditionHead.model_validate(own.edition),
        form=_show_form(form, registration) if form else None,
        registration=await _describe(db, registration) if registration else None,
        available_transitions=rules.list_own_actions(form, registration, now),
        full=await queries.is_full(db, own.edition.id, kind) if kind else False,
    )


def _show_form(form: RegistrationForm, registration: Registration | None) -> FormShown:
    answered = registration.answers if registration else {}
    questions = [each for each in questions_of(form) if not each.withdrawn or each.key in answered]
    consents = [ConsentShown.model_validate(each) for each in form.consents if not each["withdrawn"]]
    shown: dict[str, Any] = form.model_dump(exclude={"questions", "consents"})
    return FormShown.model_validate({**shown, "questions": questions, "consents": consents})


async def _describe(db: AsyncSession, registration: Registration) -> RegistrationOwn:
    consents = await queries.list_consents(db, registration.id)
    events = await queries.list_told_events(db, registration.id)
    delegation = None
    if registration.delegation_id:
        named = (await find_delegations(db, {registration.delegation_id}))[registration.delegation_id]
        delegation = DelegationHead(
            id=named.id,
            city=named.city,
            country=named.country,
            capacity=registration.capacity,
            member_role=registration.member_role,
        )
    return RegistrationOwn.model_validate(
        {
            **registration.model_dump(include=set(RegistrationOwn.model_fields)),
            "email": registration.email_as_typed,
            "delegation": delegation,
            "consents": [consent.purpose for consent in consents if consent.withdrawn_at is None],
            "consent_history": [ConsentPublic.model_validate(consent) for consent in consents],
            "events": [
                EventPublic.model_validate({**event.model_dump(), "comment": event.comment if event.told else ""})
                for event in events
            ],
        }
    )
