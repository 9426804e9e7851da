"""A developer reads the API in the browser, signs in there and tries a call."""

from playwright.async_api import Page

from support.server import Server

EMAIL, PASSWORD = "developer@example.org", "a courtyard of one's own"


async def test_developer_signs_in_within_the_docs_and_tries_a_call(page: Page, server: Server):
    server.madang("create-organiser", EMAIL, "--password-stdin", stdin=PASSWORD)

    await page.goto(f"{server.url}/api/docs")
    await page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container").first
    await form.locator("#oauth_username").fill(EMAIL)
    await form.locator("#oauth_password").fill(PASSWORD)
    await form.get_by_role("button", name="Apply given OAuth2 credentials").click()
    await page.get_by_role("button", name="Close").first.click()
    await page.locator("#operations-tag-accounts").click()
    await page.locator("#operations-accounts-read_me").click()
    await page.get_by_role("button", name="Try it out").click()
    await page.get_by_role("button", name="Execute").click()

    answer = page.locator("#operations-accounts-read_me .responses-table.live-responses-table .response")
    await answer.wait_for()
    assert EMAIL in await answer.inner_text()
