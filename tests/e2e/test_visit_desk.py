"""A visit is planned at a desk and ranked on a phone, tried out and assigned, changed by hand, and printed."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.registrations import make_delegation, make_registration
from factories.visits import rank
from madang.accounts.models import Account
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, ProgrammeSession
from madang.visits.models import VisitRound
from support.looking import look
from support.server import Server

ADMINISTRATOR, PASSWORD = "head@example.org", "a courtyard of one's own"
TRAINEE, TRAINEE_PASSWORD = "trainee1@city.example.org", "three quiet courtyards at dawn"
EDITION = "harbour-2031"
DESK = f"/organise/{EDITION}/visits"
OWN = f"/e/{EDITION}/visits"
# Without motion no colour is on its way when a page is looked at.
STILL: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Asia/Seoul", "reduced_motion": "reduce"}
PHONE = STILL | {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESKTOP = STILL | {"viewport": {"width": 1280, "height": 800}}
OPTIONS = {
    "park": {"en": "Seoul Innovation Park", "ko": "서울혁신파크"},
    "seongsu": {"en": "Seongsu area and its shared offices", "ko": "성수동 일대"},
    "arcade": {"en": "Sewoon arcade", "ko": "세운상가"},
}
CITIES = ("kampala", "kisumu", "bandung", "musoma")


@pytest_asyncio.fixture
async def own_server(start_server: Callable[..., Server]) -> Server:
    """Return a server with a visit of three options, and a dozen accepted trainees of four cities."""
    server = start_server()
    server.add_organiser(ADMINISTRATOR, PASSWORD)
    server.add_organiser(TRAINEE, TRAINEE_PASSWORD)
    edition = {
        "slug": EDITION,
        "title": {"en": "Harbour training"},
        "days": ["2031-05-06"],
        "timezone": "Asia/Seoul",
        "default_language": "en",
        "languages": ["en", "ko"],
    }
    async with httpx.AsyncClient(base_url=server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        (await client.post("/api/v1/editions", json=edition)).raise_for_status()
        programme = f"/api/v1/editions/{EDITION}/programme"
        options = []
        for position, (key, title) in enumerate(OPTIONS.items()):
            site = {"kind": "study_visit_site", "name": title}
            venue = (await client.post(f"{programme}/venues", json=site)).raise_for_status().json()
            stop = {
                "key": "site",
                "venue_id": venue["id"],
                "starts_at": f"2031-05-06T1{4 + position}:00:00+09:00",
                "status": "confirmed" if position else "tentative",
            }
            options.append({"key": key, "title": title, "stops": [stop]})
        visit = {
            "kind": "field_visit",
            "title": {"en": "Field visit 1"},
            "starts_at": "2031-05-06T13:30:00+09:00",
            "ends_at": "2031-05-06T18:00:00+09:00",
            "options": options,
        }
        (await client.post(f"{programme}/sessions", json=visit)).raise_for_status()
    async with server.database() as database, database.write() as db:
        account = (await db.exec(select(Account).where(Account.email == TRAINEE))).one()
        stored = (await db.exec(select(Edition).where(Edition.slug == EDITION))).one()
        delegations = [await make_delegation(db, stored, city) for city in CITIES]
        for number in range(12):
            delegation = delegations[number % 4]
            own = {"account_id": account.id, "email": TRAINEE, "email_as_typed": TRAINEE} if number == 0 else {}
            await make_registration(
                db,
                stored,
                f"{delegation.key.capitalize()} trainee {number // 4 + 1}",
                delegation_id=delegation.id,
                status=RegistrationStatus.ACCEPTED,
                phone="+82 2 0000 0000",
                **own,
            )
    return server


async def rank_as_the_others(server: Server) -> None:
    """Have everybody else want the park most: five places are not enough for that."""
    async with server.database() as database, database.write() as db:
        planning = (await db.exec(select(VisitRound))).one()
        session = (await db.exec(select(ProgrammeSession).where(ProgrammeSession.id == planning.session_id))).one()
        await db.refresh(session, ["options"])
        ids: dict[str, UUID] = {option.key: option.id for option in session.options}
        others = await db.exec(select(Registration).where(Registration.email != TRAINEE).order_by("id"))
        for number, registration in enumerate(others.all()[:-1]):
            wishes = ("park", "seongsu", "arcade") if number % 3 else ("seongsu", "arcade")
            await rank(db, planning, registration, *(ids[key] for key in wishes))


async def sign_in(page: Page, server: Server, email: str, password: str, path: str) -> None:
    await page.goto(f"{server.url}{path}")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{path}")


async def drag(page: Page, handle: str, onto: str) -> None:
    """Drag a wish by its handle to where another one is."""
    start = await page.get_by_role("button", name=handle).bounding_box()
    end = await page.get_by_role("button", name=onto).bounding_box()
    assert start is not None
    assert end is not None
    await page.mouse.move(start["x"] + 20, start["y"] + 20)
    await page.mouse.down()
    await page.mouse.move(start["x"] + 20, (start["y"] + end["y"]) / 2)
    await page.mouse.move(end["x"] + 20, end["y"] + end["height"] - 5)
    await page.mouse.up()


async def wishes_of(page: Page) -> list[str]:
    names = await page.locator("[data-control=drag]").evaluate_all("all => all.map(each => each.ariaLabel)")
    return [re.sub(r"^Move (.*): drag.*$", r"\1", name) for name in names]


async def test_visit_is_planned_ranked_tried_out_and_assigned(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server
) -> None:
    desk = await (await new_context(**DESKTOP)).new_page()
    await sign_in(desk, own_server, ADMINISTRATOR, PASSWORD, DESK)
    await expect(desk.get_by_text("not planned yet")).to_be_visible()
    await look(desk, "rounds")
    await desk.get_by_role("link", name="Field visit 1").click()
    await expect(desk.get_by_text("12 take part")).to_be_visible()
    for title, places in zip(("Seoul Innovation Park", "Seongsu area", "Sewoon"), ("5", "4", "6"), strict=True):
        await desk.get_by_role("group", name=title).get_by_label("Places").fill(places)
    await desk.get_by_role("group", name="Sewoon").get_by_label("At least").fill("7")
    await expect(desk.get_by_text("It needs more people than it has places")).to_be_visible()
    await expect(desk.get_by_role("button", name="Save the places")).to_be_disabled()
    await desk.get_by_role("group", name="Sewoon").get_by_label("At least").fill("2")
    await desk.get_by_role("button", name="Save the places").click()
    await desk.get_by_role("button", name="Open the ranking").click()
    await expect(desk.get_by_text("ranking open")).to_be_visible()

    # By taps, by a button, by a key and by a finger.
    phone = await (await new_context(**PHONE)).new_page()
    await sign_in(phone, own_server, TRAINEE, TRAINEE_PASSWORD, OWN)
    await look(phone, "unranked", (360,))
    for wish, title in enumerate(("Sewoon arcade", "Seoul Innovation Park", "Seongsu area and its shared offices"), 1):
        await phone.get_by_role("button", name=f"Add as wish {wish}: {title}").tap()
    await phone.get_by_role("button", name="Up: Seoul Innovation Park").tap()
    assert await wishes_of(phone) == [OPTIONS[key]["en"] for key in ("park", "arcade", "seongsu")]
    await phone.get_by_role("button", name="Move Seongsu").press("ArrowUp")
    await expect(phone.get_by_role("button", name="Move Seongsu")).to_be_focused()
    assert await wishes_of(phone) == [OPTIONS[key]["en"] for key in ("park", "seongsu", "arcade")]
    await drag(phone, "Move Seoul Innovation Park", "Move Sewoon arcade")
    await expect(phone.get_by_role("button", name="Move Seoul Innovation Park")).to_be_focused()
    assert await wishes_of(phone) == [OPTIONS[key]["en"] for key in ("seongsu", "arcade", "park")]
    await look(phone, "ranking", (360,))
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Your order has arrived")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_role("heading", name="Your order")).to_be_visible()
    assert await wishes_of(phone) == [OPTIONS[key]["en"] for key in ("seongsu", "arcade", "park")]
    await phone.get_by_text("Ask the host").tap()
    await phone.get_by_label("Your question").fill("How is the rent set?")
    await phone.get_by_role("button", name="Send", exact=True).tap()
    await expect(phone.get_by_text("Your question is sent")).to_be_visible()
    await expect(phone.get_by_text("No answer yet")).to_be_visible()

    # Tried out: nothing is stored before it is assigned.
    await rank_as_the_others(own_server)
    await desk.reload()
    await expect(desk.get_by_text("11 have ranked")).to_be_visible()
    await desk.get_by_role("button", name="Work it out").click()
    await expect(desk.get_by_role("heading", name="Who gets a place")).to_be_visible()
    await look(desk, "plan")
    await expect(desk.get_by_role("listitem").get_by_text("no place yet").first).to_be_visible()
    await desk.get_by_role("button", name="Assign like this").click()
    await expect(desk.get_by_text("Assigned: 12 people have a place")).to_be_visible()
    await look(desk, "assigned")
    await phone.reload()
    await expect(phone.get_by_text("Your visit", exact=True)).to_be_visible()
    await look(phone, "place", (360,))

    # By hand, also where there is no place; and kept when places are given again.
    row = desk.get_by_role("listitem").filter(has=desk.get_by_role("button", name="Place Musoma trainee 3"))
    await desk.get_by_role("button", name="Place Musoma trainee 3").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_role("radio", name="Seoul Innovation Park").check()
    await look(desk, "by-hand")
    await dialog.get_by_role("button", name="Place", exact=True).click()
    await expect(dialog.get_by_text("this would be 1 person too many")).to_be_visible()
    await dialog.get_by_role("button", name="Place all the same").click()
    await expect(row.get_by_text("by hand")).to_be_visible()
    await expect(desk.get_by_text("A: Seoul Innovation Park has 1 person more than places.")).to_be_visible()

    # What if, with other places: they are saved together with what was looked at.
    await desk.get_by_role("group", name="Seoul Innovation Park").get_by_label("Places").fill("6")
    await expect(desk.get_by_text("saved: 5")).to_be_visible()
    await desk.get_by_role("group", name="Seongsu area").get_by_label("Does not take place").check()
    await desk.get_by_role("button", name="Work it out").click()
    await expect(desk.get_by_role("heading", name="Who moves")).to_be_visible()
    await look(desk, "what-if")
    await desk.get_by_role("button", name="Save the places and assign like this").click()
    await expect(desk.get_by_text("Assigned: ")).to_be_visible()
    await expect(row.get_by_text("by hand")).to_be_visible()
    await expect(desk.get_by_text("withdrawn", exact=True)).to_be_visible()
    await desk.get_by_role("button", name="Cities").click()
    await expect(desk.get_by_role("row", name="Kampala")).to_be_visible()
    await look(desk, "cities")

    # Printed: an option a page.
    await desk.get_by_role("link", name="Lists to print").click()
    await expect(desk.get_by_role("row", name="Musoma trainee 3")).to_be_visible()
    await look(desk, "lists")
    await desk.emulate_media(media="print")
    pages = await desk.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 2


async def test_nobody_overwrites_or_loses_what_changes_meanwhile(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server
) -> None:
    desk = await (await new_context(**DESKTOP)).new_page()
    await sign_in(desk, own_server, ADMINISTRATOR, PASSWORD, DESK)
    await desk.get_by_role("link", name="Field visit 1").click()
    await desk.get_by_role("button", name="Save the places").click()
    await desk.get_by_role("button", name="Open the ranking").click()
    await expect(desk.get_by_text("ranking open")).to_be_visible()
    phone = await (await new_context(**PHONE)).new_page()
    await sign_in(phone, own_server, TRAINEE, TRAINEE_PASSWORD, OWN)
    await phone.get_by_role("button", name="Add as wish 1: Sewoon arcade").tap()
    await phone.get_by_role("button", name="Add as wish 2: Seoul Innovation Park").tap()

    # Two organisers: the slower one sees both numbers and saves on.
    other = await desk.context.new_page()
    await other.goto(desk.url)
    await other.get_by_role("group", name="Seongsu area").get_by_label("Places").fill("9")
    await other.get_by_role("group", name="Sewoon").get_by_label("Does not take place").check()
    await other.get_by_role("button", name="Save the places").click()
    await expect(other.get_by_text("Saved", exact=True)).to_be_visible()
    await desk.get_by_role("group", name="Seongsu area").get_by_label("Places").fill("8")
    await desk.get_by_role("button", name="Save the places").click()
    await expect(desk.get_by_text("Another organiser has changed the places meanwhile.")).to_be_visible()
    await expect(desk.get_by_text("saved: 9")).to_be_visible()
    await desk.get_by_role("button", name="Save the places").click()
    await expect(desk.get_by_text("Saved", exact=True)).to_be_visible()

    # What was withdrawn meanwhile leaves the order, and the rest of it can be sent.
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Sewoon arcade is no longer offered")).to_be_visible()
    assert await wishes_of(phone) == ["Seoul Innovation Park"]
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Your order has arrived")).to_be_visible()

    # Two devices of one person: both orders are there to choose from.
    tablet = await phone.context.new_page()
    await tablet.goto(f"{own_server.url}{OWN}")
    await tablet.get_by_role("button", name="Add as wish 2: Seongsu").tap()
    await phone.get_by_role("button", name="Add as wish 2: Seongsu").tap()
    await phone.get_by_role("button", name="Up: Seongsu").tap()
    await tablet.get_by_role("button", name="Send my order").tap()
    await expect(tablet.get_by_text("Your order has arrived")).to_be_visible()
    await phone.bring_to_front()
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("You have sent another order meanwhile")).to_be_visible()
    assert await wishes_of(phone) == [OPTIONS["seongsu"]["en"], OPTIONS["park"]["en"]]
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Your order has arrived")).to_be_visible()

    # A wish that comes after the plan was looked at: it is worked out again, not carried out.
    await desk.reload()
    await desk.get_by_role("button", name="Work it out").click()
    await expect(desk.get_by_role("button", name="Assign like this")).to_be_visible()
    await phone.get_by_role("button", name="Up: Seoul Innovation Park").tap()
    await phone.get_by_role("button", name="Send my order").tap()
    await expect(phone.get_by_text("Your order has arrived")).to_be_visible()
    await desk.get_by_role("button", name="Assign like this").click()
    await expect(desk.get_by_text("Something has changed since this was worked out")).to_be_visible()
    await desk.get_by_role("button", name="Assign like this").click()
    await expect(desk.get_by_text("Assigned: 12 people have a place")).to_be_visible()
