"""The closing session: plans put in order, shown on the wall with the time that all screens share, and printed."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.plans import TOPICS, kampala, long_plan, make_plan
from factories.registrations import make_delegation
from madang.action_plans.models import PlanStatus
from madang.programme.models import Edition, ProgrammeSession, Topic
from support.looking import look
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
KEY = "d4-closing-plenary-action-plans"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce"}
CITIES = ("kampala", "guro-gu", "dakar")
Contexts = Callable[..., Awaitable[BrowserContext]]


@pytest_asyncio.fixture(scope="module")
async def ids(own_server: Server) -> dict[str, str]:
    """Have three cities hand in a plan; return the plans' ids and the session's."""
    async with own_server.database() as database, database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == EDITION))).one()
        sessions = await db.exec(select(ProgrammeSession).where(ProgrammeSession.edition_id == edition.id))
        by_key = {session.key: session for session in sessions.all()}
        visit = by_key["d2-field-visit-1"].id
        topics = select(Topic.key).where(Topic.edition_id == edition.id)
        for key in TOPICS.keys() - set((await db.exec(topics)).all()):
            vocabulary, name = TOPICS[key]
            db.add(Topic(edition_id=edition.id, key=key, vocabulary=vocabulary, name={"en": name}))
        found = {"session": str(by_key[KEY].id)}
        for city in CITIES:
            delegation = await make_delegation(db, edition, city)
            fields = long_plan(200) if city == "dakar" else kampala(session_id=visit)
            plan = await make_plan(db, delegation, fields, status=PlanStatus.SUBMITTED)
            found[city] = str(plan.id)
    return found


@pytest_asyncio.fixture
async def desk(new_context: Contexts) -> Page:
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul", **DESKTOP)
    return await context.new_page()


async def sign_in(page: Page, server: Server, path: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={path}")
    await page.locator("input[type=email]").fill(ADMINISTRATOR)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(server.url + path)


async def put_in_order(server: Server, ids: dict[str, str], *cities: str) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        url = f"/api/v1/editions/{EDITION}/plan-presentations/{ids['session']}"
        version = (await client.get(url)).json()["version"]
        body = {"items": [{"plan_id": ids[city], "minutes": 5} for city in cities]}
        (await client.put(url, json=body, headers={"If-Match": f'"{version}"'})).raise_for_status()


async def test_plans_are_shown_screen_by_screen_with_the_time_of_the_hall_and_go_on_without_a_network(
    desk: Page, page: Page, own_server: Server, ids: dict[str, str]
) -> None:
    await put_in_order(own_server, ids, *CITIES)
    wall = f"/e/{EDITION}/present/{ids['session']}"
    await sign_in(desk, own_server, wall)
    await expect(desk.get_by_text("Goes on without a network.")).to_be_visible()
    heading = desk.locator(".slide h1")
    await expect(heading).to_have_text(re.compile("Kampala works together"))
    await expect(desk.locator(".where")).to_contain_text("plan 1 of 3 · screen 1 of 6")
    for at, key in enumerate(("ArrowRight", "Space", "PageDown", "ArrowDown", "ArrowRight"), 2):
        await look(desk, f"wall-{at - 1}")
        await desk.keyboard.press(key)
        await expect(desk.locator(".where")).to_contain_text(f"screen {at} of 6")
    await look(desk, "wall-6")
    await desk.keyboard.press("ArrowRight")
    await expect(desk.locator(".where")).to_contain_text("Guro-gu · plan 2 of 3 · screen 1 of 6")

    await page.goto(f"{own_server.url}/e/{EDITION}/s/{KEY}/timer")
    await desk.keyboard.press("t")
    await expect(page.locator(".time .label")).to_have_text("Guro-gu")
    await expect(page.get_by_role("timer")).to_have_text("5:00")
    await desk.keyboard.press("t")
    await expect(page.locator(".standing")).to_have_text("Running")
    await expect(desk.get_by_role("button", name="Pause", exact=True)).to_be_visible()

    await desk.context.set_offline(True)
    await desk.reload()
    await expect(desk.get_by_text("No connection. The plans are as they were")).to_be_visible()
    await expect(desk.locator(".where")).to_contain_text("Guro-gu · plan 2 of 3 · screen 1 of 6")
    await desk.keyboard.press("n")
    await expect(desk.locator(".where")).to_contain_text("Dakar · plan 3 of 3")
    await desk.keyboard.press("ArrowRight")
    await desk.keyboard.press("ArrowRight")
    await expect(desk.get_by_text("and 188 more actions")).to_be_visible()
    await look(desk, "wall-offline")
    await desk.get_by_role("button", name="All plans").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Kampala").first.click()
    await expect(heading).to_have_text(re.compile("Kampala works together"))
    await desk.context.set_offline(False)
    await expect(desk.get_by_text("Goes on without a network.")).to_be_visible()


async def test_plans_are_put_in_order_by_keys_and_by_hand_within_the_minutes_of_the_session(
    desk: Page, own_server: Server, ids: dict[str, str]
) -> None:
    await put_in_order(own_server, ids)
    await sign_in(desk, own_server, f"/organise/{EDITION}/plans/order?session={ids['session']}")
    await look(desk, "order-empty")
    for city in ("Kampala", "Guro-gu", "Dakar"):
        await desk.get_by_role("button", name=f"Add {city}").click()
    handle = desk.get_by_role("button", name="Move Dakar: drag, or use the arrow keys")
    await handle.focus()
    await desk.keyboard.press("ArrowUp")
    await expect(handle).to_be_focused()
    rows = desk.locator("ol > li .name")
    await expect(rows).to_have_text([re.compile(city) for city in ("Kampala", "Dakar", "Guro-gu")])
    grip = await handle.bounding_box()
    first = await rows.first.bounding_box()
    assert grip
    assert first
    await desk.mouse.move(grip["x"] + 20, grip["y"] + 20)
    await desk.mouse.down()
    await desk.mouse.move(grip["x"] + 20, first["y"] - 4, steps=6)
    await desk.mouse.up()
    await expect(rows).to_have_text([re.compile(city) for city in ("Dakar", "Kampala", "Guro-gu")])
    await desk.get_by_label("Minutes for Dakar").fill("110")
    await desk.get_by_label("Minutes for Dakar").press("Tab")
    await expect(desk.get_by_text("124 of 120 minutes planned")).to_be_visible()
    await expect(desk.get_by_text("4 minutes too many")).to_be_visible()
    await look(desk, "order")

    await desk.get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("This order is not saved yet.")).to_have_count(0)
    await desk.reload()
    await expect(rows).to_have_text([re.compile(city) for city in ("Dakar", "Kampala", "Guro-gu")])
    await expect(desk.get_by_label("Minutes for Dakar")).to_have_value("110")

    await put_in_order(own_server, ids)  # somebody else
    await desk.get_by_role("button", name="Move Kampala up").click()
    await desk.get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("Somebody else has changed this order meanwhile")).to_be_visible()
    await expect(rows).to_have_text([re.compile(city) for city in ("Kampala", "Dakar", "Guro-gu")])


async def test_plan_is_read_whole_talked_about_and_returned_and_printed_on_one_page(
    desk: Page, own_server: Server, ids: dict[str, str]
) -> None:
    home = f"/organise/{EDITION}/plans"
    await sign_in(desk, own_server, home)
    await desk.get_by_role("button", name="Ask for plans").click()
    await desk.get_by_label("a plan of each city").check()
    await look(desk, "plans-call")
    await desk.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("Asked for: a plan of each city.")).to_be_visible()
    await expect(desk.locator("li .facts")).to_have_count(3)
    await look(desk, "plans")

    await desk.get_by_role("link", name="Kampala").click()
    await desk.locator("summary").filter(has_text="A revolving fund").click()
    await expect(desk.get_by_text("Banks ask for land titles")).to_be_visible()
    await desk.get_by_role("button", name="Comment on: Expected result").click()
    await desk.get_by_label("Your comment").first.fill("By when exactly?")
    await desk.get_by_role("button", name="Send").first.click()
    await expect(desk.get_by_text("1 open comment").first).to_be_visible()
    await look(desk, "plan")
    await desk.get_by_role("button", name="Return", exact=True).click()
    returning = desk.get_by_role("dialog")
    await expect(returning.get_by_role("button", name="Return", exact=True)).to_be_disabled()
    await returning.get_by_label("Comment").fill("Say by when.")
    await look(desk, "plan-return")
    await returning.get_by_role("button", name="Return", exact=True).click()
    await expect(desk.get_by_text("The writers have it in hand")).to_be_visible()
    await desk.get_by_text("History and versions").click()
    await expect(desk.get_by_text("Say by when.")).to_be_visible()
    await desk.get_by_label("Between").select_option(index=1)
    await expect(desk.get_by_text("Nothing differs.")).to_be_visible()
    await look(desk, "plan-history")

    await desk.get_by_role("link", name="On one page").click()
    await expect(desk.get_by_role("button", name="Print")).to_be_visible()
    await look(desk, "one-page")
    for city in ("kampala", "dakar"):
        await desk.goto(f"{own_server.url}{home}/{ids[city]}/print")
        await expect(desk.locator(".sheet h1")).to_be_visible()
        printed = await desk.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, city
