"""From an invitation to a script that works in one's name; and a participant who signs in by a mailed code."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pyotp
from playwright.async_api import BrowserContext, Page, expect

from support.mail import PostOffice, text_of
from support.server import ADMINISTRATOR, PASSWORD, Server

NEW_PASSWORD = "three quiet courtyards at dawn"
EDITION = "gsef-cbt-2019"
INVITATIONS = f"/api/v1/editions/{EDITION}/invitations"


async def invite(server: Server, email: str, role: str) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        (await client.post(INVITATIONS, json={"email": email, "role": role})).raise_for_status()


def link_in(text: str) -> str:
    found = re.search(r"http://\S+#\S+", text)
    assert found, text
    return found[0]


async def test_invited_organiser_ends_with_a_script_at_work(
    page: Page, mailing_server: Server, office: PostOffice
) -> None:
    await invite(mailing_server, "jiwoo@example.org", "organiser")
    link = link_in(text_of((await office.wait_for(1))[0]))

    await page.goto(link)
    await expect(page.get_by_text("Role: organiser")).to_be_visible()
    await expect(page).to_have_url(f"{mailing_server.url}/invitation")
    await page.get_by_label("Choose a password").fill("passwordpassword")
    await page.get_by_role("button", name="Accept").click()
    await expect(page.get_by_text("Too easily guessed")).to_be_visible()
    await page.get_by_label("Choose a password").fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Accept").click()
    await page.wait_for_url(f"{mailing_server.url}/organise")
    await expect(page.get_by_role("link", name="GSEF Capacity Building Training 2019")).to_be_visible()

    await page.goto(f"{mailing_server.url}/account")
    await page.get_by_role("button", name="Set up two-step sign-in").click()
    picture = page.locator("section img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    phone = pyotp.TOTP(await page.locator("code.secret").inner_text())
    await page.get_by_label("Code from your app").fill(phone.now())
    await expect(page.locator(".codes li")).to_have_count(10)
    recovery = await page.locator(".codes li").first.inner_text()
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 recovery codes left")).to_be_visible()

    await page.get_by_role("button", name="Sign out everywhere").click()
    await page.wait_for_url(f"{mailing_server.url}/sign-in")
    await page.get_by_label("Email address").fill("jiwoo@example.org")
    await page.get_by_label("Password").fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Code from your app").fill(recovery)
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url(f"{mailing_server.url}/organise")

    await page.goto(f"{mailing_server.url}/account/tokens")
    await page.get_by_label("What is it for?").fill("Agenda to the website")
    await page.get_by_label("read the programme, drafts too").check()
    await page.get_by_role("button", name="Make a token").click()
    await expect(page.locator("[data-token]")).to_be_in_viewport()
    token = await page.locator("[data-token]").inner_text()
    await page.keyboard.press("Escape")  # what is shown once does not go by a slip
    await page.get_by_role("button", name="I have kept it").click()
    await expect(page.locator("[data-token]")).to_have_count(0)
    async with httpx.AsyncClient(base_url=mailing_server.url, headers={"Authorization": f"Bearer {token}"}) as script:
        sessions = await script.get(f"/api/v1/editions/{EDITION}/programme/sessions")
        too_much = await script.get("/api/v1/people")
        await page.get_by_role("button", name="Revoke").click()
        await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        await expect(page.get_by_text("revoked", exact=True)).to_be_visible()
        revoked = await script.get(f"/api/v1/editions/{EDITION}/programme/sessions")
    assert [sessions.status_code, too_much.status_code, revoked.status_code] == [200, 403, 401]
    assert len(sessions.json()["items"]) == 20

    await page.goto(link)
    await expect(page.get_by_role("heading", name="This link was used already")).to_be_visible()
    await expect(page.get_by_label("Code from the mail")).to_have_count(0)


async def test_participant_signs_in_by_a_mailed_code_on_a_phone(
    new_context: Callable[..., Awaitable[BrowserContext]], mailing_server: Server, office: PostOffice
) -> None:
    await invite(mailing_server, "mina@example.org", "participant")
    first = text_of((await office.wait_for(1))[0])
    options: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = await (await new_context(locale="en-GB", timezone_id="Asia/Seoul", **options)).new_page()
    await page.goto(link_in(first))
    await page.get_by_role("button", name="Accept").tap()
    await page.wait_for_url(f"{mailing_server.url}/e/{EDITION}")
    await expect(page.get_by_text("You are in")).to_be_visible()
    await page.goto(f"{mailing_server.url}/account")
    await expect(page.get_by_role("link", name="GSEF Capacity Building Training 2019")).to_be_visible()
    await expect(page.get_by_role("heading", name="API tokens")).to_have_count(0)
    await page.get_by_role("button", name="Sign out everywhere").tap()
    await page.wait_for_url(f"{mailing_server.url}/sign-in")

    await page.get_by_role("button", name="Mail me a link or code").tap()
    await page.get_by_label("Email address").fill("Mina@Example.org")
    await page.get_by_role("button", name="Send the mail").tap()
    await expect(page.get_by_text("Look into your mail")).to_be_visible()
    code = re.search(r"\d{4} \d{4}", text_of((await office.wait_for(2))[1]))
    assert code
    await page.get_by_label("Code from the mail").fill("0000 0000")
    await expect(page.get_by_text("This code is not right")).to_be_visible()
    await page.get_by_label("Code from the mail").fill(code[0])

    await page.wait_for_url(f"{mailing_server.url}/e/{EDITION}/mine")
    await expect(page.get_by_text("You are not registered yet")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
