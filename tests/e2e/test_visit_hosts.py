"""A host on a phone: from the letter to the page, confirmed, asked something, and a link that was passed on too far."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from factories.hosts import ask_host, make_visit, send
from support.looking import find_faults
from support.mail import PostOffice, text_of
from support.server import Server

ADMINISTRATOR, PASSWORD = "head@example.org", "a courtyard of one's own"
HOSTS = "/api/v1/editions/harbour/visits/hosts"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture
async def own_server(start_server: Callable[..., Server], office: PostOffice) -> Server:
    server = start_server(MADANG_SMTP_URL=office.url, MADANG_MAIL_FROM="Training <training@example.org>")
    server.add_organiser(ADMINISTRATOR, PASSWORD)
    return server


@pytest_asyncio.fixture
async def organiser(own_server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=own_server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        yield client


async def prepare(server: Server) -> str:
    """Plan a visit that is still to come, with people on it; return its first stop."""
    async with server.database() as database, database.write() as db:
        made = await make_visit(db)
        made.edition.days = ["2031-05-06"]
        made.edition.starts_on = made.edition.ends_on = date(2031, 5, 6)
        made.session.starts_at = datetime(2031, 5, 6, 4, 30, tzinfo=UTC)
        made.session.ends_at = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)
        people = await send(db, made, 3, position="Director of social economy", language="fr")
        await ask_host(db, made, people[0], "How did you begin?")
        return str(made.stops[0].id)


async def ask(organiser: httpx.AsyncClient, stop: str) -> None:
    host = {"name": "Park guide", "email": "guide@park.example.org", "language": "en"}
    entered = await organiser.put(f"{HOSTS}/{stop}", json=host, headers={"If-Match": '"0"'})
    entered.raise_for_status()
    (await organiser.post(f"{HOSTS}/{stop}/ask", headers={"If-Match": '"1"'})).raise_for_status()


async def link_in_letter(office: PostOffice, number: int) -> str:
    letters = await office.wait_for(number + 1)
    found = re.search(r"http://\S+/host\?lang=en#\S+", text_of(letters[number]))
    assert found
    return found[0]


async def ask_at_the_desk(page: Page, server: Server) -> None:
    """Sign in as the organiser, enter the host of the first stop and ask them."""
    await page.goto(f"{server.url}/sign-in?next=/organise/harbour/visits")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Enter a host: Harbour Park").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Park guide")
    await dialog.get_by_label("Email address").fill("guide@park.example.org")
    assert await find_faults(page) == []
    await dialog.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Ask by mail: Harbour Park").click()
    await expect(page.get_by_text("A mail is on its way to guide@park.example.org")).to_be_visible()


async def test_host_confirms_answers_and_a_link_that_went_too_far_is_dead(
    new_context: Callable[..., Awaitable[BrowserContext]],
    page: Page,
    own_server: Server,
    office: PostOffice,
) -> None:
    await prepare(own_server)
    await ask_at_the_desk(page, own_server)
    phone = await (await new_context(locale="en-GB", timezone_id="Asia/Seoul", **PHONE)).new_page()

    await phone.goto(await link_in_letter(office, 0))
    await expect(phone.get_by_role("heading", name="Harbour Park")).to_be_visible()
    await expect(phone.get_by_text("Tuesday 6 May 2031")).to_be_visible()
    await expect(phone.get_by_text("3 people")).to_be_visible()
    await expect(phone.get_by_text("Director of social economy")).to_be_visible()
    assert "trainee" not in await phone.locator("main").inner_text()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360
    assert await find_faults(phone) == []

    await phone.get_by_label("Words to the organisers").fill("Use the back entrance")
    await phone.get_by_role("button", name="Yes, we receive them").tap()
    await expect(phone.get_by_role("heading", name="You receive the visitors")).to_be_visible()
    await phone.get_by_label("Your answer").fill("With a market")
    await phone.get_by_role("button", name="Answer", exact=True).tap()
    await expect(phone.get_by_text("Your answer has arrived")).to_be_visible()
    assert await find_faults(phone) == []
    # A phone that dropped the page loads it again by the same address.
    await phone.reload()
    await expect(phone.get_by_text("Your words: Use the back entrance")).to_be_visible()
    letters = await office.wait_for(3)  # the question, and both answers
    assert "Use the back entrance" in text_of(letters[1])
    assert {mail["To"] for mail in office.taken} == {"guide@park.example.org"}

    await page.reload()
    await expect(page.get_by_text("confirmed", exact=True)).to_be_visible()
    await expect(page.get_by_text("Use the back entrance")).to_be_visible()
    await expect(page.get_by_text("1 of 1 question answered").first).to_be_visible()
    await page.get_by_role("button", name="New link: Harbour Park").click()
    await page.get_by_role("button", name="Show it to me").click()
    address = await page.get_by_text("/host?lang=en#").inner_text()
    assert await find_faults(page) == []
    await phone.get_by_role("button", name="Change my answer").tap()
    await phone.get_by_role("button", name="No, we cannot").tap()
    await expect(phone.get_by_role("heading", name="This link is no longer good")).to_be_visible()
    await phone.goto(address)
    await expect(phone.get_by_role("heading", name="You receive the visitors")).to_be_visible()


async def test_host_who_read_other_times_is_shown_the_new_ones_and_keeps_their_words(
    new_context: Callable[..., Awaitable[BrowserContext]],
    own_server: Server,
    organiser: httpx.AsyncClient,
    office: PostOffice,
) -> None:
    stop = await prepare(own_server)
    await ask(organiser, stop)
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul", **PHONE)
    phone = await context.new_page()
    await phone.goto(await link_in_letter(office, 0))
    await phone.get_by_label("Words to the organisers").fill("Use the back entrance")

    await context.set_offline(True)
    await phone.get_by_role("button", name="Yes, we receive them").tap()
    await expect(phone.get_by_role("alert")).to_be_visible()
    await context.set_offline(False)
    session = (await organiser.get(HOSTS)).json()["items"][0]["session_id"]
    sessions = "/api/v1/editions/harbour/programme/sessions"
    etag = (await organiser.get(f"{sessions}/{session}")).headers["etag"]
    moved = {"starts_at": "2031-05-06T14:30:00+09:00"}
    (
        await organiser.patch(f"{sessions}/{session}", json={**moved, "status": "changed"}, headers={"If-Match": etag})
    ).raise_for_status()
    await phone.get_by_role("button", name="Yes, we receive them").tap()

    await expect(phone.get_by_text("The visit has changed meanwhile")).to_be_visible()
    await expect(phone.get_by_text("14:30–18:00, Seoul time")).to_be_visible()
    await expect(phone.get_by_label("Words to the organisers")).to_have_value("Use the back entrance")
    await phone.get_by_role("button", name="Yes, we receive them").tap()
    await expect(phone.get_by_role("heading", name="You receive the visitors")).to_be_visible()
