"""The speaker's time in a plenary: a beamer and a phone agree, the moderator's hand moves both, no network stops it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from madang.programme.models import ProgrammeSession
from madang.stage.models import SpeakerTimer
from support.looking import look
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
KEY = "d4-action-plan-presentation"
PAGE = f"/e/{EDITION}/s/{KEY}/timer"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SLOW_CLOCK = "{ const real = Date.now; Date.now = () => real() - 7 * 60_000; }"
Contexts = Callable[..., Awaitable[BrowserContext]]


@pytest_asyncio.fixture
async def beamer(new_context: Contexts, own_server: Server) -> Page:
    """Return the hall's screen: nobody is signed in, and its clock is seven minutes slow."""
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul")
    await context.add_init_script(SLOW_CLOCK)
    page = await context.new_page()
    await page.goto(own_server.url + PAGE)
    return page


@pytest_asyncio.fixture
async def phone(new_context: Contexts, own_server: Server) -> Page:
    """Return the moderator's phone, with the timer of the session as nobody has set it yet."""
    async with own_server.database() as database, database.write() as db:
        for timer in (await db.exec(select(SpeakerTimer))).all():
            await db.delete(timer)
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul", **PHONE)
    page = await context.new_page()
    await sign_in(page, own_server)
    return page


async def sign_in(page: Page, server: Server) -> None:
    await page.goto(f"{server.url}/sign-in?next={PAGE}")
    await page.locator("input[type=email]").fill(ADMINISTRATOR)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(server.url + PAGE)


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def left_on(page: Page) -> int:
    """Return the seconds that a screen shows, negative once the time is up."""
    shown = await page.get_by_role("timer").inner_text()
    minutes, seconds = shown.removeprefix("+").split(":")
    whole = int(minutes) * 60 + int(seconds)
    return -whole if shown.startswith("+") else whole


async def expect_agreement(*pages: Page) -> list[int]:
    shown = await asyncio.gather(*(left_on(page) for page in pages))
    assert max(shown) - min(shown) <= 1, shown
    return list(shown)


def standing(page: Page, words: str) -> Any:
    return expect(page.locator(".standing")).to_have_text(words)


async def use_up(server: Server, seconds: float) -> None:
    """Let so many seconds have been used already."""
    async with server.database() as database, database.write() as db:
        timer = (await db.exec(select(SpeakerTimer))).one()
        timer.used_before = seconds
        timer.touch(datetime.now(UTC))


async def look_both(page: Page, name: str) -> None:
    """Look at a page in the dark that it begins with, and in the light that its own button gives."""
    for scheme in ("dark", "light"):
        await look(page, f"{name}-{scheme}")
        await page.locator(".tools [aria-pressed]").first.click()


async def test_beamer_and_phone_agree_and_the_moderators_hand_moves_both(beamer: Page, phone: Page) -> None:
    await standing(beamer, "No time is set")
    await phone.get_by_label("Who speaks").fill("Kampala trainee 1")
    await press(phone, "5 min")
    await standing(beamer, "Ready")
    await expect(beamer.get_by_role("timer")).to_have_text("5:00")
    await expect(beamer.locator(".time .label")).to_have_text("Kampala trainee 1")

    await press(phone, "Start")

    await standing(beamer, "Running")
    for _ in range(6):
        await expect_agreement(beamer, phone)
        await phone.wait_for_timeout(450)
    assert await left_on(beamer) < 300
    await press(phone, "Pause")
    await standing(beamer, "Paused")
    stopped = await expect_agreement(beamer, phone)
    await beamer.wait_for_timeout(2500)
    assert await expect_agreement(beamer, phone) == stopped
    await press(phone, "+1 min")
    await expect(beamer.get_by_role("timer")).to_have_text(f"{(stopped[0] + 60) // 60}:{(stopped[0] + 60) % 60:02d}")
    await press(phone, "Reset")
    await expect(beamer.get_by_role("timer")).to_have_text("6:00")
    await expect(beamer.locator(".control")).to_have_count(0)  # nobody's hand who is not signed in


async def test_last_minute_and_time_that_is_up_are_said_in_words_and_counted(
    beamer: Page, phone: Page, own_server: Server
) -> None:
    await press(phone, "3 min")
    await standing(phone, "Ready")
    await use_up(own_server, 121)
    await standing(phone, "Paused")
    await press(phone, "Go on")
    await standing(beamer, "Last minute")
    await press(phone, "Pause")
    await standing(beamer, "Paused")
    await use_up(own_server, 179)
    await expect(phone.get_by_role("timer")).to_have_text("0:01")

    await press(phone, "Go on")

    await standing(beamer, "Time is up")
    await expect(beamer.get_by_role("timer")).to_have_text("+0:02")
    await expect_agreement(beamer, phone)
    await look_both(beamer, "timer-over")
    await press(phone, "Pause")
    await standing(beamer, "Paused, time is up")
    await press(phone, "10 min")  # the next speaker
    await expect(beamer.get_by_role("timer")).to_have_text("10:00")
    await standing(beamer, "Ready")


async def test_without_a_network_the_beamer_counts_on_and_says_so(beamer: Page, phone: Page) -> None:
    await press(phone, "5 min")
    await press(phone, "Start")
    await standing(beamer, "Running")
    await beamer.context.set_offline(True)
    before = await left_on(beamer)

    await press(phone, "Pause")

    await expect(beamer.locator(".trouble")).to_contain_text("No connection")
    assert before - await left_on(beamer) >= 4
    await standing(beamer, "Running")
    await look_both(beamer, "timer-offline")
    await beamer.context.set_offline(False)
    await standing(beamer, "Paused")
    await expect(beamer.locator(".trouble")).to_have_text("")
    await expect_agreement(beamer, phone)


async def test_of_two_moderators_the_slower_is_told_and_sees_how_it_stands(phone: Page, own_server: Server) -> None:
    await press(phone, "5 min")
    await standing(phone, "Ready")
    await phone.route("**/public/v1/**/timer", lambda route: route.abort())
    async with own_server.database() as database, database.read() as db:
        session = (await db.exec(select(ProgrammeSession).where(ProgrammeSession.key == KEY))).one()
        version = (await db.exec(select(SpeakerTimer))).one().version
    async with httpx.AsyncClient(base_url=own_server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}", "If-Match": f'"{version}"'}
        url = f"/api/v1/editions/{EDITION}/sessions/{session.id}/timer/start"
        assert (await client.post(url, headers=headers)).status_code == 200

    await press(phone, "Start")

    await expect(phone.locator(".outcome")).to_contain_text("Somebody else has just changed the timer")
    await standing(phone, "Running")
    await expect(phone.get_by_role("button", name="Pause", exact=True)).to_be_visible()


async def test_keys_run_the_timer_but_not_while_somebody_types(page: Page, phone: Page, own_server: Server) -> None:
    await press(phone, "5 min")
    await sign_in(page, own_server)
    await standing(page, "Ready")
    name = page.get_by_label("Who speaks")
    await name.press_sequentially("Fr r +")
    await name.press("Enter")
    await standing(phone, "Ready")
    await expect(phone.locator(".time .label")).to_have_text("Fr r +")
    await page.locator("h1").click()

    await page.keyboard.press("Space")
    await standing(phone, "Running")
    for key in ("+", "+", "Space"):  # as fast as fingers are: none of them is lost
        await page.keyboard.press(key)
    await standing(phone, "Paused")
    await page.keyboard.press("r")

    await standing(phone, "Ready")
    await expect(phone.get_by_role("timer")).to_have_text("7:00")
    await page.keyboard.press("f")
    await expect(page.locator(".stage-page")).to_contain_class("full")
    await expect(page.locator(".below")).to_have_css("opacity", "0")
    await page.keyboard.press("f")
    await expect(page.locator(".below")).to_have_css("opacity", "1")
    await press(page, "Keyboard shortcuts")
    await page.locator("h1").click()
    await page.keyboard.press("Space")
    await page.wait_for_timeout(500)
    await standing(page, "Ready")


async def test_hand_is_big_enough_for_a_thumb_and_page_is_clean_in_the_longest_language(
    phone: Page, own_server: Server
) -> None:
    await phone.goto(f"{own_server.url}{PAGE}?lang=fr")
    await look_both(phone, "timer-unset-fr")
    await phone.get_by_label("Qui parle").fill("Déléguée de la communauté métropolitaine de Montréal, Québec, Canada")
    await press(phone, "15 min")
    await press(phone, "Démarrer")
    await standing(phone, "En cours")

    await look_both(phone, "timer-running-fr")

    for button in await phone.locator("button:visible, a.button:visible").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, await button.inner_text()
    await phone.get_by_label("Minutes").fill("0")
    await expect(phone.get_by_text("D’une demi-minute à 120 minutes.")).to_be_visible()


async def test_organiser_comes_to_it_from_the_session_and_nobody_to_one_that_is_not_published(
    page: Page, own_server: Server
) -> None:
    await sign_in(page, own_server)
    await page.goto(f"{own_server.url}/organise/{EDITION}")
    await page.get_by_role("link", name="Opening roundtable").first.click()
    await page.get_by_role("link", name="Speaker timer").click()
    await page.wait_for_url("**/s/d1-opening-roundtable/timer")
    await standing(page, "No time is set")

    await page.goto(own_server.url + PAGE.replace(KEY, "not-published"))

    await expect(page.get_by_role("timer")).to_have_count(0)
    await expect(page.locator("h1")).to_be_visible()
