"""What somebody takes along of themselves: all of it, and of nobody else."""

from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.care import make_edition, make_registration
from madang.audit.models import AuditEntry
from madang.core.db import Database
from madang.participants.models import Registration
from overview.planted import EMAIL, MARKER, NAME, SLUG, V1, plant


async def test_own_data_holds_all_that_is_known_in_the_clear(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    async with database.write() as db:
        other = await make_account(db, "other@example.org")
        await make_registration(db, await make_edition(db, "other"), other, badge_name="Somebody else entirely")

        mine = (await db.exec(select(Registration).where(Registration.id == planted.registration_id))).one()
        mine.person_id = UUID(planted.person_id)
    await planted.own.post(f"{V1}/me/registrations/{SLUG}/calendar-link")

    answer = await planted.own.get(f"{V1}/me/data")

    taken = answer.json()
    registration = taken["registrations"][0]
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert taken["account"]["email"] == EMAIL
    assert sorted(detail["content"]["kind"] for detail in registration["sensitive"]) == [
        "access_need",
        "emergency_contact",
    ]
    assert registration["registration"]["phone"] == f"+256 {MARKER}"
    assert registration["requirements"][0]["text"] == f"{MARKER} arrives"
    assert registration["visa"][0]["consulate"] == MARKER
    assert [study["title"] for study in registration["case_studies"]] == [f"{NAME} builds"]
    assert [event["to_status"] for event in registration["case_study_history"]] == ["submitted"]
    assert [link["registration_id"] for link in registration["calendar_link"]] == [str(planted.registration_id)]
    assert [person["badge_name"] for person in registration["programme_person"]] == [NAME]
    assert [role["role"] for role in registration["programme_roles"]] == ["panellist"]
    assert {name: len(taken[name]) for name in ("files", "api_tokens", "invitations", "logins")} == {
        "files": 2,
        "api_tokens": 1,
        "invitations": 1,
        "logins": 1,
    }
    assert {consent["purpose"] for consent in registration["consents"]} == {
        "photos",
        "sensitive.access_need",
        "sensitive.emergency_contact",
    }
    assert len(taken["plan_fields"]) > 100
    assert [comment["text"] for comment in taken["plan_comments"]] == [f"{NAME} thinks so"]
    assert [len(taken[name]) for name in ("plan_contributions", "plan_events")] == [1, 1]
    # A comment that was written for organisers only; hashes; what is other people's.
    assert f"told {MARKER}" not in answer.text
    assert "token_hash" not in answer.text
    assert "password_hash" not in answer.text
    assert "Somebody else entirely" not in answer.text
    async with database.read() as db:
        entries = (await db.exec(select(AuditEntry).where(AuditEntry.action == "account.data_taken"))).all()
    assert [entry.account_id for entry in entries] == [planted.account.id]


async def test_account_without_a_registration_takes_its_data_too(app: FastAPI, database: Database) -> None:
    async with database.write() as db:
        account = await make_account(db)
    taken = (await (await signed_in(app, account)).get(f"{V1}/me/data")).json()
    assert (taken["account"]["email"], taken["registrations"]) == ("mina@example.org", [])
