"""A change is read before it goes out, held and sent; what cannot wait goes out at once; who stays silent is called."""

import os
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from factories.story import (
    CITIES,
    EDITION,
    ORGANISER,
    PASSWORD,
    address_of,
    make_people,
    make_programme,
    name_of,
    signed_in,
)
from madang.notices.housekeeping import Noticing
from support.looking import look
from support.mail import PostOffice, text_of
from support.server import Server

HOME = f"/organise/{EDITION}/notices"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OWN_PASSWORD = "three quiet courtyards at dawn"
ON_PHONE, SKIPPED = 4, 1
CITY = CITIES[ON_PHONE % len(CITIES)].capitalize()
NewContext = Callable[..., Awaitable[BrowserContext]]


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


async def look_for_changes(server: Server) -> None:
    """Do what the worker does each minute, now."""
    async with server.database() as database:
        await Noticing(timedelta(minutes=15)).announce_changes(database, datetime.now(UTC))


async def move_the_opening(client: httpx.AsyncClient) -> None:
    """Have the opening begin half an hour later, and publish that."""
    path = f"/api/v1/editions/{EDITION}/programme/sessions"
    opening = next(one for one in (await client.get(path)).json()["items"] if one["key"] == "opening")
    change = {"starts_at": "2031-05-06T09:30:00+09:00", "ends_at": "2031-05-06T10:30:00+09:00"}
    headers = {"If-Match": f'"{opening["version"]}"'}
    (await client.patch(f"{path}/{opening['id']}", json=change, headers=headers)).raise_for_status()
    released = await client.post(f"/api/v1/editions/{EDITION}/releases", json={"accept_warnings": True})
    released.raise_for_status()


async def review_and_send(page: Page, server: Server) -> None:
    """Read what is about to be told as somebody else reads it, leave one person out, hold it and send it."""
    await page.goto(f"{server.url}{HOME}")
    await expect(page.get_by_text("30 people hear of it")).to_be_visible()
    await page.get_by_role("button", name=f"Read what {name_of(SKIPPED)} reads").click()
    await expect(page.get_by_text("시간 변경")).to_be_visible()
    await look(page, "next")
    await page.get_by_role("button", name=f"Do not tell {name_of(SKIPPED)}").click()
    await expect(page.get_by_text("29 people hear of it")).to_be_visible()
    await page.get_by_role("button", name="Hold back").click()
    await expect(page.get_by_text("Held back: nothing goes out until you send it.")).to_be_visible()
    await page.goto(f"{server.url}{HOME}?lang=fr")
    await expect(page.get_by_text("29 personnes seront prévenues")).to_be_visible()
    await look(page, "next-fr")
    await page.goto(f"{server.url}{HOME}?lang=en")
    await page.get_by_role("button", name="Send now").click()
    await look(page, "next-send")
    await page.get_by_role("dialog").get_by_role("button", name="Send now").click()
    await expect(page.get_by_text("On its way to 29 people")).to_be_visible()
    await expect(page.get_by_text("Nothing is waiting to be told")).to_be_visible()


async def read_by_link(new_context: NewContext, mail: str) -> None:
    """Open a French reader's link on a phone: it says what changed, and thanks for having been read."""
    link = re.search(r"http://\S+/notice\S*#\S+", mail)
    assert link, mail
    phone = await (await new_context(locale="fr-FR", timezone_id="Africa/Kampala", **PHONE)).new_page()
    await phone.goto(link[0])
    await expect(phone.get_by_text("Nouvel horaire")).to_be_visible()
    await look(phone, "link-fr")
    await phone.get_by_role("button", name="J’ai lu cet avis").tap()
    await expect(phone.get_by_text("Merci")).to_be_visible()
    await look(phone, "link-thanks-fr")
    await phone.goto(f"{link[0].partition('#')[0]}#{'x' * 43}")
    await expect(phone.get_by_text("Ce lien ne fonctionne plus")).to_be_visible()


async def write_urgently(page: Page, server: Server) -> None:
    """Write to one city: what is missing is said beside it, and nothing goes out before it was looked at."""
    await page.goto(f"{server.url}{HOME}/urgent")
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_label("In one line").first).to_be_focused()
    await look(page, "urgent-missing")
    await page.get_by_label("In one line").first.fill("The bus waits at gate 3")
    await page.get_by_label("What to do").first.fill("Come to gate 3 by 14:00.\nCall 112 if you are lost.")
    await page.get_by_label("Whom it concerns").select_option("A delegation")
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_text("Choose whom it concerns")).to_be_visible()
    await page.get_by_label("Which delegation").select_option(CITY)
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_text("It goes to 3 people")).to_be_visible()
    await look(page, "urgent-look")
    await page.get_by_role("button", name="Send to 3 people now").click()
    await expect(page.get_by_text("It is on its way")).to_be_visible()
    await expect(page.get_by_role("heading", level=1, name="The bus waits at gate 3")).to_be_visible()


async def reach_the_silent(page: Page) -> None:
    """Take a text for a chat along, and the list of whom to call."""
    await page.get_by_role("button", name="Text for a chat").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox")).to_have_value(re.compile("The bus waits at gate 3"))
    await look(page, "chat")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Call list").click()
    await page.get_by_role("button", name="Show phone numbers").click()
    await expect(page.get_by_text("3 people to call")).to_be_visible()
    await expect(page.get_by_role("link", name="+82 10 0000 0004")).to_have_attribute("href", "tel:+821000000004")
    await look(page, "calls")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("columnheader", name="Reached")).to_be_visible()
    await expect(page.get_by_role("button", name="Print")).to_be_hidden()
    if folder := os.environ.get("MADANG_TEST_PICTURES"):
        await page.screenshot(path=f"{folder}/calls-print.png", full_page=True)
    await page.emulate_media(media="screen")


async def test_changes_are_reviewed_and_what_cannot_wait_is_not(
    page: Page, new_context: NewContext, own_server: Server, office: PostOffice
) -> None:
    client = await signed_in(own_server)
    await make_programme(client)
    await make_people(own_server, OWN_PASSWORD, signing_in=(ON_PHONE,))
    await sign_in(page, own_server, ORGANISER, PASSWORD, HOME)
    await expect(page.get_by_text("Nothing is waiting to be told")).to_be_visible()
    await look(page, "empty")
    await look_for_changes(own_server)  # everybody begins with release 1
    await move_the_opening(client)
    await look_for_changes(own_server)

    office.answers = ["550 nobody of that name here"]
    await review_and_send(page, own_server)
    await page.get_by_role("link", name="Changes up to release 2").click()
    await expect(page.get_by_text("29 told")).to_be_visible()
    await office.wait_for(28)  # and one that nobody of that name gets
    await page.reload()
    await expect(page.get_by_text("1 mail did not arrive")).to_be_visible()
    await page.get_by_label("Show", exact=True).select_option("Mail did not arrive")
    await expect(page.get_by_role("button", name="Read what")).to_have_count(1)
    await look(page, "sent")
    assert address_of(SKIPPED) not in [mail["to"] for mail in office.taken]
    await read_by_link(new_context, text_of((await office.wait_for(to=address_of(6)))[-1]))

    phone = await (await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)).new_page()
    await sign_in(phone, own_server, address_of(ON_PHONE), OWN_PASSWORD, f"/e/{EDITION}/mine")
    await expect(phone.get_by_role("link", name="Something has changed for you")).to_be_visible()
    await write_urgently(page, own_server)
    await look(page, "urgent-sent")
    await reach_the_silent(page)

    # It stands above what they look at, until they say that they know.
    await phone.reload()
    banner = phone.get_by_role("alert").filter(has_text="The bus waits at gate 3")
    await expect(banner).to_be_visible()
    await look(phone, "banner")
    await banner.get_by_role("button", name="I have read this").tap()
    await expect(banner).to_have_count(0)
    await phone.get_by_role("link", name="Something has changed for you").tap()
    await expect(phone.get_by_text("New time")).to_be_visible()
    await look(phone, "own")
    await phone.get_by_role("button", name="I have read this").tap()
    await expect(phone.get_by_role("button", name="I have read this")).to_have_count(0)

    await page.get_by_role("link", name="The bus waits at gate 3").click()
    await expect(page.get_by_text("1 acknowledged")).to_be_visible()
    await page.goto(f"{own_server.url}{HOME}?lang=fr")
    await look(page, "list-fr")
    await page.goto(f"{own_server.url}{HOME}/urgent?lang=fr")
    await look(page, "urgent-fr")
    await client.aclose()
