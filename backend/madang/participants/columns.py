"""The columns of a file of participants: what an export writes and an import reads again. All pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from madang.core.schemas import Input
from madang.core.text import LanguageTag, Line, Slug, Text
from madang.delegations.models import Capacity
from madang.participants.models import MemberRole, ParticipantKind, Registration, RegistrationForm, RegistrationStatus
from madang.participants.schemas.lists import Country, EmailAddress, Phone
from madang.participants.spreadsheets import Table, say

# What an import may set; the first two say whom a row is about.
_TAKEN = (
    "id",
    "email",
    "kind",
    "status",
    "language",
    "badge_name",
    "passport_name",
    "own_script_name",
    "form_of_address",
    "position",
    "organisation",
    "country",
    "nationality",
    "phone",
    "delegation",
    "capacity",
    "member_role",
)
# What an export says besides, and an import passes over.
_TOLD = ("created_at", "updated_at")
_ANSWER = "answers."
# Kinds of questions whose answer is text and nothing else.
_TEXT_KINDS = frozenset({"text", "long_text"})
_NEVER_EMPTY = frozenset({"email", "kind", "status", "language", "badge_name"})


class RowFields(Input):
    """One row of a file, as far as cells have anything in them."""

    id: UUID | None = None
    email: EmailAddress | None = None
    kind: ParticipantKind | None = None
    status: RegistrationStatus | None = None
    language: LanguageTag | None = None
    badge_name: Line | None = None
    passport_name: Line | None = None
    own_script_name: Line | None = None
    form_of_address: Line | None = None
    position: Line | None = None
    organisation: Line | None = None
    country: Country | None = None
    nationality: Country | None = None
    phone: Phone | None = None
    delegation: Slug | None = None
    capacity: Capacity | None = None
    member_role: MemberRole | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell."""

    row: int
    column: str
    detail: str


@dataclass
class Row:
    """One row that was understood. `given`: the columns that the file has, whether or not a cell is empty.

    `taken`: what the participant's `updated_at` was when the file was taken, where it says so.
    """

    number: int
    fields: RowFields
    given: frozenset[str]
    answers: dict[str, str] = field(default_factory=dict)
    taken: str = ""


def questions_of(form: RegistrationForm | None) -> dict[str, str]:
    """Return the questions that are asked now, by key, with their kinds."""
    return {
        question["key"]: question.get("kind", "text")
        for question in (form.questions if form else [])
        if not question.get("withdrawn")
    }


def columns_of(questions: Mapping[str, str]) -> list[str]:
    """Return the names of the columns of an export."""
    return [*_TAKEN, *_TOLD, *(f"{_ANSWER}{key}" for key in questions)]


def cells_of(registration: Registration, delegation_key: str | None, questions: Mapping[str, str]) -> list[Any]:
    """Return the cells of one participant, in the order of `columns_of`."""
    known = {"email": registration.email_as_typed, "delegation": delegation_key}
    plain = [known[name] if name in known else getattr(registration, name) for name in (*_TAKEN, *_TOLD)]
    values = [str(value) if isinstance(value, UUID) else value for value in plain]
    return [*values, *(registration.answers.get(key) for key in questions)]


def read_rows(table: Table, questions: Mapping[str, str]) -> tuple[list[Row], list[Fault]]:
    """Return the rows that can be understood and all that cannot, the heading's faults in row 1."""
    known = {*_TAKEN, *_TOLD, *(f"{_ANSWER}{key}" for key in questions)}
    faults = [Fault(1, name, "there is no such column") for name in table.columns if name not in known]
    if not {"id", "email"} & set(table.columns):
        faults.append(Fault(1, "email", "a column email or id is needed: it says whom a row is about"))
    rows = []
    for number, cells in table.rows:
        row, wrong = _read_row(number, cells, frozenset(table.columns) & known)
        faults.extend(wrong)
        if row is not None:
            rows.append(row)
    return rows, faults


def _read_row(number: int, cells: Mapping[str, str], given: frozenset[str]) -> tuple[Row | None, list[Fault]]:
    values = {name: cells[name] for name in _TAKEN if cells.get(name)}
    faults = [
        Fault(number, name, "is missing")
        for name in _TAKEN
        if name in _NEVER_EMPTY and name in given and not cells.get(name) and (name != "email" or "id" not in values)
    ]
    if not {"id", "email"} & values.keys() and "email" not in given:
        faults.append(Fault(number, "id", "is missing"))
    try:
        fields = RowFields.model_validate(values)
    except ValidationError as problem:
        for error in problem.errors():
            column = str(error["loc"][0]) if error["loc"] else "id"
            faults.append(Fault(number, column, error["msg"].removeprefix("Value error, ")))
        return None, faults
    answers = {name[len(_ANSWER) :]: cells.get(name, "") for name in given if name.startswith(_ANSWER)}
    return (None if faults else Row(number, fields, given, answers, cells.get("updated_at", ""))), faults


def changed_answers(
    row: Row, before: Mapping[str, Any], questions: Mapping[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the answers that a row changes. What is no plain text is changed on the form, which knows its rules."""
    changed: dict[str, Any] = {}
    faults = []
    for key, cell in row.answers.items():
        if say(before.get(key)) == cell:
            continue
        if questions[key] not in _TEXT_KINDS:
            faults.append(Fault(row.number, f"{_ANSWER}{key}", f"a {questions[key]} is not answered by a file"))
        elif cell and (fault := _text_fault(cell)):
            faults.append(Fault(row.number, f"{_ANSWER}{key}", fault))
        else:
            changed[key] = cell or None
    return changed, faults


class _OneText(Input):
    text: Text


def _text_fault(cell: str) -> str | None:
    try:
        _OneText.model_validate({"text": cell})
    except ValidationError as problem:
        return problem.errors()[0]["msg"].removeprefix("Value error, ")
    return None


def values_of(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """Return the values of those of these columns that the file has; an empty cell is nothing."""
    return {name: getattr(row.fields, name) for name in names if name in row.given}
