"""What mails say, in every language."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from madang.core.keys import Keyring
from madang.mails import make_renderers
from madang.mails.browsers import name_browser
from madang.mails.words import LANGUAGES, WORDS, choose_language, make_mail, say_days, say_moment

FIELD = re.compile(r"\{(\w+)\}")
VALUES = {
    name: name.upper()
    for name in (
        *("inviter", "edition", "role", "until", "when", "address", "browser", "left", "token", "facts", "subject"),
        *("city", "name", "message", "seats_line", "deadline_line", "reason_line", "days", "comment"),
        *("schedule", "title", "comment_line", "owner"),
        *("site", "when_line", "people_line", "off_line", "on_line", "time_line", "again_line", "said_line"),
        *("greeting", "plan", "suggestion_line"),
    )
}


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
    renderers = make_renderers(Keyring(["0" * 32]), "http://localhost")
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
    assert "x/sign-in/link에서 이 코드를 입력하세요: 1234 5678" in mail.text
    assert 'href="http://x/sign-in/link#abc"' in mail.html


def test_language_is_the_first_wish_that_there_are_words_for() -> None:
    assert [choose_language(None, "vi", "fr-CA"), choose_language(None), choose_language("ko")] == ["fr", "en", "ko"]


def test_moment_is_said_as_one_says_it_with_its_city() -> None:
    moment = datetime(2019, 10, 28, 9, 30, 44, tzinfo=UTC)
    said = [say_moment(moment, language, "Asia/Seoul") for language in ("en", "ko", "fr", "es")]
    assert said == [
        "28 October 2019 at 18:30 (Seoul time)",
        "2019년 10월 28일 오후 6:30 (서울 시간)",
        "28 octobre 2019 à 18:30 (heure de Séoul)",
        "28 de octubre de 2019 a las 18:30 (hora de Seúl)",
    ]
    assert say_moment(moment, "en") == "28 October 2019 at 09:30 (UTC)"


def test_days_are_one_span() -> None:
    days = [date(2019, 10, 28), date(2019, 10, 29), date(2019, 11, 1)]
    assert say_days(days, "en") == "28 October 2019 – 1 November 2019"
    assert say_days(days[:1], "ko") == "2019년 10월 28일"
    assert say_days(days[:2], "fr") == "28–29 oct. 2019"


def test_line_with_nothing_in_it_is_left_out() -> None:
    mail = make_mail(
        "invitation", recipient="a@example.org", language="en", base_url="http://x", values=VALUES | {"facts": ""}
    )
    assert "<p></p>" not in mail.html
    assert "\n\n\n" not in mail.text


def test_french_signs_stay_with_their_word() -> None:
    mail = make_mail(
        "sign_in_link",
        recipient="a@example.org",
        language="fr",
        base_url="http://x",
        values=VALUES,
        address="http://x/sign-in/link#abc",
        code="12345678",
    )
    assert "Se connecter\u00a0:" in mail.text
    assert not re.search(r" [:;?»]", mail.text.replace("http://x", ""))


def test_browser_is_named_as_people_know_it() -> None:
    seen = [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604.1",
        "python-httpx/0.27",
        "",
    ]
    assert [name_browser(agent) for agent in seen] == ["Edge · Windows", "Safari · iPhone", "python-httpx/0.27", ""]
