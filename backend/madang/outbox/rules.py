"""How long a worker keeps a message, and when one that was put off is tried again. All pure."""

from datetime import datetime, timedelta

CLAIM = timedelta(minutes=5)
DELIVERY = timedelta(minutes=2)  # the longest that one delivery may take: well within the claim on its message
FINISHING = timedelta(minutes=2)  # how long it is tried to write down what became of it: within the claim, too
KEPT = timedelta(days=90)
AHEAD = timedelta(days=1)  # what is urgent is due so much before what waits already: that is taken in the order of it
_BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, three days in all; None: never."""
    return now + _BACK_OFF[attempts - 1] if attempts <= len(_BACK_OFF) else None
