"""An organiser invites, takes back and finds both in the audit log; an administrator reads the mail of it."""

import asyncio
import re

import httpx
from playwright.async_api import Page, expect

from support.server import ADMINISTRATOR, PASSWORD, Server

HOME = "/organise/gsef-cbt-2019"


async def sign_in(page: Page, server: Server, path: str) -> None:
    await page.goto(f"{server.url}{path}")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{path}")


async def test_organiser_invites_and_finds_it_in_the_log(page: Page, own_server: Server) -> None:
    await sign_in(page, own_server, f"{HOME}/roles")
    typed = page.get_by_label("Email addresses")
    await typed.fill("Noor <noor@example.org>, jiwoo@example.org\nnot@an@address, carol.example.org")
    await page.get_by_role("button", name="Invite").click()
    await expect(page.get_by_text("Choose which role they get")).to_be_visible()  # none is given by itself
    await page.get_by_label("Role").select_option("door staff")
    await page.get_by_role("button", name="Invite 3 as door staff").click()
    await expect(page.get_by_text("2 invitations are on their way")).to_be_visible()
    await expect(page.get_by_text("not@an@address: is no email address")).to_be_visible()
    await expect(page.get_by_text("carol.example.org: is no email address")).to_be_visible()
    await expect(typed).to_have_value("not@an@address\ncarol.example.org")
    noor = page.get_by_role("listitem").filter(has_text="noor@example.org")
    await expect(noor.get_by_text("not sent: in the folder")).to_be_visible()  # the page looks again while it waits

    await page.get_by_role("button", name="Cancel invitation: noor@example.org").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel invitation").click()
    await expect(noor.get_by_role("status")).to_have_text("The invitation is cancelled")
    await expect(noor).to_be_focused()

    await page.get_by_role("link", name="Audit log").click()
    cancelled = page.get_by_text(f"{ADMINISTRATOR} cancelled the invitation of noor@example.org")
    await expect(cancelled).to_be_visible()
    await expect(page.get_by_text(f"{ADMINISTRATOR} invited jiwoo@example.org as door staff")).to_be_visible()
    await page.get_by_label("What was done").select_option("Invitations")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator("ol li")).to_have_count(3)
    await expect(cancelled).to_be_visible()
    await page.get_by_role("button", name="Export").click()
    await page.get_by_label("Why do you take it along?").fill("Yearly review")
    async with page.expect_download() as download:
        await page.get_by_role("dialog").get_by_role("button", name="Export").click()
    text = (await (await download.value).path()).read_text()
    assert "invitation.revoked" in text

    await page.goto(f"{own_server.url}/organise/installation/mails")
    filed = page.locator("li", has_text="jiwoo@example.org")
    await expect(filed).to_be_visible()  # the page looks again while a mail waits
    await filed.get_by_role("button", name="Read").click()
    await expect(page.get_by_role("dialog").get_by_text("To jiwoo@example.org")).to_be_visible()
    await expect(page.get_by_text("Or type this code at")).to_be_visible()


async def make_door_staff(server: Server, email: str, password: str) -> None:
    """Invite somebody to the door and accept for them, by the mail that was filed."""
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1") as client:
        signed_in = await client.post("/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        await client.post("/editions/gsef-cbt-2019/invitations", json={"email": email, "role": "door_staff"})
        found: list[str] = []
        for _ in range(100):
            mails = (await client.get("/installation/mails?state=sent")).json()["items"]
            if found := [mail["id"] for mail in mails if mail["recipient"] == email]:
                break
            await asyncio.sleep(0.1)
        text = (await client.get(f"/installation/mails/{found[0]}")).json()["text"]
        token = re.search(r"#(\S+)", text)
        assert token, text
        accepted = await client.post("/auth/invitations/accept", json={"token": token[1], "new_password": password})
        assert accepted.json()["account_created"] is True


async def test_door_staff_find_none_of_these_pages(page: Page, own_server: Server) -> None:
    email, password = "door@example.org", "three quiet courtyards at dawn"
    await make_door_staff(own_server, email, password)
    await page.goto(f"{own_server.url}/sign-in")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{own_server.url}/account")

    for path in (f"{HOME}/roles", f"{HOME}/audit", "/organise/installation", "/organise/installation/mails"):
        await page.goto(f"{own_server.url}{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.get_by_text(ADMINISTRATOR)).to_have_count(0)
        await expect(page.get_by_label("Email addresses")).to_have_count(0)


async def test_inviting_without_a_connection_keeps_what_was_typed(page: Page, own_server: Server) -> None:
    await sign_in(page, own_server, f"{HOME}/roles")
    await page.get_by_label("Email addresses").fill("ada@example.org, bela@example.org")
    await page.get_by_label("Role").select_option("participant")
    await page.context.set_offline(True)

    await page.get_by_role("button", name="Invite 2 as participants").click()

    await expect(page.get_by_text("The server could not be reached")).to_be_visible()
    await expect(page.get_by_label("Email addresses")).to_have_value("ada@example.org\nbela@example.org")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Invite 2 as participants").click()
    await expect(page.get_by_text("2 invitations are on their way")).to_be_visible()
