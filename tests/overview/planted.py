"""Somebody whose name stands everywhere, so that it can be looked for after they were erased."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import orjson
from fastapi import FastAPI
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.accounts import make_account, signed_in
from factories.care import PDF, make_registration
from factories.programme import EDITION, SESSION
from madang.accounts.models import Account, ApiToken, Login
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyEvent, CaseStudyStatus
from madang.core.db import Database
from madang.delegations.models import Delegation, DelegationEvent, DelegationStatus
from madang.participants.models import (
    Consent,
    ParticipantKind,
    Quota,
    Registration,
    RegistrationEvent,
    RegistrationStatus,
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
)
from madang.programme.models import Edition, ProgrammeSession
from madang.tables import metadata
from madang.working import make_worker
from overview.planted_plans import write_plan
from overview.planted_reports import report

MARKER = "Zanzimarker"
NAME = f"{MARKER} of Kampala"
EMAIL = f"{MARKER.lower()}@city.example.org"
SLUG = str(EDITION["slug"])
V1 = "/api/v1"


@dataclass
class Planted:
    """Who is to be erased, with what requests need to know."""

    account: Account
    registration_id: UUID
    person_id: str
    own: httpx.AsyncClient
    ids: dict[str, str]


async def plant(app: FastAPI, database: Database, admin: httpx.AsyncClient) -> Planted:
    """Put the marker wherever a person's own can stand."""
    now = app.state.clock()
    edition_id = UUID((await admin.post(f"{V1}/editions", json=EDITION)).json()["id"])
    person_id = await _publish(admin)
    async with database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.id == edition_id))).one()
        account = await make_account(db, EMAIL)
        db.add(Quota(edition_id=edition_id, kind="all", places=10, taken=2))
        registration = await _register(db, edition, account)
        await _delegate(db, edition, registration, now)
        requirement = await _require(db, edition, registration, now)
        plan = await write_plan(db, edition, account, NAME, now)
        await _tell_of_a_city(db, edition, registration, now)
        period = await report(db, edition, account, NAME, now)
        db.add(ApiToken(**_token(account, now)))
    own = await signed_in(app, account)
    async with database.write() as db:
        (await db.exec(select(Login).where(Login.account_id == account.id))).one().user_agent = f"{MARKER}/1.0"
    files = [await _hand_in(own, sensitive) for sensitive in (False, True)]
    async with database.write() as db:
        kept = (await db.exec(select(Registration).where(col(Registration.id) == registration.id))).one()
        kept.answers = {"motto": f"says {NAME}", "portrait": files[0]}
        answer = (await db.exec(select(RequirementAnswer))).one()
        answer.file_id = UUID(files[1])
    await _confide(own)
    invited = {"email": f"  {EMAIL} ", "role": "participant"}
    await admin.post(f"{V1}/editions/{SLUG}/invitations", json=invited, headers={"Idempotency-Key": "k"})
    await _send_mails(app, database)
    ids = {
        "registration_id": str(registration.id),
        "account_id": str(account.id),
        "person_id": person_id,
        "requirement_id": str(requirement.id),
        "plan_id": str(plan.id),
        "period_id": str(period.id),
        "edition": SLUG,
        "slug": SLUG,
        "number": "2",
    }
    return Planted(account, registration.id, person_id, own, ids)


async def _publish(admin: httpx.AsyncClient) -> str:
    """Have the person speak in two releases, of which the second changes what they say."""
    base = f"{V1}/editions/{SLUG}"
    person = {"badge_name": NAME, "passport_name": NAME.upper(), "organisation": f"{MARKER} Ltd"}
    person_id = str((await admin.post(f"{V1}/people", json=person)).json()["id"])
    twin = (await admin.post(f"{V1}/people", json={"badge_name": f"{NAME} jr."})).json()["id"]
    await admin.post(f"{V1}/people/{person_id}/merge", json={"duplicate_id": twin}, headers={"If-Match": '"1"'})
    speaks = {"person_id": person_id, "role": "panellist", "state": "confirmed"}
    session = SESSION | {"people": [speaks], "abstract": {"en": f"With {NAME}, who knows"}}
    made = await admin.post(f"{base}/programme/sessions", json=session)
    assert made.status_code == 201, made.text
    timer = f"{base}/sessions/{made.json()['id']}/timer"
    await admin.put(timer, json={"label": f"{NAME}, Kampala", "seconds": 300}, headers={"If-Match": '"0"'})
    await admin.post(f"{base}/releases", json={"comment": f"With {NAME}", "accept_warnings": True})
    people = [speaks | {"contribution": {"en": f"{MARKER} on cities"}}]
    changed = await admin.patch(
        f"{base}/programme/sessions/{made.json()['id']}",
        json={"people": people, "abstract": {"en": "Who knows"}},
        headers={"If-Match": '"1"'},
    )
    assert changed.status_code == 200, changed.text
    second = await admin.post(f"{base}/releases", json={"comment": "Second", "accept_warnings": True})
    assert second.status_code == 201, second.text
    return person_id


async def _register(db: AsyncSession, edition: Edition, account: Account) -> Registration:
    registration = await make_registration(
        db,
        edition,
        account,
        kind=ParticipantKind.TRAINEE,
        badge_name=NAME,
        passport_name=NAME.upper(),
        own_script_name=f"{MARKER} 마당",
        form_of_address=f"Dr {MARKER}",
        position=f"Head {MARKER}",
        organisation=f"{MARKER} city",
        nationality="UG",
        phone=f"+256 {MARKER}",
        place_held=True,
    )
    other = await make_registration(db, edition, badge_name="Kisumu trainee 1", place_held=True)
    for whose, comment in ((registration, f"told {NAME}"), (other, f"takes the seat of {NAME}.")):
        event = RegistrationEvent(registration_id=whose.id, at=registration.created_at, what="moved", comment=comment)
        db.add(event)
    consent = Consent(
        registration_id=registration.id,
        purpose="photos",
        form_version=1,
        language="en",
        given_at=registration.created_at,
    )
    db.add(consent)
    return registration


async def _delegate(db: AsyncSession, edition: Edition, registration: Registration, now: Any) -> None:
    delegation = Delegation(
        edition_id=edition.id,
        key="kampala",
        city={"en": "Kampala"},
        search_name="kampala",
        country="UG",
        local_government={"en": "Kampala Capital City Authority"},
        focal_name=NAME,
        focal_email=EMAIL,
        mentor=NAME,
    )
    db.add(delegation)
    await db.flush()
    registration.delegation_id = delegation.id
    event = DelegationEvent(
        delegation_id=delegation.id,
        at=now,
        what="nominated",
        from_status=DelegationStatus.INVITED,
        to_status=DelegationStatus.NOMINATED,
        comment=f"by {NAME}",
    )
    db.add(event)


async def _tell_of_a_city(db: AsyncSession, edition: Edition, registration: Registration, now: Any) -> None:
    """Have the city hand in a case study that names the person."""
    session = (await db.exec(select(ProgrammeSession).where(ProgrammeSession.edition_id == edition.id))).first()
    assert session is not None
    call = CaseStudyCall(edition_id=edition.id, session_id=session.id)
    db.add(call)
    await db.flush()
    study = CaseStudy(
        edition_id=edition.id,
        call_id=call.id,
        delegation_id=registration.delegation_id,
        registration_id=registration.id,
        language="en",
        title=f"{NAME} builds",
        examples=[{"title": NAME, "text": f"Ask {NAME}"}],
        results=f"{NAME}: 3,000 stalls",
        status=CaseStudyStatus.SUBMITTED,
    )
    db.add(study)
    await db.flush()
    event = CaseStudyEvent(
        case_study_id=study.id,
        at=now,
        from_status=CaseStudyStatus.DRAFT,
        to_status=CaseStudyStatus.SUBMITTED,
        comment=f"by {NAME}",
        told=True,
    )
    db.add(event)


async def _require(db: AsyncSession, edition: Edition, registration: Registration, now: Any) -> Requirement:
    requirement = Requirement(
        edition_id=edition.id, key="flight", title={"en": "Flight"}, form=RequirementForm.TEXT, due_on=date(2030, 4, 1)
    )
    db.add(requirement)
    await db.flush()
    answer = RequirementAnswer(
        requirement_id=requirement.id,
        registration_id=registration.id,
        state=RequirementState.CHECKED,
        text=f"{MARKER} arrives",
        comment=f"ask {MARKER}",
        given_at=now,
    )
    db.add(answer)
    return requirement


def _token(account: Account, now: Any) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "name": MARKER,
        "beginning": "madang_pat_0000",
        "token_hash": "0" * 64,
        "scopes": [],
        "expires_at": now + timedelta(days=9),
    }


async def _hand_in(own: httpx.AsyncClient, sensitive: bool) -> str:
    content = PDF + MARKER.encode()
    body = {
        "edition": SLUG,
        "name": f"{MARKER}.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sensitive": sensitive,
    }
    file_id = str(
        (await own.post(f"{V1}/me/files", json=body, headers={"Idempotency-Key": str(sensitive)})).json()["id"]
    )
    await own.put(f"{V1}/me/files/{file_id}/content", content=content, params={"offset": 0})
    return file_id


async def _confide(own: httpx.AsyncClient) -> None:
    base = f"{V1}/me/registrations/{SLUG}"
    for content in (
        {"kind": "access_need", "note": MARKER},
        {"kind": "emergency_contact", "name": MARKER, "phone": "1"},
    ):
        body = {"content": content, "consent": True}
        answer = await own.put(f"{base}/sensitive/{content['kind']}", json=body, headers={"If-Match": '"0"'})
        assert answer.status_code == 200, answer.text
    visa = {"status": "requested", "consulate": MARKER}
    assert (await own.put(f"{base}/visa", json=visa, headers={"If-Match": '"0"'})).status_code == 200


async def _send_mails(app: FastAPI, database: Database) -> None:
    state = app.state
    worker = make_worker(state.settings, database, state.keyring, state.mailer, state.clock)
    while await worker.deliver_due():
        pass


async def dump(database: Database) -> dict[str, list[bytes]]:
    """Return all that stands in all tables, values as bytes, by table."""
    found: dict[str, list[bytes]] = {}
    async with database.read() as db:
        for table in metadata.sorted_tables:
            rows = (await db.exec(table.select())).all()  # type: ignore[call-overload]
            found[table.name] = [_as_bytes(value) for row in rows for value in row]
    return found


def _as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else orjson.dumps(value, default=str)


def holding(dumped: dict[str, list[bytes]]) -> set[str]:
    """Return the tables in which the marker stands."""
    needle = MARKER.lower().encode()
    return {name for name, values in dumped.items() if any(needle in value.lower() for value in values)}


def files_holding(folder: Path) -> list[Path]:
    """Return the files below a folder, but for a database's own, in which the marker stands."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith("madang.sqlite")
        and MARKER.lower().encode() in path.read_bytes().lower()
    ]


def accepted(rows: list[Registration]) -> list[tuple[str, str | None, str, UUID | None]]:
    """Return what is counted of registrations."""
    return sorted(
        (
            (row.kind, row.country, row.status, row.delegation_id)
            for row in rows
            if row.status is RegistrationStatus.ACCEPTED
        ),
        key=str,
    )


@asynccontextmanager
async def registrations(database: Database) -> AsyncIterator[list[Registration]]:
    """Give all registrations."""
    async with database.read() as db:
        yield list((await db.exec(select(Registration).order_by(col(Registration.id)))).all())
