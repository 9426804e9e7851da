"""What may be reported of an action, what is missing in a report, and what it changes in the plan. All pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.action_plans.rules.fields import ROW_ID, Place, ValueRefused, clean_value, find_place, rows_above
from madang.action_plans.rules.tree import Fields, Row, build

MOST_VALUES = 500  # of one action: more than all its rows together can have
MOST_EVIDENCE = 20  # of one action in one report

# What a report may say of an action, as patterns of the catalogue. The rows' own paths and years belong to figures
# that nobody planned: money of another year, an indicator's value of another day.
_REPORTED = frozenset(
    {
        "actions/*/phase",
        "actions/*/health",
        "actions/*/health_note",
        "actions/*/actual_start",
        "actions/*/actual_end",
        "actions/*/milestones/*/state",
        "actions/*/milestones/*/met_on",
        "actions/*/indicators/*/periods/*/ends",
        "actions/*/indicators/*/periods/*/actual",
        "actions/*/budget/*/year",
        "actions/*/budget/*/currency",
        "actions/*/budget/*/actual",
    }
)


def find_reported(action_id: str, path: str) -> Place | None:
    """Return which field of the plan a path beneath an action is; None where a report says nothing of it."""
    place = find_place(f"actions/{action_id}/{path}") if ROW_ID.fullmatch(action_id) else None
    return place if place is not None and place.pattern in _REPORTED else None


_OF_NEW_ROWS = ("year", "currency", "ends")


def clean_values(action_id: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return values as they are stored, and what is wrong with the others: pairs of a path and words."""
    cleaned, faults = {}, []
    for path, value in values.items():
        place = find_reported(action_id, path)
        if place is None:
            faults.append((path, "a report says nothing of this"))
            continue
        try:
            cleaned[path] = clean_value(place.rule, value, {})
        except ValueRefused as problem:
            faults.append((path, f"is to be {problem}" if not str(problem).startswith("at most") else str(problem)))
    return cleaned, faults


@dataclass(frozen=True)
class Fault:
    """What is missing or wrong in a report, at a path beneath an action; `code` is for the screen to put into words."""

    action_id: str
    path: str
    code: str
    detail: str


_IN_WORDS = {
    "phase_missing": "say how far this action is",
    "health_missing": "say how it goes",
    "dates_reversed": "it ends before it begins",
    "end_missing": "a completed action has a day on which it ended",
    "day_ahead": "this day has not come yet",
    "met_on_missing": "a milestone that was met has a day on which it was",
    "amount_without_year": "say of which year this amount is",
    "amount_without_currency": "say in which currency this amount is",
    "period_without_day": "say until which day this value counts",
}


def find_faults(action: Row, values: Mapping[str, Any], today: date) -> list[Fault]:
    """Return what keeps a report from being complete, of one action: what is missing first, then what is wrong.

    `values` are what was reported; where nothing was, the plan's own count. Faults never keep anybody from saving.
    """
    return [Fault(action.id, path, code, _IN_WORDS[code]) for path, code in _look(action, values, today)]


def _look(action: Row, values: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    phase = values.get("phase")
    if phase is None:
        yield "phase", "phase_missing"
    elif phase in ("planning", "implementation") and values.get("health") is None:
        yield "health", "health_missing"
    yield from _look_at_days(action, values, today)
    for milestone in action.below("milestones"):
        base = f"milestones/{milestone.id}"
        state = values.get(f"{base}/state", milestone["state"])
        met_on = values.get(f"{base}/met_on", milestone["met_on"])
        if state == "met" and met_on is None:
            yield f"{base}/met_on", "met_on_missing"
        if met_on is not None and date.fromisoformat(met_on) > today:
            yield f"{base}/met_on", "day_ahead"
    yield from _look_at_new_rows(action, values)


def _look_at_days(action: Row, values: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    start = values.get("actual_start", action["actual_start"])
    end = values.get("actual_end", action["actual_end"])
    if start is not None and end is not None and end < start:
        yield "actual_end", "dates_reversed"
    if values.get("phase") == "completed" and end is None:
        yield "actual_end", "end_missing"
    for name, day in (("actual_start", start), ("actual_end", end)):
        if day is not None and date.fromisoformat(day) > today:
            yield name, "day_ahead"


def _look_at_new_rows(action: Row, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    planned = _rows_of(action)
    for path, value in values.items():
        row, _, name = path.rpartition("/")
        if name != "actual" or value is None:
            continue
        was = planned.get(row)
        for needed, code in _NEEDED[path.partition("/")[0]]:
            if values.get(f"{row}/{needed}") is None and (was is None or was[needed] is None):
                yield f"{row}/{needed}", code


_NEEDED = {
    "budget": (("year", "amount_without_year"), ("currency", "amount_without_currency")),
    "indicators": (("ends", "period_without_day"),),
}


def _rows_of(action: Row) -> dict[str, Row]:
    """Return the rows beneath an action by their path beneath it."""
    found = {}
    for row in _walk(action):
        found[row.path.removeprefix(f"{action.path}/")] = row
    return found


def _walk(row: Row) -> Iterator[Row]:
    for rows in row.rows.values():
        for below in rows:
            yield below
            yield from _walk(below)


def find_changes(fields: Fields, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return what reported values change in a plan, by path: only what differs from what stands there.

    Entries are pairs of an action and its values. Nothing is written of what is no longer in the plan, for that would
    bring it back; figures that nobody planned become rows of their own.
    """
    actions = {action.id: action for action in build(fields).below("actions")}
    changes: dict[str, Any] = {}
    for action_id, values in entries:
        action = actions.get(action_id)
        if action is None:
            continue
        planned = _rows_of(action)
        for path, value in values.items():
            row, _, name = path.rpartition("/")
            was = planned.get(row) if row else action
            if was is not None:
                stands = was[name] == value or (name in _OF_NEW_ROWS and was[name] is not None)
            else:
                removed = fields.get(f"{action.path}/{row}") is False
                stands = removed or value is None or not _may_be_new(row, planned)
            if not stands:
                changes[f"{action.path}/{path}"] = value
    return changes


def _may_be_new(row: str, planned: Mapping[str, Row]) -> bool:
    """Whether a row that the plan does not have may come from a report: money, or the value of an indicator it has."""
    return row.startswith("budget/") or (row.startswith("indicators/") and all(up in planned for up in rows_above(row)))


def is_met(action: Row) -> tuple[int, int]:
    """Return how many of an action's milestones are met, and how many there are."""
    milestones = action.below("milestones")
    return sum(milestone["state"] == "met" for milestone in milestones), len(milestones)
