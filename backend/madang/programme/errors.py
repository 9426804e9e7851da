"""Refusals of the programme."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong with a programme file, and where."""

    file: str
    line: int
    message: str
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ProgrammeFileInvalid(Refusal):
    """The programme file cannot be loaded; `errors` lists everything that is wrong with it, with lines."""

    status, code = 422, "programme_file_invalid"

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(
            f"{problems[0].file} has {count}; nothing was loaded",
            errors=[(problem.pointer, f"line {problem.line}: {problem.message}") for problem in problems],
        )
        self.problems = list(problems)
