"""What the stories rely on: the real server answers a real browser, and no complaint of a page goes unheard."""

from collections.abc import Callable

from playwright.async_api import Page

from support.server import Server

VIOLATION = """<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src 'none'">
<title>Partner</title><script>document.title = "ran"</script>"""
BROKEN = "<!doctype html><title>Partner</title><script>throw new Error('of this page')</script>"


async def test_served_page_opens_without_complaint(page: Page, server: Server):
    answer = await page.goto(server.url)

    assert answer is not None
    assert answer.status == 200


async def test_complaint_about_content_security_policy_is_heard(
    page: Page, partner_site: Callable[[str], str], troubles: list[str]
):
    await page.goto(partner_site(VIOLATION))

    heard, troubles[:] = list(troubles), []
    assert [("content security policy" in trouble.lower()) for trouble in heard] == [True]


async def test_error_of_a_page_is_heard(page: Page, partner_site: Callable[[str], str], troubles: list[str]):
    await page.goto(partner_site(BROKEN))

    heard, troubles[:] = list(troubles), []
    assert ["of this page" in trouble for trouble in heard] == [True]


async def test_browser_reaches_this_machine_only(page: Page, partner_site: Callable[[str], str]):
    await page.goto(partner_site("<!doctype html><title>Partner</title>"))

    reached = await page.evaluate("fetch('http://example.org/', {mode: 'no-cors'}).then(() => true, () => false)")

    assert reached is False


async def test_command_runs_on_the_installation_that_is_served(server: Server):
    assert "slug: gsef-cbt-2019" in server.madang("dump", "gsef-cbt-2019")
