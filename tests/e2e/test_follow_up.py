"""A city reports on a phone over a bad line, and organisers see who is silent, remind, read and review."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlmodel import select

from factories.follow_up import make_period
from factories.plans import FUND, add_topics, kampala, make_plan, row_id
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Account
from madang.action_plans.models import PlanStatus
from madang.action_plans.queries.plans import read_fields
from madang.outbox.models import OutboxMessage
from madang.participants.models import RegistrationStatus
from support.looking import look
from support.server import Server

ORGANISER, TRAINEE, PASSWORD = "head@example.org", "trainee1@kampala.example.org", "three quiet courtyards at dawn"
SLUG = "harbour"
PHONE: dict[str, Any] = {
    "locale": "en-GB",
    "timezone_id": "Asia/Seoul",
    "reduced_motion": "reduce",
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Asia/Seoul", "viewport": {"width": 1280, "height": 800}}
FUND_ID = FUND.rpartition("/")[2]
SPENT = f"budget/{row_id(141)}/actual"
NewContext = Callable[..., Awaitable[BrowserContext]]


@dataclass
class Reporting:
    """A server on which Kampala and Kisumu owe a report since yesterday."""

    server: Server
    plan: UUID
    period: UUID

    @property
    def page(self) -> str:
        return f"/e/{SLUG}/plans/{self.plan}/reports/{self.period}"

    @property
    def entry(self) -> str:
        return f"/api/v1/me/action-plans/{self.plan}/reports/{self.period}/actions/{FUND_ID}"


@pytest_asyncio.fixture
async def reporting(start_server: Callable[..., Server]) -> Reporting:
    server = start_server()
    for email in (ORGANISER, TRAINEE):
        server.madang("create-organiser", email, "--password-stdin", stdin=f"{PASSWORD}\n")
    today = datetime.now(UTC).date()
    async with server.database() as database, database.write() as db:
        edition = await make_edition(db, SLUG)
        await add_topics(db, edition)
        accounts = {one.email: one for one in (await db.exec(select(Account))).all()}
        plans = []
        for key in ("kampala", "kisumu"):
            city = await make_delegation(db, edition, key)
            own = {"account_id": accounts[TRAINEE].id} if key == "kampala" else {}
            values = {"delegation_id": city.id, "status": RegistrationStatus.ACCEPTED, **own}
            await make_registration(db, edition, f"{key.capitalize()} trainee 1", **values)
            fields = kampala() | ({} if key == "kampala" else {"title": "Kisumu repairs: workshops by the lake"})
            plans.append(await make_plan(db, city, fields, status=PlanStatus.IMPLEMENTING))
        days = {"opens_on": today - timedelta(days=30), "due_on": today - timedelta(days=2)}
        period = await make_period(db, edition, **days)
    return Reporting(server, plans[0].id, period.id)


async def sign_in(page: Page, reporting: Reporting, who: str, path: str) -> None:
    await page.goto(reporting.server.url + path)
    await page.get_by_label("Email address").fill(who)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(reporting.server.url + path)


def field(page: Page, path: str) -> Any:
    return page.locator(f'[data-path="{path}"]').locator("input, select, textarea")


async def be_saved(page: Page, state: str = "saved") -> None:
    await expect(page.locator(f'[data-save="{state}"]')).to_be_visible(timeout=15_000)


async def write_elsewhere(reporting: Reporting, **changes: Any) -> None:
    """Have the same entry changed by another device."""
    async with httpx.AsyncClient(base_url=reporting.server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": TRAINEE, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        report = (await client.get(reporting.entry.partition("/actions/")[0])).json()
        entry = report["entries"][0]
        said = {name: entry[name] for name in ("values", "difficulties", "lessons")}
        headers = {"If-Match": f'"{entry["version"]}"'}
        (await client.put(reporting.entry, json=said | changes, headers=headers)).raise_for_status()


async def test_city_reports_and_organisers_follow(new_context: NewContext, reporting: Reporting, tmp_path: Path):
    page = await (await new_context(**PHONE)).new_page()
    await sign_in(page, reporting, TRAINEE, reporting.page)
    await expect(page.get_by_role("heading", name="First report", level=1)).to_be_visible()
    await expect(page.get_by_text("late", exact=True)).to_be_visible()
    await look(page, "report-closed")

    await write_the_fund(page, reporting)
    await add_evidence(page, tmp_path)
    await look(page, "report-open")
    await complete(page)
    await look(page, "report-complete")
    async with reporting.server.database() as database, database.read() as db:
        fields = await read_fields(db, reporting.plan)
    assert (fields[f"{FUND}/phase"], fields[f"{FUND}/{SPENT}"]) == ("implementation", "81000000.50")
    await page.close()

    desk = await (await new_context(**DESKTOP)).new_page()
    await follow_up(desk, reporting)


async def write_the_fund(page: Page, reporting: Reporting) -> None:
    """Type over a bad line and across a reload; what is refused stays, what somebody else writes is shown."""
    await page.get_by_role("button", name="A revolving fund", expanded=False).click()
    await field(page, "phase").select_option("implementation")
    await be_saved(page)
    await expect(page.get_by_text("Say how it goes.").first).to_be_visible()

    await page.context.set_offline(True)
    await field(page, "health").select_option("at_risk")
    await field(page, "difficulties").fill("No meetings since March.")
    await be_saved(page, "here")
    await write_elsewhere(reporting, difficulties="The bank asks for more.", lessons="Borrowers sit in the committee.")
    await page.context.set_offline(False)
    await expect(page.get_by_text("They wrote: The bank asks for more.")).to_be_visible(timeout=15_000)
    await be_saved(page)
    await expect(field(page, "lessons")).to_have_value("Borrowers sit in the committee.")
    await page.get_by_role("button", name="Keep mine").click()

    await field(page, SPENT).fill("-3")
    await field(page, "health_note").fill("A guarantee is missing.")
    await be_saved(page, "partly")
    await expect(page.get_by_text("A number that is not below 0, such as 1250000.50.")).to_be_visible()
    await field(page, SPENT).fill("81 000 000,50")
    await be_saved(page)

    await field(page, "lessons").fill("Borrowers sit in the committee: nobody has missed a payment.")
    await page.reload()
    await page.get_by_role("button", name="A revolving fund", expanded=False).click()
    await expect(field(page, "lessons")).to_have_value("Borrowers sit in the committee: nobody has missed a payment.")
    await expect(field(page, SPENT)).to_have_value("81000000.50")
    await be_saved(page)


async def add_evidence(page: Page, folder: Path) -> None:
    minutes = folder / "minutes.pdf"
    minutes.write_bytes(b"%PDF-1.7\n%%EOF\n")
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("button", name="Choose a file").click()
    await (await chosen.value).set_files(minutes)
    await expect(page.get_by_role("button", name="Remove “minutes.pdf”")).to_be_visible(timeout=15_000)
    await page.get_by_text("An address on the web").click()
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("An address begins with https://")).to_be_visible()
    await page.get_by_label("Address", exact=True).fill("https://kampala.example.org/fund")
    await page.get_by_label("What it is").fill("The fund's page")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("link", name="The fund's page")).to_be_visible()


async def complete(page: Page) -> None:
    """Say what is missing by the list of it, and complete the report."""
    for title, phase in (("A market hall", "not_started"), ("An evening school", "abandoned")):
        await page.get_by_role("region", name="Complete the report").get_by_role("button", name=title).click()
        await expect(field(page, "phase")).to_be_focused()
        await field(page, "phase").select_option(phase)
        await be_saved(page)
    await page.get_by_role("button", name="Complete the report").click()
    await page.get_by_role("dialog").get_by_role("button", name="Complete the report").click()
    await expect(page.get_by_text("This report is complete.")).to_be_visible()
    await expect(page.get_by_text("No meetings since March.")).to_be_visible()


async def follow_up(page: Page, reporting: Reporting) -> None:
    """See who is silent, remind them, review what came in, and ask for the next report."""
    await sign_in(page, reporting, ORGANISER, f"/organise/{SLUG}/cohort")
    silent = page.locator('[data-state="silent"]')
    await expect(silent.get_by_text("Kisumu", exact=False).first).to_be_visible()
    await silent.get_by_role("button", name="Remind Kisumu").click()
    await expect(page.get_by_text("Written to the people of 1 plan.")).to_be_visible()
    await silent.get_by_role("button", name="Remind Kisumu").click()
    await expect(page.get_by_text("1 had been reminded today already.")).to_be_visible()
    async with reporting.server.database() as database, database.read() as db:
        letters = await db.exec(select(OutboxMessage).where(OutboxMessage.kind == "report_reminder"))
        assert len(letters.all()) == 1
    await expect(page.get_by_role("heading", name="By Sustainable Development Goal")).to_be_visible()
    await look(page, "cohort")
    await page.goto(f"{reporting.server.url}/organise/{SLUG}/cohort?lang=fr")
    await expect(page.get_by_role("heading", name="Suivi", level=1)).to_be_visible()
    await look(page, "cohort-fr", widths=(360,))
    await page.goto(f"{reporting.server.url}/organise/{SLUG}/cohort?lang=en")

    await page.get_by_role("button", name="Ask for a report").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name", exact=True).fill("Second report")
    await dialog.get_by_label("Can be written from").fill("2031-06-01")
    await dialog.get_by_label("Due by").fill("2031-05-01")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("It opens after it is due.")).to_be_visible()
    await dialog.get_by_label("Due by").fill("2031-06-30")
    await dialog.get_by_role("button", name="Save").click()
    asked = page.get_by_role("region", name="When cities report")
    await expect(asked.get_by_text("Second report")).to_be_visible()

    await page.get_by_role("link", name="Read: Kampala").click()
    review = page.get_by_role("article", name="A revolving fund")
    await review.get_by_label("limited").check()
    await review.get_by_label("Comment").fill("The by-law is there; the loans are few.")
    await review.get_by_role("button", name="Save the review").click()
    await expect(review.get_by_text("Saved", exact=True)).to_be_visible()
    await look(page, "report-review")
