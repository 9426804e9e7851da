"""The shipped training of 2019, from its file to what calendars show."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from fastapi import FastAPI

from feeds.calendars import read_calendar
from madang.core.db import Database
from madang.feeds import layer
from madang.programme.file import parse
from madang.programme.loading import load
from madang.programme.queries import find_edition
from madang.programme.releases import publish
from support.moments import StoppedClock

FILE = Path(__file__).parents[2] / "programmes" / "gsef-cbt-2019.yaml"
AGENDA = "/public/v1/editions/gsef-cbt-2019/agenda"


@pytest_asyncio.fixture
async def shipped(app: FastAPI, database: Database, clock: StoppedClock) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        await load(db, parse(FILE.read_bytes(), FILE.name), now=clock())
        edition = await find_edition(db, "gsef-cbt-2019")
        assert edition is not None
        await publish(db, edition, comment="First draft", accept_warnings=True, by_id=None, now=clock())
    transport = httpx.ASGITransport(layer.in_front(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


async def test_agenda_has_four_days_and_all_twenty_sessions(shipped: httpx.AsyncClient) -> None:
    agenda = (await shipped.get(f"{AGENDA}.json")).json()

    assert [(day["date"], len(day["sessions"])) for day in agenda["days"]] == [
        ("2019-10-28", 7),
        ("2019-10-29", 4),
        ("2019-10-31", 4),
        ("2019-11-01", 5),
    ]


async def test_field_visits_have_their_tentative_stops(shipped: httpx.AsyncClient) -> None:
    agenda = (await shipped.get(f"{AGENDA}.json?kind=field_visit")).json()

    visits: list[dict[str, Any]] = [session for day in agenda["days"] for session in day["sessions"]]
    assert [(visit["start"], visit["status"]) for visit in visits] == [
        ("2019-10-29T13:30:00+09:00", "tentative"),
        ("2019-10-31T13:30:00+09:00", "tentative"),
    ]
    stops = [[stop["status"] for option in visit["options"] for stop in option["stops"]] for visit in visits]
    assert stops == [["tentative", "tentative"], ["tentative"]]
    assert len([venue for venue in agenda["venues"] if venue["kind"] == "study_visit_site"]) == 4


async def test_calendars_show_local_times_in_seoul_utc_and_montreal(shipped: httpx.AsyncClient) -> None:
    calendar = (await shipped.get(f"{AGENDA}.ics")).content
    clocks = ("Asia/Seoul", "UTC", "America/Montreal")

    events = read_calendar(calendar, *clocks)["events"]

    assert len(events) == 20
    assert max(len(line) for line in calendar.split(b"\r\n")) <= 75
    starts = [tuple(event["start"][clock] for clock in clocks) for event in events]
    assert starts[0] == ("2019-10-28 09:00", "2019-10-28 00:00", "2019-10-27 20:00")
    assert starts[-1] == ("2019-11-01 13:30", "2019-11-01 04:30", "2019-11-01 00:30")
    by_seoul = [start[0][5:] for start in starts]
    assert by_seoul == [
        *("10-28 09:00", "10-28 10:00", "10-28 12:00", "10-28 13:30", "10-28 15:30", "10-28 16:00", "10-28 19:00"),
        *("10-29 09:00", "10-29 10:00", "10-29 12:00", "10-29 13:30"),
        *("10-31 09:00", "10-31 10:00", "10-31 12:00", "10-31 13:30"),
        *("11-01 09:00", "11-01 10:00", "11-01 11:00", "11-01 12:00", "11-01 13:30"),
    ]
