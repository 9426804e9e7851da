"""A person who was erased is nowhere any more, and is counted still."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from factories.accounts import signed_in
from factories.care import make_edition, make_registration
from factories.plans import FUND
from factories.programme import EDITION, SESSION
from madang.accounts.models import Account, Login, Role, RoleGrant
from madang.action_plans.models import PlanComment, PlanField
from madang.core.db import Database
from madang.follow_up.models import ActionRating, PlanReport, ReportEntry, ReportEvidence
from madang.outbox.models import MessageState, OutboxMessage
from madang.outbox.service import post
from madang.participants.models import Consent, Quota, Registration, RegistrationName, RequirementAnswer
from madang.programme.models import Release
from madang.programme.service.erasure import without_person
from overview.planted import (
    EMAIL,
    MARKER,
    NAME,
    SLUG,
    V1,
    Planted,
    accepted,
    dump,
    files_holding,
    holding,
    plant,
    registrations,
)
from support.databases import checkpoint
from support.moments import StoppedClock

# Where the marker is planted: the test would prove nothing of a table that it never stood in.
PLANTED = {
    "case_study",
    "case_study_event",
    "account",
    "action_plan",
    "action_plan_comment",
    "action_plan_contributor",
    "action_plan_endorsement",
    "action_plan_event",
    "action_plan_field",
    "action_plan_version",
    "action_rating",
    "api_token",
    "delegation",
    "delegation_event",
    "idempotent_answer",
    "invitation",
    "login",
    "mailed_link",
    "outbox_message",
    "person",
    "registration",
    "registration_event",
    "registration_name",
    "release",
    "report_entry",
    "report_evidence",
    "requirement_answer",
    "session_person",
    "speaker_timer",
    "stored_file",
    "visa_case",
}


async def erase(admin: httpx.AsyncClient, planted: Planted, **body: Any) -> httpx.Response:
    address = f"{V1}/editions/{SLUG}/participants/{planted.registration_id}/erase"
    return await admin.post(address, json={"reason": "asked by mail", "person_id": planted.person_id} | body)


async def every_get(app: FastAPI, client: httpx.AsyncClient, ids: dict[str, str]) -> dict[str, bytes]:
    """Return what every GET of the document answers, with the ids that fit."""
    found = {}
    for path, operations in app.openapi()["paths"].items():
        if "get" not in operations:
            continue
        address = path
        for name, value in ids.items():
            address = address.replace("{" + name + "}", value)
        queries = {parameter["name"] for parameter in operations["get"].get("parameters", [])}
        params = {"since": "1"} if "since" in queries else {"reason": "looking"} if "reason" in queries else {}
        answer = await client.get(address.replace("{", "").replace("}", ""), params=params)
        assert answer.status_code < 500, address
        found[address] = answer.content
    return found


async def test_planted_person_is_nowhere_after_erasure(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, clock: StoppedClock
) -> None:
    others = _files(app)
    planted = await plant(app, database, as_organiser)
    clock.now = datetime(2030, 5, 20, tzinfo=UTC)  # after the event: nobody is cancelled any more
    as_organiser = await _again(app, database)
    needle = MARKER.lower().encode()
    before = await dump(database)
    seen = {path for path, body in (await every_get(app, as_organiser, planted.ids)).items() if needle in body.lower()}
    stored = {path.parent.parent.name for path in files_holding(app.state.settings.files_dir)}
    async with registrations(database) as rows:
        counted = accepted(rows)

    erased = await erase(as_organiser, planted)

    assert erased.status_code == 200, erased.text
    assert erased.json()["account"] == "closed"
    assert holding(before) == PLANTED
    assert len(seen) > 10
    assert stored == {"files"}
    assert holding(await dump(database)) == set()
    answers = await every_get(app, as_organiser, planted.ids)
    assert [path for path, body in answers.items() if needle in body.lower()] == []
    assert files_holding(app.state.settings.data_dir) == []
    assert _files(app) == others
    async with registrations(database) as rows:
        assert accepted(rows) == counted
    assert (await planted.own.get(f"{V1}/me")).status_code == 401


def _files(app: FastAPI) -> set[Path]:
    """Return what lies in the folder of files, which tests share."""
    return {file for file in app.state.settings.files_dir.rglob("*") if file.is_file()}


async def _again(app: FastAPI, database: Database) -> httpx.AsyncClient:
    """Return a client of the administrator whose login is young again."""
    async with database.read() as db:
        account = (await db.exec(select(Account).where(Account.email == "organiser@example.org"))).one()
    return await signed_in(app, account)


async def test_what_is_counted_and_agreed_to_stays_as_a_fact(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    await erase(as_organiser, planted)

    async with database.read() as db:
        statement = select(Registration).where(col(Registration.id) == planted.registration_id)
        left = (await db.exec(statement)).one()
        consents = (await db.exec(select(Consent).where(Consent.registration_id == left.id))).all()
        answers = (await db.exec(select(RequirementAnswer))).all()
        words = (await db.exec(select(RegistrationName).where(RegistrationName.registration_id == left.id))).all()
    assert (left.email, left.country, left.kind) == (f"erased-{left.id}@erased.invalid", "UG", "trainee")
    assert left.delegation_id is not None
    assert left.erased_at is not None
    assert sorted(consent.purpose for consent in consents) == [
        "photos",
        "sensitive.access_need",
        "sensitive.emergency_contact",
    ]
    assert all(consent.withdrawn_at for consent in consents)
    assert [(answer.state, answer.text, answer.file_id) for answer in answers] == [("checked", None, None)]
    assert words == []


async def test_whoever_would_have_come_gives_the_place_back(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    await erase(as_organiser, planted)

    async with database.read() as db:
        quota = (await db.exec(select(Quota))).one()
        left = (await db.exec(select(Registration).where(col(Registration.id) == planted.registration_id))).one()
    assert (quota.taken, left.status, left.place_held) == (1, "cancelled", False)


async def test_release_says_to_be_announced_and_rises_in_revision(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    address = f"/public/v1/editions/{SLUG}/releases/1/agenda.json"
    before = await as_organiser.get(address)

    await erase(as_organiser, planted)

    after = await as_organiser.get(address)
    async with database.read() as db:
        revisions = (await db.exec(select(Release.revision).order_by(col(Release.number)))).all()
    assert before.headers["etag"] != after.headers["etag"]
    people = [person for day in after.json()["days"] for session in day["sessions"] for person in session["people"]]
    assert [(person["name"], person["role"]) for person in people] == [(None, "panellist")]
    assert list(revisions) == [1, 1]
    assert (await as_organiser.get(f"{V1}/people/{planted.person_id}")).status_code == 404


async def test_without_the_person_the_programme_stays(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    await erase(as_organiser, planted, person_id=None)
    assert (await as_organiser.get(f"{V1}/people/{planted.person_id}")).json()["badge_name"] == NAME


async def test_own_erasure_needs_no_organiser_and_signs_out(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    address = f"{V1}/me/registrations/{SLUG}/erase"

    async with database.write() as db:
        for login in (await db.exec(select(Login).where(Login.account_id == planted.account.id))).all():
            login.created_at -= timedelta(minutes=16)
    late = await planted.own.post(address, json={"confirm": True})
    planted.own = await signed_in(app, planted.account)
    unsure = await planted.own.post(address, json={"confirm": False})
    erased = await planted.own.post(address, json={"confirm": True}, headers={"Idempotency-Key": "mine"})

    assert (late.status_code, late.json()["code"]) == (403, "fresh_login_needed")
    assert (unsure.status_code, erased.status_code, erased.json()["account"]) == (422, 200, "closed")
    assert (await planted.own.get(f"{V1}/me")).status_code == 401
    # That a speaker of that name is the same person, only organisers can say.
    assert holding(await dump(database)) == {"person", "release", "session_person"}


@pytest.mark.parametrize("tie", ["registration", "role"])
async def test_account_with_something_else_is_kept_with_what_is_its_own(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, tie: str
) -> None:
    planted = await plant(app, database, as_organiser)
    async with database.write() as db:
        other = await make_edition(db, "other")
        if tie == "registration":
            await make_registration(db, other, planted.account, badge_name="Kampala trainee 1")
        else:
            db.add(RoleGrant(account_id=planted.account.id, role=Role.ORGANISER, edition_id=other.id))
        await post(db, "password_changed", app.state.clock(), account_id=planted.account.id)

    erased = await erase(as_organiser, planted)

    me = await planted.own.get(f"{V1}/me")
    async with database.read() as db:
        waiting = (await db.exec(select(OutboxMessage.state).order_by(col(OutboxMessage.id).desc()))).first()
    assert erased.json()["account"] == "kept"
    async with database.read() as db:
        told = (ReportEntry.account_id, ReportEvidence.account_id, ActionRating.account_id, PlanReport.completed_by_id)
        reported = [(await db.exec(select(column))).one() for column in told]
    assert reported == [None] * 4
    assert (me.json()["email"], waiting) == (EMAIL, MessageState.WAITING)
    assert holding(await dump(database)) == {"account", "api_token", "login"} | (
        {"registration"} if tie == "registration" else set()
    )


async def test_erasing_twice_or_a_foreign_person_is_refused(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    async with database.write() as db:
        foreign = await make_registration(db, await make_edition(db, "other"), badge_name="Kisumu trainee 9")
    nobody = await erase(as_organiser, planted, person_id=str(UUID(int=7)))
    await erase(as_organiser, planted)
    twice = await erase(as_organiser, planted, person_id=None)
    elsewhere = await as_organiser.post(
        f"{V1}/editions/{SLUG}/participants/{foreign.id}/erase", json={"reason": "by mistake"}
    )

    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/body/person_id")
    assert (twice.status_code, twice.json()["code"]) == (409, "person_erased")
    assert elsewhere.status_code == 404


async def test_erasure_that_fails_at_its_end_has_erased_nothing(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = await plant(app, database, as_organiser)
    before = holding(await dump(database))

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the machine went away")

    monkeypatch.setattr("madang.core.idempotency.forget", fail)
    with pytest.raises(RuntimeError):
        await erase(as_organiser, planted)

    assert holding(await dump(database)) == before
    assert len(files_holding(app.state.settings.files_dir)) == 1


async def test_file_of_the_database_keeps_nothing_between_its_rows(
    live: Database, app: FastAPI, as_organiser: httpx.AsyncClient
) -> None:
    planted = await plant(app, live, as_organiser)
    await erase(as_organiser, planted)
    if live.is_sqlite:
        checkpoint(app.state.settings)
        raw = (app.state.settings.data_dir / "madang.sqlite").read_bytes()
        assert MARKER.encode() not in raw
    assert holding(await dump(live)) == set()


def test_frozen_value_loses_the_person_and_nothing_else() -> None:
    person = {"id": "a", "name": "Mina", "role": "host", "affiliation": "X", "position": None, "contribution": {}}
    frozen = {"id": "Mina", "key": "mina", "people": [person, {**person, "id": "b", "name": "Jiwoo"}], "n": 1}
    left = without_person(frozen, {"a"}, {"Mina"})
    assert left == {
        "id": "Mina",
        "key": "mina",
        "people": [{**person, "id": None, "name": None, "affiliation": None}, frozen["people"][1]],
        "n": 1,
    }
    assert list(itertools.chain(without_person(["Mina's", "Minaret"], (), {"Mina"}))) == ["…'s", "Minaret"]


def test_name_that_is_a_word_of_programs_breaks_no_release() -> None:
    frozen = {"day": "2030-05-06", "status": "confirmed", "start": "2030-05-06T09:00:00Z", "title": {"en": "confirmed"}}
    assert without_person(frozen, (), {"confirmed", "2030-05-06"}) == {**frozen, "title": {"en": "…"}}


async def test_own_erasure_leaves_programmes_alone_whatever_name_was_typed(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database, clock: StoppedClock
) -> None:
    planted = await plant(app, database, as_organiser)
    async with database.read() as db:
        before = [(release.revision, release.snapshot) for release in (await db.exec(select(Release))).all()]
    own = await planted.own.get(f"{V1}/me/registrations")
    slug = own.json()["items"][0]["edition"]["slug"]

    erased = await planted.own.post(f"{V1}/me/registrations/{slug}/erase", json={"confirm": True})

    async with database.read() as db:
        after = [(release.revision, release.snapshot) for release in (await db.exec(select(Release))).all()]
    assert erased.status_code == 200, erased.text
    assert before == after != []


async def link(database: Database, planted: Planted) -> None:
    """Say that the planted registration is the planted person of the programme."""
    async with database.write() as db:
        registration = (await db.exec(select(Registration).where(Registration.id == planted.registration_id))).one()
        registration.person_id = UUID(planted.person_id)


async def test_whom_the_registration_is_in_the_programme_is_erased_with_it(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    await link(database, planted)
    calendar = (await planted.own.post(f"{V1}/me/registrations/{SLUG}/calendar-link")).json()["address"]

    erased = await planted.own.post(f"{V1}/me/registrations/{SLUG}/erase", json={"confirm": True})

    assert (erased.status_code, holding(await dump(database))) == (200, set())
    path = calendar[calendar.index("/api/") :]
    assert (await as_organiser.get(path)).status_code == 404
    async with database.read() as db:
        assert (await db.exec(select(Registration.person_id))).all() == [None, None]


async def test_linked_person_with_a_part_elsewhere_leaves_only_this_edition(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    await link(database, planted)
    elsewhere = EDITION | {"slug": "elsewhere-2031"}
    assert (await as_organiser.post(f"{V1}/editions", json=elsewhere)).status_code == 201
    speaks = SESSION | {"people": [{"person_id": planted.person_id, "role": "panellist", "state": "confirmed"}]}
    other = f"{V1}/editions/elsewhere-2031"
    assert (await as_organiser.post(f"{other}/programme/sessions", json=speaks)).status_code == 201
    published = {"comment": "First", "accept_warnings": True}
    assert (await as_organiser.post(f"{other}/releases", json=published)).status_code == 201

    erased = await planted.own.post(f"{V1}/me/registrations/{SLUG}/erase", json={"confirm": True})

    assert erased.status_code == 200, erased.text
    here, there = [
        (await as_organiser.get(f"/public/v1/editions/{slug}/agenda.json")).text for slug in (SLUG, "elsewhere-2031")
    ]
    assert (MARKER in here, MARKER in there) == (False, True)
    sessions = (await as_organiser.get(f"{V1}/editions/{SLUG}/programme/sessions")).json()["items"]
    assert [session["people"] for session in sessions] == [[]]
    assert (await as_organiser.get(f"{V1}/people/{planted.person_id}")).json()["badge_name"] == NAME


async def test_what_somebody_wrote_in_a_plan_stays_their_citys(
    app: FastAPI, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    planted = await plant(app, database, as_organiser)
    address = f"{V1}/editions/{SLUG}/action-plans/{planted.ids['plan_id']}/fields"

    await erase(as_organiser, planted)

    told = (await as_organiser.get(address, params={"since": 1})).json()
    whole = (await as_organiser.get(address)).json()["fields"]
    assert told["fields"] == {"title": "The plan of …", f"{FUND}/description": "… lends"}
    assert {by["name"] for by in told["changed_by"].values()} == {None}
    assert whole[f"{FUND}/title"] == "A revolving fund for social enterprises"
    async with database.read() as db:
        fields = (await db.exec(select(PlanField).where(col(PlanField.account_id).is_not(None)))).all()
        comments = (await db.exec(select(PlanComment).order_by(col(PlanComment.id)))).all()
    assert fields == []
    assert [(one.text, one.suggestion, one.account_id) for one in comments] == [
        ("", None, None),
        ("Dear …", ["with …"], None),
    ]
