"""The private calendar: opened by its address alone, read by other programs, shut by a reset."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select
from structlog.testing import capture_logs

from factories.accounts import client_of
from feeds.calendars import read_calendar
from madang.audit.models import AuditEntry
from madang.core import tokens
from madang.core.db import Database
from madang.core.ids import new_id
from madang.core.keys import Keyring
from madang.participants.models import RegistrationStatus
from madang.schedules import routes
from schedules.conftest import BASE, OWN, Programme, Somebody, publish
from support.moments import StoppedClock

LINK = f"{OWN}/calendar-link"
MEETING: dict[str, Any] = {
    "meeting_point": {"en": "Main gate", "ko": "정문"},
    "transport": {"en": "Bus 2\r\nBEGIN:VEVENT"},
    "meets_at": datetime(2030, 5, 7, 4, 0, tzinfo=UTC),
}
Make = Callable[..., Awaitable[Somebody]]
Plan = Callable[..., Awaitable[None]]


async def make_link(who: Somebody) -> str:
    """Make the link and return its path."""
    answer = await who.client.post(LINK)
    assert answer.status_code == 201, answer.text
    address = str(answer.json()["address"])
    assert address.endswith(".ics")
    return address[address.index("/api/") :]


async def fetch(app: FastAPI, path: str) -> httpx.Response:
    return await client_of(app).get(path)


def events_of(calendar: bytes) -> dict[str, dict[str, Any]]:
    """Return a calendar's events by title, as another program reads them."""
    return {event["summary"]: event for event in read_calendar(calendar, "Asia/Seoul")["events"]}


def event_of(text: str, uid: str) -> str:
    """Return one event of an unfolded calendar."""
    return next(part for part in text.split("\r\nBEGIN:VEVENT\r\n")[1:] if f"UID:{uid}" in part)


async def test_calendar_has_ones_own_visit_from_when_people_meet(app: FastAPI, somebody: Make, plan: Plan) -> None:
    mina = await somebody()
    await plan({mina.registration_id: "market"}, **MEETING)

    answer = await fetch(app, await make_link(mina))

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    text = answer.content.replace(b"\r\n ", b"").decode()
    assert text.count("BEGIN:VEVENT\r\n") == 2  # what is typed makes no event
    assert "NAME:My schedule: Harbour training" in text
    visit = event_of(text, "visit.harbour-2030@madang")
    assert "DTSTART;TZID=Asia/Seoul:20300507T130000" in visit
    assert "DTEND;TZID=Asia/Seoul:20300507T180000" in visit
    assert "LOCATION:Main gate" in visit
    assert (
        "DESCRIPTION:Meet at 13:00: Main gate\\n\\nBus 2\\nBEGIN:VEVENT\\n\\nMarket:\\n- Stalls (Fair Market)" in visit
    )
    assert "Walk" not in visit
    assert set(events_of(answer.content)) == {"Opening", "Field visit"}


async def test_calendar_is_in_the_registrations_language_unless_another_is_asked_for(
    app: FastAPI, somebody: Make, plan: Plan
) -> None:
    mina = await somebody(language="ko")
    await plan({mina.registration_id: "market"}, **MEETING)
    path = await make_link(mina)

    own, french = await fetch(app, path), await fetch(app, f"{path}?lang=fr")

    assert "13:00 집합: 정문" in own.content.replace(b"\r\n ", b"").decode()
    assert "Rendez-vous à 13:00 : Main gate" in french.content.replace(b"\r\n ", b"").decode()


async def test_waiting_is_said_and_tentative(app: FastAPI, somebody: Make, plan: Plan) -> None:
    mina = await somebody()
    await plan({mina.registration_id: None})

    text = (await fetch(app, await make_link(mina))).content.replace(b"\r\n ", b"").decode()

    visit = event_of(text, "visit.harbour-2030@madang")
    assert "You are on the waiting list for a place" in visit
    assert "STATUS:TENTATIVE" in visit
    assert "Market:" in visit


async def test_roles_stand_before_all_else(
    app: FastAPI, as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    mina = await somebody()
    path = f"{BASE}/participants/{mina.registration_id}"
    await as_organiser.patch(path, json={"person_id": programme.person_id}, headers={"If-Match": '"1"'})

    text = (await fetch(app, await make_link(mina))).content.replace(b"\r\n ", b"").decode()

    assert "DESCRIPTION:You: Moderator" in text


async def test_unchanged_schedule_is_unchanged_bytes_and_a_move_raises_the_sequence(
    app: FastAPI, clock: StoppedClock, somebody: Make, plan: Plan
) -> None:
    mina = await somebody()
    await plan({mina.registration_id: "market"})
    path = await make_link(mina)
    first = (await fetch(app, path)).content
    clock.advance(hours=3)
    again = (await fetch(app, path)).content

    await plan({mina.registration_id: "walk"})

    moved = (await fetch(app, path)).content
    before, after = events_of(first)["Field visit"], events_of(moved)["Field visit"]
    assert first == again
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert b"LAST-MODIFIED:20190930T110000Z" in moved


async def test_reset_shuts_the_old_address_and_opens_a_new_one(app: FastAPI, somebody: Make) -> None:
    mina = await somebody()
    nothing = await mina.client.get(LINK)
    old = await make_link(mina)
    new = await make_link(mina)

    shown = (await mina.client.get(LINK)).json()["address"]

    assert nothing.json() == {"address": None, "made_at": None}
    assert shown.endswith(new)
    assert old != new
    gone = await fetch(app, old)
    assert (gone.status_code, gone.json()["code"], gone.headers["cache-control"]) == (404, "not_found", "no-store")
    assert (await fetch(app, new)).status_code == 200
    assert (await mina.client.delete(LINK)).status_code == 204
    assert (await mina.client.delete(LINK)).status_code == 204
    assert (await fetch(app, new)).status_code == 404


async def test_retried_press_makes_one_link_and_stores_no_secret(somebody: Make, database: Database) -> None:
    mina = await somebody()
    key = {"Idempotency-Key": "press-1"}
    first, second = await mina.client.post(LINK, headers=key), await mina.client.post(LINK, headers=key)

    assert (first.status_code, second.status_code, second.json()["code"]) == (201, 409, "already_created")
    assert (await mina.client.get(LINK)).json()["address"] == first.json()["address"]
    async with database.read() as db:
        noted = (await db.exec(select(AuditEntry.action))).all()
    assert [action for action in noted if action.startswith("calendar_link")] == ["calendar_link.made"]


async def test_address_that_was_not_made_here_opens_nothing(app: FastAPI, somebody: Make, database: Database) -> None:
    mina = await somebody()
    path = await make_link(mina)
    token = path.removeprefix("/api/v1/calendars/").removesuffix(".ics")
    keyring: Keyring = app.state.keyring
    for wrong in (
        token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        tokens.make_token(keyring, "mailed-link", mina.registration_id),
        tokens.make_token(keyring, "calendar-link", new_id()),
        "x",
    ):
        assert (await fetch(app, f"/api/v1/calendars/{wrong}.ics")).status_code == 404, wrong
    assert (await fetch(app, "/api/v1/calendars/%00.ics")).status_code in (404, 422)
    assert (await fetch(app, f"{path}?since=1")).json()["code"] == "parameter_unknown"


async def test_calendar_of_who_no_longer_comes_is_empty_and_still_a_calendar(
    app: FastAPI, as_organiser: httpx.AsyncClient, somebody: Make
) -> None:
    mina = await somebody(status=RegistrationStatus.CANCELLED)
    path = await make_link(mina)
    empty = await fetch(app, path)
    assert (empty.status_code, empty.content.count(b"BEGIN:VEVENT")) == (200, 0)
    read_calendar(empty.content, "Asia/Seoul")

    await as_organiser.post(f"{BASE}/releases/1/withdraw")

    assert (await fetch(app, path)).content.count(b"BEGIN:VEVENT") == 0


async def test_private_edition_has_a_private_calendar(
    app: FastAPI, as_organiser: httpx.AsyncClient, somebody: Make
) -> None:
    mina = await somebody()
    await as_organiser.patch(BASE, json={"visibility": "private"}, headers={"If-Match": '"1"'})
    assert len(events_of((await fetch(app, await make_link(mina))).content)) == 2


async def test_new_release_reaches_the_calendar(
    app: FastAPI, as_organiser: httpx.AsyncClient, clock: StoppedClock, programme: Programme, somebody: Make
) -> None:
    mina = await somebody()
    path = await make_link(mina)
    session = f"{BASE}/programme/sessions/{programme.session_id}"
    await as_organiser.patch(session, json={"status": "cancelled"}, headers={"If-Match": '"1"'})
    clock.now += timedelta(minutes=5)
    await publish(as_organiser)

    text = (await fetch(app, path)).content.decode()

    assert "SUMMARY:Cancelled: Field visit" in text
    assert "STATUS:CANCELLED" in text


async def test_address_of_a_calendar_that_cannot_be_made_is_not_in_the_log(
    app: FastAPI, somebody: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> bytes:
        raise RuntimeError("broken")

    path = await make_link(await somebody())
    monkeypatch.setattr(routes, "own_calendar", breaks)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    with capture_logs() as logged:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            answer = await client.get(path)

    token = path.rpartition("/")[2].removesuffix(".ics")
    assert (answer.status_code, token in answer.text, token in str(logged)) == (500, False, False)
    assert [(entry["event"], entry["route"]) for entry in logged] == [
        ("unexpected fault", "/api/v1/calendars/{token}.ics")
    ]
