import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from madang.core.text import Line, Words, clean_line, clean_text, in_language, search_key, slugify


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x85", "\u202e", "\u2028", "\ufffe"])
def test_control_characters_are_refused_and_named(character: str) -> None:
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X} at position 3"):
        clean_line(f"abc{character}d")


def test_lone_surrogate_is_refused_with_its_position() -> None:
    with pytest.raises(ValidationError, match=r"U\+D800 at position 1"):
        TypeAdapter(Line).validate_python("a\ud800")


def test_line_refuses_line_breaks_and_text_keeps_them() -> None:
    with pytest.raises(ValueError, match=r"U\+000A"):
        clean_line("a\nb")
    assert clean_text("a\r\nb\tc") == "a\nb\tc"


def test_name_of_300_combining_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="combining"):
        clean_line("a" + "\u0301" * 299)


def test_blank_line_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python("   ")


@given(st.text())
def test_cleaned_text_is_stable_and_composed(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except ValueError:
        return
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Beatrice", "Béatrice"), ("beatrice", "BEATRICE"), ("김", unicodedata.normalize("NFD", "김"))],
)
def test_search_key_forgets_accents_case_and_composition(typed: str, stored: str) -> None:
    assert search_key(typed) == search_key(stored)


def test_search_key_keeps_hangul_syllables_apart() -> None:
    assert search_key("김") != search_key("기")


def test_text_falls_back_from_region_to_language_to_default() -> None:
    words = {"en": "Lunch", "fr": "Déjeuner"}
    assert [in_language(words, lang, "en") for lang in ("fr-CA", "ko", "en")] == ["Déjeuner", "Lunch", "Lunch"]


def test_unknown_shape_of_language_tag_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Words).validate_python({"english": "Lunch"})


@given(st.text())
def test_slug_is_empty_or_a_slug(text: str) -> None:
    slug = slugify(text)
    assert slug == slugify(slug)
    assert len(slug) <= 64
