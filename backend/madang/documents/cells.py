"""Cells of a workbook, read as values of a plan's fields. All pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from madang.action_plans.rules import sdg
from madang.action_plans.rules.fields import FieldRule, Kind, ValueRefused, Vocabulary, clean_value
from madang.core.csv_text import restore
from madang.documents.words import DocumentLanguage, words_of

_DECIMALS = 4
_ROUNDING = Decimal("1e-12")  # what a spreadsheet's calculation may be off by


@dataclass(frozen=True)
class Known:
    """What an edition knows by name: pillars and fields of strength by their names in any language, sources by title.

    All names are case folded; one that means two things is not there.
    """

    topics: Mapping[Vocabulary, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[Vocabulary, frozenset[str]] = field(default_factory=dict)


def text_of(cell: Any) -> str:
    """Return a cell's text as somebody sees it; empty where nothing stands."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else restore(str(cell).strip())


def read_cell(rule: FieldRule, pattern: str, cell: Any, known: Known) -> Any:
    """Return what a cell says, not cleaned yet; None where it is empty. Errors: ValueRefused."""
    return None if text_of(cell) == "" else _read(rule, pattern, cell, known)


def clean_cell(rule: FieldRule, value: Any, known: Known) -> Any:
    """Return what a cell says as it is stored. Errors: ValueRefused."""
    return clean_value(rule, value, known.codes)


def _read(rule: FieldRule, pattern: str, cell: Any, known: Known) -> Any:
    text = text_of(cell)
    match rule.kind:
        case Kind.LINE | Kind.TEXT | Kind.DATE:
            return text
        case Kind.CURRENCY:
            return text.upper()
        case Kind.YEAR:
            return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else text
        case Kind.AMOUNT:
            return _read_amount(cell, text)
        case Kind.CHOICE:
            return _choices(pattern).get(text.casefold(), text)
        case Kind.FLAG:
            return _read_flag(text)
        case Kind.ORDER:
            return _read_order(text)
        case Kind.REFERENCE:
            return known.sources.get(text.casefold(), text.lower())
        case Kind.CODES:
            return _read_codes(rule, cell, text, known)


def _read_amount(cell: Any, text: str) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return text
    if not math.isfinite(cell):  # a file may say so, though no spreadsheet does
        return text
    exact = Decimal(repr(cell))
    rounded = exact.quantize(Decimal(1).scaleb(-_DECIMALS)) if abs(exact) < Decimal("1e15") else exact
    if abs(exact - rounded) > abs(exact) * _ROUNDING:
        raise ValueRefused(f"an amount with at most {_DECIMALS} decimals")
    plain = format(rounded, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _read_flag(text: str) -> Any:
    for language in DocumentLanguage:
        own = words_of(language).own["sheet"]
        if text.casefold() in (own["yes"], "true"):
            return True
        if text.casefold() in (own["no"], "false"):
            return False
    raise ValueRefused("yes or no")


def _read_order(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _read_codes(rule: FieldRule, cell: Any, text: str, known: Known) -> list[str]:
    if rule.vocabulary is Vocabulary.SDG:
        if isinstance(cell, float) and f"{text}0" in sdg.CODES:
            raise ValueRefused(f"{text} or {text}0: format this cell as text and write it again")
        return [one.lower() for one in text.replace(",", " ").replace(";", " ").split()]
    names = known.topics.get(rule.vocabulary, {}) if rule.vocabulary else {}
    parts = (part.strip() for part in text.replace("\n", ";").split(";"))
    return [names.get(part.casefold(), part) for part in parts if part]


@cache
def _choices(pattern: str) -> Mapping[str, str]:
    """Return the values of a field by what they are called, in any language, and by themselves."""
    known = {name.casefold(): value for language in DocumentLanguage for value, name in _said(language, pattern)}
    return known | {value: value for value in known.values()}


def _said(language: DocumentLanguage, pattern: str) -> list[tuple[str, str]]:
    return list(words_of(language).choices(pattern).items())


def is_same(rule: FieldRule, before: Any, after: Any) -> bool:
    """Whether two values of a field mean the same: an amount loses zeros at its end in a spreadsheet."""
    if rule.kind is Kind.AMOUNT and before is not None and after is not None:
        try:
            return Decimal(before) == Decimal(after)
        except InvalidOperation:
            return False
    return bool(before == after)
