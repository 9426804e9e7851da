"""Hosts of study visits: entered and asked by organisers, answering by a link that may have been forwarded."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import delete, select

from factories.accounts import client_of, make_account, signed_in
from factories.hosts import VisitMade, ask_host, make_visit, send
from factories.visits import ENDS_AT, STARTS_AT
from madang.accounts.models import Account, Role
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.outbox.models import MessageState, OutboxMessage
from madang.outbox.service import try_again
from madang.outbox.worker import Worker
from madang.participants.models import ParticipantKind, RegistrationStatus
from madang.programme.models import PublicStatus, Stop
from madang.visits import host_links
from madang.visits.models import Visit, VisitHost, VisitPlace, VisitQuestion, VisitRound
from madang.visits.service.telling_hosts import forget_hosts, tell_hosts
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]
HOSTS = "/api/v1/editions/harbour/visits/hosts"
PAGE, ANSWER, QUESTIONS = (f"/api/v1/visit-hosts/{name}" for name in ("page", "answer", "questions"))
HOST: dict[str, Any] = {"name": "Park guide", "email": "Guide@park.example.org", "language": "en"}
CONFIRMED, DECLINED = {"status": "confirmed"}, {"status": "declined"}


@dataclass
class World:
    """A visit, an organiser, and somebody without an account."""

    visit: VisitMade
    account: Account
    organiser: httpx.AsyncClient
    visitor: httpx.AsyncClient
    app: FastAPI

    @property
    def path(self) -> str:
        return f"{HOSTS}/{self.visit.stops[0].id}"

    async def put(self, version: int = 0, **changes: Any) -> httpx.Response:
        return await self.organiser.put(self.path, json=HOST | changes, headers={"If-Match": f'"{version}"'})

    async def do(self, what: str, version: int, body: Any = None) -> httpx.Response:
        return await self.organiser.post(f"{self.path}/{what}", json=body, headers={"If-Match": f'"{version}"'})

    async def asked(self, **changes: Any) -> str:
        """Enter the host and ask them; return the token of their link."""
        entered = await self.put(**changes)
        (await self.do("ask", entered.json()["version"])).raise_for_status()
        return await self.token()

    async def host(self) -> VisitHost:
        async with self.app.state.database.read() as db:
            return (await db.exec(select(VisitHost).where(VisitHost.stop_id == self.visit.stops[0].id))).one()

    async def token(self) -> str:
        host = await self.host()
        return host_links.make_address(self.app.state.keyring, "", host.link_id, "en").partition("#")[2]

    async def page(self, token: str) -> httpx.Response:
        return await self.visitor.post(PAGE, json={"token": token})

    async def answer(self, token: str, answer: dict[str, str], **more: Any) -> httpx.Response:
        seen = (await self.page(token)).json().get("seen", "")
        return await self.visitor.post(ANSWER, json={"token": token, "seen": seen} | answer | more)

    async def listed(self) -> dict[str, Any]:
        # Signed in anew: the worker's half hours are longer than an access token lives.
        self.organiser = await signed_in(self.app, self.account)
        found: dict[str, Any] = (await self.organiser.get(HOSTS)).json()
        return found


@pytest_asyncio.fixture
async def world(app: FastAPI, database: Database) -> AsyncIterator[World]:
    async with database.write() as db:
        made = await make_visit(db)
        staff = await make_account(db, "staff@example.org", role=Role.ORGANISER, edition_id=made.edition.id)
    yield World(made, staff, await signed_in(app, staff), client_of(app), app)


async def test_organiser_reads_every_stop_with_whoever_receives_the_visitors(world: World, database: Database) -> None:
    async with database.write() as db:
        await send(db, world.visit, 3)

    before = await world.listed()
    entered = await world.put()
    after = await world.listed()

    assert [(item["site"]["en"], item["host"], item["people"], item["capacity"]) for item in before["items"]] == [
        ("Harbour Park", None, 3, 24),
        ("Old Arcade", None, 3, 24),
    ]
    assert (entered.status_code, entered.headers["etag"]) == (200, '"1"')
    assert entered.json() == {
        "id": entered.json()["id"],
        "version": 1,
        "name": "Park guide",
        "email": "guide@park.example.org",
        "language": "en",
        "status": "not_asked",
        "comment": "",
        "asked_at": None,
        "answered_at": None,
        "told_at": None,
        "untold": False,
        "elsewhere": False,
        "letter": None,
    }
    assert [item["host"] for item in after["items"]] == [entered.json(), None]


async def test_asked_host_confirms_by_the_link_of_the_letter_and_is_told_so(
    world: World, database: Database, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await send(db, world.visit, 3)
    await world.put(language="ko")
    asked = await world.do("ask", 1)
    await deliver()
    token = re.search(r"/host\?lang=ko#(\S+)", post_office.text())
    assert token

    answered = await world.answer(token[1], CONFIRMED, comment="Please use the back entrance")
    again = await world.answer(token[1], CONFIRMED, comment="Please use the back entrance")
    await deliver()

    assert (asked.json()["status"], asked.json()["letter"]) == ("asked", "waiting")
    assert (answered.status_code, answered.json()["status"], again.status_code) == (200, "confirmed", 200)
    question, thanks = post_office.taken
    assert [mail["To"] for mail in post_office.taken] == ["guide@park.example.org"] * 2
    assert question["Subject"] == "방문단을 맞이해 주실 수 있을까요? Harbour Park 센터, harbour 연수"
    assert "일시: 2019년 10월 29일 오후 1:30–오후 6:00 (서울 시간)" in post_office.text(0)
    assert "방문 인원: 3" in post_office.text(0)
    assert thanks["Subject"] == "보내 주신 답변: Harbour Park 센터, harbour 연수"
    assert "Please use the back entrance" in post_office.text(1)
    host = (await world.listed())["items"][0]["host"]
    assert (host["status"], host["comment"], host["letter"]) == ("confirmed", "Please use the back entrance", "sent")


async def test_page_says_who_comes_in_numbers_and_names_nobody(world: World, database: Database) -> None:
    async with database.write() as db:
        people = await send(db, world.visit, 2, position="Director of Kampala trainee 0", language="fr")
        await send(db, world.visit, 1, position="Clerk", own_script_name="캄팔라 연수생")
        await send(db, world.visit, 1, position="Gone", status=RegistrationStatus.CANCELLED)
        await send(db, world.visit, 1, position="Interpreter", kind=ParticipantKind.INTERPRETER)
        await ask_host(db, world.visit, people[0], "I am Kampala trainee 0. How did you begin?")
    token = await world.asked()

    page = (await world.page(token)).json()

    assert page["people"] == 3
    assert page["titles"] == [
        {"title": "Clerk", "people": 1},
        {"title": "Director of Kampala trainee 0", "people": 1},
        {"title": "Director of …", "people": 1},
    ]
    assert page["languages"] == [{"language": "fr", "people": 2}, {"language": "en", "people": 1}]
    assert [question["text"] for question in page["questions"]] == ["I am …. How did you begin?"]
    assert (page["starts_at"], page["own_times"], page["called_off"]) == ("2019-10-29T04:30:00Z", False, False)
    assert page["address"] == {"ko": "서울시 park로 1"}


async def test_access_needs_are_counted_of_who_comes_alone(world: World, app: FastAPI, database: Database) -> None:
    async with database.write() as db:
        coming, staying = (
            await make_account(db, "coming@example.org"),
            await make_account(db, "staying@example.org"),
        )
        await send(db, world.visit, 1, account_id=coming.id)
        elsewhere = await send(db, world.visit, 1, account_id=staying.id)
        elsewhere[0].status = RegistrationStatus.CANCELLED
    for account, content in (
        (coming, {"needs": ["step_free", "captions"], "note": "a ramp at the back door"}),
        (staying, {"needs": ["step_free"]}),
    ):
        own = await signed_in(app, account)
        given = await own.put(
            "/api/v1/me/registrations/harbour/sensitive/access_need",
            json={"content": {"kind": "access_need"} | content, "consent": True},
            headers={"If-Match": '"0"'},
        )
        given.raise_for_status()

    page = await world.page(await world.asked())

    assert page.json()["access_needs"] == {"step_free": 1, "captions": 1}
    assert page.json()["other_access_needs"] == 1
    assert "ramp" not in page.text


async def test_before_anybody_is_placed_the_page_gives_no_number(world: World, database: Database) -> None:
    async with database.write() as db:
        await send(db, world.visit, 3)
        (await db.exec(select(VisitRound))).one().assigned_at = None

    page = (await world.page(await world.asked())).json()

    assert (page["people"], page["capacity"], page["titles"]) == (None, 24, [])
    assert (await world.listed())["items"][0]["people"] is None


async def test_link_that_was_forwarded_is_dead_once_there_is_another(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    old = await world.asked()
    (await world.answer(old, CONFIRMED)).raise_for_status()
    version = (await world.host()).version

    renewed = await world.do("new-link", version, {"mail": False})
    new = renewed.json()["address"].partition("#")[2]
    refused = [
        await world.page(old),
        await world.answer(old, DECLINED),
        await world.visitor.post(
            QUESTIONS, json={"token": old, "question_id": str(world.visit.visit.id), "answer": "x"}
        ),
    ]
    read = await world.page(new)
    await deliver()

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(404, "host_link_dead")] * 3
    assert (renewed.status_code, read.json()["status"]) == (200, "confirmed")
    # The letter that brought the old link was never sent: it would lead nowhere.
    assert [mail["Subject"] for mail in post_office.taken] == ["Your answer: Harbour Park, Training harbour"]
    assert new in post_office.text()


async def test_new_link_is_mailed_and_shown_once(world: World, deliver: Deliver, post_office: PostOffice) -> None:
    await world.asked()
    await deliver()
    headers = {"If-Match": '"2"', "Idempotency-Key": "one"}

    first = await world.organiser.post(f"{world.path}/new-link", json={}, headers=headers)
    retried = await world.organiser.post(f"{world.path}/new-link", json={}, headers=headers)
    await deliver()

    assert (first.status_code, retried.status_code, retried.json()["code"]) == (200, 409, "already_created")
    assert len(post_office.taken) == 2
    assert first.json()["address"] in post_office.text()


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "한국", "a" * 101])
async def test_token_that_was_never_made_opens_nothing(world: World, token: str) -> None:
    await world.asked()
    answer = await world.page(token)
    assert (answer.status_code, answer.json()["code"]) in ((404, "host_link_dead"), (422, "invalid"))


async def test_link_ends_a_month_after_the_edition(world: World, clock: StoppedClock) -> None:
    token = await world.asked()
    clock.now = ENDS_AT + timedelta(days=30)
    open_still = await world.page(token)
    clock.advance(days=1)
    assert (open_still.status_code, (await world.page(token)).status_code) == (200, 404)


async def test_answer_to_other_times_than_were_read_is_refused_with_nothing_lost(
    world: World, database: Database
) -> None:
    token = await world.asked()
    seen = (await world.page(token)).json()["seen"]
    async with database.write() as db:
        (await db.exec(select(Stop).where(Stop.key == "park"))).one().starts_at = STARTS_AT + timedelta(hours=1)

    refused = await world.visitor.post(ANSWER, json={"token": token, "seen": seen} | CONFIRMED)
    answered = await world.answer(token, CONFIRMED)

    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert (answered.status_code, answered.json()["status"]) == (200, "confirmed")


async def test_visit_that_is_off_is_neither_asked_for_nor_confirmed(world: World, database: Database) -> None:
    token = await world.asked()
    async with database.write() as db:
        await send(db, world.visit, 3, position="Director")
        (await db.exec(select(Visit))).one().withdrawn = True

    page = (await world.page(token)).json()
    refused = [await world.answer(token, CONFIRMED), await world.do("ask", 2)]

    assert (page["called_off"], page["people"], page["titles"], page["questions"]) == (True, None, [], [])
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "visit_called_off")] * 2


@pytest.mark.parametrize("changes", [{"email": "no address"}, {"email": "a@b, c@d.example"}, {"name": "a\x00b"}])
async def test_host_without_an_address_that_can_be_written_to_is_refused(world: World, changes: dict[str, str]) -> None:
    refused = await world.put(**changes)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [f"/body/{name}" for name in changes]
    assert (await world.listed())["items"][0]["host"] is None


async def test_slower_of_two_organisers_is_refused_with_what_stands(world: World) -> None:
    await world.put()

    entered = await world.put(name="Another guide")
    asked = await world.do("ask", 1)
    twice = await world.do("ask", 1)

    assert (entered.status_code, entered.json()["current"]["name"]) == (412, "Park guide")
    assert (asked.status_code, twice.status_code, twice.json()["current"]["status"]) == (200, 412, "asked")


async def test_two_who_ask_at_once_mail_one_letter(live: Database, world: World, deliver: Deliver) -> None:
    await world.put()

    answers = await asyncio.gather(world.do("ask", 1), world.do("ask", 1))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert await deliver() == 1


async def test_another_address_is_another_host_and_who_had_confirmed_is_told(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    old = await world.asked()
    (await world.answer(old, CONFIRMED)).raise_for_status()
    await deliver()
    version = (await world.host()).version

    changed = await world.put(version, email="second@park.example.org")
    await tell(database, clock, deliver)
    page = (await world.page(old)).json()

    assert (changed.json()["status"], changed.json()["version"] > version) == ("not_asked", True)
    assert [mail["To"] for mail in post_office.taken[1:]] == ["guide@park.example.org"]
    assert "The visit does not take place" in post_office.text()
    assert (page["called_off"], page["site"]["en"]) == (True, "Harbour Park")
    assert [(host["email"], host["site"]["en"]) for host in (await world.listed())["left"]] == [
        ("guide@park.example.org", "Harbour Park")
    ]


async def test_letters_that_wait_go_to_whom_they_were_written_to(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    token = await world.asked()
    await deliver()
    (await world.answer(token, CONFIRMED, comment="Ask at the gate for my mother")).raise_for_status()
    async with database.write() as db:
        (await db.exec(select(Stop).where(Stop.key == "park"))).one().starts_at = STARTS_AT + timedelta(hours=1)
    await tell_hosts(database, clock())
    clock.advance(minutes=31)
    await tell_hosts(database, clock())
    await world.listed()

    replaced = await world.put((await world.host()).version, email="other@park.example.org", name="Other guide")
    await deliver()
    await tell(database, clock, deliver)

    assert replaced.status_code == 200
    assert [(mail["To"], mail["Subject"].partition(":")[0]) for mail in post_office.taken[1:]] == [
        ("guide@park.example.org", "Your answer"),
        ("guide@park.example.org", "Changed"),
        ("guide@park.example.org", "Changed"),
    ]
    assert "The visit does not take place" in post_office.text()


async def test_host_who_was_replaced_before_the_letter_went_out_is_not_asked_any_more(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.asked()
    await world.put((await world.host()).version, email="other@park.example.org")
    await deliver()
    assert post_office.taken == []


async def test_version_goes_on_with_another_host_of_the_stop(world: World) -> None:
    await world.put()
    replaced = await world.put(1, email="other@park.example.org")
    stale = await world.put(1, name="Another guide")
    assert (replaced.status_code, replaced.json()["version"], stale.status_code) == (200, 2, 412)


@pytest.mark.parametrize("removed", [False, True])
async def test_host_whose_address_comes_back_in_time_has_confirmed_still_and_is_told_nothing(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, *, removed: bool
) -> None:
    token = await world.asked()
    (await world.answer(token, CONFIRMED, comment="The back entrance")).raise_for_status()
    await deliver()
    version = (await world.host()).version
    if removed:
        (await world.organiser.delete(world.path, headers={"If-Match": f'"{version}"'})).raise_for_status()
        between = 0
    else:
        between = (await world.put(version, email="guide@prak.example.org")).json()["version"]
    await tell_hosts(database, clock())
    clock.advance(minutes=10)
    await world.listed()
    back = await world.put(between, name="Park guide again")

    told = await tell(database, clock, deliver)

    host = back.json()
    assert (host["name"], host["status"], host["comment"]) == ("Park guide again", "confirmed", "The back entrance")
    assert host["version"] > max(version, between)
    assert (told, (await world.page(token)).json()["called_off"]) == (0, False)
    assert (await world.listed())["left"] == []


async def test_host_who_was_told_that_nobody_comes_is_asked_anew(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver
) -> None:
    await world.asked()
    await deliver()
    other = await world.put((await world.host()).version, email="other@park.example.org")
    await tell(database, clock, deliver)
    await world.listed()
    back = await world.put(other.json()["version"])
    assert (back.json()["status"], back.json()["told_at"]) == ("not_asked", None)


async def test_removed_host_is_gone_at_once_unless_they_wait_for_visitors(world: World, database: Database) -> None:
    await world.put()
    removed = await world.organiser.delete(world.path, headers={"If-Match": '"1"'})
    token = await world.asked()
    version = (await world.host()).version
    stale = await world.organiser.delete(world.path, headers={"If-Match": '"1"'})
    let_go = await world.organiser.delete(world.path, headers={"If-Match": f'"{version}"'})

    assert (removed.status_code, stale.status_code, let_go.status_code) == (204, 412, 204)
    assert (await world.page(token)).json()["called_off"] is True
    listed = await world.listed()
    assert ([item["host"] for item in listed["items"]], len(listed["left"])) == ([None, None], 1)


async def tell(database: Database, clock: StoppedClock, deliver: Deliver, minutes: int = 31) -> int:
    """Let the worker notice what is different, wait, and tell it."""
    await tell_hosts(database, clock())
    clock.advance(minutes=minutes)
    await tell_hosts(database, clock())
    return await deliver()


async def test_changes_in_a_row_are_told_once_when_they_have_settled_and_confirmed_anew(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await send(db, world.visit, 3)
    token = await world.asked()
    (await world.answer(token, CONFIRMED)).raise_for_status()
    await deliver()
    for hours in (1, 2):
        async with database.write() as db:
            stop = (await db.exec(select(Stop).where(Stop.key == "park"))).one()
            stop.starts_at = STARTS_AT + timedelta(hours=hours)
        await tell_hosts(database, clock())
        clock.advance(minutes=20)
    async with database.write() as db:
        await send(db, world.visit, 9)
    early = await tell(database, clock, deliver, minutes=20)

    told = await tell(database, clock, deliver)
    again = await tell(database, clock, deliver)

    assert (early, told, again) == (0, 1, 0)
    text = post_office.text()
    assert "Now: 29 October 2019, 15:30–18:00 (Seoul time). Before: 29 October 2019, 13:30–18:00" in text
    assert "How many come now: 12. Before: 3." in text
    assert "Please say on the page whether that suits you, too." in text
    assert (await world.host()).status == "asked"


async def test_what_was_changed_back_is_told_to_nobody(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver
) -> None:
    token = await world.asked()
    (await world.answer(token, CONFIRMED)).raise_for_status()
    await deliver()
    for status in (PublicStatus.CANCELLED, PublicStatus.CONFIRMED):
        async with database.write() as db:
            (await db.exec(select(Stop).where(Stop.key == "park"))).one().status = status
        version = (await world.host()).version
        await tell_hosts(database, clock())
        assert (await world.host()).version == version
        clock.advance(minutes=20)

    assert await tell(database, clock, deliver) == 0
    assert (await world.host()).status == "confirmed"


async def test_head_count_that_differs_little_is_told_to_nobody_and_leaves_a_confirmation(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await send(db, world.visit, 24)
    token = await world.asked()
    (await world.answer(token, CONFIRMED)).raise_for_status()
    await deliver()
    numbers = []
    for more in (2, 1):
        async with database.write() as db:
            await send(db, world.visit, more)
        numbers.append(await tell(database, clock, deliver))

    assert numbers == [0, 1]
    assert "How many come now: 27. Before: 24." in post_office.text()
    assert (await world.host()).status == "confirmed"


async def test_visit_that_nobody_is_assigned_to_any_more_is_told_in_words(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await send(db, world.visit, 12)
    token = await world.asked()
    (await world.answer(token, CONFIRMED)).raise_for_status()
    await deliver()
    async with database.write() as db:
        await db.exec(delete(VisitPlace))

    told = await tell(database, clock, deliver)

    assert told == 1
    assert "As things stand, nobody comes any more. Before: 12." in post_office.text()
    assert "How many come" not in post_office.text()


async def test_host_of_a_stop_that_left_the_programme_is_told_that_nobody_comes(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    token = await world.asked()
    await deliver()
    async with database.write() as db:
        await db.delete((await db.exec(select(Stop).where(Stop.key == "park"))).one())

    told = await tell(database, clock, deliver)

    assert (told, (await world.page(token)).json()["called_off"]) == (1, True)
    assert "The visit does not take place. You need not expect anybody: 29 October 2019, 13:30" in post_office.text()
    listed = await world.listed()
    assert [item["site"]["en"] for item in listed["items"]] == ["Old Arcade"]
    assert [host["site"]["en"] for host in listed["left"]] == ["Harbour Park"]


async def test_host_who_left_is_forgotten_once_the_letter_that_nobody_comes_went_out(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver, post_office: PostOffice
) -> None:
    token = await world.asked()
    await deliver()
    version = (await world.host()).version
    (await world.organiser.delete(world.path, headers={"If-Match": f'"{version}"'})).raise_for_status()

    async def left() -> list[str]:
        await forget_hosts(database, clock())
        return [host["email"] for host in (await world.listed())["left"]]

    untold = await left()
    post_office.answers = ["550 nobody of that name here"]
    await tell(database, clock, deliver)
    bounced = await left()
    async with database.write() as db:
        failed = (await db.exec(select(OutboxMessage).where(OutboxMessage.state == MessageState.FAILED))).one()
        await try_again(db, failed, clock())
    await deliver()

    assert (untold, bounced, await left()) == (["guide@park.example.org"], ["guide@park.example.org"], [])
    assert "The visit does not take place" in post_office.text()
    assert "/host?" not in post_office.text()  # nothing is there any more
    assert (await world.page(token)).status_code == 404
    async with database.read() as db:
        entries = (await db.exec(select(AuditEntry).where(AuditEntry.action == "visit_host.deleted"))).all()
    assert [entry.origin for entry in entries] == ["worker"]


async def test_host_who_left_is_forgotten_when_the_visit_is_over(
    world: World, database: Database, clock: StoppedClock
) -> None:
    await world.asked()
    clock.now = ENDS_AT + timedelta(hours=1)
    await world.listed()
    version = (await world.host()).version
    (await world.organiser.delete(world.path, headers={"If-Match": f'"{version}"'})).raise_for_status()

    await forget_hosts(database, clock())

    assert (await world.listed())["left"] == []


async def test_host_who_was_not_asked_or_has_declined_is_told_nothing(
    world: World, database: Database, clock: StoppedClock, deliver: Deliver
) -> None:
    token = await world.asked()
    (await world.answer(token, DECLINED)).raise_for_status()
    await world.organiser.put(
        f"{HOSTS}/{world.visit.stops[1].id}",
        json=HOST | {"email": "other@example.org"},
        headers={"If-Match": '"0"'},
    )
    await deliver()
    async with database.write() as db:
        (await db.exec(select(Visit))).one().withdrawn = True

    assert await tell(database, clock, deliver) == 0


async def test_worker_looks_after_hosts_by_itself(worker: Worker) -> None:
    assert tell_hosts in worker.watches
    assert forget_hosts in worker.chores


async def test_two_workers_tell_one_change_once(
    live: Database,
    live_twin: Database,
    world: World,
    clock: StoppedClock,
    deliver: Deliver,
) -> None:
    await world.asked()
    await deliver()
    async with live.write() as db:
        (await db.exec(select(Visit))).one().withdrawn = True
    await tell_hosts(live, clock())
    clock.advance(minutes=31)

    await asyncio.gather(tell_hosts(live, clock()), tell_hosts(live_twin, clock()))

    assert await deliver() == 1


async def test_refused_address_is_shown_to_organisers(world: World, deliver: Deliver, post_office: PostOffice) -> None:
    post_office.answers = ["550 no such mailbox"]
    await world.asked()
    await deliver()
    assert (await world.listed())["items"][0]["host"]["letter"] == "failed"


async def test_question_is_answered_and_a_second_answer_overwrites_none_unread(
    world: World, database: Database, deliver: Deliver, post_office: PostOffice, clock: StoppedClock
) -> None:
    async with database.write() as db:
        people = await send(db, world.visit, 1)
        question = await ask_host(db, world.visit, people[0], "How did you begin?")
        other = await ask_host(db, world.visit, people[0], "Who pays?")
    token = await world.asked()
    await deliver()
    body = {"token": token, "question_id": str(question.id)}

    first = await world.visitor.post(QUESTIONS, json=body | {"answer": "With a market"})
    same = await world.visitor.post(QUESTIONS, json=body | {"answer": "With a market"})
    blind = await world.visitor.post(QUESTIONS, json=body | {"answer": "With a fair"})
    answered_at = first.json()["questions"][0]["answered_at"]
    clock.advance(minutes=1)
    knowing = await world.visitor.post(QUESTIONS, json=body | {"answer": "With a fair", "answered_at": answered_at})
    await world.visitor.post(QUESTIONS, json=body | {"question_id": str(other.id), "answer": "The city"})
    await deliver()

    assert [each.status_code for each in (first, same, blind, knowing)] == [200, 200, 412, 200]
    assert blind.json()["current"]["answer"] == "With a market"
    async with database.read() as db:
        answers = (await db.exec(select(VisitQuestion.answer).order_by(VisitQuestion.id))).all()
    assert answers == ["With a fair", "The city"]
    # One mail an hour, however much is answered.
    assert [mail["Subject"] for mail in post_office.taken[1:]] == ["Your answer: Harbour Park, Training harbour"]
    assert (await world.listed())["items"][0]["questions_answered"] == 2


async def test_question_of_another_visit_is_not_there(world: World, database: Database) -> None:
    async with database.write() as db:
        elsewhere = await make_visit(db, "elsewhere")
        asker = (await send(db, elsewhere, 1))[0]
        question = await ask_host(db, elsewhere, asker, "Who pays?")
    token = await world.asked()

    answer = await world.visitor.post(
        QUESTIONS, json={"token": token, "question_id": str(question.id), "answer": "We do"}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_stop_of_another_edition_is_not_there(world: World, database: Database) -> None:
    async with database.write() as db:
        elsewhere = await make_visit(db, "elsewhere")
    path = f"{HOSTS}/{elsewhere.stops[0].id}"
    answer = await world.organiser.put(path, json=HOST, headers={"If-Match": '"0"'})
    assert answer.status_code == 404


async def test_one_link_answers_so_often_that_it_fills_no_mailbox(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    token = await world.asked()
    await deliver()

    answers = [await world.answer(token, DECLINED if number % 2 else CONFIRMED) for number in range(14)]
    await deliver()

    assert {answer.status_code for answer in answers} == {200, 429}
    assert len(post_office.taken) <= 13


async def test_audit_log_knows_what_was_done_without_what_was_said(world: World, database: Database) -> None:
    token = await world.asked()
    (await world.answer(token, CONFIRMED, comment="the back entrance")).raise_for_status()

    async with database.read() as db:
        entries = (await db.exec(select(AuditEntry).where(AuditEntry.subject_kind == "visit_host"))).all()

    assert [(entry.action, entry.origin) for entry in entries] == [
        ("visit_host.created", "login"),
        ("visit_host.updated", "login"),
        ("visit_host.updated", "nobody"),
    ]
    assert "entrance" not in str(entries)
