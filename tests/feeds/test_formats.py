"""JSON, iCalendar and plain text of a release, compared whole, and what RFC 5545 asks, counted by hand."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds.golden_files import FOLDER, QUERIES, make
from feeds.sample import BASE_URL, RELEASE, make_programme, make_session
from madang.feeds import schemas
from madang.feeds.ical import agenda_ical
from madang.feeds.json_feed import agenda_json, edition_json, session_json
from madang.feeds.rules import AGENDA_PARAMETERS, ReleaseInfo, View, read_view
from madang.feeds.text import agenda_text
from madang.programme.snapshot import Snapshot


def view_of(programme: Snapshot, *pairs: tuple[str, str]) -> View:
    return read_view(programme, pairs, AGENDA_PARAMETERS)


def calendar_of(programme: Snapshot, *pairs: tuple[str, str], base_url: str = BASE_URL) -> bytes:
    return agenda_ical(programme, RELEASE, view_of(programme, *pairs), base_url)


def properties(calendar: bytes, name: str) -> list[str]:
    """Return the values of a property in all events, unfolded, in order."""
    events = calendar.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    lines = [line for event in events for line in event.split("\r\n")]
    return [line.partition(":")[2] for line in lines if line.partition(":")[0].partition(";")[0] == name]


@pytest.mark.parametrize("name", QUERIES)
def test_format_is_as_it_was(name: str) -> None:
    assert make(name).decode() == (FOLDER / name).read_bytes().decode()


def test_agenda_json_is_as_documented() -> None:
    programme = make_programme()

    agenda = agenda_json(programme, RELEASE, view_of(programme), BASE_URL)

    assert schemas.Agenda.model_validate(agenda, strict=False).model_dump(mode="json").keys() == agenda.keys()


def test_session_json_is_as_documented() -> None:
    programme = make_programme()

    for session in programme["sessions"]:
        schemas.SessionRead.model_validate(session_json(programme, RELEASE, session, view_of(programme), BASE_URL))


def test_edition_json_is_as_documented() -> None:
    schemas.EditionRead.model_validate(edition_json(make_programme(), RELEASE, "fr", BASE_URL))


def test_times_carry_the_offset_of_the_zone_asked_for() -> None:
    programme = make_programme()

    def starts(zone: str) -> list[str]:
        agenda = agenda_json(programme, RELEASE, view_of(programme, ("tz", zone)), BASE_URL)
        return [day["sessions"][0]["start"] for day in agenda["days"]]

    assert starts("Asia/Seoul") == ["2019-10-28T09:00:00+09:00", "2019-10-29T13:30:00+09:00"]
    assert starts("UTC") == ["2019-10-28T00:00:00+00:00", "2019-10-29T04:30:00+00:00"]
    assert starts("America/Montreal") == ["2019-10-27T20:00:00-04:00", "2019-10-29T00:30:00-04:00"]


def test_days_stay_those_of_the_edition_in_every_zone() -> None:
    programme = make_programme()

    agenda = agenda_json(programme, RELEASE, view_of(programme, ("tz", "America/Montreal")), BASE_URL)

    assert [day["date"] for day in agenda["days"]] == ["2019-10-28", "2019-10-29"]


def test_text_falls_back_to_the_default_language() -> None:
    programme = make_programme()

    agenda = agenda_json(programme, RELEASE, view_of(programme, ("lang", "ko")), BASE_URL)

    titles = [session["title"] for day in agenda["days"] for session in day["sessions"]][:3]
    assert titles == ["개회 원탁회의", "점심", "Cancelled talk"]


def test_parallel_options_keep_their_stops_and_states() -> None:
    programme = make_programme()

    agenda = agenda_json(programme, RELEASE, view_of(programme, ("kind", "field_visit")), BASE_URL)

    options = agenda["days"][1]["sessions"][0]["options"]
    assert [
        (option["title"], [(stop["venue"]["name"], stop["start"], stop["status"]) for stop in option["stops"]])
        for option in options
    ] == [
        (
            "Makers and market",
            [
                ("Makers' House", "2019-10-29T14:00:00+09:00", "tentative"),
                ("Fair Market", "2019-10-29T15:30:00+09:00", "confirmed"),
            ],
        ),
        ("Market only", [("Fair Market", None, "cancelled")]),
    ]


def test_site_filter_finds_sessions_by_their_stops() -> None:
    programme = make_programme()

    agenda = agenda_json(programme, RELEASE, view_of(programme, ("site", "makers")), BASE_URL)

    assert [session["key"] for day in agenda["days"] for session in day["sessions"]] == ["session-4"]


def test_session_outside_the_days_is_not_lost() -> None:
    programme = make_programme(days=["2019-10-29"])

    agenda = agenda_json(programme, RELEASE, view_of(programme), BASE_URL)

    assert [day["date"] for day in agenda["days"]] == ["2019-10-28", "2019-10-29"]


def test_calendar_lines_have_at_most_75_octets_and_end_in_crlf() -> None:
    calendar = calendar_of(make_programme(), ("lang", "ko"))

    lines = calendar.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[-1] == b""
    assert calendar.count(b"\n") == calendar.count(b"\r\n") == calendar.count(b"\r")
    for line in lines:
        line.decode()  # no character is cut in two


def test_calendar_does_not_depend_on_now_or_on_the_release() -> None:
    programme = make_programme()
    later = ReleaseInfo(number=9, revision=0, published_at=RELEASE.published_at)

    assert agenda_ical(programme, later, view_of(programme), BASE_URL) == calendar_of(programme)


def test_calendar_stamps_are_when_the_session_changed() -> None:
    calendar = calendar_of(make_programme())

    assert properties(calendar, "DTSTAMP") == [
        "20191001T000000Z",
        "20191001T000000Z",
        "20191020T000000Z",
        "20191020T000000Z",
        "20191001T000000Z",
    ]
    assert properties(calendar, "LAST-MODIFIED") == properties(calendar, "DTSTAMP")
    assert properties(calendar, "SEQUENCE") == ["0", "0", "2", "1", "0"]


def test_calendar_uids_come_from_keys_alone() -> None:
    uids = properties(calendar_of(make_programme()), "UID")

    assert uids == [f"session-{number}.courtyard-2019@madang" for number in range(1, 6)]
    assert properties(calendar_of(make_programme(), base_url="https://elsewhere.example.net"), "UID") == uids
    assert properties(calendar_of(make_programme(), ("lang", "ko")), "UID") == uids


def test_calendar_carries_the_public_status() -> None:
    calendar = calendar_of(make_programme())

    assert properties(calendar, "STATUS") == ["CONFIRMED", "CONFIRMED", "CANCELLED", "TENTATIVE", "CONFIRMED"]
    assert properties(calendar, "SUMMARY")[2] == "Cancelled: Cancelled talk"


def test_calendar_is_in_the_zone_of_the_edition_whatever_is_asked() -> None:
    programme = make_programme()

    assert b"TZID:Asia/Seoul\r\n" in calendar_of(programme)
    assert properties(calendar_of(programme), "DTSTART")[0] == "20191028T090000"


@pytest.mark.parametrize(
    "zone", ["America/Montreal", "Europe/Paris", "Pacific/Apia", "Asia/Kathmandu", "Europe/Dublin"]
)
def test_calendar_names_the_zone_that_the_edition_has(zone: str) -> None:
    calendar = calendar_of(make_programme(timezone=zone)).decode()

    assert f"BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n" in calendar
    expected = datetime.fromisoformat("2019-10-28T00:00:00Z").astimezone(ZoneInfo(zone))
    assert f"DTSTART;TZID={zone}:{expected:%Y%m%dT%H%M%S}\r\n" in calendar


def test_calendar_of_an_edition_in_utc_needs_no_zone() -> None:
    calendar = calendar_of(make_programme(timezone="UTC")).decode()

    assert "VTIMEZONE" not in calendar
    assert "DTSTART:20191028T000000Z\r\n" in calendar


def test_empty_programme_is_well_formed() -> None:
    programme: Any = make_programme()
    programme["sessions"] = []

    assert b"BEGIN:VEVENT" not in calendar_of(programme)
    assert agenda_text(programme, RELEASE, view_of(programme), BASE_URL).decode().splitlines()[-1] == (
        "The programme is being prepared"
    )


def test_text_prints_the_date_that_the_readers_zone_shifts() -> None:
    programme = make_programme()

    lines = (
        agenda_text(programme, RELEASE, view_of(programme, ("tz", "America/Montreal")), BASE_URL).decode().splitlines()
    )

    start = lines.index("20:00–21:00   Opening roundtable")
    assert lines[start + 1].strip() == "Sun 27 Oct"


def test_person_who_has_not_confirmed_is_to_be_announced() -> None:
    programme: Any = make_programme()
    programme["sessions"] = [
        make_session(
            1,
            people=[
                {
                    "id": None,
                    "name": None,
                    "role": "moderator",
                    "affiliation": None,
                    "position": None,
                    "contribution": {},
                }
            ],
        )
    ]

    assert "Moderator: To be announced" in agenda_text(programme, RELEASE, view_of(programme), BASE_URL).decode()
    agenda = agenda_json(programme, RELEASE, view_of(programme), BASE_URL)
    assert agenda["days"][0]["sessions"][0]["people"][0]["name"] is None


def test_summer_time_begins_in_the_clock_before_the_change() -> None:
    calendar = calendar_of(make_programme(timezone="America/Montreal")).decode()

    zone = calendar[calendar.index("BEGIN:VTIMEZONE") : calendar.index("END:VTIMEZONE")]
    summer = zone[zone.index("BEGIN:DAYLIGHT") : zone.index("END:DAYLIGHT")].split("\r\n")
    # RFC 5545 §3.6.5: 02:00 by the clock that still shows winter time.
    assert summer[1:-1] == [
        "DTSTART:20180311T020000",
        "RDATE:20190310T020000,20200308T020000",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
    ]


def test_hour_that_comes_twice_is_written_in_utc() -> None:
    programme: Any = make_programme(timezone="America/Montreal")
    moments = {"start": "2026-11-01T05:30:00Z", "end": "2026-11-01T06:30:00Z", "day": "2026-11-01"}
    programme["sessions"] = [make_session(1, **moments)]

    calendar = calendar_of(programme)

    assert (properties(calendar, "DTSTART"), properties(calendar, "DTEND")) == (
        ["20261101T053000Z"],
        ["20261101T063000Z"],
    )
