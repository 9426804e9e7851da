"""Refusals of participants."""

from madang.core.errors import Refusal


class PlacesTaken(Refusal):
    """The edition takes no more participants, or none of this kind; `errors` says which."""

    status, code = 409, "places_taken"


class TransitionUnavailable(Refusal):
    """A registration cannot go from where it stands to there; `current` says where it stands and where it can go."""

    status, code = 409, "transition_unavailable"


class AddressRegistered(Refusal):
    """This address is registered with the edition otherwise; the organisers can bring the two together."""

    status, code = 409, "address_registered"


class LettersSent(Refusal):
    """This person was sent several letters lately; `Retry-After` says when another may follow."""

    status, code = 429, "letters_sent"


class RetentionOver(Refusal):
    """The day has passed on which such details are erased; none are taken any more."""

    status, code = 409, "retention_over"


class VisaStepUnavailable(Refusal):
    """A visa cannot go from where it stands to there; `current` says where it stands and where it can go."""

    status, code = 409, "visa_step_unavailable"


class PersonErased(Refusal):
    """This person was erased; what remains is only counted."""

    status, code = 409, "person_erased"


class ImportUnreadable(Refusal):
    """The body is no table that can be read, or not what it says it is."""

    status, code = 422, "import_unreadable"


class ImportInvalid(Refusal):
    """Nothing was imported; `errors` lists every cell that is wrong, as `/rows/<row>/<column>`."""

    status, code = 422, "import_invalid"


class RegistrationClosed(Refusal):
    """The form takes nothing at this moment: it is not open yet, or its deadline has passed."""

    status, code = 409, "registration_closed"


class OfferOver(Refusal):
    """No place is kept for this person, or it was not taken in time."""

    status, code = 409, "offer_over"
