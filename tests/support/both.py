"""Keeps book of the tests that touch a database, so that a contract can hold them to both kinds. A plugin.

A test runs on one kind right after the other, mostly in the same process: what is costly to make up is made once.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from support.databases import KINDS

COLLECTED = pytest.StashKey[list[pytest.Item]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Remember what was collected before `-k` and `-m` take their pick, and put both kinds side by side."""
    config.stash[COLLECTED] = list(items)
    first: dict[str, int] = {}
    places = [first.setdefault(_without_kind(item), place) for place, item in enumerate(items)]
    items[:] = [item for _, item in sorted(zip(places, items, strict=True), key=lambda pair: pair[0])]


def _without_kind(item: pytest.Item) -> str:
    """Return a name that a test has on both kinds."""
    kind = item.callspec.params.get("database_kind") if hasattr(item, "callspec") else None
    test, _, parameters = item.nodeid.partition("[")
    return f"{test}[{parameters.replace(str(kind), '', 1)}"


def one_sided(items: Iterable[pytest.Item]) -> list[str]:
    """Return the tests that touch a database but would not run on both kinds, and why."""
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    problems = []
    for item in items:
        if not isinstance(item, pytest.Function) or "database_kind" not in item.fixturenames:
            continue
        test = item.nodeid.partition("[")[0]
        if marks := [mark.name for mark in item.iter_markers() if mark.name in {"skip", "skipif", "xfail"}]:
            problems.append(f"{item.nodeid} is marked {', '.join(marks)}")
        params = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        kind = params.pop("database_kind", "none")
        kinds[test, repr(sorted(params.items(), key=lambda pair: pair[0]))].add(str(kind))
    problems += [
        f"{test} runs on {', '.join(sorted(found))} only" for (test, _), found in kinds.items() if found != set(KINDS)
    ]
    return sorted(set(problems))
