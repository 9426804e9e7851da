"""What people read: in their language, with old and new time and place; and that they have read it."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from factories.notices import change
from madang.core.ids import new_id
from madang.notices.service.own import make_notice_token
from madang.participants.models import Registration
from madang.programme.models import Option, Stop
from madang.visits.models import VisitPlace
from notices.world import OWN_URL, URL, World
from support.mail import PostOffice

Deliver = Callable[[], Awaitable[int]]
LAST_DAY = datetime(2019, 11, 28, 12, tzinfo=UTC)
PAGE, ACKNOWLEDGE = "/api/v1/notices/page", "/api/v1/notices/acknowledge"


def mail_to(post_office: PostOffice, address: str) -> str:
    number = next(number for number, mail in enumerate(post_office.taken) if str(mail["To"]) == address)
    text = post_office.text(number).replace("\r\n", "\n")
    return f"{post_office.taken[number]['Subject']}\n{text}"


async def tell(world: World, deliver: Deliver) -> None:
    """Have everything told that has changed."""
    await world.look()
    await world.wait()
    await deliver()


async def test_each_reads_old_and_new_time_and_place_in_their_language(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    venues = world.programme.venues
    start = world.programme.opening.starts_at.replace(hour=2)
    await world.change_session(
        "opening", starts_at=start, ends_at=start.replace(minute=50), venue_id=venues["annex"].id, room_id=None
    )
    await tell(world, deliver)

    english, korean = mail_to(post_office, "omar@example.org"), mail_to(post_office, "mina@example.org")
    assert "What has changed for you: Training harbour" in english
    assert "“Opening” has been moved." in english
    assert "Before: 28 October 2019, 09:00–10:00 (Seoul time) · Harbour Institute · Great Hall" in english
    assert "Now: 28 October 2019, 11:00–11:50 (Seoul time) · Annex" in english
    assert "바뀐 일정이 있습니다: harbour 연수" in korean
    assert "이전: 2019년 10월 28일 오전 9:00–오전 10:00 (서울 시간) · 항구 연수원 · 대강당" in korean
    assert "현재: 2019년 10월 28일 오전 11:00–오전 11:50 (서울 시간) · 별관" in korean
    assert "http://localhost:8000/notice?lang=ko#" in korean
    assert "/e/harbour/schedule" in korean


async def test_visit_is_told_with_its_sentence(world: World, deliver: Deliver, post_office: PostOffice) -> None:
    await world.assign(mina="park", omar="arcade")
    await tell(world, deliver)

    english = mail_to(post_office, "omar@example.org")
    assert "Your visit in “Field visit”: The arcade.\n28 October 2019, 14:00–17:00 (Seoul time) · Arcade\n" in english
    assert "It was your first choice." in english
    assert "‘현장 방문’에서 방문하실 곳: park 방문" in mail_to(post_office, "mina@example.org")
    assert "1순위로 고르신 곳입니다." in mail_to(post_office, "mina@example.org")
    assert len(post_office.taken) == 2


async def test_lost_place_is_not_said_to_be_where_to_go(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.assign(omar="park")
    await tell(world, deliver)
    async with world.database.write() as db:
        await db.delete((await db.exec(select(Option).where(Option.key == "park"))).one())
    post_office.taken.clear()
    await tell(world, deliver)

    assert (
        "You are on the waitlist of “Field visit”.\n"
        "Before: 28 October 2019, 14:00–17:00 (Seoul time) · Innovation Park\n"
        "There is no place left at the moment. You move up by yourself when one becomes free.\n"
    ) in mail_to(post_office, "omar@example.org")


async def test_stop_that_is_cancelled_is_said_to_be_left_out(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.assign(omar="park")
    await tell(world, deliver)
    async with world.database.write() as db:
        await change(db, Stop, world.programme.options["park"].stops[0].id, status="cancelled")
    await world.publish()
    post_office.taken.clear()
    await tell(world, deliver)

    assert "Innovation Park is no longer a stop of your visit The park." in mail_to(post_office, "omar@example.org")


async def test_link_of_a_mail_acknowledges_without_signing_in(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await tell(world, deliver)
    found = re.search(r"/notice\?lang=en#(\S+)", mail_to(post_office, "omar@example.org"))
    assert found is not None
    link = {"token": found[1]}

    page = await world.nobody.post(PAGE, json=link)
    assert (page.status_code, page.json()["acknowledged_at"], page.json()["banner"]) == (200, None, False)
    assert (page.json()["edition"]["slug"], page.json()["items"][0]["what"]) == ("harbour", "moved")
    assert "Kisumu" not in page.text

    first = (await world.nobody.post(ACKNOWLEDGE, json=link)).json()["acknowledged_at"]
    world.clock.advance(minutes=3)
    again = (await world.nobody.post(ACKNOWLEDGE, json=link)).json()["acknowledged_at"]
    assert first is not None
    assert again == first


async def test_link_that_was_not_made_here_leads_nowhere(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    unsent = (await world.stored_notices())[0]
    tokens = ["nonsense", "é" * 44, make_notice_token(world.app.state.keyring, unsent.id)]
    forged = make_notice_token(world.app.state.keyring, unsent.id)[:-2] + "AA"

    for token in [*tokens, forged]:
        for path in (PAGE, ACKNOWLEDGE):
            answer = await world.nobody.post(path, json={"token": token})
            assert (answer.status_code, answer.json()["code"]) == (404, "link_unknown")


async def test_link_ends_a_month_after_the_edition(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await tell(world, deliver)
    link = {"token": make_notice_token(world.app.state.keyring, (await world.stored_notices())[0].id)}

    answers = []
    for day in (LAST_DAY, LAST_DAY + timedelta(days=1)):
        world.clock.now = day
        answers += [await world.nobody.post(path, json=link) for path in (PAGE, ACKNOWLEDGE)]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert answers[-1].json()["code"] == "link_unknown"


async def test_own_notices_are_read_and_acknowledged_signed_in(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await tell(world, deliver)
    await world.assign(mina="park")
    await tell(world, deliver)

    newest, oldest = await world.own()
    assert ([item["what"] for item in newest["items"]], newest["acknowledged_at"]) == (["visit_placed"], None)
    done = await world.mina.post(f"{OWN_URL}/{oldest['id']}/acknowledge")

    assert done.status_code == 200
    assert [each["acknowledged_at"] is not None for each in await world.own()] == [False, True]
    first = (await world.announcements())[-1]
    assert first["counts"]["acknowledged"] == 1
    assert set(await world.notices(first["id"], acknowledged="true")) == {"mina"}
    assert set(await world.notices(first["id"], acknowledged="false")) == {"omar", "ana"}


async def test_notice_of_somebody_else_is_not_there(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await tell(world, deliver)
    foreign = next(each for each in await world.stored_notices() if each.registration_id == world.people["omar"])

    answer = await world.mina.post(f"{OWN_URL}/{foreign.id}/acknowledge")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_address_that_bounces_is_seen_and_called(world: World, deliver: Deliver, post_office: PostOffice) -> None:
    async with world.database.write() as db:
        await change(db, Registration, world.people["omar"], phone="+254 20 123456")
    await world.move_opening(2)
    await world.look()
    await world.wait()
    post_office.answers = ["550 nobody of that name"]
    await deliver()

    announcement = (await world.announcements())[0]
    bounced = list(await world.notices(announcement["id"], bounced="true"))
    assert announcement["counts"]["bounced"] == len(bounced) == 1
    assert len(await world.notices(announcement["id"], bounced="false")) == 2

    other = next(name for name in ("mina", "omar", "ana") if name != bounced[0])
    notice = next(each for each in await world.stored_notices() if each.registration_id == world.people[other])
    await world.nobody.post(ACKNOWLEDGE, json={"token": make_notice_token(world.app.state.keyring, notice.id)})
    called = (await world.organiser.get(f"{URL}/{announcement['id']}/call-list")).json()["people"]
    assert [each["bounced"] for each in called] == [True, False]
    assert str(world.people[other]) not in [each["registration_id"] for each in called]
    phones = {each["registration_id"]: each["phone"] for each in called}
    assert phones.get(str(world.people["omar"]), "+254 20 123456") == "+254 20 123456"


async def test_whoever_cancels_after_it_was_sent_is_neither_written_to_nor_called(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    sent = (await world.decide((await world.announcements())[0], "release")).json()
    async with world.database.write() as db:
        await change(db, Registration, world.people["omar"], status="cancelled")

    assert await deliver() == 3
    assert "omar@example.org" not in [str(mail["To"]) for mail in post_office.taken]
    called = (await world.organiser.get(f"{URL}/{sent['id']}/call-list")).json()["people"]
    assert {each["registration_id"] for each in called} == {str(world.people[name]) for name in ("mina", "ana")}


async def test_call_list_is_written_down(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await tell(world, deliver)
    announcement = (await world.announcements())[0]

    await world.organiser.get(f"{URL}/{announcement['id']}/call-list")

    entries = (await world.organiser.get("/api/v1/editions/harbour/audit")).json()["items"]
    taken = [entry for entry in entries if entry["action"] == "announcement.call_list_taken"]
    assert [entry["subject_id"] for entry in taken] == [announcement["id"]]


async def test_chat_text_tells_what_concerns_several_and_nobodys_place(world: World) -> None:
    await world.move_opening(2)
    await world.assign(mina="park")
    await world.look()
    announcement = (await world.announcements())[0]

    said = (await world.organiser.get(f"{URL}/{announcement['id']}/chat-text", params={"lang": "fr"})).json()

    assert said["language"] == "fr"
    assert said["text"].startswith("Du nouveau\u00a0: Training harbour\n\n«\u00a0Opening\u00a0» change d’horaire.")
    assert "Avant\u00a0: 28 octobre 2019, 09:00–10:00 (heure de Séoul)" in said["text"]
    assert "park" not in said["text"].replace("parking", "")
    assert said["text"].endswith("http://localhost:8000/e/harbour/schedule")


@pytest.mark.parametrize(
    ("because", "explanation", "said"),
    [
        ("lower_choice", {"full": ["park"]}, ["It was your choice number 2.", "No place was left on: The park."]),
        ("lower_choice", {"full": []}, ["It was your choice number 2.", "The visit needs you"]),
        ("stayed", {"not_running": ["park"]}, ["You keep your place", "Not taking place: The park."]),
        ("pinned", {"full": ["park"]}, ["The organisers have placed you here by hand.\n\n"]),
        ("unranked", {"full": [str(new_id())]}, ["You had not ranked it, but there was a place.\n\n"]),
        ("something new", {}, ["The arcade.\n28 October 2019"]),
    ],
)
async def test_reason_of_a_place_is_a_sentence(
    world: World,
    deliver: Deliver,
    post_office: PostOffice,
    because: str,
    explanation: dict[str, list[str]],
    said: list[str],
) -> None:
    options = {key: str(option.id) for key, option in world.programme.options.items()}
    await world.assign(because, omar="arcade")
    async with world.database.write() as db:
        place = (await db.exec(select(VisitPlace))).one()
        place.rank = 2
        place.explanation = {name: [options.get(each, each) for each in ids] for name, ids in explanation.items()}
    await tell(world, deliver)

    read = mail_to(post_office, "omar@example.org")
    assert all(part in read for part in said), read
