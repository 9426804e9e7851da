"""What calendar programs make of the calendar: local times where daylight saving comes and goes, and all words."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds.calendars import read_calendar
from feeds.sample import BASE_URL, RELEASE, make_programme, make_session
from madang.feeds.ical import agenda_ical
from madang.feeds.rules import View
from madang.programme.snapshot import Snapshot

CLOCKS = ("Asia/Seoul", "UTC", "America/Montreal")


def calendar_of(programme: Snapshot, lang: str = "en") -> bytes:
    return agenda_ical(programme, RELEASE, View(lang, programme["edition"]["timezone"]), BASE_URL)


def test_times_are_right_in_seoul_utc_and_montreal() -> None:
    events = read_calendar(calendar_of(make_programme()), *CLOCKS)["events"]

    assert [event["start"] for event in events[:2]] == [
        {"Asia/Seoul": "2019-10-28 09:00", "UTC": "2019-10-28 00:00", "America/Montreal": "2019-10-27 20:00"},
        {"Asia/Seoul": "2019-10-28 12:00", "UTC": "2019-10-28 03:00", "America/Montreal": "2019-10-27 23:00"},
    ]
    assert events[3]["end"] == {
        "Asia/Seoul": "2019-10-29 18:00",
        "UTC": "2019-10-29 09:00",
        "America/Montreal": "2019-10-29 05:00",
    }


def test_words_arrive_whole() -> None:
    read = read_calendar(calendar_of(make_programme(), "ko"))

    assert read["name"] == "마당 연수 2019"
    field_visit = read["events"][3]
    assert field_visit["summary"] == "사회적경제 현장 방문 — 아주 긴 제목이라서 일흔다섯 옥텟을 반드시 넘어야 하는 제목"
    assert field_visit["status"] == "TENTATIVE"
    assert (
        "- 14:00–15:00 Makers' House [잠정]\n- 15:30 Stalls of cooperatives (공정 시장)" in field_visit["description"]
    )
    opening = read["events"][0]
    assert opening["location"] == "대강당, 국제연수원, 서울시 보기로 1"
    assert opening["categories"] == ["원탁회의", "Finance"]
    assert opening["description"].startswith("Laws, policies; and a backslash \\.\n\nA second paragraph")


# The week in which clocks change, at both ends of the summer, on both sides of the equator, by half an hour and at
# midnight; a zone that skipped a day; one that is behind in winter by a negative daylight saving.
@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        ("America/Montreal", ["2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "2026-11-01T05:30:00Z"]),
        ("America/Montreal", ["2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z", "2027-01-01T00:00:00Z"]),
        ("Europe/Paris", ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-10-25T02:30:00Z"]),
        ("Europe/Dublin", ["2026-03-29T01:30:00Z", "2026-10-25T02:30:00Z", "2026-12-01T12:00:00Z"]),
        ("America/Santiago", ["2026-04-05T02:30:00Z", "2026-04-05T04:30:00Z", "2026-09-06T04:30:00Z"]),
        ("Australia/Lord_Howe", ["2026-04-04T14:15:00Z", "2026-04-04T16:15:00Z", "2026-10-03T16:15:00Z"]),
        ("Africa/Casablanca", ["2026-02-20T12:00:00Z", "2026-03-25T12:00:00Z"]),
        ("Asia/Kathmandu", ["2026-07-01T00:15:00Z"]),
    ],
)  # fmt: skip
def test_times_are_right_where_clocks_change(zone: str, moments: list[str]) -> None:
    programme: Any = make_programme(timezone=zone)
    programme["sessions"] = []
    for number, moment in enumerate(moments):
        day = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).date().isoformat()
        programme["sessions"].append(make_session(number, start=moment, end=moment, day=day))

    events = read_calendar(calendar_of(programme), zone, *CLOCKS)["events"]

    for clock in (zone, *CLOCKS):
        right = [f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(clock)):%Y-%m-%d %H:%M}" for moment in moments]
        assert [event["start"][clock] for event in events] == right, clock
