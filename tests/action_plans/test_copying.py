"""Actions that are copied from one plan into another."""

from datetime import UTC, datetime
from typing import Any

from factories.plans import FUND, MARKET, kampala
from madang.action_plans.rules.copying import RowIds, copy_actions
from madang.action_plans.rules.fields import ROW_ID
from madang.action_plans.rules.tree import Row, build

NOW = datetime(2019, 11, 1, 4, 30, tzinfo=UTC)


def content(row: Row) -> dict[str, Any]:
    """Return what stands in a row and beneath it, in order, without ids and places."""
    values = {name: value for name, value in row.values.items() if name != "position"}
    return values | {name: [content(below) for below in rows] for name, rows in row.rows.items()}


def test_a_copy_says_the_same_in_the_same_order_behind_what_is_there() -> None:
    planned = {path: value for path, value in kampala().items() if not path.endswith(("/phase", "/health", "/state"))}
    source = build(planned).below("actions")
    into = build({"actions/zzzzzzzzzzzz/position": 7.5})

    fields, rows = copy_actions(source, into, RowIds(NOW, 36**4 - 1))

    copies = build(fields).below("actions")
    assert [content(copy) for copy in copies] == [content(action) for action in source]
    assert [copy["position"] for copy in copies] == [8.5, 9.5, 10.5]
    assert [copy.id for copy in copies] == rows


def test_ids_of_copies_are_new_and_as_a_browser_makes_them() -> None:
    source = build(kampala()).below("actions")
    fields, _ = copy_actions(source, build({}), RowIds(NOW, 7))
    ids = {part for path in fields for part in path.split("/")[1::2] if ROW_ID.fullmatch(part)}
    assert len(ids) == sum(path.count("/") % 2 for path in fields)
    assert ids.isdisjoint(part for path in kampala() for part in path.split("/"))


def test_a_copy_has_not_begun() -> None:
    begun = {
        f"{FUND}/phase": "implementation",
        f"{FUND}/actual_start": "2020-02-01",
        f"{FUND}/health_note": "Late",
        f"{FUND}/title": "A fund",
    }
    fields, rows = copy_actions(build(begun).below("actions"), build({f"{MARKET}/title": "Hall"}), RowIds(NOW, 7))
    assert fields == {
        f"actions/{rows[0]}": True,
        f"actions/{rows[0]}/title": "A fund",
        f"actions/{rows[0]}/position": 1.0,
    }
