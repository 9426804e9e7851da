"""Refusals of action plans."""

from madang.core.errors import Refusal


class PublicationNotAgreed(Refusal):
    """Whoever writes the plan has not agreed that it is published."""

    status, code = 409, "publication_not_agreed"


class NothingToPublish(Refusal):
    """The plan was never presented, or no such version of it was frozen since it was handed in."""

    status, code = 409, "nothing_to_publish"
