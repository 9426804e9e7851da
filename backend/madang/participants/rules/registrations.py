"""Where a registration can go from where it stands, and how a name is found. All pure."""

from madang.core.text import search_key
from madang.participants.models import RegistrationStatus as Status

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
# A seat counts from the nomination on.
SEATED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.WAITLISTED})


def name_words(*names: str | None) -> frozenset[str]:
    """Return the words by which somebody of these names is found: normalised, without marks, Hangul composed."""
    return frozenset(word[:300] for name in names if name for word in search_key(name).split())
