"""Whoever is erased is told nothing more, and what they were told is gone; whoever takes their data along has it."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from sqlmodel import select

from madang.core.db import Database
from madang.notices.models import Notice, ToldSchedule
from madang.notices.service.own import make_notice_token
from notices.world import World

Deliver = Callable[[], Awaitable[int]]


async def test_erased_person_is_told_nothing_and_what_they_were_told_is_gone(
    as_organiser: httpx.AsyncClient, world: World, database: Database, deliver: Deliver
) -> None:
    await world.move_opening(2)
    await world.assign(mina="park")
    await world.look()
    await world.decide((await world.announcements())[0], "release")
    own_id = world.people["mina"]
    notice = next(each for each in await world.stored_notices() if each.registration_id == own_id)

    erased = await as_organiser.post(
        f"/api/v1/editions/harbour/participants/{own_id}/erase", json={"reason": "asked by mail"}
    )
    assert erased.status_code == 200, erased.text

    assert await deliver() == 2  # the mail to them waited still
    link = {"token": make_notice_token(world.app.state.keyring, notice.id)}
    assert (await world.nobody.post("/api/v1/notices/page", json=link)).status_code == 404
    async with database.read() as db:
        for table in (Notice, ToldSchedule):
            rows = (await db.exec(select(table.registration_id))).all()
            assert own_id not in rows
            assert len(rows) == 2


async def test_erased_persons_name_is_struck_out_of_what_was_urgent(
    as_organiser: httpx.AsyncClient, world: World
) -> None:
    await world.ring(
        title={"en": "Looking for Kampala trainee 1", "ko": "KAMPALA TRAINEE 1을 찾습니다"},
        text={"en": "Kampala trainee 1 is missing. Call mina@example.org."},
    )

    erased = await as_organiser.post(
        f"/api/v1/editions/harbour/participants/{world.people['mina']}/erase", json={"reason": "asked by mail"}
    )

    urgent = (await world.announcements())[0]
    assert erased.status_code == 200, erased.text
    assert urgent["title"] == {"en": "Looking for …", "ko": "…을 찾습니다"}
    assert urgent["text"] == {"en": "… is missing. Call …."}


async def test_own_data_holds_what_one_was_told(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    await world.wait()
    await world.ring()

    taken: dict[str, Any] = (await world.mina.get("/api/v1/me/data")).json()

    registration = taken["registrations"][0]
    assert [[item["what"] for item in notice["items"]] for notice in registration["notices"]] == [["moved"], []]
    assert registration["notices"][1]["title"]["en"] == "The bus leaves from gate 2"
    assert [told["release_number"] for told in registration["told_schedule"]] == [2]
