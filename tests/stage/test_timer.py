"""The speaker's timer: read by every screen, run by one organiser at a time, seen only where the session is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import make_account, signed_in
from factories.programme import EDITION
from madang.accounts.models import Role
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.programme.models import Edition
from madang.stage.models import SpeakerTimer
from stage.conftest import BASE, PUBLIC, SLUG, SPEAKER, Stage, add_session, publish
from support.moments import StoppedClock

Read = Callable[..., Awaitable[httpx.Response]]


async def test_timer_that_nobody_set_is_version_0_everywhere(stage: Stage, read: Read) -> None:
    nothing = {"version": 0, "label": None, "seconds": None, "started_at": None, "used_before": 0.0}

    own, public = await stage.client.get(stage.url), await read()

    assert (own.json(), own.headers["etag"]) == (nothing, '"0"')
    assert (public.json(), public.headers["etag"]) == (nothing, '"0"')


async def test_every_screen_reads_what_the_moderator_did(stage: Stage, read: Read, clock: StoppedClock) -> None:
    assert (await stage.set()).headers["etag"] == '"1"'
    at = clock.now
    running = await stage.press("start", 1)
    seen = await read()
    clock.advance(seconds=61.5)
    paused = await stage.press("pause", 2)

    assert running.status_code == 200, running.text
    started = at.isoformat().replace("+00:00", "Z")
    assert seen.json() == {**SPEAKER, "version": 2, "started_at": started, "used_before": 0.0}
    assert paused.json() == {**SPEAKER, "version": 3, "started_at": None, "used_before": 61.5}
    assert (await read()).json() == paused.json()


async def test_pause_costs_nothing_and_reset_gives_everything_back(
    stage: Stage, read: Read, clock: StoppedClock
) -> None:
    await stage.set()
    await stage.press("start", 1)
    clock.advance(seconds=10)
    await stage.press("pause", 2)
    clock.advance(minutes=5)
    await stage.press("start", 3)
    clock.advance(seconds=10)
    assert (await stage.press("pause", 4)).json()["used_before"] == 20.0

    back = await stage.press("reset", 5)
    again = await stage.press("reset", 6)

    assert (back.json()["used_before"], back.json()["seconds"], back.json()["version"]) == (0.0, 300, 6)
    assert (again.status_code, again.json()["version"]) == (200, 6)  # nothing differs
    assert (await read()).json() == back.json()


async def test_who_speaks_and_for_how_long_changes_while_the_clock_runs(stage: Stage) -> None:
    await stage.set()
    running = (await stage.press("start", 1)).json()

    changed = (await stage.set(2, label="Kisumu trainee 2", seconds=420)).json()
    same = (await stage.set(3, label="Kisumu trainee 2", seconds=420)).json()
    longer = (await stage.press("add", 3, seconds=60)).json()
    shorter = (await stage.press("add", 4, seconds=-180)).json()

    assert changed == {**running, "label": "Kisumu trainee 2", "seconds": 420, "version": 3}
    assert same == changed
    assert [one["seconds"] for one in (longer, shorter)] == [480, 300]
    assert shorter["started_at"] == running["started_at"]


async def test_screen_that_has_it_already_gets_304_and_the_servers_clock(
    stage: Stage, read: Read, clock: StoppedClock
) -> None:
    await stage.set()
    first = await read()
    clock.advance(seconds=2)

    again = await read(seen=first.headers["etag"])
    await stage.press("start", 1)
    changed = await read(seen=first.headers["etag"])

    assert (again.status_code, again.content) == (304, b"")
    assert [one.headers["madang-now"] for one in (first, again)] == [
        "2019-09-30T08:00:00.000+00:00",
        "2019-09-30T08:00:02.000+00:00",
    ]
    assert {one.headers["cache-control"] for one in (first, again, changed)} == {"no-store"}
    assert (changed.status_code, changed.json()["version"]) == (200, 2)


async def test_session_made_anew_under_its_key_is_no_304(stage: Stage, read: Read) -> None:
    await stage.set()
    seen = (await read()).headers["etag"]
    session = f"{BASE}/programme/sessions/{stage.session_id}"
    assert (await stage.client.delete(session, headers={"If-Match": '"1"'})).status_code == 204
    assert (await read(seen=seen)).json()["version"] == 0  # released still, and its timer gone with the draft
    anew = Stage(stage.client, await add_session(stage.client))
    await publish(stage.client)
    await anew.set(label="Kisumu trainee 2")

    answer = await read(seen=seen)

    assert (answer.status_code, answer.json()["label"], answer.json()["version"]) == (200, "Kisumu trainee 2", 1)


async def test_nobody_reads_it_where_the_session_is_not_published(stage: Stage, read: Read) -> None:
    await stage.set()
    draft = Stage(stage.client, await add_session(stage.client, key="closing"))
    assert (await draft.set()).status_code == 200
    closing = PUBLIC.replace("opening", "closing")

    codes = [(await read(url)).json()["code"] for url in (closing, PUBLIC.replace(SLUG, "nowhere"))]

    assert codes == ["session_unknown", "edition_unknown"]
    await publish(stage.client)
    assert (await read(closing)).json()["label"] == SPEAKER["label"]
    for number in (2, 1):
        await stage.client.post(f"{BASE}/releases/{number}/withdraw")
    gone = await read()
    assert (gone.status_code, gone.json()["code"]) == (404, "edition_unknown")


async def test_nobody_reads_it_of_a_private_edition(stage: Stage, read: Read) -> None:
    await stage.set()

    async def show(visibility: str, version: int) -> int:
        body, headers = {"visibility": visibility}, {"If-Match": f'"{version}"'}
        assert (await stage.client.patch(BASE, json=body, headers=headers)).status_code == 200
        return (await read()).status_code

    assert (await show("private", 1), await show("unlisted", 2)) == (404, 200)


async def test_parameters_are_refused_and_other_origins_may_read(stage: Stage, read: Read) -> None:
    assert (await read(f"{PUBLIC}?lang=en")).json()["code"] == "parameter_unknown"
    assert (await read()).headers["access-control-allow-origin"] == "*"


async def test_start_and_pause_twice_say_how_it_stands(stage: Stage) -> None:
    for what in ("start", "pause", "reset"):
        unset = await stage.press(what, 0)
        assert (unset.status_code, unset.json()["code"]) == (409, "timer_unset"), what
    await stage.set()
    still = await stage.press("pause", 1)
    await stage.press("start", 1)

    running = await stage.press("start", 2)

    assert (still.status_code, still.json()["code"], still.json()["current"]["version"]) == (
        409,
        "timer_not_running",
        1,
    )
    assert (running.status_code, running.json()["code"]) == (409, "timer_running")
    assert running.json()["current"] == (await stage.client.get(stage.url)).json()


async def test_change_on_what_was_seen_before_is_refused_with_how_it_stands(stage: Stage) -> None:
    assert (await stage.client.put(stage.url, json=SPEAKER)).status_code == 428
    assert (await stage.client.post(f"{stage.url}/start")).status_code == 428
    await stage.set()
    await stage.press("start", 1)

    late = await stage.press("pause", 1)

    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert late.json()["current"] == (await stage.client.get(stage.url)).json()


async def test_press_that_is_sent_again_happens_once(stage: Stage) -> None:
    await stage.set()
    headers = {"If-Match": '"1"', "Idempotency-Key": "press-1"}
    url, body = f"{stage.url}/add", {"seconds": 60}

    twice = [await stage.client.post(url, json=body, headers=headers) for _ in range(2)]

    assert [answer.json()["seconds"] for answer in twice] == [360, 360]
    assert (await stage.client.get(stage.url)).json()["seconds"] == 360


@pytest.mark.parametrize(
    ("pointer", "body"),
    [
        ("/body/seconds", {"seconds": 29}),
        ("/body/seconds", {"seconds": 7201}),
        ("/body/seconds", {"seconds": 2**70}),
        ("/body/seconds", {"seconds": None}),
        ("/body/seconds", {"seconds": 300.5}),
        ("/body/label", {"seconds": 300, "label": "x" * 201}),
        ("/body/label", {"seconds": 300, "label": ""}),
        ("/body/label", {"seconds": 300, "label": "two\nlines"}),
        ("/body/label", {"seconds": 300, "label": "nul\x00"}),
        ("/body/label", {"seconds": 300, "label": "turned \u202e around"}),
        ("/body/label", {"seconds": 300, "label": ["Kampala"]}),
        ("/body/started_at", {"seconds": 300, "started_at": "2019-11-01T09:00:00Z"}),
    ],
)
async def test_what_is_no_timer_is_refused_with_its_place(stage: Stage, pointer: str, body: dict[str, Any]) -> None:
    answer = await stage.client.put(stage.url, json=body, headers={"If-Match": '"0"'})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await stage.client.get(stage.url)).json()["version"] == 0


async def test_added_seconds_stay_within_what_a_timer_has(stage: Stage) -> None:
    await stage.set(seconds=60)

    for seconds in (-31, 3601, -3601, 0.5):
        answer = await stage.press("add", 1, seconds=seconds)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/seconds"), seconds
    assert (await stage.press("add", 1, seconds=-30)).json()["seconds"] == 30
    await stage.press("add", 2, seconds=3600)
    assert (await stage.press("add", 3, seconds=3600)).status_code == 422


async def test_label_of_other_scripts_is_kept(stage: Stage, read: Read) -> None:
    await stage.set(label="  서울 연수생 1  — Đà Nẵng ")

    assert (await read()).json()["label"] == "서울 연수생 1 — Đà Nẵng"


async def test_session_of_another_edition_is_not_there(stage: Stage) -> None:
    await stage.client.post("/api/v1/editions", json=EDITION | {"slug": "other"})
    foreign = Stage(stage.client, stage.session_id)
    url = foreign.url.replace(SLUG, "other")
    headers = {"If-Match": '"0"'}

    answers = [
        await stage.client.get(url),
        await stage.client.put(url, json=SPEAKER, headers=headers),
        await stage.client.post(f"{url}/start", headers=headers),
        await stage.client.get(foreign.url.replace(stage.session_id, str(UUID(int=7)))),
    ]

    assert [answer.json()["code"] for answer in answers] == ["not_found"] * 4


async def test_door_staff_read_it_and_do_not_run_it(stage: Stage, app: FastAPI, database: Database) -> None:
    await stage.set()
    async with database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == SLUG))).one()
        account = await make_account(db, "door@example.org", role=Role.DOOR_STAFF, edition_id=edition.id)
    door = Stage(await signed_in(app, account), stage.session_id)

    assert (await door.client.get(door.url)).json()["version"] == 1
    refused = await door.press("start", 1)
    assert (refused.status_code, refused.json()["detail"]) == (403, "this needs stage:write")


async def test_log_says_what_was_changed_and_not_who_speaks(stage: Stage, database: Database) -> None:
    await stage.set()
    await stage.press("start", 1)

    async with database.read() as db:
        entries = (
            await db.exec(
                select(AuditEntry).where(AuditEntry.subject_kind == "speaker_timer").order_by(col(AuditEntry.id))
            )
        ).all()
    assert [(entry.action, entry.fields, entry.edition_id is not None) for entry in entries] == [
        ("speaker_timer.created", [], True),
        ("speaker_timer.updated", ["started_at"], True),
    ]


async def test_programme_is_read_once_and_not_at_each_look(
    stage: Stage, read: Read, count_queries: Callable[[], Any]
) -> None:
    with count_queries() as first:
        await read()

    with count_queries() as second:
        await read()

    assert second.number < first.number


@pytest.mark.parametrize("what", ["start", "put"])
async def test_of_two_organisers_at_once_one_is_told_how_it_stands(
    live: Database, app: FastAPI, stage: Stage, what: str
) -> None:
    if what == "start":
        await stage.set()

    async def act(number: int) -> httpx.Response:
        return await (stage.press("start", 1) if what == "start" else stage.set(label=f"Kampala trainee {number}"))

    answers = await asyncio.gather(*(act(number) for number in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 5]
    async with live.read() as db:
        timer = (await db.exec(select(SpeakerTimer))).one()
    assert timer.version == (2 if what == "start" else 1)
