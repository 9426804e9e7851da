"""What is filled in a plan, what is missing, and what cannot be right. Nothing of it ever blocks a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from madang.action_plans.rules.fields import Vocabulary
from madang.action_plans.rules.transitions import find_lacks
from madang.action_plans.rules.tree import Row


class MissingCode(StrEnum):
    """Why something is missed: handing in needs it, or a whole plan has it."""

    NEEDED = "needed"
    EMPTY = "empty"


class FaultCode(StrEnum):
    """What cannot be right."""

    PERIOD_REVERSED = "period_reversed"  # the plan ends before it begins
    DATES_REVERSED = "dates_reversed"  # an action ends before it begins
    ACTION_OUTSIDE = "action_outside"  # an action is not within the plan's period
    MILESTONE_OUTSIDE = "milestone_outside"  # a milestone is due while its action is not carried out
    AMOUNT_WITHOUT_CURRENCY = "amount_without_currency"
    AMOUNT_WITHOUT_YEAR = "amount_without_year"
    SOURCE_UNKNOWN = "source_unknown"  # a session, visit or case study that is gone
    CODE_UNKNOWN = "code_unknown"  # a pillar or field of strength that is gone


@dataclass(frozen=True)
class Remark:
    """Something about one place of a plan. `path` is a field's, or that of the rows that are missing."""

    path: str
    code: str


@dataclass(frozen=True)
class Section:
    """How much of a part of a plan is filled."""

    name: str
    filled: int
    of: int


@dataclass(frozen=True)
class Known:
    """What an edition has that a plan may refer to: ids of learning sources by kind, codes by vocabulary."""

    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    codes: Mapping[Vocabulary, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Completeness:
    """A plan at a glance."""

    sections: tuple[Section, ...]
    missing: tuple[Remark, ...]
    faults: tuple[Remark, ...]

    @property
    def filled(self) -> int:
        """How many of the things that a whole plan has are there."""
        return sum(section.filled for section in self.sections)

    @property
    def of(self) -> int:
        """How many things a whole plan has."""
        return sum(section.of for section in self.sections)


_PLAN = ("title", "problem", "objective", "period_start", "period_end", "policy_instrument", "pillars", "strengths")
_ACTION = ("title", "description", "expected_result", "target_groups", "priority", "planned_start", "planned_end")
# Each action of a whole plan has one of these at least.
_ROWS = ("organisations", "milestones", "indicators", "budget")


def assess(plan: Row, known: Known) -> Completeness:
    """Return what is filled, missing and wrong. Cost: a few passes over the tree."""
    sections = tuple(_count(name, filled) for name, filled in _sections(plan))
    needed = {path for path, _ in find_lacks(plan)}
    empty = [path for path in _empty(plan) if path not in needed]
    missing = [Remark(path, MissingCode.NEEDED) for path in sorted(needed)]
    missing += [Remark(path, MissingCode.EMPTY) for path in empty]
    return Completeness(sections, tuple(missing), tuple(find_faults(plan, known)))


def _count(name: str, filled: list[bool]) -> Section:
    return Section(name, sum(filled), len(filled))


def _sections(plan: Row) -> Iterator[tuple[str, list[bool]]]:
    actions = plan.below("actions")
    yield "plan", [plan[name] is not None for name in _PLAN]
    learned = plan.below("learning") or [row for action in actions for row in action.below("learning")]
    yield "learning", [bool(learned)]
    yield "support", [bool(plan.below("support"))]
    # Without an action there is one to be written.
    yield "actions", [action[name] is not None for action in actions for name in _ACTION] or [False] * len(_ACTION)
    for name in _ROWS:
        yield name, [bool(action.below(name)) for action in actions] or [False]
    yield "sdg", [action["sdg"] is not None for action in actions] or [False]


def _empty(plan: Row) -> Iterator[str]:
    yield from (name for name in _PLAN if plan[name] is None)
    actions = plan.below("actions")
    if not plan.below("learning") and not any(action.below("learning") for action in actions):
        yield "learning"
    if not plan.below("support"):
        yield "support"
    if not actions:
        yield "actions"
    for action in actions:
        yield from (f"{action.path}/{name}" for name in (*_ACTION, "sdg") if action[name] is None)
        yield from (f"{action.path}/{name}" for name in _ROWS if not action.below(name))


def find_faults(plan: Row, known: Known) -> Iterator[Remark]:
    """Return what cannot be right in a plan: a draft may keep it, handing in may not."""
    start, end = _day(plan["period_start"]), _day(plan["period_end"])
    if start and end and end < start:
        yield Remark("period_end", FaultCode.PERIOD_REVERSED)
        start = end = None  # then nothing can be within it
    yield from _unknown_codes(plan, known)
    yield from _unknown_sources(plan, known)
    for action in plan.below("actions"):
        yield from _faults_of(action, known)
        for name in ("planned_start", "planned_end"):
            day = _day(action[name])
            if day and ((start and day < start) or (end and day > end)):
                yield Remark(f"{action.path}/{name}", FaultCode.ACTION_OUTSIDE)


def _faults_of(action: Row, known: Known) -> Iterator[Remark]:
    for kind in ("planned", "actual"):
        first, last = _day(action[f"{kind}_start"]), _day(action[f"{kind}_end"])
        if first and last and last < first:
            yield Remark(f"{action.path}/{kind}_end", FaultCode.DATES_REVERSED)
    first, last = _day(action["planned_start"]), _day(action["planned_end"])
    if first and last and last < first:
        first = last = None
    for milestone in action.below("milestones"):
        due = _day(milestone["due"])
        if due and ((first and due < first) or (last and due > last)):
            yield Remark(f"{milestone.path}/due", FaultCode.MILESTONE_OUTSIDE)
    for line in action.below("budget"):
        if line["planned"] is not None or line["actual"] is not None:
            if line["currency"] is None:
                yield Remark(f"{line.path}/currency", FaultCode.AMOUNT_WITHOUT_CURRENCY)
            if line["year"] is None:
                yield Remark(f"{line.path}/year", FaultCode.AMOUNT_WITHOUT_YEAR)
    yield from _unknown_codes(action, known)
    yield from _unknown_sources(action, known)


def _unknown_sources(row: Row, known: Known) -> Iterator[Remark]:
    for source in row.below("learning"):
        if source["ref"] is not None and source["ref"] not in known.sources.get(source["kind"] or "", frozenset()):
            yield Remark(f"{source.path}/ref", FaultCode.SOURCE_UNKNOWN)


def _unknown_codes(row: Row, known: Known) -> Iterator[Remark]:
    prefix = f"{row.path}/" if row.path else ""
    for name, vocabulary in (("pillars", Vocabulary.PILLARS), ("strengths", Vocabulary.STRENGTHS)):
        if any(code not in known.codes.get(vocabulary, frozenset()) for code in row[name] or []):
            yield Remark(f"{prefix}{name}", FaultCode.CODE_UNKNOWN)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)
