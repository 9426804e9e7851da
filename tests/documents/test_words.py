"""The words of documents: all there in every language, told apart where they are read back, the pages' own."""

import re
from typing import Any

import pytest

from madang.action_plans.rules import sdg
from madang.action_plans.rules.fields import PLAN, RowRule
from madang.action_plans.wording import wording
from madang.documents.sheets import SHEETS
from madang.documents.words import DocumentLanguage, choose_language, words_of


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(below) for key, below in value.items()}
    return len(value) if isinstance(value, list) else bool(str(value).strip())


def _choices(rule: RowRule, prefix: str = "") -> dict[str, tuple[str, ...]]:
    found = {prefix + name: field.choices for name, field in rule.fields.items() if field.choices}
    for name, below in rule.rows.items():
        found |= _choices(below, f"{prefix}{name}/*/")
    return found


def _patterns(rule: RowRule, prefix: str = "") -> set[str]:
    found = {prefix + name for name in rule.fields}
    for name, below in rule.rows.items():
        found |= {f"{prefix}{name}/*"} | _patterns(below, f"{prefix}{name}/*/")
    return found


@pytest.mark.parametrize("language", DocumentLanguage)
def test_words_are_those_of_english_and_cover_the_catalogue(language: DocumentLanguage) -> None:
    words = words_of(language)

    assert _shape(words.own) == _shape(words_of(DocumentLanguage.EN).own)
    assert all(words.label(pattern).strip() for pattern in _patterns(PLAN))
    assert set(wording(language).words) == set(wording("en").words)
    assert set(wording(language).sdg) == sdg.CODES
    assert {pattern: tuple(words.choices(pattern)) for pattern in _choices(PLAN)} == _choices(PLAN)


def test_a_choice_in_any_language_means_one_value() -> None:
    for pattern in _choices(PLAN):
        named = [
            (name.casefold(), value)
            for language in DocumentLanguage
            for value, name in words_of(language).choices(pattern).items()
        ]
        assert len(set(named)) == len(dict(named)), pattern


@pytest.mark.parametrize("language", DocumentLanguage)
def test_sheets_have_names_that_spreadsheets_take(language: DocumentLanguage) -> None:
    names = [words_of(language).own["sheet"]["plan"], *(sheet.name(words_of(language)) for sheet in SHEETS)]

    assert len({name.casefold() for name in names}) == len(SHEETS) + 1
    assert not [name for name in names if len(name) > 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name)]


@pytest.mark.parametrize(("wishes", "language"), [(("fr-CA",), "fr"), ((None, "ko"), "ko"), (("sw", "pt"), "en")])
def test_a_language_is_the_first_wish_that_documents_are_written_in(wishes: Any, language: str) -> None:
    assert choose_language(*wishes) == language
