"""A list comes in as a file, is decided on and written to; what is needed is chased, and given on a phone."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, Page, expect

from factories.care import PDF
from support.looking import look
from support.server import ADMINISTRATOR, PASSWORD, Server

HOME = "/organise/gsef-cbt-2019"
WRONG = "email,badge_name,country\nhead@example.org,Head trainee,Korea\n"
FILE = (
    "email,badge_name,own_script_name,country,status\n"
    "head@example.org,Kampala trainee 1,,UG,submitted\n"
    "two@example.org,Seoul trainee 2,김민아,KR,submitted\n"
    "three@example.org,=Formula trainee,,NP,submitted\n"
)


async def sign_in(page: Page, server: Server, path: str) -> None:
    await page.goto(f"{server.url}{path}")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{path}")


async def test_list_comes_in_is_decided_on_and_chased(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server
) -> None:
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await sign_in(page, own_server, f"{HOME}/participants")
    await expect(page.get_by_text("Nobody fits")).to_be_visible()
    await look(page, "empty")

    await page.get_by_role("link", name="Import a file").click()
    await page.get_by_label("File").set_input_files({"name": "l.csv", "mimeType": "text/csv", "buffer": WRONG.encode()})
    await page.get_by_role("button", name="Check the file").click()
    await expect(page.get_by_text("1 cell is wrong")).to_be_visible()
    await expect(page.get_by_role("cell", name="country")).to_be_visible()
    await look(page, "import")
    await page.get_by_label("File").set_input_files({"name": "l.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    await page.get_by_role("button", name="Check the file").click()
    await expect(page.get_by_text("3 new, 0 changed, 0 unchanged")).to_be_visible()
    await page.get_by_role("button", name="Import", exact=True).click()
    await page.get_by_role("main").get_by_role("link", name="Participants").last.click()

    await expect(page.get_by_role("row")).to_have_count(4)
    await page.get_by_label("Find by name").fill("김")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_label("Find by name").fill("")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_role("row")).to_have_count(4)
    await page.get_by_label("Select all that are shown").check()
    await look(page, "list")
    await page.get_by_role("group", name="3 selected").get_by_role("button", name="Accept").click()
    await page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    await expect(page.get_by_text("3 done")).to_be_visible()
    await expect(page.get_by_role("cell", name="Accepted")).to_have_count(3)

    await page.get_by_role("button", name="Write to them").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Subject").first.fill("News of {edition}")
    await dialog.get_by_label("Text").first.fill("Dear {name},\n\nlook at {link}.")
    await dialog.get_by_role("button", name="Preview").click()
    await expect(dialog.get_by_text("It goes to 3 people")).to_be_visible()
    await look(page, "message")
    await dialog.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Sent to 3 people")).to_be_visible()

    await page.get_by_role("button", name="Download").click()
    await dialog.get_by_label("What is it for?").fill("Badges")
    async with page.expect_download() as download:
        await dialog.get_by_role("button", name="As CSV").click()
    assert ",'=Formula trainee," in (await (await download.value).path()).read_text("utf-8-sig")

    await page.get_by_role("link", name="Requirements").click()
    await expect(page.get_by_text("Nothing is asked for yet")).to_be_visible()
    await page.get_by_role("button", name="Ask for something").click()
    await dialog.get_by_label("What is needed").first.fill("Title of your talk")
    await dialog.get_by_label("Given as").select_option("Text")
    await dialog.get_by_label("Needed by").fill("2019-10-01")
    await look(page, "ask")
    await dialog.get_by_role("button", name="Ask for something").click()
    await expect(page.get_by_role("cell", name="Overdue")).to_have_count(3)
    await look(page, "matrix")
    await page.get_by_role("button", name="Remind whoever is late").click()
    await expect(page.get_by_text("3 mails are on their way")).to_be_visible()
    await page.get_by_role("button", name="Remind whoever is late").click()
    await expect(page.get_by_text("3 were reminded today already")).to_be_visible()

    phone = await context.new_page()
    await phone.set_viewport_size({"width": 360, "height": 740})
    await phone.goto(f"{own_server.url}/e/gsef-cbt-2019/mine")
    await expect(phone.get_by_text("1 thing is still missing")).to_be_visible()
    await look(phone, "mine")
    await phone.get_by_label("Your answer").fill("Markets of Kampala")
    await phone.reload()
    await expect(phone.get_by_label("Your answer")).to_have_value("Markets of Kampala")
    await context.set_offline(True)
    await phone.get_by_role("button", name="Send").click()
    await expect(phone.get_by_role("alert")).to_be_visible()
    await context.set_offline(False)
    await phone.get_by_role("button", name="Send").click()
    await expect(phone.get_by_text("Nothing is missing")).to_be_visible()

    await page.get_by_role("link", name="Kampala trainee 1").click()
    await expect(page.get_by_text("Markets of Kampala")).to_be_visible()
    await page.get_by_role("button", name="Check", exact=True).click()
    await expect(page.get_by_text("Checked: title-of-your-talk")).to_be_visible()
    await page.get_by_role("button", name="Correct").click()
    await look(page, "person")
    await page.get_by_label("Position").fill("Clerk")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved")).to_be_visible()
    await expect(page.get_by_text("Clerk")).to_be_visible()

    # A passport's copy: sealed, and opened for a reason only.
    await page.get_by_role("link", name="Requirements").click()
    await page.get_by_role("button", name="Ask for something").click()
    await dialog.get_by_label("What is needed").first.fill("Copy of your passport")
    await dialog.get_by_label("Given as").select_option("File")
    await dialog.get_by_label("Sensitive").check()
    await dialog.get_by_label("Needed by").fill("2099-10-01")
    await dialog.get_by_role("button", name="Ask for something").click()
    await expect(page.get_by_role("columnheader", name="Copy of your passport")).to_be_visible()
    await phone.reload()
    scan = {"name": "passport.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await phone.locator("input[type=file]").set_input_files(scan)
    await expect(phone.get_by_text("Nothing is missing")).to_be_visible()
    await look(phone, "handed-in")
    await page.get_by_role("link", name="Kampala trainee 1").click()
    await page.get_by_role("button", name="Open passport.pdf").click()
    await dialog.get_by_label("What is it for?").fill("The visa office asks")
    async with page.expect_download() as download:
        await dialog.get_by_role("button", name="Open passport.pdf").click()
    assert (await (await download.value).path()).read_bytes() == PDF


@pytest.mark.parametrize("language", ["ko", "fr", "es"])
async def test_pages_hold_longer_words(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server, language: str
) -> None:
    context = await new_context(locale=language, timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(f"{own_server.url}/sign-in?next={HOME}/participants")
    await page.locator("input[type=email]").fill(ADMINISTRATOR)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form button[type=submit]").last.click()
    await page.wait_for_url(f"{own_server.url}{HOME}/participants")
    await expect(page.get_by_role("row")).to_have_count(4)
    await look(page, f"list-{language}")
    await page.goto(f"{own_server.url}/e/gsef-cbt-2019/mine")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await look(page, f"mine-{language}")
