"""Refusals of participants."""

from madang.core.errors import Refusal


class PlacesTaken(Refusal):
    """The edition takes no more participants, or none of this kind; `errors` says which."""

    status, code = 409, "places_taken"


class TransitionUnavailable(Refusal):
    """A registration cannot go from where it stands to there; `current` says where it stands and where it can go."""

    status, code = 409, "transition_unavailable"


class ImportUnreadable(Refusal):
    """The body is no table that can be read, or not what it says it is."""

    status, code = 422, "import_unreadable"


class ImportInvalid(Refusal):
    """Nothing was imported; `errors` lists every cell that is wrong, as `/rows/<row>/<column>`."""

    status, code = 422, "import_invalid"
