"""Refusals of what runs in the room."""

from madang.core.errors import Refusal


class TimerUnset(Refusal):
    """Nobody has said yet how much time there is: set the timer first."""

    status, code = 409, "timer_unset"


class TimerRunning(Refusal):
    """The timer runs already; `current` says since when."""

    status, code = 409, "timer_running"


class TimerNotRunning(Refusal):
    """The timer does not run, so that there is nothing to pause; `current` is how it stands."""

    status, code = 409, "timer_not_running"
