"""What differs between two states of a plan, in an order and in words that a reader can follow. All pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from madang.action_plans.rules.fields import PLAN, Kind, RowRule
from madang.action_plans.rules.tree import Row, build

# Pairs of equal words: a thousand words of prose against a thousand others make some 10,000, a text of two words that
# are repeated soon makes more, and the time grows faster than they do. So much of that in one comparison, too.
_MOST_PAIRS = 20_000
_MOST_PAIRS_IN_ALL = 300_000
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class RowChange(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"


class Op(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Words:
    """A piece of text that stayed, came or went."""

    op: Op
    text: str


@dataclass(frozen=True)
class ComparedRow:
    """A row that is there in one of the two states only; `title` is its own, or that of the row it stands in."""

    path: str
    pattern: str
    what: RowChange
    title: str


@dataclass(frozen=True)
class ComparedField:
    """A field with another value; `row_title` says in which action. `words` only where a text became another."""

    path: str
    pattern: str
    row_title: str
    before: Any
    after: Any
    words: tuple[Words, ...] = ()


@dataclass
class Comparison:
    """What differs, in the order of the plan: a removed row stands behind those that are still there."""

    rows: list[ComparedRow] = field(default_factory=list)
    changes: list[ComparedField] = field(default_factory=list)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Return what differs between two maps of fields.

    Cost: one pass over both, and the comparison of texts that became others; where that adds up to too much, a whole
    text counts as another.
    """
    work = _Work()
    work.go(build(before), build(after), PLAN, "", "")
    return work.found


def apply(comparison: Comparison, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields after what a comparison says: what is filled, and True for every row."""
    gone = {row.path for row in comparison.rows if row.what is RowChange.REMOVED}
    fields = {path: value for path, value in before.items() if not (gone & set(_own_and_above(path)))}
    fields |= {row.path: True for row in comparison.rows if row.what is RowChange.ADDED}
    for change in comparison.changes:
        if change.after is None:
            fields.pop(change.path, None)
        else:
            fields[change.path] = change.after
    return fields


def _own_and_above(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:end]) for end in range(2, len(parts) + 1, 2))


class _Work:
    def __init__(self) -> None:
        self.found = Comparison()
        self.pairs_left = _MOST_PAIRS_IN_ALL

    def go(self, before: Row | None, after: Row | None, rule: RowRule, pattern: str, above: str) -> None:
        row = after or before
        if row is None:
            return
        title = _title_of(row) or above
        if row.path and (before is None or after is None):
            what = RowChange.ADDED if before is None else RowChange.REMOVED
            self.found.rows.append(ComparedRow(row.path, pattern, what, title))
        prefix, pattern_prefix = (f"{row.path}/", f"{pattern}/") if row.path else ("", "")
        for name, field_rule in rule.fields.items():
            was = before[name] if before else None
            now = after[name] if after else None
            # Python takes True for 1; JSON does not. A place of 1.0 is one of 1: databases hand back either.
            if was != now or isinstance(was, bool) != isinstance(now, bool):
                words = self.compare_texts(was, now) if field_rule.kind in (Kind.LINE, Kind.TEXT) else ()
                self.found.changes.append(
                    ComparedField(f"{prefix}{name}", f"{pattern_prefix}{name}", title, was, now, words)
                )
        for name, below in rule.rows.items():
            old = {one.id: one for one in before.below(name)} if before else {}
            new = {one.id: one for one in after.below(name)} if after else {}
            for row_id in [*new, *(one for one in old if one not in new)]:
                inner = f"{pattern_prefix}{name}/*"
                self.go(old.get(row_id), new.get(row_id), below, inner, title if row.path else "")

    def compare_texts(self, before: Any, after: Any) -> tuple[Words, ...]:
        if not before or not after:
            return ()
        old, new = _PIECES.findall(before), _PIECES.findall(after)
        start = _count_alike(old, new)
        end = _count_alike(old[start:][::-1], new[start:][::-1])
        inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
        pairs = _count_pairs(inner_old, inner_new)
        if pairs > min(_MOST_PAIRS, self.pairs_left):
            inner = [Words(Op.REMOVED, "".join(inner_old)), Words(Op.ADDED, "".join(inner_new))]
        else:
            self.pairs_left -= pairs
            inner = list(_match(inner_old, inner_new))
        pieces = [Words(Op.SAME, "".join(old[:start])), *inner, Words(Op.SAME, "".join(old[len(old) - end :]))]
        return tuple(_join(piece for piece in pieces if piece.text))


def _title_of(row: Row) -> str:
    # An organisation has a name, what supports or inspires has none.
    return str(row.values.get("title") or row.values.get("name") or "")


def _count_alike(one: list[str], other: list[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _count_pairs(old: list[str], new: list[str]) -> int:
    there = Counter(new)
    return sum(number * there[piece] for piece, number in Counter(old).items() if not piece.isspace())


def _match(old: list[str], new: list[str]) -> Iterator[Words]:
    # Spaces are everywhere: where they were matched first, nothing else would be.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal":
            yield Words(Op.SAME, "".join(old[i1:i2]))
        else:
            yield Words(Op.REMOVED, "".join(old[i1:i2]))
            yield Words(Op.ADDED, "".join(new[j1:j2]))


def _join(pieces: Iterator[Words]) -> Iterator[Words]:
    last: Words | None = None
    for piece in pieces:
        if last is not None and last.op is piece.op:
            last = Words(last.op, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
