"""What cannot wait: to whom, at once, once, with a banner until it is read or over."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from factories.notices import change, give_role
from factories.registrations import make_delegation, make_edition
from madang.core.ids import new_id
from madang.participants.models import Registration
from madang.programme.models import SessionRole
from madang.visits.models import VisitRound
from notices.world import OWN_URL, URGENT, URL, World
from support.mail import PostOffice

Deliver = Callable[[], Awaitable[int]]


async def concerned(world: World, **audience: Any) -> set[str]:
    rung = await world.ring(audience)
    assert rung.status_code == 201, rung.text
    return set(await world.notices(rung.json()["id"]))


async def test_urgent_goes_before_what_waits_in_the_readers_language(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    await world.wait()

    rung = (await world.ring()).json()
    await deliver()

    first = post_office.taken[:3]
    assert {str(mail["To"]): str(mail["Subject"]) for mail in first if "ana" not in str(mail["To"])} == {
        "mina@example.org": "버스는 2번 출구에서 출발합니다",
        "omar@example.org": "The bus leaves from gate 2",
    }
    assert "2번 출구로 와 주세요." in post_office.text([str(mail["To"]) for mail in first].index("mina@example.org"))
    assert (len(post_office.taken), rung["stage"], rung["counts"]["sent"]) == (6, "sent", 3)


async def test_audience_is_whom_it_concerns(world: World) -> None:
    programme = world.programme
    async with world.database.write() as db:
        kampala = await make_delegation(db, programme.edition)
        await change(db, Registration, world.people["mina"], delegation_id=kampala.id)
        guide = await give_role(db, programme, programme.visit.id, SessionRole.HOST)
        await change(db, Registration, world.people["ana"], person_id=guide.id)
    await world.assign(mina="park", omar="arcade")

    assert await concerned(world, everybody=True) == {"mina", "omar", "ana"}
    assert await concerned(world, kinds=["trainee"]) == {"mina", "omar"}
    assert await concerned(world, delegation_id=str(kampala.id)) == {"mina"}
    assert await concerned(world, session_id=str(programme.opening.id)) == {"mina", "omar", "ana"}
    assert await concerned(world, session_id=str(programme.visit.id)) == {"mina", "omar", "ana"}
    assert await concerned(world, option_id=str(programme.options["park"].id)) == {"mina", "ana"}


async def test_place_of_a_kind_that_takes_no_part_any_more_concerns_nobody(world: World) -> None:
    await world.assign(mina="park", ana="park")
    async with world.database.write() as db:
        (await db.exec(select(VisitRound))).one().kinds = ["trainee"]

    assert await concerned(world, option_id=str(world.programme.options["park"].id)) == {"mina"}
    assert await concerned(world, session_id=str(world.programme.visit.id)) == {"mina"}


async def test_preview_counts_and_sends_nothing(world: World, deliver: Deliver) -> None:
    shown = await world.organiser.post(f"{URL}/preview", json={**URGENT, "audience": {"everybody": True}})

    assert (shown.status_code, shown.json()) == (200, {"people": 3, "languages": {"en": 2, "ko": 1}})
    assert await deliver() == 0
    assert await world.announcements() == []


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"title": {"ko": "버스"}}, "/body/title"),
        ({"text": {"ko": "버스"}}, "/body/text"),
        ({"title": {}}, "/body/title"),
        ({"audience": {}}, "/body/audience"),
        ({"audience": {"everybody": True, "kinds": ["trainee"]}}, "/body/audience"),
        ({"audience": {"kinds": []}}, "/body/audience/kinds"),
        ({"audience": {"kinds": ["speaker"]}}, "/body/audience"),
        ({"audience": {"session_id": str(new_id())}}, "/body/audience/session_id"),
        ({"audience": {"option_id": str(new_id())}}, "/body/audience/option_id"),
        ({"audience": {"delegation_id": str(new_id())}}, "/body/audience/delegation_id"),
        ({"over_at": "2019-09-01T00:00:00Z"}, "/body/over_at"),
    ],
)
async def test_wrong_announcement_is_refused_and_told_to_nobody(
    world: World, deliver: Deliver, values: dict[str, Any], pointer: str
) -> None:
    body = {**URGENT, "audience": {"everybody": True}, **values}
    for path in (URL, f"{URL}/preview"):
        answer = await world.organiser.post(path, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await deliver() == 0


async def test_delegation_of_another_edition_is_not_there(world: World) -> None:
    async with world.database.write() as db:
        foreign = await make_delegation(db, await make_edition(db, "foreign"))

    answer = await world.ring({"delegation_id": str(foreign.id)})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/audience/delegation_id")


async def test_same_press_twice_tells_once(world: World, deliver: Deliver) -> None:
    body = {**URGENT, "audience": {"everybody": True}}
    for _ in range(2):
        await world.organiser.post(URL, json=body, headers={"Idempotency-Key": "press"})

    assert await deliver() == 3


async def test_banner_stays_until_it_is_read(world: World) -> None:
    await world.ring()
    own = (await world.own())[0]
    assert (own["banner"], own["title"]["en"]) == (True, "The bus leaves from gate 2")

    await world.mina.post(f"{OWN_URL}/{own['id']}/acknowledge")

    assert (await world.own())[0]["banner"] is False


async def test_banner_goes_when_it_is_over(world: World) -> None:
    await world.ring(over_at=(world.clock() + timedelta(minutes=5)).isoformat())
    before = (await world.own())[0]["banner"]
    world.clock.advance(minutes=5)

    assert (before, (await world.own())[0]["banner"]) == (True, False)


async def test_urgent_text_can_be_pasted_in_a_language_that_it_is_written_in(world: World) -> None:
    rung = (await world.ring()).json()

    said = (await world.organiser.get(f"{URL}/{rung['id']}/chat-text", params={"lang": "ko"})).json()

    assert said["text"] == (
        "버스는 2번 출구에서 출발합니다\n\n2번 출구로 와 주세요.\n\nhttp://localhost:8000/e/harbour/schedule"
    )
