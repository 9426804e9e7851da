"""The catalogue: which fields a plan has, by path, and which values each takes.

A plan is a flat map from paths to values, so that two people who write at once touch each other's work only where they
wrote the same field. `problem` is a field of the plan, `actions/0k3v9qz1m2ab/title` one of an action. A row (an action,
a milestone, …) has an id that whoever adds it makes, also without a network: see `ROW_ID`. The path of a row itself
(`actions/0k3v9qz1m2ab`) takes True and False: it is there, or it was removed with all that is beneath it. A field is
written whether or not its row was ever said to be there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from babel.core import get_global

from madang.action_plans.rules import sdg
from madang.core.text import clean_line, clean_text

# Eight characters of the time in milliseconds and four by chance, in base 36: ids sort by when rows were added.
ROW_ID = re.compile(r"[0-9a-z]{12}")
MOST_FIELDS = 20_000  # of one plan: 200 actions with all their rows are about 13,000
MOST_ACTIONS = 300

# What is legal tender somewhere today.
CURRENCIES: frozenset[str] = frozenset(
    code
    for periods in get_global("territory_currencies").values()
    for code, _since, until, tender in periods
    if until is None and tender
)
_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")


class Kind(StrEnum):
    """What a value is, as it stands in JSON."""

    LINE = "line"  # text without line breaks
    TEXT = "text"  # text in paragraphs
    DATE = "date"  # "2019-11-01"
    YEAR = "year"  # 2019
    AMOUNT = "amount"  # "1250000.50": decimal as text, for JSON's numbers lose cents
    CURRENCY = "currency"  # ISO 4217
    CHOICE = "choice"  # one of `choices`
    CODES = "codes"  # a list without repetition, of `choices` or of a vocabulary
    FLAG = "flag"  # true or false
    ORDER = "order"  # a number to sort by
    REFERENCE = "reference"  # what a learning source points to: its id


class Vocabulary(StrEnum):
    """A list of codes that is not in this catalogue."""

    PILLARS = "pillars"  # topics of the edition
    STRENGTHS = "strengths"
    SDG = "sdg"


@dataclass(frozen=True)
class FieldRule:
    """What one field takes; null always empties it. `most`: characters of a text, entries of a list."""

    kind: Kind
    most: int = 200
    choices: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None


PHASES = ("not_started", "planning", "implementation", "completed", "paused", "abandoned")
HEALTHS = ("on_track", "at_risk", "off_track")
ROLES = ("funding", "accountable", "extending", "implementing")
MILESTONE_STATES = ("scheduled", "met", "partially_met", "not_met")
LEVELS = ("output", "outcome", "impact")
PRIORITIES = ("high", "medium", "low")
SUPPORT_KINDS = (
    "expertise",
    "training",
    "peer_exchange",
    "partnership",
    "funding",
    "legal_advice",
    "equipment",
    "other",
)
SOURCE_KINDS = ("session", "visit", "case_study")
BODY_KINDS = ("government", "sse_organisation", "company", "university", "international", "other")

_LINE = FieldRule(Kind.LINE)
_TEXT = FieldRule(Kind.TEXT, most=5000)
_NOTE = FieldRule(Kind.TEXT, most=1000)
_DATE = FieldRule(Kind.DATE)
_YEAR = FieldRule(Kind.YEAR)
_AMOUNT = FieldRule(Kind.AMOUNT)
_PILLARS = FieldRule(Kind.CODES, most=20, vocabulary=Vocabulary.PILLARS)
_STRENGTHS = FieldRule(Kind.CODES, most=20, vocabulary=Vocabulary.STRENGTHS)


def _choice(choices: tuple[str, ...]) -> FieldRule:
    return FieldRule(Kind.CHOICE, choices=choices)


_SOURCE = {"kind": _choice(SOURCE_KINDS), "ref": FieldRule(Kind.REFERENCE), "note": _NOTE}


@dataclass(frozen=True)
class RowRule:
    """What a row of one kind has: fields, and rows of its own; at most so many of them beneath one parent."""

    fields: Mapping[str, FieldRule]
    rows: Mapping[str, "RowRule"] = field(default_factory=dict)
    most: int = 50


PLAN = RowRule(
    fields={
        "title": FieldRule(Kind.LINE, most=300),
        "problem": _TEXT,
        "objective": _TEXT,
        "period_start": _DATE,
        "period_end": _DATE,
        "policy_instrument": FieldRule(Kind.TEXT, most=2000),
        "pillars": _PILLARS,
        "strengths": _STRENGTHS,
    },
    rows={
        "learning": RowRule(_SOURCE),
        "support": RowRule({"kind": _choice(SUPPORT_KINDS), "text": FieldRule(Kind.TEXT, most=2000)}),
        "actions": RowRule(
            most=MOST_ACTIONS,
            fields={
                "position": FieldRule(Kind.ORDER),
                "title": FieldRule(Kind.LINE, most=300),
                "problem": _TEXT,
                "description": _TEXT,
                "expected_result": _TEXT,
                "target_groups": FieldRule(Kind.TEXT, most=2000),
                "priority": _choice(PRIORITIES),
                "planned_start": _DATE,
                "planned_end": _DATE,
                "actual_start": _DATE,
                "actual_end": _DATE,
                "phase": _choice(PHASES),
                "health": _choice(HEALTHS),
                "health_note": FieldRule(Kind.TEXT, most=2000),
                "sdg": FieldRule(Kind.CODES, most=40, vocabulary=Vocabulary.SDG),
                "pillars": _PILLARS,
                "strengths": _STRENGTHS,
            },
            rows={
                "organisations": RowRule({"name": _LINE, "kind": _choice(BODY_KINDS), "role": _choice(ROLES)}),
                "milestones": RowRule(
                    {"title": _LINE, "due": _DATE, "state": _choice(MILESTONE_STATES), "met_on": _DATE}
                ),
                "indicators": RowRule(
                    {
                        "level": _choice(LEVELS),
                        "title": _LINE,
                        "unit": FieldRule(Kind.LINE, most=60),
                        "qualitative": FieldRule(Kind.FLAG),
                        "baseline": FieldRule(Kind.LINE, most=200),
                        "baseline_year": _YEAR,
                    },
                    rows={
                        "periods": RowRule(
                            {
                                "ends": _DATE,
                                "target": FieldRule(Kind.LINE, most=200),
                                "actual": FieldRule(Kind.LINE, most=200),
                            }
                        )
                    },
                ),
                "budget": RowRule(
                    {
                        "year": _YEAR,
                        "currency": FieldRule(Kind.CURRENCY),
                        "planned": _AMOUNT,
                        "actual": _AMOUNT,
                        "source": _LINE,
                    }
                ),
                "learning": RowRule(_SOURCE),
            },
        ),
    },
)


def describe(row: RowRule = PLAN) -> dict[str, Any]:
    """Return the catalogue as JSON, for the editor in the browser: what it must know without asking."""
    return {
        "most": row.most,
        "fields": {
            name: {
                "kind": rule.kind,
                **({"most": rule.most} if rule.kind in (Kind.LINE, Kind.TEXT, Kind.CODES) else {}),
                **({"choices": list(rule.choices)} if rule.choices else {}),
                **({"vocabulary": rule.vocabulary} if rule.vocabulary else {}),
            }
            for name, rule in row.fields.items()
        },
        "rows": {name: describe(below) for name, below in row.rows.items()},
    }


@dataclass(frozen=True)
class Place:
    """Where a path leads: to a field of a row, or (`rule` None) to a row itself. `pattern` has `*` for ids of rows."""

    pattern: str
    rule: FieldRule | None
    row: RowRule


def find_place(path: str) -> Place | None:
    """Return where a path leads; None where there is no such field."""
    row, pattern = PLAN, []
    parts = path.split("/")
    while len(parts) > 1:
        name, row_id, *parts = parts
        below = row.rows.get(name)
        if below is None or not ROW_ID.fullmatch(row_id):
            return None
        row = below
        pattern += [name, "*"]
    if not parts:
        return Place("/".join(pattern), None, row)
    rule = row.fields.get(parts[0])
    return None if rule is None else Place("/".join([*pattern, parts[0]]), rule, row)


def rows_above(path: str) -> list[str]:
    """Return the paths of the rows that a path stands in, the outermost first; a row's own path is not among them."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(2, len(parts), 2)]


class ValueRefused(ValueError):
    """A value that its field does not take; the message says why."""


def clean_value(rule: FieldRule | None, value: Any, known: Mapping[Vocabulary, frozenset[str]]) -> Any:
    """Return a value as it is stored: texts cleaned, empty ones null. `rule` None: of a row itself.

    Shapes: `known` are the codes of the edition's vocabularies. Errors: ValueRefused.
    """
    if rule is None:
        if not isinstance(value, bool):
            raise ValueRefused("true, or false for a row that was removed")
        return value
    return None if value is None else _CLEANING[rule.kind](rule, value, known)


_Known = Mapping[Vocabulary, frozenset[str]]


def _text(rule: FieldRule, value: Any, _known: _Known) -> str | None:
    if not isinstance(value, str):
        raise ValueRefused("a text")
    try:
        cleaned = (clean_line if rule.kind is Kind.LINE else clean_text)(value)
    except ValueError as problem:
        raise ValueRefused(str(problem)) from problem
    if len(cleaned) > rule.most:
        raise ValueRefused(f"at most {rule.most} characters")
    return cleaned or None


def _date(_rule: FieldRule, value: Any, _known: _Known) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise ValueRefused("a date such as 2019-11-01, of the years 1900 to 2200")
    return day.isoformat()


def _year(_rule: FieldRule, value: Any, _known: _Known) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2200:
        raise ValueRefused("a year from 1900 to 2200")
    return value


def _amount(_rule: FieldRule, value: Any, _known: _Known) -> str:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise ValueRefused("an amount such as 1250000.50, as text, not below 0")
    return value


def _currency(_rule: FieldRule, value: Any, _known: _Known) -> str:
    if not isinstance(value, str) or value not in CURRENCIES:
        raise ValueRefused("a currency's code of ISO 4217, such as KRW")
    return value


def _one_of(rule: FieldRule, value: Any, _known: _Known) -> str:
    if not isinstance(value, str) or value not in rule.choices:
        raise ValueRefused(f"one of {', '.join(rule.choices)}")
    return value


def _codes(rule: FieldRule, value: Any, known: _Known) -> list[str] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueRefused("a list of codes")
    if len(value) > rule.most:
        raise ValueRefused(f"at most {rule.most} codes")
    codes = (
        sdg.CODES if rule.vocabulary is Vocabulary.SDG else known.get(rule.vocabulary or Vocabulary.SDG, frozenset())
    )
    unknown = sorted({one for one in value if one not in codes})
    if unknown:
        raise ValueRefused(f"there is no {', '.join(unknown[:5])} in {rule.vocabulary}")
    return list(dict.fromkeys(value)) or None


def _flag(_rule: FieldRule, value: Any, _known: _Known) -> bool:
    if not isinstance(value, bool):
        raise ValueRefused("true or false")
    return value


def _order(_rule: FieldRule, value: Any, _known: _Known) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        raise ValueRefused("a number")
    return float(value)


def _reference(_rule: FieldRule, value: Any, _known: _Known) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value):
        raise ValueRefused("an id")
    return value


_CLEANING = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.AMOUNT: _amount,
    Kind.CURRENCY: _currency,
    Kind.CHOICE: _one_of,
    Kind.CODES: _codes,
    Kind.FLAG: _flag,
    Kind.ORDER: _order,
    Kind.REFERENCE: _reference,
}
