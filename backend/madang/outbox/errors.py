"""Refusals of the outbox."""

from madang.core.errors import Refusal


class NotFailed(Refusal):
    """Only a mail that has failed can be sent again by hand."""

    status, code = 409, "mail_not_failed"
