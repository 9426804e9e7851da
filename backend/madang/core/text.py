"""Text as it comes in: cleaned once, bounded, and the same on both databases."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

# C0 and C1 controls, bidirectional overrides, lone surrogates, non-characters: none of them is text that
# somebody meant to write, and each breaks some format further down.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_LONG = re.compile(_FORBIDDEN.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0b-\x1f"))
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_COMBINING_RUN = 8
# What is no combining character but becomes nothing else when it is decomposed.
_COMBINING_INSIDE = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")
_SEARCHED = 1000
_PLAINLY_A_NAME = 8
_SLUG_SOURCE = 300


def _refuse_forbidden(text: str, pattern: re.Pattern[str]) -> str:
    _refuse_first(text, pattern)
    # Before: normalising sorts each run, in time that grows with the square of its length. After: some grow.
    _refuse_long_runs(text)
    text = unicodedata.normalize("NFC", text)
    _refuse_long_runs(text)
    return text


def _refuse_first(text: str, pattern: re.Pattern[str]) -> None:
    found = pattern.search(text)
    if found:
        raise ValueError(f"character U+{ord(found[0]):04X} at position {found.start()} is not allowed")


def _refuse_long_runs(text: str) -> None:
    run = 0
    for character in "" if text.isascii() else text:
        run = run + 1 if unicodedata.combining(character) or character in _COMBINING_INSIDE else 0
        if run > _COMBINING_RUN:
            raise ValueError(f"more than {_COMBINING_RUN} combining characters in a row")


def clean_line(text: str) -> str:
    """Return one line of text: NFC, trimmed, without any control character.

    Errors: ValueError naming the first character that is refused and where it stands.
    """
    return " ".join(_refuse_forbidden(text.strip(), _FORBIDDEN).split())


def clean_text(text: str) -> str:
    """Return text of several lines: as `clean_line`, but TAB and LF stay and CR LF becomes LF."""
    return _refuse_forbidden(text.replace("\r\n", "\n").strip(), _FORBIDDEN_IN_LONG)


def _only_text(value: Any) -> Any:
    if isinstance(value, str):
        # A lone surrogate would fail inside the validator's Rust core without saying where.
        _refuse_first(value, _SURROGATE)
    return value


Line = Annotated[
    str,
    BeforeValidator(_only_text),
    StringConstraints(min_length=1, max_length=300),
    AfterValidator(clean_line),
    Field(min_length=1, max_length=300),
]
Text = Annotated[
    str,
    BeforeValidator(_only_text),
    StringConstraints(min_length=1, max_length=20_000),
    AfterValidator(clean_text),
    Field(min_length=1, max_length=20_000),
]
Slug = Annotated[
    str,
    BeforeValidator(_only_text),
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64),
]
LanguageTag = Annotated[
    str,
    BeforeValidator(_only_text),
    # Language, script, region of RFC 5646: enough for what a programme is written in.
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"),
]
Words = Annotated[dict[LanguageTag, Line], Field(max_length=40)]
LongWords = Annotated[dict[LanguageTag, Text], Field(max_length=40)]


def in_language(words: Mapping[str, str], lang: str, default: str) -> str:
    """Return the text in `lang`, else in its base language, else in `default`; empty when there is none."""
    return (
        words.get(lang)
        or words.get(lang.split("-", maxsplit=1)[0])
        or words.get(default)
        or next(iter(words.values()), "")
    )


def search_key(text: str) -> str:
    """Return text as it is searched and sorted: NFKD, without marks on Latin letters, case folded.

    Hangul is composed again after decomposition, so that a syllable block stays one character. What comes after the
    first 1000 characters does not count.
    """
    decomposed = unicodedata.normalize("NFKD", text[:_SEARCHED])
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


def strike_out(text: str, names: Iterable[str]) -> str:
    """Return text in which every whole name is replaced by an ellipsis, whatever its case.

    A short name of Latin letters counts only where no letter touches it: "Kim" is not part of "Kimchi". Other scripts
    put particles right behind a name.
    """
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        pattern = re.escape(name)
        if len(name) < _PLAINLY_A_NAME and name.isascii():
            pattern = rf"(?<!\w){pattern}(?!\w)"
        text = re.sub(pattern, "…", text, flags=re.IGNORECASE)
    return text


def slugify(text: str) -> str:
    """Return a slug of at most 64 characters, of the first 300 of `text`; empty when nothing there can be one."""
    ascii_text = unicodedata.normalize("NFKD", text[:_SLUG_SOURCE]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:64].strip("-")
