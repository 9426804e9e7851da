"""Rows that are copied from one plan into another. All pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from madang.action_plans.rules.tree import Row

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _in_base_36(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


class RowIds:
    """Ids of new rows, each behind the one before, as a browser makes them: a millisecond each, and chance."""

    def __init__(self, now: datetime, chance: int) -> None:
        self._next = int(now.timestamp() * 1000)
        self._chance = _in_base_36(chance, 4)

    def make(self) -> str:
        """Return the next id."""
        self._next += 1
        return _in_base_36(self._next, 8) + self._chance


def copy_actions(actions: Sequence[Row], into: Row, ids: RowIds) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of copies of these actions, to stand behind those of `into`, and the ids of their rows.

    Everything is copied but what became of an action: the copy has not begun.
    """
    fields: dict[str, Any] = {}
    made = []
    last = max((action["position"] or 0.0 for action in into.below("actions")), default=0.0)
    for at, action in enumerate(actions, 1):
        row_id = ids.make()
        made.append(row_id)
        _copy(action, f"actions/{row_id}", ids, fields)
        fields[f"actions/{row_id}/position"] = last + at
    return fields, made


_OF_ITS_LIFE = frozenset({"actual_start", "actual_end", "phase", "health", "health_note", "state", "met_on", "actual"})


def _copy(row: Row, path: str, ids: RowIds, fields: dict[str, Any]) -> None:
    fields[path] = True
    values: Mapping[str, Any] = row.values
    fields.update(
        {f"{path}/{name}": value for name, value in values.items() if value is not None and name not in _OF_ITS_LIFE}
    )
    for name, rows in row.rows.items():
        for below in rows:
            _copy(below, f"{path}/{name}/{ids.make()}", ids, fields)
