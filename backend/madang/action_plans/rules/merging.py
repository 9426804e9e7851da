"""How changes of several people meet: by field, so that only what two of them wrote is asked back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from madang.action_plans.rules.fields import rows_above


@dataclass(frozen=True)
class Stored:
    """A field as it stands: its value, and who gave it at which revision of the plan."""

    value: Any
    revision: int
    account_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """A change that would undo somebody else's: `path` was sent, the other one stands at `stands_at`."""

    path: str
    stands_at: str
    stored: Stored


@dataclass(frozen=True)
class Merged:
    """What is to be written, and what is not because somebody else was faster."""

    written: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]


def is_row(path: str) -> bool:
    """Whether a path is that of a row itself, not of a field."""
    return path.count("/") % 2 == 1


def says_something(path: str, value: Any) -> bool:
    """Whether a value is more than an emptied field or a removed row."""
    return value is True if is_row(path) else value is not None


def merge(stored: Mapping[str, Stored], changes: Mapping[str, Any], *, account_id: UUID, base_revision: int) -> Merged:
    """Return what changes that were made on `base_revision` come to. Where there are conflicts, nothing is written.

    A change is in conflict with another value of the same field that its author had not seen, also one that they gave
    themselves, in another tab or on another device; and with what somebody else did meanwhile: with the removal of a
    row above, when it says something; or, when it removes a row, with anything beneath that says something. What stands
    so already is not written. A field that is written beneath a removed row brings the row back, unless the row is
    removed by the same changes: somebody wrote there knowing that it was gone.

    Shapes: `stored` holds at least the changed paths, the rows above them, and what is beneath rows that are removed.
    """
    conflicts = tuple(
        found
        for path, value in changes.items()
        if (found := _find_conflict(stored, path, value, account_id, base_revision)) is not None
    )
    if conflicts:
        return Merged({}, conflicts)
    written = {path: value for path, value in changes.items() if _differs(stored, changes, path, value)}
    revived = {
        row: True
        for path, value in changes.items()
        if says_something(path, value)
        for row in rows_above(path)
        if row in stored and stored[row].value is False and row not in changes
    }
    return Merged(revived | written, ())


def _differs(stored: Mapping[str, Stored], changes: Mapping[str, Any], path: str, value: Any) -> bool:
    if path in stored:
        return bool(stored[path].value != value)
    if is_row(path) and value is False:
        # A row that was added and removed without a network was never there.
        return any(_beneath(stored, path)) or any(_beneath(changes, path))
    return value is not None


def _find_conflict(
    stored: Mapping[str, Stored], path: str, value: Any, account_id: UUID, base_revision: int
) -> Conflict | None:
    def unseen(at: str) -> bool:
        return at in stored and stored[at].revision > base_revision and stored[at].account_id != account_id

    if path in stored and stored[path].revision > base_revision and stored[path].value != value:
        return Conflict(path, path, stored[path])
    if says_something(path, value):
        removed = next((row for row in rows_above(path) if unseen(row) and stored[row].value is False), None)
        return None if removed is None else Conflict(path, removed, stored[removed])
    if is_row(path):
        beneath = [at for at in _beneath(stored, path) if unseen(at) and says_something(at, stored[at].value)]
        if beneath:
            last = max(beneath, key=lambda at: (stored[at].revision, at))
            return Conflict(path, last, stored[last])
    return None


def _beneath(paths: Iterable[str], row: str) -> Iterator[str]:
    prefix = f"{row}/"
    return (path for path in paths if path.startswith(prefix))
