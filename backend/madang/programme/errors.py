"""Refusals of the programme."""

from madang.core.errors import Refusal


class WarningsUnread(Refusal):
    """There are warnings, which are listed; publish again with `accept_warnings` to go on."""

    status, code = 409, "warnings_unread"


class NothingToPublish(Refusal):
    """The programme is just as the current release shows it."""

    status, code = 409, "nothing_to_publish"


class ReleaseWithdrawn(Refusal):
    """This release was withdrawn before."""

    status, code = 409, "release_withdrawn"


class EditionPublished(Refusal):
    """An edition can be deleted only while nothing of it was ever published."""

    status, code = 409, "edition_published"
