"""What a query means, and what it may not say."""

import pytest

from feeds.sample import make_programme
from madang.core.errors import ParameterUnknown
from madang.feeds.errors import FilterUnknown, LanguageUnknown, ZoneUnknown
from madang.feeds.rules import AGENDA_PARAMETERS, EDITION_PARAMETERS, Filters, View, match_language, read_view


def read(*pairs: tuple[str, str]) -> View:
    return read_view(make_programme(), pairs, AGENDA_PARAMETERS)


def test_nothing_asked_is_the_edition_as_it_is() -> None:
    assert read() == View("en", "Asia/Seoul", Filters())


def test_order_and_repetition_do_not_matter() -> None:
    one = read(("topic", "finance"), ("kind", "meal"), ("topic", "employment"), ("lang", "ko"))
    other = read(("lang", "ko"), ("topic", "employment"), ("topic", "finance"), ("topic", "finance"), ("kind", "meal"))

    assert one == other
    assert one.key == "lang=ko&tz=Asia/Seoul&topic=employment&topic=finance&kind=meal"


@pytest.mark.parametrize(
    ("asked", "found"),
    [("ko", "ko"), ("KO", "ko"), ("fr-CA", "fr"), ("es", "es"), ("de", None), ("", None), ("x" * 3000, None)],
)
def test_language_is_matched_from_the_left(asked: str, found: str | None) -> None:
    assert match_language(asked, ["en", "ko", "fr", "es"]) == found


def test_interface_language_may_be_asked_for_though_no_text_is_in_it() -> None:
    assert read(("lang", "es")).lang == "es"


@pytest.mark.parametrize(
    ("pair", "refusal"),
    [
        (("topic", "nothing"), FilterUnknown),
        (("topic", ""), FilterUnknown),
        (("site", "seoul"), FilterUnknown),
        (("kind", "party"), FilterUnknown),
        (("day", "2019-10-30"), FilterUnknown),
        (("day", "today"), FilterUnknown),
        (("lang", "de"), LanguageUnknown),
        (("lang", ""), LanguageUnknown),
        (("tz", "Seoul"), ZoneUnknown),
        (("tz", ""), ZoneUnknown),
        (("tz", "../../etc/passwd"), ZoneUnknown),
        (("tz", "Asia/Seoul\0"), ZoneUnknown),
        (("cachebuster", "1"), ParameterUnknown),
        (("Lang", "en"), ParameterUnknown),
    ],
)
def test_unknown_is_refused(pair: tuple[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(pair)


def test_language_twice_is_refused() -> None:
    with pytest.raises(ParameterUnknown) as refused:
        read(("lang", "en"), ("lang", "ko"))
    assert refused.value.errors == [("/query/lang", "only once")]


def test_address_takes_its_own_parameters_only() -> None:
    with pytest.raises(ParameterUnknown) as refused:
        read_view(make_programme(), [("tz", "UTC"), ("a/b~c", "1")], EDITION_PARAMETERS)
    assert [pointer for pointer, _ in refused.value.errors] == ["/query/a~1b~0c", "/query/tz"]


def test_kind_without_a_session_is_known_all_the_same() -> None:
    assert read(("kind", "closing")).filters == Filters(kind=("closing",))
