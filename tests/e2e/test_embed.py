"""A partner shows the agenda in a page of its own, on another origin and under a strict policy."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, Locator, Page, expect

from support.looking import find_faults
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
# 13:15 on the first day in Seoul: lunch is on, plenary 1 is next.
DURING_LUNCH = "2019-10-28T04:15:00Z"


def partner_page(server: Server, body: str) -> str:
    policy = (
        f"default-src 'none'; img-src data:; script-src {server.url}; connect-src {server.url}; "
        f"frame-src {server.url}; require-trusted-types-for 'script'; trusted-types madang"
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,">
<title>City of Example</title><script type="module" src="{server.url}/embed/v1/agenda.js"></script></head>
<body><main><h1>Our delegation goes to Seoul</h1>{body}</main></body></html>"""


def element(**attributes: str) -> str:
    given = " ".join(f'{name}="{value}"' for name, value in {"edition": EDITION, **attributes}.items())
    return f"<madang-agenda {given}></madang-agenda>"


async def publish(server: Server, key: str, change: dict[str, Any], comment: str) -> None:
    """Change a session and publish, as an organiser's script does."""
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1") as client:
        signed_in = await client.post("/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        path = f"/editions/{EDITION}/programme/sessions"
        found = next(one for one in (await client.get(path)).json()["items"] if one["key"] == key)
        headers = {"If-Match": f'"{found["version"]}"'}
        (await client.patch(f"{path}/{found['id']}", json=change, headers=headers)).raise_for_status()
        release = {"comment": comment, "accept_warnings": True}
        (await client.post(f"/editions/{EDITION}/releases", json=release)).raise_for_status()


def shown(page: Page) -> Locator:
    return page.locator(".session:visible")


async def test_partner_page_switches_language_and_zone_and_sees_a_new_release(
    new_context: Callable[..., Awaitable[BrowserContext]],
    own_server: Server,
    partner_site: Callable[[str], str],
):
    context = await new_context(locale="en-GB", timezone_id="Africa/Kampala")
    page = await context.new_page()
    await page.goto(partner_site(partner_page(own_server, element(lang="en", refresh="1"))))
    await expect(shown(page)).to_have_count(20)
    await page.evaluate("window.neverReloaded = true")

    await page.get_by_role("combobox", name="Language").select_option("ko")
    await expect(page.locator("#s-d1-orientation h3")).to_have_text("오리엔테이션 및 개회")

    await page.get_by_role("button", name="내 시간").click()
    await expect(page.locator(".zone")).to_have_text("모든 시각은 캄팔라 시간(UTC+3) 기준입니다")
    await expect(page.locator("#s-d1-orientation > .time time").first).to_have_text("03:00")

    await page.get_by_role("button", name="별표: 환영 만찬").click()
    await publish(own_server, "d1-welcome-dinner", {"title": {"en": "Dinner", "ko": "강변 만찬"}}, "By the river")

    await expect(page.locator("#s-d1-welcome-dinner h3")).to_have_text("강변 만찬")
    await expect(page.get_by_role("status").filter(has_text="By the river")).to_be_visible()
    await expect(page.get_by_role("button", name="별표: 강변 만찬")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#s-d1-orientation > .time time").first).to_have_text("03:00")
    assert await page.evaluate("window.neverReloaded") is True


async def test_partner_page_filters_searches_and_hands_over_calendar_entries(
    page: Page, server: Server, partner_site: Callable[[str], str]
):
    await page.goto(partner_site(partner_page(server, element(lang="en"))))

    await page.get_by_role("button", name="Filter").click()
    await page.get_by_role("button", name="Field visit", exact=True).click()
    await expect(shown(page)).to_have_count(2)
    await page.get_by_role("button", name="HEYGROUND").click()
    await expect(shown(page)).to_have_count(1)
    await page.get_by_role("searchbox").fill("nothing of the kind")
    await expect(shown(page)).to_have_count(0)
    await page.get_by_role("button", name="Clear all").click()
    await expect(shown(page)).to_have_count(20)

    async with page.expect_download() as started:
        await page.get_by_role("button", name="Add to calendar: Field visit 1", exact=True).click()
    download = await started.value
    calendar = (await asyncio.to_thread((await download.path()).read_text, "utf-8")).splitlines()
    assert [line for line in calendar if line.startswith("UID:")] == [f"UID:d2-field-visit-1.{EDITION}@madang"]


async def test_partner_page_marks_now_and_next(page: Page, server: Server, partner_site: Callable[[str], str]):
    await page.clock.install(time=DURING_LUNCH)
    await page.goto(partner_site(partner_page(server, element(lang="fr"))))

    await expect(page.locator(".session.now h3")).to_have_text(["Déjeuner"])
    await expect(page.locator(".session.next .mark")).to_have_text(["Ensuite"])

    await page.clock.fast_forward("00:20:00")
    await expect(page.locator(".session.now .kind")).to_have_text(["Séance plénière"])


async def test_agenda_that_cannot_be_reached_says_so_and_recovers(
    page: Page, server: Server, partner_site: Callable[[str], str]
):
    await page.goto(partner_site(partner_page(server, element(lang="en", refresh="1"))))
    await expect(shown(page)).to_have_count(20)

    await page.context.set_offline(True)
    await expect(page.get_by_role("status").filter(has_text="No connection.")).to_be_visible()
    await expect(shown(page)).to_have_count(20)

    await page.context.set_offline(False)
    await expect(page.get_by_text("No connection.")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_partner_page_is_accessible(
    new_context: Callable[..., Awaitable[BrowserContext]],
    server: Server,
    partner_site: Callable[[str], str],
    scheme: str,
):
    page = await (await new_context(viewport={"width": 390, "height": 800})).new_page()
    await page.clock.install(time=DURING_LUNCH)
    await page.goto(partner_site(partner_page(server, element(lang="en", scheme=scheme))))
    await expect(shown(page)).to_have_count(20)
    await page.get_by_role("button", name="Filter").click()

    assert await find_faults(page) == []


@pytest.mark.parametrize("lang", ["en", "ko", "fr"])
@pytest.mark.parametrize("width", [320, 768, 1280])
async def test_agenda_is_never_wider_than_its_page(
    new_context: Callable[..., Awaitable[BrowserContext]],
    server: Server,
    partner_site: Callable[[str], str],
    width: int,
    lang: str,
):
    page = await (await new_context(viewport={"width": width, "height": 800})).new_page()
    await page.goto(partner_site(partner_page(server, element(lang=lang, tz="America/Montreal"))))
    await expect(shown(page)).to_have_count(20)

    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


async def test_iframe_reads_and_changes_language_without_scripts(
    new_context: Callable[..., Awaitable[BrowserContext]], server: Server, partner_site: Callable[[str], str]
):
    page = await (await new_context(java_script_enabled=False)).new_page()
    address = f"{server.url}/embed/v1/editions/{EDITION}/agenda?lang=en"
    await page.goto(partner_site(partner_page(server, f'<iframe src="{address}" title="Programme"></iframe>')))
    frame = page.frame_locator("iframe")
    await expect(frame.locator("h3")).to_have_count(20)
    await expect(frame.locator(".tools")).to_be_hidden()

    await frame.get_by_role("link", name="Français").click()
    await expect(frame.locator("#s-d1-lunch h3")).to_have_text("Déjeuner")
    await frame.locator("summary").click()
    await frame.get_by_role("link", name="Montréal").click()
    await expect(frame.locator(".zone")).to_have_text("Tous les horaires : heure de Montréal (UTC−4)")


async def test_iframe_opens_a_session_outside_itself(page: Page, server: Server, partner_site: Callable[[str], str]):
    address = f"{server.url}/embed/v1/editions/{EDITION}/agenda?lang=en"
    await page.goto(partner_site(partner_page(server, f'<iframe src="{address}" title="Programme"></iframe>')))
    frame = page.frame_locator("iframe")
    await expect(frame.locator(".tools")).to_be_visible()

    async with page.context.expect_page() as opened:
        await frame.get_by_role("link", name="Opening Roundtable").click()

    assert (await opened.value).url == f"{server.url}/e/{EDITION}/s/d1-opening-roundtable"
