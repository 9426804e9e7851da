"""An organiser works on the programme and publishes it; two of them at once lose nothing."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from playwright.async_api import BrowserContext, Page, expect

from support.looking import find_faults
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"


async def sign_in(page: Page, server: Server, path: str) -> None:
    """Go to an organiser's page as somebody who has to sign in first."""
    await page.goto(f"{server.url}{path}")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{path}")


async def change_elsewhere(server: Server, title: str, change: dict[str, Any]) -> None:
    """Change a session as another organiser does at the same time."""
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1") as client:
        signed_in = await client.post("/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        path = f"/editions/{EDITION}/programme/sessions"
        found = next(one for one in (await client.get(path)).json()["items"] if one["title"]["en"] == title)
        headers = {"If-Match": f'"{found["version"]}"'}
        (await client.patch(f"{path}/{found['id']}", json=change, headers=headers)).raise_for_status()


async def test_organiser_changes_the_programme_and_publishes_it(page: Page, own_server: Server):
    await sign_in(page, own_server, "/organise")
    await page.get_by_role("link", name="GSEF Capacity Building Training 2019").click()
    await expect(page.locator("tr.session")).to_have_count(20)
    await expect(page.get_by_text("Nothing has changed since release 1")).to_be_visible()
    assert await find_faults(page) == []

    await page.get_by_label("Search").fill("dinner")
    await expect(page.locator("tr.session")).to_have_count(1)
    await page.get_by_label("Status of Welcome Dinner").select_option("Confirmed")
    await expect(page.get_by_text("Saved: Welcome Dinner is now “Confirmed”")).to_be_attached()
    await expect(page.get_by_text("One change since release 1")).to_be_visible()

    await page.get_by_role("button", name="Show all").click()
    await page.get_by_role("link", name="Add a session on Tuesday 29 October 2019").click()
    await page.get_by_label("Title, English").fill("Evening walk")
    await page.get_by_label("Starts", exact=True).fill("20:00")
    await page.get_by_label("Ends", exact=True).fill("19:00")
    await page.get_by_role("button", name="Add a session").click()
    await expect(page.get_by_label("Ends", exact=True)).to_be_focused()
    await expect(page.get_by_text("The end must be after the start")).to_be_visible()
    await page.get_by_label("Ends", exact=True).fill("21:15")
    await page.get_by_label("Add a person").fill("Kampala guide")
    await page.get_by_role("option", name="Add “Kampala guide” as a new person").click()
    await page.get_by_role("button", name="Add person").click()
    await expect(page.get_by_label("Role")).to_have_value("presenter")
    await page.get_by_role("button", name="Add a session").click()
    await expect(page.get_by_text("Saved. Visitors see it with the next release.")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/sessions/[0-9a-f-]{36}$"))
    assert await find_faults(page) == []

    await page.get_by_role("link", name="Releases").click()
    await expect(page.get_by_role("heading", name="One session added")).to_be_visible()
    await expect(page.locator("dd del")).to_have_text("before: Tentative")
    await expect(page.locator("dd ins")).to_have_text("now: Confirmed")
    assert await find_faults(page) == []
    await page.get_by_label("What visitors should know about this release").fill("A walk on Tuesday evening")
    accept = page.get_by_role("checkbox", name="I have seen the")
    if await accept.count():
        await page.get_by_role("button", name="Publish release 2").click()
        await expect(page.get_by_text("Look at the warnings above")).to_be_visible()
        await accept.check()
    await page.get_by_role("button", name="Publish release 2").click()
    await expect(page.get_by_text("Release 2 is public")).to_be_visible()

    async with httpx.AsyncClient(base_url=own_server.url) as visitor:
        answer = await visitor.get(f"/public/v1/editions/{EDITION}/agenda.json", params={"lang": "en"})
    walk = next(one for one in answer.json()["days"][1]["sessions"] if one["title"] == "Evening walk")
    assert (walk["start"], walk["end"], walk["people"][0]["name"]) == (
        "2019-10-29T20:00:00+09:00",
        "2019-10-29T21:15:00+09:00",
        None,
    )

    newest = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Release 2", exact=True))
    await newest.get_by_role("button", name="Withdraw").click()
    await page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    await expect(page.get_by_text("Visitors read release 1.")).to_be_visible()


async def test_two_organisers_at_once_choose_between_both_versions(page: Page, own_server: Server):
    await sign_in(page, own_server, f"/organise/{EDITION}")
    await page.get_by_role("link", name="Recap of Day 1").click()
    await page.get_by_label("Title, English").fill("Recap of the first day")
    await page.get_by_label("Kind").select_option("Plenary")
    await change_elsewhere(own_server, "Recap of Day 1", {"title": {"en": "Looking back"}, "capacity": 40})

    await page.get_by_role("button", name="Save").click()
    dialog = page.get_by_role("dialog", name="Somebody else saved this session meanwhile")
    await expect(dialog.get_by_text("English: Looking back")).to_be_visible()
    await expect(dialog.get_by_role("group")).to_have_count(3)
    await dialog.get_by_role("group", name="Title").get_by_role("radio", name="Saved meanwhile").check()
    await dialog.get_by_role("button", name="Save this choice").click()

    await expect(page.get_by_text("Saved. Visitors see it with the next release.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Looking back")).to_be_visible()
    await expect(page.get_by_label("Kind")).to_have_value("plenary")
    await expect(page.get_by_label("Places")).to_have_value("40")


async def test_unsaved_changes_are_not_lost_by_leaving(page: Page, own_server: Server):
    await sign_in(page, own_server, f"/organise/{EDITION}")
    await page.get_by_role("link", name="Coffee break").click()
    await page.get_by_label("Title, English").fill("Tea break")

    await page.get_by_role("link", name="Back to the programme").click()
    await page.get_by_role("button", name="Stay here").click()
    await expect(page.get_by_label("Title, English")).to_have_value("Tea break")

    await page.get_by_role("link", name="Back to the programme").click()
    await page.get_by_role("button", name="Leave without saving").click()
    await expect(page.get_by_role("link", name="Coffee break")).to_be_visible()


async def test_organiser_makes_an_edition_and_finds_its_programme_empty(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server
):
    context = await new_context(locale="fr-FR", timezone_id="Africa/Kampala", viewport={"width": 360, "height": 780})
    page = await context.new_page()
    await page.goto(f"{own_server.url}/organise/editions/new")
    await page.get_by_label("Adresse e-mail").fill(ADMINISTRATOR)
    await page.get_by_label("Mot de passe").fill(PASSWORD)
    await page.get_by_role("button", name="Se connecter").click()

    await page.get_by_role("button", name="Créer l’édition").click()
    await expect(page.get_by_label("Titre")).to_be_focused()
    await page.get_by_label("Titre").fill("Kampala 2027")
    await page.get_by_label("Premier jour").fill("2027-05-03")
    await page.get_by_label("Dernier jour").fill("2027-05-05")
    await page.get_by_role("checkbox", name="mar. 4 mai").uncheck()
    assert await find_faults(page) == []
    await page.get_by_role("button", name="Créer l’édition").click()

    await expect(page.get_by_text("Le programme est vide")).to_be_visible()
    await expect(page.get_by_text("Rien n’est encore publié")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    assert await find_faults(page) == []
