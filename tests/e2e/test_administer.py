"""An organiser invites, takes back and finds both in the audit log; an administrator reads the mail of it."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from support.server import Server

ADMINISTRATOR, PASSWORD = "head@example.org", "a courtyard of one's own"
HOME = "/organise/gsef-cbt-2019"


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., Server]) -> Server:
    server = start_server()
    server.madang("create-organiser", ADMINISTRATOR, "--password-stdin", stdin=f"{PASSWORD}\n")
    return server


async def sign_in(page: Page, server: Server, path: str) -> None:
    await page.goto(f"{server.url}{path}")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{path}")


async def test_organiser_invites_and_finds_it_in_the_log(page: Page, own_server: Server) -> None:
    await sign_in(page, own_server, f"{HOME}/roles")
    await page.get_by_label("Email addresses").fill("Noor <noor@example.org>, jiwoo@example.org\nnot@an@address")
    await page.get_by_label("Role").select_option("door staff")
    await page.get_by_role("button", name="Invite").click()
    await expect(page.get_by_text("noor@example.org is invited")).to_be_visible()
    await expect(page.get_by_text("jiwoo@example.org is invited")).to_be_visible()
    await expect(page.get_by_text("not@an@address: is no email address")).to_be_visible()
    await expect(page.get_by_label("Email addresses")).to_have_value("not@an@address")

    await page.get_by_role("button", name="Take back: noor@example.org").click()
    await expect(page.get_by_text("taken back")).to_be_visible()

    await page.get_by_role("link", name="Audit log").click()
    await expect(page.get_by_text("invitation.revoked")).to_be_visible()
    await expect(page.get_by_text("invitation.created")).to_have_count(2)
    await page.get_by_label("Action begins with").fill("invitation.rev")
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator("ol li")).to_have_count(1)
    await page.get_by_role("button", name="Export").click()
    await page.get_by_label("Why do you take it along?").fill("Yearly review")
    async with page.expect_download() as download:
        await page.get_by_role("dialog").get_by_role("button", name="Export").click()
    text = (await (await download.value).path()).read_text()
    assert "invitation.revoked" in text

    await page.goto(f"{own_server.url}/organise/installation/mails")
    filed = page.locator("li", has_text="jiwoo@example.org")
    await expect(filed).to_be_visible()
    await filed.get_by_role("button", name="Read").click()
    await expect(page.get_by_text("Or type this code:")).to_be_visible()
