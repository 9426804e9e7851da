"""The registry as tables: CSV with a row for each action, XLSX with a sheet each of plans, actions, budget. Pure."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import xlsxwriter

from madang.action_plans.queries.public import ListedPlan
from madang.action_plans.rules.tree import Row, build
from madang.core.csv_text import csv_line, defuse
from madang.feeds.reader import Reader
from madang.feeds.registry.shapes import item_json

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
Fields = Mapping[UUID, Mapping[str, Any]]

_PLAN = (
    "key", "title", "city", "country", "owner", "language", "status", "period_start", "period_end", "pillars",
    "strengths", "sdg", "actions", "published_at", "url",
)  # fmt: skip
_ACTION = (
    "number", "title", "phase", "health", "priority", "planned_start", "planned_end", "actual_start", "actual_end",
    "sdg", "pillars", "strengths", "expected_result",
)  # fmt: skip
_IN_CSV = ("key", "title", "city", "country", "status", "url")
_BUDGET = ("year", "currency", "planned", "actual", "source")
_ACTION_COLUMNS = [*_ACTION, "organisations"]


def actions_csv(reader: Reader, plans: Sequence[ListedPlan], fields: Fields) -> bytes:
    """Return a row for each action of these plans, with what the plan is before it; UTF-8 with a mark, for Excel.

    Cost: every version is read whole, so it grows with the words of the plans.
    """
    heading = [*(f"plan_{name}" for name in _IN_CSV), *_ACTION_COLUMNS]
    lines = [csv_line(heading)]
    for plan, tree in _trees(plans, fields):
        item = item_json(reader, plan)
        before = [item[name] for name in _IN_CSV]
        lines += [csv_line([*before, *_action_cells(action)]) for action in tree.below("actions")]
    return b"\xef\xbb\xbf" + "".join(lines).encode()


def workbook(reader: Reader, plans: Sequence[ListedPlan], fields: Fields) -> bytes:
    """Return a workbook of these plans: a sheet each of plans, their actions, and budgets by year and currency."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": True})
    # Not the moment of writing: the same plans give the same bytes, and so the same ETag.
    book.set_properties({"created": max((plan.published_at for plan in plans), default=_NEVER)})
    bold = book.add_format({"bold": True})
    trees = list(_trees(plans, fields))
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "plans": (_PLAN, ([_cell(item_json(reader, plan)[name]) for name in _PLAN] for plan in plans)),
        "actions": (
            ["plan_key", *_ACTION_COLUMNS],
            ([plan.key, *_action_cells(action)] for plan, tree in trees for action in tree.below("actions")),
        ),
        "budget": (
            ["plan_key", "action_number", *_BUDGET],
            (
                [plan.key, action.number, *(line[name] for name in _BUDGET)]
                for plan, tree in trees
                for action in tree.below("actions")
                for line in action.below("budget")
            ),
        ),
    }
    for name, (heading, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, cells in enumerate([heading, *rows]):
            for column, cell in enumerate(cells):
                if text := defuse(cell):
                    sheet.write_string(at, column, text, None if at else bold)
    book.close()
    return target.getvalue()


def _trees(plans: Sequence[ListedPlan], fields: Fields) -> Iterator[tuple[ListedPlan, Row]]:
    for plan in plans:
        yield plan, build(fields[plan.id])


def _action_cells(action: Row) -> list[object]:
    bodies = ", ".join(body["name"] for body in action.below("organisations") if body["name"])
    return [action.number, *(_cell(action[name]) for name in _ACTION[1:]), bodies]


def _cell(value: Any) -> object:
    return ", ".join(value) if isinstance(value, list) else value
