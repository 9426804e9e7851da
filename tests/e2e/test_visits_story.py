"""Thirty people rank two visits, are assigned, re-planned when a site is cancelled, and told once each."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.story import (
    EDITION,
    ORGANISER,
    PASSWORD,
    PEOPLE,
    VISIT,
    address_of,
    language_of,
    make_people,
    make_programme,
    name_of,
    signed_in,
)
from factories.visits import rank
from madang.mails.words import WORDS
from madang.notices.housekeeping import Noticing
from madang.participants.models import Registration
from madang.visits.models import VisitRound
from support.mail import PostOffice
from support.server import Server

HOME = f"/organise/{EDITION}"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OWN_PASSWORD = "three quiet courtyards at dawn"
ON_PHONE = 4  # reads English, ranks in the browser and acknowledges there
WANT_MARKET = range(1, 11)
NewContext = Callable[..., Awaitable[BrowserContext]]
Placed = dict[str, dict[str, Any]]


@pytest.fixture
def own_server(start_server: Callable[..., Server], office: PostOffice) -> Server:
    server = start_server(MADANG_SMTP_URL=office.url, MADANG_MAIL_FROM="Training <training@example.org>")
    server.add_organiser(ORGANISER, PASSWORD)
    return server


async def sign_in(page: Page, server: Server, email: str, password: str, onward: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={onward}")
    await page.locator("input[type=email]").fill(email)
    await page.locator("input[type=password]").fill(password)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(f"{server.url}{onward}")


async def rank_for_all_but_one(server: Server, session_id: str, options: dict[str, Any]) -> None:
    """Have everybody rank but whoever does it on a phone: ten want the market most, twenty the harbour."""
    async with server.database() as database, database.write() as db:
        planning = (await db.exec(select(VisitRound))).one()
        assert str(planning.session_id) == session_id
        for number in range(1, PEOPLE + 1):
            if number == ON_PHONE:
                continue
            registration = (await db.exec(select(Registration).where(Registration.email == address_of(number)))).one()
            order = ("market", "harbour") if number in WANT_MARKET else ("harbour", "market")
            await rank(db, planning, registration, *(options[key] for key in order))


async def look_for_changes(server: Server) -> None:
    """Do what the worker does each minute, now."""
    async with server.database() as database:
        await Noticing(timedelta(minutes=15)).announce_changes(database, datetime.now(UTC))


async def read_places(client: httpx.AsyncClient, session_id: str) -> Placed:
    """Return everybody's place by name."""
    answer = await client.get(f"/api/v1/editions/{EDITION}/visits/{session_id}/people", params={"limit": 200})
    return {one["name"]: one["place"] for one in answer.raise_for_status().json()["items"]}


def on(places: Placed, option_id: str) -> set[str]:
    return {name for name, place in places.items() if place and place["option_id"] == option_id}


async def mails_to_come(office: PostOffice, number: int) -> Counter[str]:
    """Return how many mails each participant got, once there are that many and a little later still."""
    await office.wait_for(number, apart_from=ORGANISER)
    await asyncio.sleep(2)  # for what ought not to come
    return Counter(str(mail["to"]) for mail in await office.wait_for(number, apart_from=ORGANISER))


def mail_to(office: PostOffice, number: int) -> str:
    """Return the text of the last mail to one of the thirty, in one line."""
    found = [office.text(index) for index, mail in enumerate(office.taken) if mail["to"] == address_of(number)]
    return in_one_line(found[-1])


def in_one_line(text: str) -> str:
    return " ".join(text.split())


async def send_what_waits(page: Page, server: Server, people: int) -> None:
    """Read what is about to be told, and send it."""
    await look_for_changes(server)
    await page.goto(f"{server.url}{HOME}/notices")
    await expect(page.get_by_text(f"{people} people hear of it")).to_be_visible()
    await page.get_by_role("button", name="Send now").click()
    await page.get_by_role("dialog").get_by_role("button", name="Send now").click()
    await expect(page.get_by_text(f"On its way to {people} people")).to_be_visible()
    await expect(page.get_by_text("Nothing is waiting to be told")).to_be_visible()


async def plan_and_rank(page: Page, phone: Page, server: Server, session_id: str, options: dict[str, Any]) -> None:
    await page.goto(f"{server.url}{HOME}/visits")
    await page.get_by_role("link", name="Field visit").click()
    await page.get_by_role("group", name="Harbour").get_by_label("Places").fill("24")
    await page.get_by_role("group", name="Market").get_by_label("Places").fill("12")
    await page.get_by_role("button", name="Save the places").click()
    await page.get_by_role("button", name="Open the ranking").click()
    await expect(page.get_by_text("ranking open")).to_be_visible()
    await rank_for_all_but_one(server, session_id, options)

    await sign_in(phone, server, address_of(ON_PHONE), OWN_PASSWORD, f"/e/{EDITION}/visits")
    await phone.get_by_role("button", name="Add as wish 1: Market").tap()
    await phone.get_by_role("button", name="Add as wish 2: Harbour").tap()
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Your order has arrived")).to_be_visible()


async def assign(page: Page) -> None:
    await page.reload()
    await expect(page.get_by_text("30 have ranked")).to_be_visible()
    await page.get_by_role("button", name="Work it out").click()
    await page.get_by_role("button", name="Assign like this").click()
    await expect(page.get_by_text("Assigned: 30 people have a place")).to_be_visible()


async def place_by_hand(page: Page, server: Server, session_id: str, name: str) -> None:
    """Put somebody on the harbour by hand, to be kept."""
    await page.goto(f"{server.url}{HOME}/visits/{session_id}")
    await page.get_by_label("Find a name").fill(name)
    await page.get_by_role("button", name="Find", exact=True).click()
    await page.get_by_role("button", name=f"Place {name}").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("radio", name="Harbour").check()
    await dialog.get_by_label("Keep this when places are given again").check()
    await dialog.get_by_role("button", name="Place", exact=True).click()
    await expect(page.get_by_text(f"{name}: Harbour")).to_be_visible()


async def cancel_the_market(page: Page, server: Server) -> None:
    """Cancel the one site of the market in the programme, and publish that."""
    await page.goto(f"{server.url}{HOME}")
    await page.get_by_role("link", name="Field visit").click()
    market = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Market", level=3))
    await market.get_by_label("Status").select_option("Cancelled")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Saved. Visitors see it with the next release.")).to_be_visible()
    await page.get_by_role("link", name="Releases").click()
    await page.get_by_role("checkbox", name="I have seen the").check()
    await page.get_by_role("button", name="Publish release 2").click()
    await expect(page.get_by_text("Release 2 is public")).to_be_visible()


async def replan(page: Page, server: Server, session_id: str, *, on_market: int) -> None:
    """Look at what happens without the market, try a bigger bus to the harbour out, and assign like that."""
    await page.goto(f"{server.url}{HOME}/visits/{session_id}")
    await expect(page.get_by_text(f"Market does not take place, but {on_market} people are placed")).to_be_visible()
    await page.get_by_role("button", name="Work it out").click()
    await expect(page.get_by_text("There are 6 places too few: 6 people have to wait.")).to_be_visible()
    await page.get_by_role("group", name="Harbour").get_by_label("Places").fill("30")
    await expect(page.get_by_text("You have changed places since. Work it out again.")).to_be_visible()
    await page.get_by_role("button", name="Work it out again").click()
    await expect(page.get_by_role("listitem").filter(has_text="Moves")).to_have_text(f"{on_market}Moves")
    await page.get_by_role("button", name="Save the places and assign like this").click()
    await expect(page.get_by_text("Assigned: 30 people have a place")).to_be_visible()


async def acknowledge_by_link(new_context: NewContext, mail: str) -> None:
    """Open the link of a mail on another phone, without signing in, and say that one knows."""
    link = re.search(r"http://\S+/notice\S*#\S+", mail)
    assert link, mail
    phone = await (await new_context(locale="ko-KR", timezone_id="Asia/Seoul", **PHONE)).new_page()
    await phone.goto(link[0])
    await expect(phone.get_by_text("다른 방문으로 배정")).to_be_visible()
    await expect(phone.get_by_text("Market")).to_be_visible()
    await phone.get_by_role("button", name="읽었습니다").tap()
    await expect(phone.get_by_text("감사합니다")).to_be_visible()
    assert "#" not in phone.url


async def acknowledge_on_phone(phone: Page, server: Server) -> None:
    """Come upon it above one's own page, read it and say that one knows."""
    await phone.goto(f"{server.url}/e/{EDITION}/visits")
    await phone.get_by_role("link", name="notices wait for you").tap()
    await expect(phone.get_by_text("Another visit for you")).to_be_visible()
    await phone.get_by_role("button", name="I have read this").first.tap()
    await expect(phone.get_by_text("You said so")).to_be_visible()


async def test_thirty_people_are_assigned_replanned_and_told_once_each(
    page: Page, new_context: NewContext, own_server: Server, office: PostOffice
) -> None:
    client = await signed_in(own_server)
    session_id = await make_programme(client)
    await make_people(own_server, OWN_PASSWORD, signing_in=(ON_PHONE,))
    found = await client.get(f"/api/v1/editions/{EDITION}/programme/sessions/{session_id}")
    options = {option["key"]: option["id"] for option in found.json()["options"]}
    phone = await (await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)).new_page()
    await sign_in(page, own_server, ORGANISER, PASSWORD, HOME)

    await plan_and_rank(page, phone, own_server, session_id, options)
    await assign(page)
    places = await read_places(client, session_id)
    market = on(places, options["market"])
    assert len(market) <= 12
    assert len(on(places, options["harbour"])) == PEOPLE - len(market) <= 24
    await phone.reload()
    await expect(phone.get_by_text("It was your first choice.")).to_be_visible()

    # Everybody hears of their visit and why, once, in their language.
    await send_what_waits(page, own_server, PEOPLE)
    assert await mails_to_come(office, PEOPLE) == {address_of(number): 1 for number in range(1, PEOPLE + 1)}
    for number in range(1, PEOPLE + 1):
        place, words = places[name_of(number)], WORDS[language_of(number)]
        why = words["because"][place["because"]].format(rank=place["rank"])
        assert in_one_line(why) in mail_to(office, number)

    by_hand = sorted(market - {name_of(ON_PHONE)})[0]
    await place_by_hand(page, own_server, session_id, by_hand)
    await cancel_the_market(page, own_server)
    await replan(page, own_server, session_id, on_market=len(market) - 1)
    after = await read_places(client, session_id)
    assert on(after, options["harbour"]) == set(after)
    assert {name for name, place in after.items() if place["option_id"] != places[name]["option_id"]} == market
    assert {name for name, place in after.items() if place["pinned"]} == {by_hand}

    # Only who was to go to the market hears of it, with both visits, and nobody twice.
    concerned = [number for number in range(1, PEOPLE + 1) if name_of(number) in market]
    await send_what_waits(page, own_server, len(concerned))
    assert await mails_to_come(office, PEOPLE + len(concerned)) == {
        address_of(number): 2 if number in concerned else 1 for number in range(1, PEOPLE + 1)
    }
    for number in concerned:
        language = language_of(number)
        sentence = WORDS[language]["notice"]["visit_changed"].format(
            session=VISIT[language], option="Harbour", old_option="Market"
        )
        assert in_one_line(sentence) in mail_to(office, number)

    reads_korean = next(number for number in concerned if language_of(number) == "ko")
    await acknowledge_by_link(new_context, mail_to(office, reads_korean))
    await acknowledge_on_phone(phone, own_server)
    await page.get_by_role("link", name="Changes up to release 2").first.click()
    await expect(page.get_by_text("2 acknowledged")).to_be_visible()
    await page.get_by_label("Show", exact=True).select_option("Not acknowledged yet")
    await expect(page.get_by_role("button", name="Read what")).to_have_count(len(concerned) - 2)
    await expect(page.get_by_text(name_of(reads_korean), exact=True)).to_have_count(0)
    await client.aclose()
