"""A participant's private details on a phone, an organiser who cares for them, and a person who is erased."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.care import make_registration
from madang.accounts.models import Account, Login
from madang.participants.models import Registration
from madang.programme.models import Edition
from support.mail import PostOffice
from support.server import ADMINISTRATOR, PASSWORD, Server

TRAINEE, TRAINEE_PASSWORD = "trainee1@city.example.org", "three quiet courtyards at dawn"
EDITION = "harbour-2031"
PRIVATE = f"/e/{EDITION}/mine/private"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture
async def own_server(mailing_server: Server) -> Server:
    server = mailing_server
    server.add_organiser(TRAINEE, TRAINEE_PASSWORD)
    edition = {
        "slug": EDITION,
        "title": {"en": "Harbour training"},
        "days": ["2031-05-06"],
        "timezone": "Asia/Seoul",
        "default_language": "en",
        "languages": ["en"],
    }
    async with httpx.AsyncClient(base_url=server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        (await client.post("/api/v1/editions", json=edition)).raise_for_status()
    await register(server)
    return server


async def register(server: Server) -> None:
    """Register the trainee, whose account was made like an administrator's and is made a plain one."""
    async with server.database() as database, database.write() as db:
        account = (await db.exec(select(Account).where(Account.email == TRAINEE))).one()
        edition = (await db.exec(select(Edition).where(Edition.slug == EDITION))).one()
        await make_registration(db, edition, account)


async def sign_in(page: Page, server: Server, email: str, password: str, onward: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={onward}")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{onward}")


async def test_private_details_are_given_cared_for_and_erased(
    new_context: Callable[..., Awaitable[BrowserContext]], page: Page, own_server: Server, office: PostOffice
) -> None:
    phone = await (await new_context(locale="en-GB", timezone_id="Asia/Seoul", **PHONE)).new_page()
    await sign_in(phone, own_server, TRAINEE, TRAINEE_PASSWORD, PRIVATE)
    await expect(phone.get_by_text("It is erased on 5 June 2031.")).to_be_visible()

    await phone.get_by_role("button", name="Add: What you need to take part").tap()
    await phone.get_by_label("ways without steps").check()
    await phone.get_by_label("In your own words").fill("A ramp at the bus")
    await phone.get_by_role("button", name="Save").first.tap()
    await expect(phone.get_by_text("Without your consent nothing can be stored.")).to_be_visible()
    await phone.get_by_label("I agree that this is stored until 5 June 2031").check()
    await phone.get_by_role("button", name="Save").first.tap()
    await expect(phone.get_by_text("requested", exact=True)).to_be_visible()
    await phone.get_by_label("Where it stands").select_option("requested")
    await phone.get_by_label("Day of travel").fill("2031-05-04")
    await phone.get_by_role("button", name="Save").tap()
    await expect(phone.get_by_text("Apply by 4 April 2031")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360

    await sign_in(page, own_server, ADMINISTRATOR, PASSWORD, f"/organise/{EDITION}/care")
    await expect(page.get_by_text("ways without steps")).to_be_visible()
    await page.get_by_role("button", name="Read: Kampala trainee 1").click()
    await page.get_by_label("What do you need it for?").fill("seats on the bus")
    await page.get_by_role("dialog").get_by_role("button", name="Read").click()
    await expect(page.get_by_text("A ramp at the bus")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Arrange: Kampala trainee 1").click()
    await page.get_by_label("For the person").fill("A bus with a lift")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("arranged", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Edit: Kampala trainee 1").click()
    await page.get_by_role("dialog").get_by_label("Where it stands").select_option("letter_sent")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("list").get_by_text("letter sent", exact=True)).to_be_visible()

    await office.wait_for(subject="News about your access needs")
    await office.wait_for(subject="News about your visa")
    await phone.reload()
    await expect(phone.get_by_text("A bus with a lift")).to_be_visible()
    async with phone.expect_download() as taken:
        await phone.get_by_role("button", name="Take my data along").tap()
    assert "A ramp at the bus" in (await (await taken.value).path()).read_text()

    # Whoever finds the phone open later has to be its owner to erase them.
    await age_logins(own_server)
    await erase(phone)
    await phone.get_by_role("alert").get_by_role("link", name="Sign in").tap()
    await expect(phone.get_by_label("Email address")).to_have_value(TRAINEE)
    await phone.get_by_label("Password").fill(TRAINEE_PASSWORD)
    await phone.get_by_role("button", name="Sign in").tap()
    await phone.wait_for_url(f"{own_server.url}{PRIVATE}")
    await erase(phone)
    await expect(phone.get_by_text("You were erased")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Nobody has an access need")).to_be_visible()
    assert await left_of(own_server) == ("", None)


async def erase(page: Page) -> None:
    await page.get_by_role("button", name="Erase me").tap()
    await page.get_by_role("dialog").get_by_role("button", name="Erase me").tap()


async def age_logins(server: Server) -> None:
    async with server.database() as database, database.write() as db:
        for login in await db.exec(select(Login)):
            login.created_at -= timedelta(hours=1)


async def left_of(server: Server) -> tuple[str, Any]:
    async with server.database() as database, database.read() as db:
        left = (await db.exec(select(Registration))).one()
    return left.badge_name, left.account_id
