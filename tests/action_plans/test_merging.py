"""How changes of two people meet: nothing is lost, and only what both wrote is asked back."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from madang.action_plans.rules.fields import rows_above
from madang.action_plans.rules.merging import Stored, merge, says_something
from madang.core.ids import new_id

NOW = datetime(2019, 11, 1, tzinfo=UTC)
ANN, BEN = new_id(), new_id()
ROW, OTHER = "actions/k2f9s0000001", "actions/k2f9s0000002"
STONE = f"{ROW}/milestones/k2f9s0000003"


class Plan:
    """A plan in memory, whose writers say what they had seen."""

    def __init__(self) -> None:
        self.revision = 0
        self.stored: dict[str, Stored] = {}

    def write(self, who: Any, changes: dict[str, Any], seen: int) -> set[str]:
        """Write like an editor: what is in conflict is left out and returned, the rest sent again."""
        merged = merge(self.stored, changes, account_id=who, base_revision=seen)
        refused = {one.path for one in merged.conflicts}
        if refused:
            rest = {path: value for path, value in changes.items() if path not in refused}
            return refused | self.write(who, rest, seen)
        if merged.written:
            self.revision += 1
            for path, value in merged.written.items():
                self.stored[path] = Stored(value, self.revision, who, NOW)
        return set()

    @property
    def values(self) -> dict[str, Any]:
        return {path: one.value for path, one in self.stored.items()}


PATHS = st.sampled_from(["title", "problem", ROW, f"{ROW}/title", OTHER, f"{OTHER}/title", STONE, f"{STONE}/title"])


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    paths = draw(st.lists(PATHS, unique=True, max_size=6))
    return {
        path: draw(st.booleans() if path.count("/") % 2 else st.sampled_from([None, "one", "two", "three"]))
        for path in paths
    }


@given(changes(), changes(), changes(), st.booleans())
def test_of_two_writers_at_once_nothing_is_lost(
    before: dict[str, Any], of_ann: dict[str, Any], of_ben: dict[str, Any], ann_first: bool
):
    plan = Plan()
    plan.write(ANN, before, 0)
    start, known = plan.revision, plan.values
    (first, firsts), (second, seconds) = sorted([(ANN, of_ann), (BEN, of_ben)], key=lambda one: one[0] is not ANN)[
        :: 1 if ann_first else -1
    ]

    assert plan.write(first, firsts, start) == set()  # only what they had seen stands before them
    refused = plan.write(second, seconds, start)

    shown = visible(plan.values)
    new = {path: value for path, value in wanted(firsts).items() if known.get(path) != value}
    kept = {path: value for path, value in seconds.items() if path not in refused}
    assert new.items() <= shown.items()
    assert wanted(kept).items() <= shown.items()


def visible(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader sees: no emptied field, no removed row and nothing beneath one."""
    return {
        path: value
        for path, value in values.items()
        if says_something(path, value) and all(values.get(row) is not False for row in rows_above(path))
    }


wanted = visible  # what its author would see of changes, if nobody else wrote


@given(changes(), changes())
def test_the_same_changes_again_change_nothing(before: dict[str, Any], again: dict[str, Any]):
    plan = Plan()
    plan.write(ANN, before, 0)
    seen = plan.revision
    plan.write(BEN, again, seen)
    values, revision = plan.values, plan.revision

    assert plan.write(BEN, again, seen) == set()
    assert (plan.values, plan.revision) == (values, revision)


def test_two_fields_of_one_row_are_no_conflict():
    plan = Plan()
    plan.write(ANN, {f"{ROW}/title": "A fund"}, 0)

    assert plan.write(BEN, {f"{ROW}/problem": "No credit"}, 0) == set()
    assert plan.values == {f"{ROW}/title": "A fund", f"{ROW}/problem": "No credit"}


def test_the_same_field_is_a_conflict_until_its_author_has_seen_it():
    plan = Plan()
    plan.write(ANN, {"title": "Hers"}, 0)

    assert plan.write(BEN, {"title": "His"}, 0) == {"title"}
    assert plan.write(BEN, {"title": "His"}, plan.revision) == set()
    assert plan.values["title"] == "His"


def test_two_who_write_the_same_agree():
    plan = Plan()
    plan.write(ANN, {"title": "Ours"}, 0)

    assert plan.write(BEN, {"title": "Ours"}, 0) == set()


def test_what_one_wrote_beneath_a_row_that_another_removed_is_asked_back():
    plan = Plan()
    plan.write(ANN, {ROW: True, f"{ROW}/title": "A fund"}, 0)
    seen = plan.revision
    plan.write(ANN, {ROW: False}, seen)

    merged = merge(plan.stored, {f"{STONE}/title": "By-law"}, account_id=BEN, base_revision=seen)

    assert [(one.path, one.stands_at) for one in merged.conflicts] == [(f"{STONE}/title", ROW)]


def test_a_row_is_not_removed_over_what_another_has_just_written_in_it():
    plan = Plan()
    plan.write(ANN, {ROW: True, f"{ROW}/title": "A fund"}, 0)
    seen = plan.revision
    plan.write(ANN, {f"{STONE}/title": "By-law"}, seen)

    merged = merge(plan.stored, {ROW: False}, account_id=BEN, base_revision=seen)

    assert [(one.path, one.stands_at) for one in merged.conflicts] == [(ROW, f"{STONE}/title")]
    assert merge(plan.stored, {ROW: False}, account_id=BEN, base_revision=plan.revision).written == {ROW: False}


def test_writing_in_a_removed_row_brings_it_back():
    plan = Plan()
    plan.write(ANN, {ROW: True, f"{ROW}/title": "A fund"}, 0)
    plan.write(ANN, {ROW: False}, plan.revision)

    plan.write(BEN, {f"{STONE}/title": "By-law"}, plan.revision)

    assert plan.values == {ROW: True, f"{ROW}/title": "A fund", f"{STONE}/title": "By-law"}


def test_emptying_a_field_does_not_bring_its_row_back():
    plan = Plan()
    plan.write(ANN, {f"{ROW}/title": "A fund"}, 0)
    plan.write(ANN, {ROW: False}, plan.revision)

    plan.write(ANN, {f"{ROW}/title": None}, plan.revision)

    assert plan.values == {ROW: False, f"{ROW}/title": None}


def test_who_removes_a_row_and_writes_in_it_at_once_removes_it():
    plan = Plan()
    plan.write(ANN, {f"{ROW}/title": "A fund"}, 0)

    plan.write(ANN, {f"{ROW}/title": "A bank", ROW: False}, plan.revision)

    assert plan.values == {ROW: False, f"{ROW}/title": "A bank"}
