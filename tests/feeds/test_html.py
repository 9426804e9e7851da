"""The agenda as HTML: what is drawn, in which words, and that nothing hostile gets through."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from feeds.markup import Element, read
from feeds.sample import BASE_URL, RELEASE, make_big_programme, make_person, make_programme, make_session
from madang.feeds.html import render_embed_page, render_fragment, render_page
from madang.feeds.html_view import first_sentence, offset_name
from madang.feeds.rules import Filters


def view(**changes: Any) -> dict[str, Any]:
    return {
        "release": RELEASE,
        "lang": "en",
        "tz": "Asia/Seoul",
        "filters": Filters(),
        "base_url": BASE_URL,
        **changes,
    }


def fragment(programme: Any, **changes: Any) -> Element:
    return read(render_fragment(programme, **view(**changes)))


def programme_of(*sessions: Any, **edition: Any) -> Any:
    programme: Any = make_programme(**edition)
    programme["sessions"] = list(sessions)
    return programme


def test_fragment_says_what_it_shows() -> None:
    section = fragment(make_programme(), lang="fr", tz="UTC", etag='"3.0-x"').one("section")

    assert section.attributes == {
        "class": "madang-agenda",
        "data-edition": "courtyard-2019",
        "data-release": "3.0",
        "data-etag": '"3.0-x"',
        "data-lang": "fr",
        "data-languages": "en ko fr",
        "data-tz": "UTC",
        "data-edition-tz": "Asia/Seoul",
        "lang": "fr",
        "aria-label": "Programme",
    }


def test_session_carries_what_filters_need() -> None:
    session = fragment(make_programme()).one("li", id="s-session-4")

    assert {name: value for name, value in session.attributes.items() if name.startswith("data-")} == {
        "data-id": "00000000-0000-0000-0000-0000000003ec",
        "data-key": "session-4",
        "data-kind": "field_visit",
        "data-status": "tentative",
        "data-topics": "",
        "data-sites": "makers market",
        "data-start": "2019-10-29T04:30:00Z",
        "data-end": "2019-10-29T09:00:00Z",
        "data-length": "8",
    }


def test_times_over_midnight_in_montreal_name_their_days() -> None:
    # 12:30 to 13:30 in Seoul.
    lunch = make_session(1, start="2019-10-28T03:30:00Z", end="2019-10-28T04:30:00Z")

    shown = fragment(programme_of(lunch, days=["2019-10-28"]), tz="America/Montreal")

    assert shown.one("h2").text == "Monday 28 October"
    assert shown.one("li", class_="session").one("p", class_="time").text == "Sun 27 Oct 23:30 – 00:30 Mon 28 Oct"
    assert [time.attributes["datetime"] for time in shown.one("p", class_="time").all("time")] == [
        "2019-10-27T23:30:00-04:00",
        "2019-10-28T00:30:00-04:00",
    ]


def test_zone_is_named_without_offset_when_clocks_change_between_days() -> None:
    programme = programme_of(make_session(1), days=["2019-10-26", "2019-10-28"])

    assert fragment(programme, tz="Europe/Paris").one("p", class_="zone").text == "All times in Paris time"
    assert fragment(programme, tz="Asia/Seoul").one("p", class_="zone").text == "All times in Seoul time (UTC+9)"
    assert fragment(programme, tz="UTC", lang="fr").one("p", class_="zone").text == "Tous les horaires : UTC"


def test_status_is_in_words_unless_confirmed() -> None:
    sessions = [
        make_session(number, status=status, start=f"2019-10-28T0{number}:00:00Z", end=f"2019-10-28T0{number}:30:00Z")
        for number, status in enumerate(("confirmed", "tentative", "changed", "cancelled"))
    ]

    shown = fragment(programme_of(*sessions))

    assert [one.one("p", class_="labels").text for one in shown.all("li", class_="session")] == [
        "Plenary",
        "Plenary Tentative",
        "Plenary Changed",
        "Plenary Cancelled",
    ]


def test_stop_says_its_status_where_it_differs_from_the_session() -> None:
    visit = fragment(make_programme()).one("li", id="s-session-4")

    assert [stop.text for stop in visit.all("li", class_="stop")] == [
        "14:00 – 15:00 Makers' House",
        "15:30 Stalls of cooperatives Confirmed Fair Market",
        "Fair Market Cancelled",
    ]


def test_person_not_confirmed_is_to_be_announced() -> None:
    person = make_person(id=None, name=None, affiliation=None, role="moderator")

    shown = fragment(programme_of(make_session(1, people=[person])), lang="fr")

    assert shown.one("ul", class_="people").text == "Modération À annoncer"


def test_options_stand_beside_each_other_with_their_stops() -> None:
    visit = fragment(make_programme()).one("li", id="s-session-4")

    assert visit.one("p", class_="note").text == "2 itineraries to choose from"
    assert [option.one("h4").text for option in visit.all("li", class_="option")] == [
        "Makers and market",
        "Market only",
    ]


def test_sessions_at_the_same_time_get_columns_and_rows() -> None:
    slots = {"a": ("00:00", "03:00"), "b": ("00:00", "01:30"), "c": ("01:30", "03:00"), "d": ("04:00", "05:00")}
    sessions = [
        make_session(number, key=key, start=f"2019-10-28T{start}:00Z", end=f"2019-10-28T{end}:00Z")
        for number, (key, (start, end)) in enumerate(slots.items())
    ]

    shown = fragment(programme_of(*sessions))

    parallel = shown.one("li", class_="parallel")
    assert parallel.attributes["data-columns"] == "2"
    assert [
        tuple(one.attributes[f"data-{name}"] for name in ("key", "column", "row", "rows"))
        for one in parallel.all("li", class_="session")
    ] == [("a", "1", "1", "2"), ("b", "2", "1", "1"), ("c", "2", "2", "1")]
    assert shown.one("li", class_="gap").text == "Free time, 1 h"


def test_filtered_out_time_is_not_free_time() -> None:
    shown = fragment(make_programme(), filters=Filters(kind=("roundtable", "thematic")))

    assert [one.attributes["data-key"] for one in shown.all("li", class_="session")] == ["session-1", "session-3"]
    assert shown.all("li", class_="gap") == []
    assert [day.attributes["data-day"] for day in shown.all("div", class_="day")] == ["2019-10-28"]


def test_what_a_whole_day_shares_stands_at_its_head() -> None:
    hall = make_programme()["sessions"][0]["venue"]
    sessions = [
        make_session(number, venue=hall, languages=["en"], start=f"2019-10-28T0{number}:00:00Z") for number in range(2)
    ]

    shown = fragment(programme_of(*sessions, make_session(3, start="2019-10-28T03:00:00Z")))

    assert [facts.text for facts in shown.all("p", class_="facts")] == ["Training Institute In English"]


def test_one_place_of_many_sessions_stays_with_its_session() -> None:
    shown = fragment(make_programme()).one("div", data_day="2019-10-29")

    assert [facts.parent and facts.parent.classes for facts in shown.all("p", class_="facts")] == [["body"]]


def test_text_that_is_not_translated_is_marked_with_its_language() -> None:
    shown = fragment(make_programme(), lang="fr")

    assert [(title.text, [span.attributes["lang"] for span in title.all("span")]) for title in shown.all("h3")] == [
        ("Table ronde d’ouverture", []),
        ("Déjeuner", []),
        ("Cancelled talk", ["en"]),
        ("Field visit", ["en"]),
        ("Welcome dinner", ["en"]),
    ]


def test_language_without_interface_words_speaks_the_editions_default() -> None:
    programme = programme_of(make_session(1, title={"en": "Lunch", "vi": "Bữa trưa"}), languages=["en", "vi"])

    section = fragment(programme, lang="vi").one("section")

    assert (section.attributes["lang"], section.attributes["data-lang"]) == ("en", "vi")
    assert section.one("h3").one("span").attributes == {"lang": "vi", "dir": "auto"}


def test_first_sentence_of_an_abstract_only_in_the_titles_language() -> None:
    abstract = {"en": "Four *case studies*. Then more.\n\n- a list"}
    programme = programme_of(make_session(1, title={"en": "Plenary", "fr": "Plénière"}, abstract=abstract))

    assert fragment(programme).one("p", class_="lead").text == "Four case studies."
    assert fragment(programme, lang="fr").all("p", class_="lead") == []


def test_hostile_texts_stay_text() -> None:
    evil = "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    programme: Any = make_programme(title={"en": evil}, theme={"en": evil}, place={"en": evil})
    for venue in programme["venues"]:
        venue["name"] = {"en": evil}
    for topic in programme["topics"]:
        topic["name"] = {"en": evil}
    for session in programme["sessions"]:
        session |= {"title": {"en": evil}, "abstract": {"en": evil}}
        session["people"] = [make_person(name=evil, affiliation=evil, position=evil, contribution={"en": evil})]
        for option in session["options"]:
            option["title"] = {"en": evil}
    release = view()["release"].__class__(number=3, revision=0, published_at=RELEASE.published_at, comment=evil)

    page = read(render_embed_page(programme, **view(release=release)))

    assert [script.text for script in page.all("script")] == [""]
    assert page.all("img") == []
    assert {one.one("h3").text for one in page.all("li", class_="session")} == {evil}
    assert page.one("p", class_="comment").text == evil
    assert [name for element in page.all() for name in element.attributes if name.startswith("on")] == []


@pytest.mark.parametrize("render", [render_fragment, render_page, render_embed_page])
def test_nothing_is_inline(render: Any) -> None:
    page = read(render(make_programme(), **view()))

    assert [element for element in page.all() if "style" in element.attributes or element.tag == "style"] == []
    assert [script.attributes.get("src") for script in page.all("script")] == (
        [f"{BASE_URL}/embed/v1/agenda.js"] if render is render_embed_page else []
    )


def test_forty_sessions_in_a_day_are_all_there_in_order() -> None:
    name = "Nuestra Señora la Reina de los Ángeles del Río de Porciúncula de San Francisco de Asís"
    sessions = [
        make_session(
            number,
            title={"en": f"{name} {number}"},
            start=f"2019-10-28T{number // 5:02}:{number % 5 * 10:02}:00Z",
            end=f"2019-10-28T{number // 5 + 1:02}:00:00Z",
        )
        for number in range(40)
    ]

    shown = fragment(programme_of(*sessions))

    assert [one.text for one in shown.all("h3")] == [f"{name} {number}" for number in range(40)]


def test_many_sessions_are_all_there() -> None:
    shown = fragment(make_big_programme(300))

    assert len({one.attributes["data-key"] for one in shown.all("li", class_="session")}) == 300


def test_empty_programme_says_what_comes_next() -> None:
    shown = fragment(programme_of(), lang="ko")

    empty = shown.one("div", class_="empty")
    assert empty.one("p", class_="empty-title").text == "프로그램을 준비하고 있습니다"
    assert empty.one("a").attributes["href"] == (
        f"{BASE_URL}/public/v1/editions/courtyard-2019/agenda.ics?lang=ko&tz=Asia%2FSeoul"
    )
    assert shown.all("div", class_="day") == []
    assert shown.all("div", class_="tools") == []


def test_selection_without_sessions_leads_back_to_all() -> None:
    empty = fragment(make_programme(), filters=Filters(kind=("keynote",))).one("div", class_="empty")

    assert empty.one("p", class_="empty-title").text == "No session matches this selection"
    assert empty.one("a").attributes["href"] == (
        f"{BASE_URL}/public/v1/editions/courtyard-2019/agenda.html?lang=en&tz=Asia%2FSeoul"
    )


def test_day_without_sessions_says_so() -> None:
    shown = fragment(programme_of(make_session(1)))

    assert shown.one("div", data_day="2019-10-29").text == "Tuesday 29 October No session on this day yet"


def test_toolbar_offers_what_the_agenda_has() -> None:
    tools = fragment(make_programme(), lang="ko").one("div", class_="tools")

    assert "hidden" in tools.attributes
    assert [one.attributes["data-is"] for one in tools.all("button") if "data-is" in one.attributes] == [
        "day:2019-10-28",
        "day:2019-10-29",
        "kind:roundtable",
        "kind:meal",
        "kind:thematic",
        "kind:field_visit",
        "kind:social",
        "topic:finance",
        "topic:employment",
        "site:institute",
        "site:makers",
        "site:market",
    ]
    assert [(one.attributes["value"], one.text) for one in tools.all("option")] == [
        ("en", "English"),
        ("ko", "한국어"),
        ("fr", "Français"),
    ]


def test_page_leads_to_other_formats_languages_and_zones() -> None:
    page = read(render_page(make_programme(), **view(lang="fr", filters=Filters(day=("2019-10-28",)))))

    address = f"{BASE_URL}/public/v1/editions/courtyard-2019/agenda"
    query = "tz=Asia%2FSeoul&day=2019-10-28"
    assert page.one("html").attributes == {"lang": "fr"}
    assert [
        (link.attributes.get("hreflang"), link.attributes["href"]) for link in page.all("link", rel="alternate")
    ] == [
        ("en", f"{address}.html?lang=en&{query}"),
        ("ko", f"{address}.html?lang=ko&{query}"),
        ("fr", f"{address}.html?lang=fr&{query}"),
        (None, f"{address}.ics?lang=fr&{query}"),
        (None, f"{address}.txt?lang=fr&{query}"),
        (None, f"{address}.json?lang=fr&{query}"),
    ]
    zones = page.one("details").all("a")
    assert zones[0].attributes == {"href": f"{address}.html?lang=fr&{query}", "aria-current": "true"}
    assert {link.text: link.attributes["href"] for link in zones}["Montréal"] == (
        f"{address}.html?lang=fr&tz=America%2FMontreal&day=2019-10-28"
    )


def test_page_of_one_release_says_so_and_leads_to_the_current_one() -> None:
    pinned = read(render_page(make_programme(), **view(), pinned=True)).one("p", class_="pinned")

    assert pinned.text.startswith("This is version 3 as it was published.")
    assert pinned.one("a").attributes["href"].endswith("/agenda.html?lang=en&tz=Asia%2FSeoul")  # type: ignore[union-attr]


def test_iframe_page_opens_sessions_outside_the_frame() -> None:
    page = read(render_embed_page(make_programme(), **view(filters=Filters(kind=("meal", "social")))))

    assert page.one("madang-agenda").attributes == {
        "edition": "courtyard-2019",
        "lang": "en",
        "tz": "Asia/Seoul",
        "kind": "meal social",
        "target": "_blank",
    }
    assert [
        (link.attributes["target"], link.attributes["rel"]) for title in page.all("h3") for link in title.all("a")
    ] == [("_blank", "noopener")] * 2


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("", ""),
        ("Keynote and opening ceremony.", "Keynote and opening ceremony."),
        ("No full stop", "No full stop"),
        ("See [the **plan**](https://example.org). More.", "See the plan."),
        ("Version 2.5 is out! More.", "Version 2.5 is out!"),
        ("- a list\n- of things", ""),
        ("1. first", ""),
        ("A first line\nthat goes on. And on.\n\nNext paragraph.", "A first line that goes on."),
        ("사례 연구입니다. 더 있습니다.", "사례 연구입니다."),
        ("word " * 60, ""),
    ],
)
def test_first_sentence_is_plain_and_short(markdown: str, sentence: str) -> None:
    assert first_sentence(markdown) == sentence


@pytest.mark.parametrize(
    ("hours", "name"), [(9, "UTC+9"), (0, "UTC"), (-4, "UTC−4"), (5.75, "UTC+5:45"), (-3.5, "UTC−3:30")]
)
def test_offset_is_named(hours: float, name: str) -> None:
    assert offset_name(datetime(2019, 10, 28, tzinfo=timezone(timedelta(hours=hours)))) == name
