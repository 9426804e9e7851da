"""A clock that stands still until it is told to go on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class StoppedClock:
    """Called like `utc_now`; starts four weeks before the training of 2019."""

    now: datetime = datetime(2019, 9, 30, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Go on by the parts of a timedelta, such as `minutes=5`, and return the new moment."""
        self.now += timedelta(**duration)
        return self.now
