"""What mails say, in every language."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from madang.core.keys import Keyring
from madang.mails.renderers import Renderers
from madang.mails.words import LANGUAGES, WORDS, choose_language, make_mail, say_moment

FIELD = re.compile(r"\{(\w+)\}")
FIELDS = (
    "inviter", "edition", "role", "until", "when", "address", "browser", "left", "token", "days", "comment",
)  # fmt: skip
VALUES = {name: name.upper() for name in FIELDS}


def shape(words: Any) -> Any:
    """Return keys, numbers of lines and names of fields: what every language has alike."""
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    if isinstance(words, list):
        return sorted(name for line in words for name in FIELD.findall(line))
    return sorted(FIELD.findall(str(words)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert shape(WORDS[language]) == shape(WORDS["en"])


def test_every_kind_has_a_renderer_and_words() -> None:
    renderers = Renderers(Keyring(["0" * 32]), "http://localhost").by_kind()
    assert set(renderers) == set(WORDS["en"]["kinds"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(WORDS["en"]["kinds"]))
def test_every_mail_can_be_written(kind: str, language: str) -> None:
    mail = make_mail(
        kind, recipient="a@example.org", language=language, base_url="https://madang.example", values=VALUES
    )
    assert "{" not in mail.text + mail.subject
    assert "madang.example" in mail.text


def test_markup_in_a_name_is_text() -> None:
    values = VALUES | {"edition": "<script>alert(1)</script> {role}"}
    mail = make_mail("invitation", recipient="a@example.org", language="en", base_url="http://x", values=values)
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script> {role}" in mail.text


def test_code_is_read_in_two_halves() -> None:
    mail = make_mail(
        "sign_in_link",
        recipient="a@example.org",
        language="ko",
        base_url="http://x",
        values=VALUES,
        address="http://x/sign-in/link#abc",
        code="12345678",
    )
    assert "1234 5678" in mail.text
    assert 'href="http://x/sign-in/link#abc"' in mail.html


def test_language_is_the_first_wish_that_there_are_words_for() -> None:
    assert [choose_language(None, "vi", "fr-CA"), choose_language(None), choose_language("ko")] == ["fr", "en", "ko"]


def test_moment_is_said_with_its_zone() -> None:
    moment = datetime(2019, 10, 28, 0, 30, tzinfo=UTC)
    assert say_moment(moment, "en", "Asia/Seoul").startswith("October 28, 2019")
    assert "9:30:00" in say_moment(moment, "en", "Asia/Seoul").replace("\u202f", " ")
