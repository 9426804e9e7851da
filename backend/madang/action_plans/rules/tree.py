"""A plan as a tree: what documents, spreadsheets, the registry and completeness read, built from the map of fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from madang.action_plans.rules.fields import PLAN, RowRule

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A row of a plan, or the plan itself (`path` ""): its values by name, and the rows beneath it, in order.

    Every field of the catalogue is there, None where nobody filled it in. `number` counts from 1 beneath the parent.
    """

    path: str
    number: int
    values: Mapping[str, Any]
    rows: Mapping[str, tuple["Row", ...]]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def below(self, name: str) -> tuple["Row", ...]:
        """Return the rows of one kind, such as `milestones`."""
        return self.rows[name]

    @property
    def id(self) -> str:
        """The row's own id; empty for the plan."""
        return self.path.rpartition("/")[2]


@dataclass
class _Node:
    there: bool | None = None
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, "_Node"]] = field(default_factory=dict)


def build(fields: Fields) -> Row:
    """Return a plan as a tree, without what was removed and without rows in which nothing stands.

    A row that was said to be there (True) stays though it is empty: somebody has just added it. Actions stand by
    their `position`, everything else by when it was added. Cost: one pass over the fields.
    """
    root = _Node()
    for path, value in fields.items():
        parts = path.split("/")
        node = root
        while len(parts) > 1:
            name, row_id, *parts = parts
            node = node.rows.setdefault(name, {}).setdefault(row_id, _Node())
        if parts:
            node.values[parts[0]] = value
        else:
            node.there = value
    return _finish("", 1, root, PLAN)


def _finish(path: str, number: int, node: _Node, rule: RowRule) -> Row:
    rows: dict[str, tuple[Row, ...]] = {}
    for name, below in rule.rows.items():
        kept = [(row_id, child) for row_id, child in sorted(node.rows.get(name, {}).items()) if _is_there(child)]
        if "position" in below.fields:
            kept.sort(key=_by_position)
        prefix = f"{path}/{name}" if path else name
        rows[name] = tuple(
            _finish(f"{prefix}/{row_id}", at, child, below) for at, (row_id, child) in enumerate(kept, 1)
        )
    return Row(path, number, {name: node.values.get(name) for name in rule.fields}, rows)


def _is_there(node: _Node) -> bool:
    if node.there is not None:
        return node.there
    return any(value is not None for value in node.values.values()) or any(
        _is_there(child) for rows in node.rows.values() for child in rows.values()
    )


def _by_position(item: tuple[str, _Node]) -> tuple[bool, float, str]:
    position = item[1].values.get("position")
    return (position is None, position or 0.0, item[0])


def flatten(plan: Row) -> dict[str, Any]:
    """Return the fields of a tree: what is filled, and True for every row, as it is frozen in a version."""
    return dict(_walk(plan))


def _walk(row: Row) -> Iterator[tuple[str, Any]]:
    prefix = f"{row.path}/" if row.path else ""
    if row.path:
        yield row.path, True
    for name, value in row.values.items():
        if value is not None:
            yield f"{prefix}{name}", value
    for rows in row.rows.values():
        for below in rows:
            yield from _walk(below)


def budget_totals(plan: Row, name: str = "planned") -> dict[tuple[int, str], Decimal]:
    """Return what all actions cost together, by year and currency, `planned` or `actual`; nothing is ever converted."""
    totals: dict[tuple[int, str], Decimal] = {}
    for action in plan.below("actions"):
        for line in action.below("budget"):
            if line["year"] is not None and line["currency"] is not None and line[name] is not None:
                key = (line["year"], line["currency"])
                totals[key] = totals.get(key, Decimal(0)) + Decimal(line[name])
    return totals
