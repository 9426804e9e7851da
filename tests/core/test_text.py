import sys
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from madang.core.text import Line, Text, Words, clean_line, clean_text, in_language, search_key, slugify, strike_out
from support.normalising import Normalised, longest_run

# U+0F73 and U+FF9E are no combining characters, yet consist of nothing else.
MARKS = "\u0301\u0327\u0323\u0344\u0f73\uff9e"


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


@given(st.text(MARKS, min_size=9, max_size=60))
def test_endless_marks_are_refused_before_they_are_normalised(marks: str) -> None:
    with Normalised.in_module("madang.core.text") as normalised, pytest.raises(ValueError, match="combining"):
        clean_text("a" + marks * (100_000 // len(marks)))
    assert normalised.texts == []


@given(st.lists(st.text(MARKS, max_size=8), max_size=40))
def test_marks_that_are_let_through_make_short_runs(marks: list[str]) -> None:
    # A run may be too long once it is normalised.
    with Normalised.in_module("madang.core.text") as normalised, suppress(ValueError):
        clean_text("".join(f"a{run}" for run in marks))
    assert all(longest_run(text) <= 8 * 3 for text in normalised.texts)


def test_every_character_that_begins_with_a_mark_counts_as_one() -> None:
    characters = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    hidden = [each for each in characters if unicodedata.combining(unicodedata.normalize("NFKD", each)[0])]
    for each in hidden:
        with pytest.raises(ValueError, match="combining"):
            clean_line("a" + each * 9)


@given(st.text(MARKS + "a\ufdfa", min_size=1, max_size=20))
def test_keys_and_slugs_are_made_of_the_beginning(text: str) -> None:
    long = text * (100_000 // len(text))
    with Normalised.in_module("madang.core.text") as normalised:
        search_key(long)
        slugify(long)
    assert all(len(text) <= 1000 * 18 for text in normalised.texts)
    assert (search_key(long), slugify(long)) == (search_key(long[:1000]), slugify(long[:300]))


@pytest.mark.parametrize(("shape", "length"), [(Line, 300), (Text, 20_000)])
def test_text_that_grows_by_being_composed_is_as_long_as_any(shape: object, length: int) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(shape).validate_python("\u0958" * length)


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


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Mina Kim takes the seat of mina kim.", {"Mina Kim"}, "… takes the seat of …."),
        ("Kimchi for Kim", {"Kim"}, "Kimchi for …"),
        ("김민수가 왔다", {"김민수"}, "…가 왔다"),
        ("Mina Kim and Kim", {"Kim", "Mina Kim"}, "… and …"),
        ("a.b and axb", {"a.b"}, "… and axb"),
        ("x marks", {"x", ""}, "x marks"),
    ],
)
def test_names_are_struck_out_whole(text: str, names: set[str], left: str) -> None:
    assert strike_out(text, names) == left
