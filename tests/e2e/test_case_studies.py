"""A plenary's case studies: asked for, written on a phone, rated, put into order, told by mail, published, timed."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from factories.care import PDF
from factories.case_studies import WHOLE
from factories.story import (
    EDITION,
    ORGANISER,
    PASSWORD,
    address_of,
    make_people,
    make_programme,
    name_of,
    signed_in,
)
from support.looking import look
from support.mail import PostOffice
from support.server import Server

HOME = f"/organise/{EDITION}/case-studies"
OWN = f"/e/{EDITION}/case-studies"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OWN_PASSWORD = "three quiet courtyards at dawn"
ON_PHONE, SECOND, THIRD = 4, 8, 12  # of four cities; all read English
NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def own_server(start_server: Callable[..., Server], office: PostOffice) -> Server:
    server = start_server(MADANG_SMTP_URL=office.url, MADANG_MAIL_FROM="Training <training@example.org>")
    server.madang("create-organiser", ORGANISER, "--password-stdin", stdin=f"{PASSWORD}\n")
    return server


async def sign_in(page: Page, server: Server, email: str, password: str, onward: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={onward}")
    await page.locator("input[type=email]").fill(email)
    await page.locator("input[type=password]").fill(password)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(f"{server.url}{onward}")


async def hand_in(server: Server, number: int, title: str) -> None:
    """Hand in a whole case study as one of the thirty, by the API."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        answer = await client.post(
            "/api/v1/auth/token", data={"username": address_of(number), "password": OWN_PASSWORD}
        )
        client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        own = f"/api/v1/me/registrations/{EDITION}/case-studies"
        session_id = (await client.get(own)).json()["calls"][0]["session"]["id"]
        study = (await client.post(own, json={"session_id": session_id})).raise_for_status().json()
        for change, body in (("", WHOLE | {"title": title}), ("/transitions", {"to": "submitted"})):
            method = "POST" if change else "PATCH"
            headers = {"If-Match": f'"{study["version"]}"'}
            answer = await client.request(method, f"{own}/{study['id']}{change}", json=body, headers=headers)
            study = answer.raise_for_status().json()


async def call_for_case_studies(page: Page) -> None:
    await page.get_by_role("button", name="Make a call").click()
    await page.get_by_label("What you ask for").first.fill("One or two concrete examples, please.")
    await page.get_by_label("How many are presented").fill("2")
    await page.get_by_label("Minutes each").fill("20")
    await look(page, "case-studies-call")
    await page.get_by_role("button", name="Make a call").click()
    await expect(page.get_by_text("Nothing came in yet.")).to_be_visible()


async def write_on_phone(phone: Page) -> None:
    await phone.get_by_role("link", name="Case studies").tap()
    await expect(phone.get_by_text("One or two concrete examples, please.")).to_be_visible()
    await phone.get_by_role("button", name="Write a case study").tap()
    await phone.get_by_label("Title").fill("Markets that belong to their traders")
    await phone.get_by_label("What was done, where, by whom").fill("Traders of Owino bought the land together.")
    await expect(phone.locator("[data-save]")).to_have_text("Saved", timeout=15_000)
    await phone.get_by_role("button", name="Hand it in").tap()
    await expect(phone.get_by_text("This is needed to hand it in.")).to_be_visible()
    await look(phone, "case-studies-form")
    await phone.context.set_offline(True)
    await phone.get_by_label("What came of it").fill("3,000 stalls are secure.")
    await expect(phone.locator("[data-save=here]")).to_be_visible(timeout=15_000)
    await phone.context.set_offline(False)
    await expect(phone.locator("[data-save]")).to_have_text("Saved", timeout=15_000)
    await phone.get_by_role("button", name="Hand it in").tap()
    await expect(phone.get_by_text("It is handed in.")).to_be_visible()


async def rate(page: Page) -> None:
    await page.reload()
    await page.get_by_role("link", name="Markets that belong to their traders").first.click()
    await expect(page.get_by_text("Traders of Owino bought the land together.")).to_be_visible()
    for criterion, mark in (("Relevance", "5"), ("Clarity", "4"), ("Use for others", "3")):
        await page.get_by_role("group", name=criterion).get_by_text(mark, exact=True).click()
    await page.get_by_label("Why").fill("Concrete, and others can do it.")
    await page.get_by_role("button", name="Save the review").click()
    await expect(page.get_by_text("Mean 4 of 5")).to_be_visible()
    await look(page, "case-studies-study")
    await page.get_by_role("link", name="All case studies").click()


async def arrange_and_tell(page: Page) -> None:
    for what, title in (("Select", "Buses by night"), ("Select", "Markets that belong"), ("Reserve", "A bakery")):
        await page.get_by_role("button", name=f"{what}: {title}").click()
    handle = page.get_by_role("button", name="Move Markets that belong to their traders: drag it")
    await handle.press("ArrowUp")
    await expect(page.get_by_text("40 of 60 minutes given away")).to_be_visible()
    minutes = page.get_by_label("Minutes for Buses by night")
    await minutes.fill("45")
    await expect(page.get_by_text("Over-full by 5 minutes")).to_be_visible()
    await look(page, "case-studies-order")
    await minutes.fill("")
    await page.get_by_role("button", name="Save the order").click()
    await expect(page.get_by_text("3 do not know of the outcome yet.")).to_be_visible()
    await page.get_by_role("button", name="Tell them").click()
    await page.get_by_role("dialog").get_by_role("button", name="Tell them").click()
    await expect(page.get_by_text("They are being told.")).to_be_visible()
    await expect(page.get_by_role("button", name=f"Remind {name_of(ON_PHONE)}")).to_be_visible()


async def give_slides(phone: Page, slides: Path) -> None:
    await phone.reload()
    await expect(phone.get_by_text("It is selected. You have 20 minutes.")).to_be_visible()
    await phone.locator("input[type=file]").set_input_files(slides)
    await expect(phone.get_by_text("The slides have arrived.")).to_be_visible()
    await phone.get_by_label("Everybody may download the slides").check()
    await phone.reload()
    await expect(phone.get_by_text("markets.pdf is handed in")).to_be_visible()


async def test_case_studies_from_the_call_to_the_plenary(
    own_server: Server, office: PostOffice, page: Page, new_context: NewContext, tmp_path: Path
) -> None:
    organiser = await signed_in(own_server)
    await make_programme(organiser)
    await organiser.aclose()
    await make_people(own_server, OWN_PASSWORD, signing_in=(ON_PHONE, SECOND, THIRD))
    slides = tmp_path / "markets.pdf"
    slides.write_bytes(PDF)
    phone = await (await new_context(locale="en-GB", **PHONE)).new_page()
    beamer = await (await new_context(locale="en-GB")).new_page()

    await sign_in(page, own_server, ORGANISER, PASSWORD, HOME)
    await call_for_case_studies(page)
    await sign_in(phone, own_server, address_of(ON_PHONE), OWN_PASSWORD, f"/e/{EDITION}/mine")
    await write_on_phone(phone)
    await hand_in(own_server, SECOND, "Buses by night")
    await hand_in(own_server, THIRD, "A bakery of neighbours")
    await rate(page)
    await arrange_and_tell(page)
    told = await office.wait_for(3, subject="Opening, Courtyard training")
    assert {str(mail["to"]): str(mail["subject"]).partition(":")[0] for mail in told} == {
        address_of(ON_PHONE): "Your case study is selected",
        address_of(SECOND): "Your case study is selected",
        address_of(THIRD): "Your case study is in reserve",
    }
    await give_slides(phone, slides)

    await page.reload()
    await expect(page.get_by_role("button", name=f"Remind {name_of(SECOND)}")).to_be_visible()
    await page.get_by_label("Markets that belong to their traders").last.check()
    await page.get_by_role("button", name="Publish what is ticked").click()
    await expect(page.get_by_text("Saved.").last).to_be_visible()
    await beamer.goto(f"{own_server.url}/e/{EDITION}/s/opening")
    await beamer.get_by_text("Markets that belong to their traders").click()
    await expect(beamer.get_by_text("3,000 stalls are secure.")).to_be_visible()
    await expect(beamer.get_by_text("Buses by night")).to_have_count(0)
    await look(beamer, "case-studies-published")

    await beamer.goto(f"{own_server.url}/e/{EDITION}/s/opening/timer")
    await page.goto(f"{own_server.url}/e/{EDITION}/s/opening/timer")
    await page.get_by_role("button", name="Markets that belong to their traders (20 min)").click()
    await expect(beamer.get_by_role("timer")).to_have_text("20:00")
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(beamer.locator(".standing")).to_have_text("Running")
    shown = [await each.get_by_role("timer").inner_text() for each in (page, beamer)]
    assert abs(_seconds(shown[0]) - _seconds(shown[1])) <= 1, json.dumps(shown)
    await look(page, "case-studies-timer")

    # The longest language.
    await phone.goto(f"{own_server.url}{OWN}?lang=fr")
    await expect(phone.get_by_text("Elle est retenue. Vous disposez de 20 minutes.")).to_be_visible()
    await look(phone, "case-studies-own-fr")
    await page.goto(f"{own_server.url}{HOME}?lang=fr")
    await look(page, "case-studies-calls-fr")


def _seconds(shown: str) -> int:
    minutes, seconds = shown.split(":")
    return int(minutes) * 60 + int(seconds)
