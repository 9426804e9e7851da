"""The web's side of the core: the only place besides routes that knows FastAPI."""

from madang.core.web.layers import BodyLimit, Envelope
from madang.core.web.problems import add_problem_handlers, after_refusal, problem, refusals
from madang.core.web.requests import Cursor, Db, ExpectedVersion, Limit, Now, ReadDb, next_url, say_version
from madang.core.web.retries import Retryable, RetryableRoute

__all__ = [
    "BodyLimit",
    "Cursor",
    "Db",
    "Envelope",
    "ExpectedVersion",
    "Limit",
    "Now",
    "ReadDb",
    "Retryable",
    "RetryableRoute",
    "add_problem_handlers",
    "after_refusal",
    "next_url",
    "problem",
    "refusals",
    "say_version",
]
