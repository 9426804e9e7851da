"""Kampala's plan: written by two, returned, handed in, presented, endorsed, carried out, reported on, public."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, Page, expect
from sqlmodel import select

from factories.accounts import make_account
from factories.care import PDF
from factories.plans import call_for_plans, kampala
from factories.registrations import make_delegation, make_registration
from madang.accounts.models import Role
from madang.accounts.passwords import Passwords
from madang.participants.models import RegistrationStatus
from madang.programme.models import Edition
from support.looking import look
from support.mail import PostOffice
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
FIRST, SECOND = "trainee1@kampala.example.org", "trainee2@kampala.example.org"
OWN_PASSWORD = "three quiet courtyards at dawn"
TITLE = "Kampala works together"
SUGGESTED = "Nine of ten young people in Kampala work informally, says the census of 2019."
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
DAY = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()  # in every zone it is over
PERIOD = "First report"
LESSON = "Borrowers sit in the committee: nobody has missed a payment."
NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest_asyncio.fixture
async def kampala_server(mailing_server: Server) -> Server:
    """Return a server on which the training of 2019 calls for plans, with Kampala's delegation of two."""
    async with mailing_server.database() as database, database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == EDITION))).one()
        await call_for_plans(db, edition, submit_by=datetime.now(UTC) + timedelta(days=7))
        delegation = await make_delegation(db, edition)
        password_hash = await Passwords().hash(OWN_PASSWORD)
        for number, email in enumerate((FIRST, SECOND), 1):
            account = await make_account(
                db, email, role=Role.PARTICIPANT, edition_id=edition.id, password_hash=password_hash
            )
            await make_registration(
                db,
                edition,
                f"Kampala trainee {number}",
                email=email,
                email_as_typed=email,
                account_id=account.id,
                delegation_id=delegation.id,
                status=RegistrationStatus.ACCEPTED,
            )
    return mailing_server


async def sign_in(page: Page, server: Server, email: str, password: str, onward: str) -> None:
    await page.goto(f"{server.url}/sign-in?next={onward}")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{server.url}{onward}")


async def write_the_rest(server: Server, plan_id: str) -> None:
    """Have the other one of the two write everything but the title, by a script."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        answer = await client.post("/api/v1/auth/token", data={"username": SECOND, "password": OWN_PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        own = f"/api/v1/me/action-plans/{plan_id}/fields"
        revision = (await client.get(own)).json()["revision"]
        changes = {path: value for path, value in kampala().items() if path != "title" and "strengths" not in path}
        (await client.patch(own, json={"base_revision": revision, "changes": changes})).raise_for_status()


async def begin_and_hand_in(phone: Page, server: Server) -> str:
    """Begin the city's plan on a phone, see what a colleague writes, hand it in; return the plan's id."""
    await sign_in(phone, server, FIRST, OWN_PASSWORD, f"/e/{EDITION}/plans")
    await phone.get_by_role("button", name="Begin the plan of Kampala").tap()
    await phone.get_by_label("Title", exact=True).fill(TITLE)
    await expect(phone.locator("[data-save]")).to_have_attribute("data-save", "saved")
    plan_id = phone.url.rpartition("/")[2].partition("?")[0]
    await write_the_rest(server, plan_id)
    await expect(phone.get_by_role("button", name=re.compile("A market hall run by its traders")).last).to_be_visible()
    await take_step(phone, "Hand the plan in")
    await expect(phone.get_by_text("This plan is handed in: nothing in it changes now")).to_be_visible()
    return plan_id


async def take_step(phone: Page, name: str, **fields: str) -> None:
    """Press a step, fill what its dialog asks for, and go."""
    await phone.get_by_role("button", name=name).first.tap()
    dialog = phone.get_by_role("dialog")
    for label, value in fields.items():
        await dialog.get_by_label(label.replace("_", " ").capitalize()).fill(value)
    await dialog.get_by_role("button", name=name).tap()
    await expect(dialog).to_be_hidden()


def beside(page: Page, field: str) -> Locator:
    return page.get_by_role("group", name=f"Comment on: {field}", exact=True)


async def return_it(desk: Page, server: Server, plan_id: str) -> None:
    """Suggest another title of an action beside it, and return the plan with a comment."""
    await sign_in(desk, server, ADMINISTRATOR, PASSWORD, f"/organise/{EDITION}/plans")
    await expect(desk.get_by_text(TITLE)).to_be_visible()
    await desk.get_by_role("link", name="Kampala", exact=True).click()
    await desk.wait_for_url(re.compile(plan_id))
    await desk.get_by_role("button", name="Comment on: Problem", exact=True).first.click()
    problem = desk.locator(".field").filter(has=desk.get_by_text("Problem", exact=True)).first
    await problem.get_by_label("Your comment").fill("Who says so?")
    await problem.get_by_role("button", name="Suggest a wording").click()
    await problem.get_by_label("Suggested wording").fill(SUGGESTED)
    await problem.get_by_role("button", name="Send").click()
    await expect(problem.get_by_role("article").get_by_text("Who says so?")).to_be_visible()
    await look(desk, "story-desk")
    await desk.get_by_role("button", name="Return", exact=True).click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Comment").fill("Say who counts the stalls.")
    await dialog.get_by_role("button", name="Return", exact=True).click()
    await expect(desk.get_by_text("The writers have it in hand until they hand it in.")).to_be_visible()


async def follow_the_mail(phone: Page, office: PostOffice) -> None:
    """Open the plan by the link of the letter that says why it comes back."""
    [*_, mail] = await office.wait_for(1, to=FIRST, subject="Your action plan comes back")
    text = " ".join(office.text(office.taken.index(mail)).split())
    assert "Say who counts the stalls." in text
    link = re.search(r"http://\S+/plans/\S+", text)
    assert link, text
    await phone.goto(link[0])
    await expect(phone.get_by_text("Say who counts the stalls.")).to_be_visible()


async def take_the_suggestion_over(phone: Page) -> None:
    await phone.get_by_role("button", name="1 comment on: Problem").tap()
    thread = beside(phone, "Problem")
    await expect(thread.get_by_text("Who says so?")).to_be_visible()
    await thread.get_by_role("button", name="Accept").tap()
    await expect(phone.get_by_label("Problem", exact=True).first).to_have_value(SUGGESTED)


async def endorse(phone: Page, document: Path) -> None:
    """Add the council's resolution, say on which day it was endorsed, and begin."""
    await phone.get_by_text("Endorsements", exact=True).tap()
    await phone.get_by_role("button", name="Add an endorsement").tap()
    await phone.get_by_label("Who endorses it").fill("Council of Kampala")
    await phone.get_by_label("On", exact=True).fill(DAY)
    await phone.locator("input[type=file]").set_input_files(document)
    await expect(phone.get_by_text("resolution.pdf")).to_be_visible()
    await phone.get_by_role("button", name="Save", exact=True).tap()
    await expect(phone.get_by_role("button", name="Open the document")).to_be_visible()
    await take_step(phone, "It has been endorsed", endorsed_on=DAY)
    await take_step(phone, "Begin to carry it out")
    await expect(phone.get_by_label("Title", exact=True)).to_be_editable()


async def ask_for_a_report(desk: Page, server: Server) -> None:
    today = datetime.now(UTC).date()
    await desk.goto(f"{server.url}/organise/{EDITION}/cohort")
    await desk.get_by_role("button", name="Ask for a report").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Name", exact=True).fill(PERIOD)
    await dialog.get_by_label("Can be written from").fill((today - timedelta(days=2)).isoformat())
    await dialog.get_by_label("Due by").fill((today + timedelta(days=30)).isoformat())
    await dialog.get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("Due: there is time still")).to_be_visible()


def entry(phone: Page, path: str) -> Locator:
    return phone.locator(f'[data-path="{path}"]').locator("input, select, textarea")


async def report(phone: Page) -> None:
    """Come from the plan to its first report, say how each action is, and complete it."""
    await phone.reload()
    await phone.get_by_role("link", name="Write", exact=True).tap()
    await expect(phone.get_by_role("heading", name=PERIOD, level=1)).to_be_visible()
    await phone.get_by_role("button", name="A revolving fund").first.tap()
    await entry(phone, "phase").select_option("implementation")
    await entry(phone, "health").select_option("on_track")
    await entry(phone, "lessons").fill(LESSON)
    await expect(phone.locator('[data-save="saved"]')).to_be_visible()
    for title in ("A market hall", "An evening school"):
        await phone.get_by_role("region", name="Complete the report").get_by_role("button", name=title).tap()
        await expect(entry(phone, "phase")).to_be_focused()
        await entry(phone, "phase").select_option("not_started")
        await expect(phone.locator('[data-save="saved"]')).to_be_visible()
    await phone.get_by_role("button", name="Complete the report").tap()
    await phone.get_by_role("dialog").get_by_role("button", name="Complete the report").tap()
    await expect(phone.get_by_text("This report is complete.")).to_be_visible()
    await phone.get_by_role("link", name="To the plan").tap()


async def publish(phone: Page, desk: Page, server: Server, plan_id: str) -> None:
    """Agree to publication on the phone, publish at the desk."""
    await phone.get_by_role("button", name="Agree to publication").tap()
    await expect(phone.get_by_text("You have agreed. The organisers publish it.")).to_be_visible()
    await desk.goto(f"{server.url}/organise/{EDITION}/plans/{plan_id}")
    await desk.get_by_role("button", name=re.compile("Publish version")).click()
    await expect(desk.get_by_text(re.compile("The public reads version"))).to_be_visible()


async def read_as_anybody(page: Page, server: Server) -> None:
    """Find the plan in the public registry without signing in, and read what has become of it."""
    await page.goto(f"{server.url}/e/{EDITION}/registry")
    await page.get_by_role("link", name=re.compile(TITLE)).first.click()
    await expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    await expect(page.get_by_text(SUGGESTED)).to_be_visible()
    told = [" ".join(one.split()[3:]) for one in await page.locator(".timeline li").all_inner_texts()]
    assert told[0] == "Endorsed by Council of Kampala"
    assert told[1:] == [
        "Handed in",
        "Presented",
        "Endorsed",
        "Being carried out",
        f"Report: {PERIOD}",
    ]
    await expect(page.get_by_text("Kampala trainee")).to_have_count(0)
    await look(page, "story-public")


async def test_kampalas_plan_goes_from_the_draft_to_the_public_page(
    new_context: NewContext, kampala_server: Server, office: PostOffice, tmp_path: Path
) -> None:
    server = kampala_server
    phone = await (await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)).new_page()
    desk = await (await new_context(locale="en-GB", timezone_id="Asia/Seoul", **DESK)).new_page()
    document = tmp_path / "resolution.pdf"
    document.write_bytes(PDF)

    plan_id = await begin_and_hand_in(phone, server)
    await return_it(desk, server, plan_id)
    await follow_the_mail(phone, office)
    await take_the_suggestion_over(phone)
    await take_step(phone, "Hand the plan in")
    await desk.reload()
    await desk.get_by_role("button", name="Mark as presented").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Mark as presented").click()
    await expect(desk.get_by_text("presented", exact=True).first).to_be_visible()
    await phone.reload()
    await endorse(phone, document)
    await ask_for_a_report(desk, server)
    await report(phone)
    await publish(phone, desk, server, plan_id)
    visitor = await (await new_context(locale="en-GB", timezone_id="Europe/Paris")).new_page()
    await read_as_anybody(visitor, server)
