"""The words of documents by language; dates and amounts as readers of that language write them."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal

from madang.action_plans.rules import sdg
from madang.action_plans.rules.fields import PLAN, Kind, RowRule
from madang.action_plans.wording import FRENCH_SIGNS, wording

_FOLDER = Path(__file__).parent / "words"


class DocumentLanguage(StrEnum):
    """The languages that documents are written in."""

    EN = "en"
    KO = "ko"
    FR = "fr"
    ES = "es"
    VI = "vi"


def choose_language(*wishes: str | None) -> DocumentLanguage:
    """Return the first wish that documents are written in, by its first part; English where there is none."""
    for wish in wishes:
        language = (wish or "").partition("-")[0].lower()
        if language in DocumentLanguage.__members__.values():
            return DocumentLanguage(language)
    return DocumentLanguage.EN


class Words:
    """All words of one language: those of a plan's fields, and `own`, that no field has, such as `glance`."""

    def __init__(self, language: DocumentLanguage) -> None:
        self.language = language
        text = (_FOLDER / f"{language}.yaml").read_text("utf-8")
        if language is DocumentLanguage.FR:
            text = FRENCH_SIGNS.sub("\u00a0", text)
        self.own: Mapping[str, Any] = yaml.safe_load(text)
        self._plan = wording(language)
        # British order, "1 November 2019", as the pages write it.
        self._locale = Locale.parse("en_GB" if language is DocumentLanguage.EN else str(language))

    def label(self, pattern: str) -> str:
        """Return the name of a field, or of one row, by its pattern."""
        return self._plan.label(pattern)

    def rows(self, name: str) -> str:
        """Return the name of all rows of one kind, such as `milestones`."""
        return self._plan.label(f"rows.{name}")

    def choices(self, pattern: str) -> Mapping[str, str]:
        """Return the values of a field of choices, in words."""
        return self._plan.choices(pattern)

    def choice(self, pattern: str, value: str) -> str:
        """Return one value of a field of choices, in words."""
        return self.choices(pattern)[value]

    def say_goals(self, codes: list[str]) -> str:
        """Return goals by their titles, each with those of its targets that are named."""
        targets: dict[str, list[str]] = {}
        for code in codes:
            named = targets.setdefault(sdg.goal_of(code), [])
            if "." in code:
                named.append(code)
        return "; ".join(
            f"{goal} {self._plan.sdg[goal]}" + (f" ({', '.join(named)})" if named else "")
            for goal, named in targets.items()
        )

    def say_country(self, code: str) -> str:
        """Return the name of a country or territory, by CLDR."""
        return str(self._locale.territories.get(code, code))

    def say_list(self, names: list[str]) -> str:
        """Return names as a list in words."""
        return format_list(names, locale=self._locale)

    def say_day(self, day: date) -> str:
        """Return a day in words."""
        return format_date(day, "long", self._locale)

    def say_date(self, day: str | None) -> str:
        """Return a stored date, short enough for a table; nothing where there is none."""
        return "" if day is None else format_date(date.fromisoformat(day), "medium", self._locale)

    def say_span(self, start: str | None, end: str | None) -> str:
        """Return from which date to which, either of which may be open."""
        if start is None or end is None:
            known = start or end
            return self.own["since" if start else "until"].format(day=self.say_date(known)) if known else ""
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        if last < first:  # a fault of a draft, printed as it stands
            return f"{self.say_date(start)} – {self.say_date(end)}"
        return format_interval(first, last, "yMMMd", locale=self._locale)

    def say_amount(self, amount: str | Decimal | None) -> str:
        """Return an amount with all of its decimals, in groups; nothing where there is none."""
        if amount is None:
            return ""
        value = Decimal(amount)
        pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00##"
        return format_decimal(value, pattern, self._locale)


@cache
def words_of(language: DocumentLanguage) -> Words:
    """Return the words of a language, read once."""
    return Words(language)


def patterns(row: RowRule = PLAN, prefix: str = "") -> Iterator[tuple[str, Kind | None]]:
    """Give the pattern of every field with its kind, and of every row with None."""
    for name, rule in row.fields.items():
        yield prefix + name, rule.kind
    for name, below in row.rows.items():
        yield f"{prefix}{name}/*", None
        yield from patterns(below, f"{prefix}{name}/*/")
