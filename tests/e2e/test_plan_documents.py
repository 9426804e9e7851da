"""A plan goes out as files and a workbook comes back: seen before it changes anything, and merged by field."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from playwright.async_api import FilePayload, Page, expect
from pypdf import PdfReader
from sqlmodel import select

from factories.plans import FUND, add_topics, call_for_plans, kampala, make_plan
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan, PlanField
from madang.action_plans.service.fields import change
from madang.core.clock import utc_now
from madang.files.rules import MediaType
from madang.participants.models import RegistrationStatus
from support.looking import look
from support.server import Server
from support.workbooks import EditedBook, column_of

MINE, OTHER = "trainee1@kampala.example.org", "trainee2@kampala.example.org"
PASSWORD = "three quiet courtyards at dawn"
SLUG = "harbour"
TITLE = f"{column_of('actions/*', 'title')}3"
END = f"{column_of('actions/*', 'planned_end')}4"


async def make_kampala(server: Server) -> UUID:
    for email in (MINE, OTHER):
        server.madang("create-organiser", email, "--password-stdin", stdin=f"{PASSWORD}\n")
    async with server.database() as database, database.write() as db:
        edition = await make_edition(db, SLUG)
        await add_topics(db, edition)
        await call_for_plans(db, edition)
        delegation = await make_delegation(db, edition)
        for number, email in enumerate((MINE, OTHER), 1):
            account = (await db.exec(select(Account).where(Account.email == email))).one()
            given: dict[str, Any] = {"account_id": account.id, "status": RegistrationStatus.ACCEPTED}
            given["delegation_id"] = delegation.id
            await make_registration(db, edition, f"Kampala trainee {number}", **given)
        return (await make_plan(db, delegation, kampala())).id


async def write_meanwhile(server: Server, plan_id: UUID, changes: dict[str, Any]) -> None:
    async with server.database() as database, database.write() as db:
        account = (await db.exec(select(Account).where(Account.email == OTHER))).one()
        plan = await db.get_one(ActionPlan, plan_id)
        await change(db, plan, account.id, changes, utc_now(), base_revision=plan.revision)


async def read_field(server: Server, plan_id: UUID, path: str) -> Any:
    async with server.database() as database, database.read() as db:
        found = await db.exec(select(PlanField.value).where(PlanField.plan_id == plan_id, PlanField.path == path))
        return found.one()


async def take(page: Page, form: str) -> bytes:
    async with page.expect_download() as expected:
        await page.get_by_role("button", name=f"Take as {form.upper()}").click()
    download = await expected.value
    assert download.suggested_filename == f"kampala.{form}"
    await expect(page.get_by_text(f"kampala.{form} is in your downloads.")).to_be_visible()
    return (await download.path()).read_bytes()


def payload(content: bytes) -> FilePayload:
    return {"name": "kampala.xlsx", "mimeType": MediaType.XLSX, "buffer": content}


async def test_a_plan_goes_out_as_files_and_its_workbook_comes_back_by_field(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    plan_id = await make_kampala(server)
    where = f"/e/{SLUG}/plans/{plan_id}"
    await page.goto(f"{server.url}/sign-in?next={where}")
    await page.get_by_label("Email address").fill(MINE)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_text("Documents", exact=True).click()

    # What was typed a moment ago is in the file.
    await page.get_by_label("Objective", exact=True).fill("Two hundred enterprises by 2022")
    await page.get_by_label("Language of the headings").select_option("vi")
    pdf = PdfReader(io.BytesIO(await take(page, "pdf")))
    text = pdf.pages[0].extract_text()
    assert "Kế hoạch hành động" in text
    assert "Two hundred enterprises by 2022" in text
    await page.get_by_label("Language of the headings").select_option("en")
    workbook = await take(page, "xlsx")
    await look(page, "plan-documents")

    await page.get_by_role("button", name="Bring back an XLSX").click()
    dialog = page.get_by_role("dialog")
    chooser = dialog.get_by_label("XLSX of this plan")
    await chooser.set_input_files(payload(workbook))
    await expect(dialog).to_contain_text("Nothing in this file differs")

    await chooser.set_input_files(payload(EditedBook(workbook).write("Actions", END, "soon").save()))
    await expect(dialog).to_contain_text("One cell is wrong. Nothing was changed.")
    await expect(dialog.get_by_role("row").last).to_contain_text(END)
    await look(page, "plan-documents-faults")

    # The same title was changed by somebody else since, and another field that the file leaves as it was.
    book = EditedBook(workbook).write("Actions", TITLE, "A fund of the file").write("Actions", "A6", "N1")
    book.write("Actions", f"{column_of('actions/*', 'title')}6", "An action of the file")
    await write_meanwhile(server, plan_id, {f"{FUND}/title": "A fund of the other", "problem": "Of the other"})
    await chooser.set_input_files(payload(book.save()))
    await expect(dialog).to_contain_text("2 changes would come in")
    await expect(dialog).to_contain_text("Somebody else changed one of these fields")
    await expect(dialog).to_contain_text("A fund of the other")
    await look(page, "plan-documents-conflict")
    go = dialog.get_by_role("button", name="Bring it in")
    await expect(go).to_be_disabled()
    await dialog.get_by_label("What my file says").check()
    await go.click()
    await expect(dialog).to_contain_text("2 changes are in the plan")
    await dialog.get_by_role("button", name="Close").last.click()

    await expect(page.get_by_role("button", name="An action of the file").last).to_be_visible()
    await expect(page.get_by_label("Problem", exact=True)).to_have_value("Of the other")
    assert await read_field(server, plan_id, f"{FUND}/title") == "A fund of the file"
    assert await read_field(server, plan_id, "problem") == "Of the other"
