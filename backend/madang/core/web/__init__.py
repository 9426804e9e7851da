"""The web's side of the core: the only place besides routes that knows FastAPI."""

from madang.core.web.docs import add_api_docs
from madang.core.web.document import describe
from madang.core.web.downloads import send_file
from madang.core.web.layers import BodyLimit, Envelope
from madang.core.web.problems import add_problem_handlers, after_refusal, answer_with, problem, refusals
from madang.core.web.requests import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    expect,
    make_page,
    only_known_parameters,
    origin,
    say_version,
    writing,
)
from madang.core.web.retries import Retryable, RetryableRoute, keep_secret

__all__ = [
    "BodyLimit",
    "Db",
    "EditionSlug",
    "Envelope",
    "ExpectedVersion",
    "Now",
    "Paging",
    "ReadDb",
    "Retryable",
    "RetryableRoute",
    "add_api_docs",
    "add_problem_handlers",
    "after_refusal",
    "answer_with",
    "describe",
    "expect",
    "keep_secret",
    "make_page",
    "only_known_parameters",
    "origin",
    "problem",
    "refusals",
    "say_version",
    "send_file",
    "writing",
]
