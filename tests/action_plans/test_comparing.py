"""What differs between two states of a plan: nothing more, nothing less, and readable."""

import time
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from madang.action_plans.rules.comparing import Op, RowChange, apply, compare
from madang.action_plans.rules.fields import PLAN, FieldRule, Kind, RowRule
from madang.action_plans.rules.tree import build, flatten

IDS = ("0k3v9qz1m2ab", "0k3v9qz1m2ac", "0k3v9qz1m2ad")
ACTION = f"actions/{IDS[0]}"
TEXTS = st.lists(st.sampled_from(["hall", "market", "시장", "opens", " ", "  ", "\n", ",", "–"]), max_size=12).map(
    "".join
)


def paths(rule: RowRule, prefix: str = "") -> Iterator[tuple[str, FieldRule | None]]:
    for name, field in rule.fields.items():
        yield f"{prefix}{name}", field
    for name, below in rule.rows.items():
        for row_id in IDS[:2]:
            yield f"{prefix}{name}/{row_id}", None
            yield from paths(below, f"{prefix}{name}/{row_id}/")


PATHS = dict(paths(PLAN))


def values(rule: FieldRule | None) -> st.SearchStrategy[Any]:
    if rule is None:
        return st.booleans()
    if rule.kind in (Kind.LINE, Kind.TEXT):
        return TEXTS.map(lambda text: text.strip() or None)
    of_kind = {Kind.FLAG: st.booleans(), Kind.ORDER: st.integers(0, 3).map(float), Kind.YEAR: st.integers(2019, 2021)}
    return of_kind.get(rule.kind, st.sampled_from(["a", "b", None]))


FIELDS = st.lists(st.sampled_from(sorted(PATHS)), max_size=25, unique=True).flatmap(
    lambda chosen: st.fixed_dictionaries({path: values(PATHS[path]) for path in chosen})
)


@given(FIELDS, FIELDS)
def test_what_a_comparison_says_makes_one_state_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = flatten(build(before)), flatten(build(after))
    assert apply(compare(old, new), old) == new


@given(FIELDS, FIELDS)
def test_every_change_is_told_once_and_is_one(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = compare(before, after)
    told = [change.path for change in found.changes] + [row.path for row in found.rows]
    assert len(told) == len(set(told))
    assert [change for change in found.changes if change.before == change.after] == []


@given(FIELDS)
def test_a_state_differs_in_nothing_from_itself(fields: dict[str, Any]) -> None:
    found = compare(fields, fields)
    assert (found.rows, found.changes) == ([], [])


@given(TEXTS, TEXTS)
def test_words_spell_both_texts(before: str, after: str) -> None:
    found = compare({"problem": before}, {"problem": after}).changes
    for change in found:
        if change.words:
            assert "".join(one.text for one in change.words if one.op is not Op.ADDED) == before
            assert "".join(one.text for one in change.words if one.op is not Op.REMOVED) == after


def test_a_word_that_was_exchanged_is_all_that_is_marked() -> None:
    [change] = compare({"problem": "The old market leaks."}, {"problem": "The new market leaks."}).changes
    assert [(one.op, one.text) for one in change.words] == [
        ("same", "The "),
        ("removed", "old"),
        ("added", "new"),
        ("same", " market leaks."),
    ]


def test_rows_come_in_the_order_of_the_plan_and_bear_the_title_of_their_action() -> None:
    before = {
        f"{ACTION}/title": "Hall",
        f"{ACTION}/milestones/{IDS[1]}/title": "Roof",
        f"actions/{IDS[2]}/title": "Pump",
    }
    after = {f"{ACTION}/title": "Hall", f"{ACTION}/organisations/{IDS[1]}/role": "funding", f"actions/{IDS[1]}": True}

    found = compare(before, after)

    assert [(row.path, row.pattern, row.what, row.title) for row in found.rows] == [
        (f"{ACTION}/organisations/{IDS[1]}", "actions/*/organisations/*", RowChange.ADDED, "Hall"),
        (f"{ACTION}/milestones/{IDS[1]}", "actions/*/milestones/*", RowChange.REMOVED, "Roof"),
        (f"actions/{IDS[1]}", "actions/*", RowChange.ADDED, ""),
        (f"actions/{IDS[2]}", "actions/*", RowChange.REMOVED, "Pump"),
    ]
    assert [(one.path, one.before, one.after) for one in found.changes] == [
        (f"{ACTION}/organisations/{IDS[1]}/role", None, "funding"),
        (f"{ACTION}/milestones/{IDS[1]}/title", "Roof", None),
        (f"actions/{IDS[2]}/title", "Pump", None),
    ]


def test_hostile_texts_are_compared_in_bounded_time() -> None:
    before = {f"actions/{at:012d}/problem": "a b " * 99 for at in range(200)}
    after = dict.fromkeys(before, "b a a " * 66)
    began = time.process_time()

    found = compare(before, after)

    assert len(found.changes) == 200
    assert time.process_time() - began < 15  # some 2 s; without a bound it grows with the plan


def test_place_that_is_written_as_another_number_is_the_same_place() -> None:
    before, after = ({ACTION: True, f"{ACTION}/position": place} for place in (1.0, 1))
    assert compare(before, after).changes == []
