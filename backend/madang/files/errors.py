"""Refusals of files."""

from madang.core.errors import Refusal


class FileTooLarge(Refusal):
    """The file has more bytes than this installation takes; `errors` says how many those are."""

    status, code = 413, "file_too_large"


class FilesTooMany(Refusal):
    """This account has handed in as many files as one may; what is not used is removed after a week."""

    status, code = 409, "files_too_many"


class OffsetWrong(Refusal):
    """The piece does not begin where the received part ends; `current.received` says where to go on."""

    status, code = 409, "offset_wrong"


class ContentUnlike(Refusal):
    """The content is not what the media type says it is; the file was not kept."""

    status, code = 422, "content_unlike"


class FileIncomplete(Refusal):
    """Some of the file has not been received yet."""

    status, code = 409, "file_incomplete"
