"""Refusals of participants."""

from madang.core.errors import Refusal


class PlacesTaken(Refusal):
    """The edition takes no more participants, or none of this kind; `errors` says which."""

    status, code = 409, "places_taken"


class TransitionUnavailable(Refusal):
    """A registration cannot go from where it stands to there; `current` says where it stands and where it can go."""

    status, code = 409, "transition_unavailable"


class RegistrationClosed(Refusal):
    """The form takes nothing at this moment: it is not open yet, or its deadline has passed."""

    status, code = 409, "registration_closed"


class OfferOver(Refusal):
    """No place is kept for this person, or it was not taken in time."""

    status, code = 409, "offer_over"
