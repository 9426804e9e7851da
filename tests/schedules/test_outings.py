"""What is somebody's of a programme, and how places are written on the spot: rules alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.sample import make_programme, make_session
from madang.schedules.outings import Outing, in_local_script, own_entries

NOW = datetime(2019, 10, 1, tzinfo=UTC)
VISIT_START = datetime(2019, 10, 29, 4, 30, tzinfo=UTC)
PROGRAMME = make_programme()
VISIT: Any = PROGRAMME["sessions"][3]
OPTIONS = [option["id"] for option in VISIT["options"]]


def outing(**changes: Any) -> Outing:
    values: dict[str, Any] = {
        "transport": {},
        "meeting_point": {},
        "meets_at": None,
        "withdrawn": False,
        "changed_at": NOW,
        "version": 1,
    }
    return Outing(**values | changes)


places = st.dictionaries(
    st.sampled_from([session["id"] for session in PROGRAMME["sessions"]]),
    st.none() | st.sampled_from([*OPTIONS, "gone"]),
)
outings = st.dictionaries(
    st.sampled_from(OPTIONS),
    st.builds(
        outing,
        meets_at=st.none() | st.integers(-600, 600).map(lambda minutes: VISIT_START + timedelta(minutes=minutes)),
        withdrawn=st.booleans(),
    ),
)


@given(places, outings)
def test_every_session_is_there_once_in_the_order_of_being_there(given_places: Any, given_outings: Any) -> None:
    own = own_entries(PROGRAMME, given_places, None, given_outings)

    assert sorted(each.entry.session["key"] for each in own) == sorted(s["key"] for s in PROGRAMME["sessions"])
    assert [each.begins_at for each in own] == sorted(each.begins_at for each in own)
    assert all(each.begins_at <= datetime.fromisoformat(each.entry.session["start"]) for each in own)


@given(places, outings)
def test_nobody_is_told_of_an_option_that_is_not_theirs(given_places: Any, given_outings: Any) -> None:
    own = {each.entry.session["id"]: each for each in own_entries(PROGRAMME, given_places, None, given_outings)}
    mine = own[VISIT["id"]]
    place = given_places.get(VISIT["id"], "nowhere")

    assert (mine.entry.option["id"] if mine.entry.option else None) == (place if place in OPTIONS else None)
    assert mine.outing == (given_outings.get(place) if place in OPTIONS else None)
    assert mine.waiting == (place is None)
    assert all(each.outing is None and not each.waiting for key, each in own.items() if key != VISIT["id"])


def test_people_who_meet_after_the_session_begins_are_there_when_it_begins() -> None:
    late = {OPTIONS[0]: outing(meets_at=VISIT_START + timedelta(hours=1))}
    own = own_entries(PROGRAMME, {VISIT["id"]: OPTIONS[0]}, None, late)
    assert next(each for each in own if each.outing).begins_at == VISIT_START


def test_option_whose_stops_are_all_cancelled_is_called_off() -> None:
    by_option = {
        place: next(
            each.called_off
            for each in own_entries(PROGRAMME, {VISIT["id"]: place}, None, {})
            if each.entry.session["id"] == VISIT["id"]
        )
        for place in OPTIONS
    }
    assert by_option == {OPTIONS[0]: False, OPTIONS[1]: True}


def test_only_option_is_everybodys_without_a_place() -> None:
    programme = make_programme()
    alone = make_session(9, options=[VISIT["options"][0]])
    programme["sessions"] = [alone]  # type: ignore[list-item]
    (own,) = own_entries(programme, {}, None, {OPTIONS[0]: outing(meeting_point={"en": "Gate"})})
    assert (own.entry.undecided, own.waiting, own.outing and own.outing.meeting_point) == (False, False, {"en": "Gate"})


@pytest.mark.parametrize(
    ("words", "zone", "found"),
    [
        ({"en": "1 Road", "ko": "보기로 1"}, "Asia/Seoul", ("ko", "보기로 1")),
        ({"en": "1 Road", "ko-KR": "보기로 1"}, "Asia/Seoul", ("ko-KR", "보기로 1")),
        ({"en": "1 Road"}, "Asia/Seoul", None),
        ({"en": "1 Road", "ko": ""}, "Asia/Seoul", None),
        ({"en": "1 Road", "fr": "1 rue"}, "Europe/Zurich", ("fr", "1 rue")),
        ({"en": "1 Road"}, "UTC", None),
        ({"zh": "路1號", "en": "1 Road"}, "Asia/Taipei", ("zh", "路1號")),
    ],
)
def test_local_script_is_that_of_the_zones_country(words: Any, zone: str, found: Any) -> None:
    assert in_local_script(words, zone) == found
