"""How a day is drawn, and that every word is there in every language."""

import string
from datetime import UTC, date, datetime, timedelta

import pytest

from madang.feeds import words
from madang.feeds.drawing import MOST_COLUMNS, Place, half_hours, stretches
from madang.programme.models import InterpretationMode, PublicStatus, SessionKind, SessionRole


def at(*times: float) -> list[tuple[datetime, datetime]]:
    """Return slots from pairs of hours."""
    midnight = datetime(2019, 10, 28, tzinfo=UTC)
    moments = [midnight + timedelta(hours=hours) for hours in times]
    return list(zip(moments[::2], moments[1::2], strict=True))


def test_sessions_that_only_touch_are_not_parallel() -> None:
    found = stretches(at(9, 10, 10, 12))

    assert [(one.first, one.last, one.parallel, one.free_before) for one in found] == [
        (0, 0, False, timedelta(0)),
        (1, 1, False, timedelta(0)),
    ]


def test_free_time_is_counted_from_the_last_end() -> None:
    found = stretches(at(9, 12, 10, 11, 13, 14))

    assert [(one.first, one.last, one.free_before) for one in found] == [
        (0, 1, timedelta(0)),
        (2, 2, timedelta(hours=1)),
    ]


def test_a_few_minutes_between_sessions_are_no_gap() -> None:
    assert [one.free_before for one in stretches(at(9, 10, 10.2, 11))] == [timedelta(0)] * 2


def test_sessions_joined_through_a_third_stand_together() -> None:
    (found,) = stretches(at(9, 11, 10, 12, 11, 13))

    assert found.places == (Place(1, 1, 2), Place(2, 2, 2), Place(1, 3, 2))


def test_more_columns_than_fit_are_not_drawn_to_scale() -> None:
    (found,) = stretches(at(*[9, 10] * (MOST_COLUMNS + 1)))

    assert found.places == ()


def test_no_session_has_no_stretch() -> None:
    assert stretches([]) == []


@pytest.mark.parametrize(("minutes", "drawn"), [(0, 1), (5, 1), (30, 1), (45, 2), (90, 3), (600, 8)])
def test_length_is_drawn_in_half_hours(minutes: int, drawn: int) -> None:
    assert half_hours(timedelta(minutes=minutes), 8) == drawn


@pytest.mark.parametrize("lang", words.UI_LANGUAGES)
def test_every_value_of_the_programme_has_a_word(lang: str) -> None:
    keys = [
        *(f"kind.{kind}" for kind in SessionKind),
        *(f"status.{status}" for status in PublicStatus),
        *(f"role.{role}" for role in SessionRole),
        *(f"interpretation.{mode}" for mode in InterpretationMode),
    ]

    assert [key for key in keys if not words.interface(lang).say(key).strip()] == []


def test_every_sentence_takes_the_same_values_in_every_language() -> None:
    def takes(sentence: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}

    table = words._TABLE

    assert [key for key, row in table.items() if len({frozenset(takes(text)) for text in row}) > 1] == []
    assert [key for key, row in table.items() if not all(row)] == []


@pytest.mark.parametrize(
    ("lang", "day", "span"),
    [
        ("en", "Monday 28 October", "28 Oct – 1 Nov 2019"),
        ("ko", "10월 28일 월요일", "2019년 10월 28일 ~ 11월 1일"),
        ("fr", "Lundi 28 octobre", "28 oct. – 1 nov. 2019"),
        ("es", "Lunes 28 de octubre", "28 de octubre – 1 de noviembre de 2019"),
    ],
)
def test_days_are_written_as_people_write_them(lang: str, day: str, span: str) -> None:
    speak = words.interface(lang)

    assert speak.day(date(2019, 10, 28)) == day
    assert " ".join(speak.days(date(2019, 10, 28), date(2019, 11, 1)).split()) == span


@pytest.mark.parametrize(
    ("lang", "zone", "name"),
    [
        ("en", "Asia/Seoul", "Seoul time"),
        ("ko", "Asia/Seoul", "서울 시간"),
        ("fr", "America/Montreal", "heure de Montréal"),
        ("es", "UTC", "UTC"),
        ("en", "America/Argentina/Buenos_Aires", "Buenos Aires time"),
    ],
)
def test_zones_are_called_by_their_city(lang: str, zone: str, name: str) -> None:
    assert words.interface(lang).zone(zone) == name


def test_interface_language_is_the_nearest_there_is() -> None:
    assert [
        words.interface_language(lang, default)
        for lang, default in (("fr-CA", "en"), ("vi", "ko"), ("vi", "zh"), ("es", "en"))
    ] == ["fr", "ko", "en", "es"]
