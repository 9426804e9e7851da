"""Where a registration can go from where it stands, and how a name is found. All pure."""

from datetime import datetime
from enum import StrEnum

from madang.core.text import search_key
from madang.participants.models import Registration, RegistrationForm
from madang.participants.models import RegistrationStatus as Status
from madang.participants.rules import forms

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.WAITLISTED, Status.CANCELLED}),
    Status.SUBMITTED: frozenset({Status.ACCEPTED, Status.WAITLISTED, Status.DECLINED, Status.CANCELLED}),
    Status.WAITLISTED: frozenset({Status.ACCEPTED, Status.DECLINED, Status.CANCELLED}),
    Status.ACCEPTED: frozenset({Status.CANCELLED}),
    Status.DECLINED: frozenset({Status.ACCEPTED, Status.WAITLISTED}),
    Status.CANCELLED: frozenset({Status.DRAFT}),
}
"""A declined one can be taken after all; a cancelled one begins anew."""

# A place counts from when it is given until it is given up.
HOLDING = frozenset({Status.ACCEPTED})
DECIDED = frozenset({Status.ACCEPTED, Status.WAITLISTED, Status.DECLINED})
# A seat counts from the nomination on.
SEATED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.WAITLISTED})


def name_words(*names: str | None) -> frozenset[str]:
    """Return the words by which somebody of these names is found: normalised, without marks, Hangul composed."""
    return frozenset(word[:300] for name in names if name for word in search_key(name).split())


class OwnAction(StrEnum):
    """What somebody can do with their own registration."""

    SAVE = "save"
    SUBMIT = "submit"
    CANCEL = "cancel"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_PLACE = "decline_place"
    RESTART = "restart"


_LIVING = frozenset({Status.DRAFT, Status.SUBMITTED, Status.WAITLISTED, Status.ACCEPTED})


def list_own_actions(
    form: RegistrationForm | None, registration: Registration | None, now: datetime
) -> list[OwnAction]:
    """Return what the owner of a registration, or somebody without one, can do at this moment."""
    if registration is None:
        return [OwnAction.SAVE] if form and forms.is_open(form, now) else []
    status = registration.status
    can: list[OwnAction] = []
    sendable = form is not None and forms.may_submit(form, registration.source, now)
    if status is Status.DRAFT and sendable:
        can += [OwnAction.SAVE, OwnAction.SUBMIT]
    if status in _LIVING - {Status.DRAFT} and form and forms.may_edit(form, now):
        can.append(OwnAction.SAVE)
    if status is Status.WAITLISTED and registration.offered_until and now < registration.offered_until:
        can += [OwnAction.ACCEPT_OFFER, OwnAction.DECLINE_PLACE]
    if status in _LIVING:
        can.append(OwnAction.CANCEL)
    # Who came with a city takes its seat again by its focal point, not alone.
    if status is Status.CANCELLED and sendable and registration.delegation_id is None:
        can.append(OwnAction.RESTART)
    return can
