"""Two members of one city write its plan, one of them in airplane mode, and nothing that was typed is lost."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.plans import MARKET, add_topics, call_for_plans, kampala, long_plan, make_plan
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.passwords import Passwords
from madang.accounts.service import create_administrator
from madang.action_plans.models import PlanField
from madang.participants.models import RegistrationStatus
from support.looking import look
from support.server import Server

FIRST, SECOND = "trainee1@kampala.example.org", "trainee2@kampala.example.org"
PASSWORD = "three quiet courtyards at dawn"
SLUG = "harbour"
PLANS = f"/e/{SLUG}/plans"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NewContext = Callable[..., Awaitable[BrowserContext]]
# Notes when the form is there and has been drawn, when what was typed was taken, and how long scripts held the page up.
WATCH = """
window.seen = {long: []};
new PerformanceObserver((list) => window.seen.long.push(...list.getEntries().map(({duration}) => duration)))
    .observe({type: 'longtask', buffered: true});
new MutationObserver(() => {
    if (!window.seen.there && document.querySelector('#at-title-control')) {
        window.seen.there = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => (window.seen.drawn = performance.now())));
    }
    if (!window.seen.taken && document.querySelector('[data-save]:not([data-save=saved])'))
        window.seen.taken = performance.now();
}).observe(document, {childList: true, subtree: true, attributes: true});
"""


@dataclass
class Writing:
    """A server with Kampala's plan, and a long one of its first trainee."""

    server: Server
    city: UUID
    own: UUID

    async def field(self, path: str) -> Any:
        """Return what the server has of the city's plan at a path."""
        async with self.server.database() as database, database.write() as db:
            found = await db.exec(select(PlanField.value).where(PlanField.plan_id == self.city, PlanField.path == path))
            return found.first()


@pytest_asyncio.fixture(scope="module")
async def writing(start_server: Callable[..., Server], prepared: Path) -> Writing:
    server = start_server(prepared)
    async with server.database() as database, database.write() as db:
        accounts = [
            (await create_administrator(db, Passwords(), email=email, password=PASSWORD))[0]
            for email in (FIRST, SECOND)
        ]
        edition = await make_edition(db, SLUG)
        await add_topics(db, edition)
        await call_for_plans(db, edition)
        delegation = await make_delegation(db, edition)
        registrations = [
            await make_registration(
                db,
                edition,
                f"Kampala trainee {number}",
                account_id=account.id,
                delegation_id=delegation.id,
                status=RegistrationStatus.ACCEPTED,
            )
            for number, account in enumerate(accounts, 1)
        ]
        city = await make_plan(db, delegation, kampala())
        own = await make_plan(db, registrations[0], long_plan(200) | {"title": "A long plan"})
        return Writing(server, city.id, own.id)


async def sign_in(page: Page, server: Server, email: str, onward: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={onward}")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{onward}")


async def saved(page: Page) -> None:
    await expect(page.locator("[data-save]")).to_have_attribute("data-save", "saved")


async def test_two_members_write_one_plan_one_of_them_offline_and_nothing_is_lost(
    new_context: NewContext, page: Page, writing: Writing
) -> None:
    context = await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)
    phone = await context.new_page()
    await sign_in(phone, writing.server, FIRST, PLANS)
    await expect(phone.get_by_role("link", name=re.compile("Kampala works together"))).to_be_visible()
    await look(phone, "plans")
    await phone.get_by_role("link", name=re.compile("Kampala works together")).tap()
    # What there is to do is a tap away, not beneath the whole plan.
    await phone.get_by_role("link", name="State, next step and reports").tap()
    await expect(phone.get_by_role("button", name="Hand the plan in").first).to_be_in_viewport()
    await sign_in(page, writing.server, SECOND, f"{PLANS}/{writing.city}")

    # What one writes appears to the other, who is in another field meanwhile and keeps what they type.
    await page.get_by_label("Objective", exact=True).focus()
    await phone.get_by_label("Problem", exact=True).fill("Written on a phone")
    await saved(phone)
    await expect(page.get_by_label("Problem", exact=True)).to_have_value("Written on a phone")
    await expect(page.get_by_label("Objective", exact=True)).to_be_focused()
    await expect(page.get_by_text("Kampala trainee 1 changed this")).to_be_visible()
    await expect(phone.get_by_text("This page opens without a network")).to_be_attached()
    await look(page, "plan")

    await context.set_offline(True)
    await phone.get_by_label("Title", exact=True).fill("A plan from the airplane")
    await phone.get_by_label("Objective", exact=True).fill("Objective of the airplane")
    await phone.get_by_role("button", name="Add an action").tap()
    action = phone.get_by_label("Title of the action", exact=True)
    await expect(action).to_be_focused()
    await phone.keyboard.type("A bank of tools")
    await expect(phone.locator("[data-save]")).to_have_attribute("data-save", "here")
    # The other one writes in the same two fields, and in one of an action.
    await page.get_by_label("Title", exact=True).fill("A plan from the desk")
    await page.get_by_label("Objective", exact=True).fill("Objective of the desk")
    await page.get_by_role("button", name=re.compile("A market hall run by its traders")).last.click()
    await page.get_by_label("Title of the action", exact=True).fill("A market hall of its traders")
    await saved(page)

    # Signing out asks first; the changes stay.
    await phone.get_by_role("button", name="Your account").tap()
    await phone.get_by_role("menuitem", name="Sign out").tap()
    await phone.get_by_role("button", name="Stay signed in").tap()
    await phone.reload()
    await expect(phone.get_by_label("Title", exact=True)).to_have_value("A plan from the airplane")
    await expect(phone.get_by_text("changes that were typed on this device before are back")).to_be_visible()
    await expect(phone.get_by_role("button", name=re.compile("A bank of tools")).last).to_be_visible()
    await look(phone, "plan-offline", (360,))
    await context.set_offline(False)
    torn = phone.get_by_role("group", name="You and Kampala trainee 2 changed this at the same time")
    await expect(torn).to_have_count(2)
    await expect(torn.first).to_contain_text("A plan from the desk")
    await look(phone, "plan-conflict", (360,))
    await torn.first.get_by_role("button", name="Keep yours").tap()
    await torn.first.get_by_role("button", name="Keep both").tap()
    await saved(phone)
    assert await writing.field("title") == "A plan from the airplane"
    assert await writing.field("objective") == "Objective of the desk\n\nObjective of the airplane"
    assert await writing.field(f"{MARKET}/title") == "A market hall of its traders"
    await expect(page.get_by_label("Title", exact=True)).to_have_value("A plan from the airplane")
    await expect(page.get_by_role("button", name=re.compile("A bank of tools")).last).to_be_visible()

    await phone.get_by_role("button", name="Your account").tap()
    await phone.get_by_role("menuitem", name="Sign out").tap()
    await phone.wait_for_url(f"{writing.server.url}/")
    names = await phone.evaluate("indexedDB.databases().then((all) => all.map(({name}) => name))")
    assert [name for name in names if name.startswith("madang")] == []


async def test_two_tabs_of_one_person_never_write_over_each_other(new_context: NewContext, writing: Writing) -> None:
    context = await new_context(locale="en-GB")
    one, other = await context.new_page(), await context.new_page()
    await sign_in(one, writing.server, FIRST, f"{PLANS}/{writing.city}")
    await other.goto(f"{writing.server.url}{PLANS}/{writing.city}")
    await other.get_by_label("Policy instrument", exact=True).focus()
    await one.get_by_label("Policy instrument", exact=True).fill("An evening's work")
    await saved(one)

    await other.get_by_label("Policy instrument", exact=True).press_sequentially("What was there before, and ")
    torn = other.get_by_role("group", name="You changed this in two places at the same time")
    await expect(torn).to_contain_text("An evening's work")
    assert await writing.field("policy_instrument") == "An evening's work"
    await torn.get_by_role("button", name="Take theirs").click()
    await saved(other)
    await expect(other.get_by_label("Policy instrument", exact=True)).to_have_value("An evening's work")
    await context.close()


async def test_action_that_another_removes_stays_while_one_writes_in_it(
    new_context: NewContext, page: Page, writing: Writing
) -> None:
    context = await new_context(locale="en-GB")
    writer = await context.new_page()
    await sign_in(writer, writing.server, FIRST, f"{PLANS}/{writing.city}")
    await sign_in(page, writing.server, SECOND, f"{PLANS}/{writing.city}")
    for one in (writer, page):
        await one.get_by_role("button", name=re.compile("An evening school for cooperatives")).last.click()
    title = writer.get_by_label("Title of the action", exact=True)
    await title.press("End")
    await page.get_by_role("button", name="Remove this action").click()
    await saved(page)

    async with writer.expect_response(lambda one: "fields?since=" in one.url):
        pass  # the writer's page hears of the removal
    await writer.keyboard.type(", every evening")
    await expect(title).to_be_focused()
    await expect(title).to_have_value("An evening school for cooperatives, every evening")
    torn = writer.get_by_role("group", name="You and Kampala trainee 2 changed this at the same time")
    await torn.get_by_role("button", name="Keep yours").click()
    await saved(writer)
    await expect(page.get_by_role("button", name=re.compile("evening school.*, every evening")).last).to_be_visible()


async def test_browser_that_keeps_nothing_says_so_and_asks_before_it_is_left(
    new_context: NewContext, writing: Writing
) -> None:
    context = await new_context(locale="en-GB")
    await context.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }")
    page = await context.new_page()
    await sign_in(page, writing.server, SECOND, f"{PLANS}/{writing.city}")
    await expect(page.get_by_text("This page opens without a network")).to_be_attached()
    await page.get_by_label("Title", exact=True).press("End")
    await context.set_offline(True)
    await page.keyboard.type(" of all")
    await expect(page.locator("[data-save]")).to_contain_text("this browser keeps nothing")
    async with page.expect_event("dialog") as asked:
        await page.close(run_before_unload=True)
    dialog = await asked.value
    assert dialog.type == "beforeunload"
    await dialog.dismiss()
    await page.get_by_role("button", name="Your account").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await page.get_by_role("button", name="Stay signed in").click()
    await context.set_offline(False)
    await saved(page)
    assert str(await writing.field("title")).endswith(" of all")


async def test_plan_of_two_hundred_actions_is_typed_into_at_once(new_context: NewContext, writing: Writing) -> None:
    context = await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)
    page = await context.new_page()
    await sign_in(page, writing.server, FIRST, f"{PLANS}/{writing.own}")
    await expect(page.get_by_text("This page opens without a network")).to_be_attached()
    await page.goto("about:blank")
    await page.add_init_script(WATCH)
    slow = await context.new_cdp_session(page)
    await slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    await page.goto(f"{writing.server.url}{PLANS}/{writing.own}", wait_until="commit")
    await page.locator("#at-title-control").press("x")
    await page.wait_for_function("window.seen.taken && window.seen.drawn")
    seen = await page.evaluate("window.seen")
    await slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    elements = await page.evaluate("document.querySelectorAll('main *').length")
    controls = await page.locator("main :is(input, textarea, select)").count()
    print(
        f"\n200 actions, CPU 4x slowed: form after {seen['there']:.0f} ms, drawn after {seen.get('drawn', 0):.0f} ms, "
        f"first key taken after {seen['taken']:.0f} ms; {len(seen['long'])} long tasks, the longest "
        f"{max(seen['long'], default=0):.0f} ms; {elements} elements, {controls} controls"
    )
    await expect(page.get_by_role("button", name=re.compile("Action 200:"))).to_have_count(2)
    # Closed actions are lines: nothing is made for the fields in them.
    assert controls < 30
    assert elements < 200 * 20
    await saved(page)
    await look(page, "plan-long", (360,))


async def test_trainee_fills_a_plan_hands_it_in_and_takes_it_back(page: Page, writing: Writing) -> None:
    await sign_in(page, writing.server, SECOND, PLANS)
    await page.get_by_role("button", name="Begin your own plan").click()
    await page.get_by_label("Title", exact=True).fill("Homes that stay affordable")
    await page.get_by_role("button", name="Add an action").click()
    await page.keyboard.type("A land trust")
    await page.get_by_label("Planned start", exact=True).fill("2031-05-01")
    await page.get_by_label("Planned end", exact=True).fill("2030-05-01")
    await expect(page.get_by_text("It ends before it begins").first).to_be_visible()

    await page.get_by_role("button", name="Choose goals and targets").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Find by words or number").fill("affordable housing")
    await dialog.get_by_role("checkbox", name=re.compile("11.1 Safe and affordable housing")).check()
    await look(page, "sdg", (360, 1280))
    await dialog.get_by_role("button", name="Done").click()
    await expect(page.get_by_text("Safe and affordable housing")).to_be_visible()
    # Nothing lies on the button that takes it out.
    await page.get_by_role("button", name="Remove 11.1").click(trial=True)

    await page.get_by_role("button", name="Add a budget line").click()
    line = page.get_by_role("group", name="Budget line 1")
    await line.get_by_label("Year", exact=True).fill("20")
    await line.get_by_label("Planned", exact=True).fill("1 250 000,50")
    await expect(line.get_by_text("A year such as 2031")).to_be_visible()
    await line.get_by_label("Year", exact=True).fill("2031")
    await expect(line.get_by_text("The amount needs a currency")).to_be_visible()
    await line.get_by_label("Currency", exact=True).fill("ugx")
    await expect(line.get_by_label("Planned", exact=True)).to_have_value("1,250,000.50")
    before = page.viewport_size
    await page.set_viewport_size({"width": 360, "height": 740})
    cut_off = await line.get_by_label("Planned", exact=True).evaluate("(one) => one.scrollWidth - one.clientWidth")
    assert cut_off <= 0
    if before:
        await page.set_viewport_size(before)

    await page.get_by_role("button", name="Hand the plan in").click()
    await dialog.get_by_role("button", name="Hand the plan in").click()
    await expect(dialog.get_by_text("Something is missing")).to_be_visible()
    await dialog.get_by_role("button", name="Cancel").click()
    await page.get_by_label("Planned end", exact=True).fill("2032-05-01")
    await page.get_by_role("button", name="Add an organisation").click()
    await page.get_by_role("group", name="Organisation 1").get_by_label("Name", exact=True).fill("Housing office")
    await page.get_by_role("group", name="Organisation 1").get_by_label("Role", exact=True).select_option("accountable")
    await expect(page.get_by_text("All that is needed to hand it in is there")).to_be_visible()
    await look(page, "action")

    await page.get_by_role("button", name="Comment on: Title", exact=True).click()
    thread = page.get_by_role("group", name="Comment on: Title", exact=True)
    await thread.get_by_label("Your comment", exact=True).fill("Say for whom")
    await thread.get_by_role("button", name="Send").click()
    await expect(thread.get_by_text("Say for whom")).to_be_visible()
    await expect(page.get_by_role("button", name="1 comment on: Title")).to_be_visible()

    await page.get_by_role("button", name="Hand the plan in").click()
    await dialog.get_by_role("button", name="Hand the plan in").click()
    await expect(page.get_by_text("This plan is handed in: nothing in it changes now")).to_be_visible()
    await expect(page.get_by_label("Title", exact=True)).not_to_be_editable()
    await page.get_by_role("button", name="Take it back to go on writing").click()
    await dialog.get_by_role("button", name="Take it back to go on writing").click()
    await expect(dialog).to_be_hidden()  # nobody types into a page behind it
    await page.get_by_label("Title", exact=True).fill("Homes that stay affordable for all")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Homes that stay affordable for all")
    await saved(page)

    await page.get_by_role("link", name="History, versions and comparison").click()
    await expect(page.locator("ins", has_text="for all")).to_be_visible()
    await look(page, "plan-history")
