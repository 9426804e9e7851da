"""Whose registration is at hand, and what can be done with it now."""

from dataclasses import dataclass
from datetime import datetime

from madang.accounts.models import Account
from madang.core.errors import NotFound
from madang.participants import rules
from madang.participants.errors import OfferOver, RegistrationClosed, TransitionUnavailable
from madang.participants.models import Registration, RegistrationForm, RegistrationStatus
from madang.participants.rules import OwnAction
from madang.programme.models import Edition


@dataclass(frozen=True)
class Own:
    """Whose registration to which edition, with what is there already; the registration is locked."""

    account: Account
    edition: Edition
    form: RegistrationForm | None
    registration: Registration | None

    def allow(self, action: OwnAction, now: datetime) -> None:
        """Refuse what cannot be done now. Errors: RegistrationClosed, OfferOver, TransitionUnavailable."""
        can = rules.list_own_actions(self.form, self.registration, now)
        if action in can:
            return
        if action in (OwnAction.ACCEPT_OFFER, OwnAction.DECLINE_PLACE):
            raise OfferOver("no place is kept for you at the moment")
        living = self.registration is None or self.registration.status in rules.SEATED
        if action is OwnAction.SAVE and living:
            raise RegistrationClosed(
                "the form takes nothing at this moment: it is not open, or its deadline has passed"
            )
        if self.registration and self.registration.status is RegistrationStatus.DRAFT and action is OwnAction.SUBMIT:
            raise RegistrationClosed(
                "the form takes nothing at this moment: it is not open, or its deadline has passed"
            )
        status = self.registration.status if self.registration else None
        raise TransitionUnavailable(
            f"this cannot be done with a registration that is {status or 'not there'}",
            current={"status": status, "available_transitions": can},
        )

    @property
    def found(self) -> Registration:
        """The registration. Errors: NotFound while there is none."""
        if self.registration is None:
            raise NotFound("you have no registration to this edition")
        return self.registration
