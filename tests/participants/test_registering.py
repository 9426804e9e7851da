"""Somebody registers: saves, goes on elsewhere, sends, changes, leaves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.participants import DRAFT
from factories.programme import EDITION
from madang.core.db import Database
from madang.participants.models import RegistrationName
from participants.people import OWN_URL, Registrant, change_form
from support.moments import StoppedClock

Registering = Callable[..., Awaitable[Registrant]]


async def test_draft_is_kept_with_anything_missing_and_sent_when_it_is_whole(registrant: Registering) -> None:
    mina = await registrant()
    before = await mina.stand()
    begun = await mina.save({"badge_name": "Kampala trainee 1", "answers": {"arrival": "plane"}}, version=0)
    refused = await mina.do("submit")
    whole = await mina.save(DRAFT)
    sent = await mina.do("submit")

    assert (before["version"], before["registration"], before["available_transitions"]) == (0, None, ["save"])
    assert (begun.status_code, begun.json()["version"], begun.headers["etag"]) == (200, 1, '"1"')
    assert begun.json()["registration"]["answers"] == {"arrival": "plane"}
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/body/answers/motive",
        "/body/answers/flight",
        "/body/country",
        "/body/consents",
    ]
    assert whole.status_code == 200
    assert (sent.status_code, sent.json()["registration"]["status"]) == (200, "submitted")
    assert sent.json()["available_transitions"] == ["save", "cancel"]
    assert [event["what"] for event in sent.json()["registration"]["events"]] == ["moved", "begun"]


async def test_two_devices_do_not_overwrite_each_other(registrant: Registering) -> None:
    mina = await registrant()
    await mina.save(DRAFT, version=0)
    phone = await mina.save(DRAFT | {"position": "Clerk"}, version=1)

    laptop = await mina.save(DRAFT | {"position": "Head of unit"}, version=1)
    begun_twice = await mina.save(DRAFT, version=0)

    assert (phone.status_code, laptop.status_code, begun_twice.status_code) == (200, 412, 412)
    assert laptop.json()["current"]["registration"]["position"] == "Clerk"


async def test_saving_the_same_again_changes_nothing(registrant: Registering) -> None:
    mina = await registrant()
    await mina.save(DRAFT, version=0)

    again = await mina.save(DRAFT, version=1)

    assert (again.status_code, again.json()["version"]) == (200, 1)


@pytest.mark.parametrize(
    ("bad", "pointer"),
    [
        ({"badge_name": "e" + "\u0301" * 299}, "/body/badge_name"),
        ({"country": "XX"}, "/body/country"),
        ({"phone": "call me"}, "/body/phone"),
        ({"kind": "speaker"}, "/body/kind"),
        ({"answers": {"motive": 3}}, "/body/answers/motive"),
        ({"answers": {"never-asked": "x"}}, "/body/answers/never-asked"),
        ({"consents": ["never-asked"]}, "/body/consents/0"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_place(
    registrant: Registering, bad: dict[str, Any], pointer: str
) -> None:
    mina = await registrant()

    answer = await mina.save(DRAFT | bad, version=0)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await mina.stand())["registration"] is None


async def test_formula_in_a_name_is_text(registrant: Registering) -> None:
    mina = await registrant()

    answer = await mina.save(DRAFT | {"badge_name": "=HYPERLINK(1)"}, version=0)

    assert answer.json()["registration"]["badge_name"] == "=HYPERLINK(1)"


async def test_draft_waits_for_its_owner_under_their_address(
    app: FastAPI, edition: str, as_organiser: httpx.AsyncClient, database: Database
) -> None:
    entered = await as_organiser.post(
        f"{edition}/participants", json={"email": "Mina@Example.org", "badge_name": "José García", "kind": "speaker"}
    )
    async with database.write() as db:
        mina, other = await make_account(db), await make_account(db, "other@example.org")
        words = (await db.exec(select(RegistrationName.word).order_by(RegistrationName.word))).all()

    own = Registrant(await signed_in(app, mina), app, mina)
    foreign = Registrant(await signed_in(app, other), app, other)

    assert words == ["garcia", "jose"]
    assert (entered.status_code, entered.json()["source"]) == (201, "staff")
    assert (await own.stand())["registration"]["badge_name"] == "José García"
    assert (await foreign.stand())["registration"] is None
    # A speaker was asked to come; the form is not open for speakers who come alone.
    saved = await own.save(DRAFT | {"kind": "speaker"})
    assert (saved.status_code, (await own.do("submit")).json()["registration"]["status"]) == (200, "submitted")
    mine = (await own.client.get("/api/v1/me/registrations")).json()["items"]
    assert [(item["edition"]["slug"], item["status"]) for item in mine] == [(EDITION["slug"], "submitted")]
    assert (await foreign.client.get("/api/v1/me/registrations")).json()["items"] == []


async def test_after_the_deadline_nobody_begins_or_sends_and_the_draft_stays(
    registrant: Registering, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await change_form(as_organiser, closes_at=(clock() + timedelta(hours=1)).isoformat())
    mina, late = await registrant(), await registrant("late@example.org")
    await mina.save(DRAFT, version=0)
    clock.advance(hours=1)
    await mina.come_back()
    await late.come_back()

    begun = await late.save(DRAFT, version=0)
    sent = await mina.do("submit")

    assert [(each.status_code, each.json()["code"]) for each in (begun, sent)] == [(409, "registration_closed")] * 2
    assert (await mina.stand())["registration"]["answers"] == DRAFT["answers"]
    assert (await mina.stand())["available_transitions"] == ["cancel"]


async def test_what_was_sent_is_edited_until_its_own_deadline_and_stays_whole(
    registrant: Registering, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await change_form(as_organiser, edits_until=(clock() + timedelta(days=1)).isoformat())
    mina = await registrant(sent=True)

    edited = await mina.save(DRAFT | {"position": "Head of unit"})
    holed = await mina.save(DRAFT | {"country": None})
    other_kind = await mina.save(DRAFT | {"kind": "observer"})
    clock.advance(days=1)
    await mina.come_back()
    late = await mina.save(DRAFT)

    assert (edited.status_code, edited.json()["registration"]["position"]) == (200, "Head of unit")
    assert [error["pointer"] for error in holed.json()["errors"]] == ["/body/country"]
    assert [error["pointer"] for error in other_kind.json()["errors"]] == ["/body/kind"]
    assert (late.status_code, late.json()["code"]) == (409, "registration_closed")


async def test_answer_to_a_question_withdrawn_meanwhile_is_not_lost(
    registrant: Registering, as_organiser: httpx.AsyncClient
) -> None:
    mina, noor = await registrant(), await registrant("noor@example.org")
    await mina.save(DRAFT, version=0)
    changed = await change_form(as_organiser, questions=[])

    saved = await mina.save(DRAFT | {"position": "Clerk"})
    first = await noor.save(DRAFT, version=0)

    assert [(each["key"], each["withdrawn"]) for each in changed.json()["questions"]] == [
        ("motive", True),
        ("arrival", True),
        ("flight", True),
    ]
    assert (saved.status_code, first.status_code) == (200, 200)
    stands = await mina.stand()
    assert stands["registration"]["answers"] == DRAFT["answers"]
    assert [each["key"] for each in stands["form"]["questions"]] == ["motive", "arrival"]
    assert (await mina.do("submit")).status_code == 200


async def test_consent_is_dated_and_withdrawn_whatever_the_deadline(
    registrant: Registering, as_organiser: httpx.AsyncClient, clock: StoppedClock
) -> None:
    mina = await registrant()
    await mina.save(DRAFT | {"consents": ["processing", "network"]}, version=0)
    await mina.do("submit")
    await change_form(as_organiser, edits_until=clock().isoformat())
    clock.advance(days=3)
    await mina.come_back()

    withdrawn = await mina.do("consents/network/withdraw")
    again = await mina.do("consents/network/withdraw")
    unknown = await mina.do("consents/unknown/give")
    given = await mina.do("consents/network/give")

    assert withdrawn.json()["registration"]["consents"] == ["processing"]
    assert again.json()["version"] == withdrawn.json()["version"]
    assert unknown.status_code == 404
    history = given.json()["registration"]["consent_history"]
    assert [(each["purpose"], each["recipient"], each["language"]) for each in history] == [
        ("processing", "", "ko"),
        ("network", "gsef", "ko"),
        ("network", "gsef", "ko"),
    ]
    assert history[1]["withdrawn_at"] == history[2]["given_at"] == clock().isoformat().replace("+00:00", "Z")


async def test_whoever_cancels_may_begin_anew_while_the_form_is_open(registrant: Registering) -> None:
    mina = await registrant(sent=True)

    left = await mina.do("cancel", comment="My flight was cancelled")
    once_more = await mina.do("cancel")
    back = await mina.do("restart")

    assert (left.status_code, left.json()["registration"]["status"]) == (200, "cancelled")
    assert left.json()["registration"]["events"][0]["comment"] == "My flight was cancelled"
    assert left.json()["available_transitions"] == ["restart"]
    assert (once_more.status_code, once_more.json()["code"]) == (409, "transition_unavailable")
    assert (back.json()["registration"]["status"], back.json()["registration"]["answers"]) == (
        "draft",
        DRAFT["answers"],
    )


async def test_private_edition_is_not_there_for_who_has_nothing_to_do_with_it(
    registrant: Registering, as_organiser: httpx.AsyncClient
) -> None:
    mina, other = await registrant(sent=True), await registrant("other@example.org")
    url = f"/api/v1/editions/{EDITION['slug']}"
    version = (await as_organiser.get(url)).headers["etag"]
    await as_organiser.patch(url, json={"visibility": "private"}, headers={"If-Match": version})

    absent = await other.client.get("/api/v1/me/registrations/absent")
    foreign = await other.client.get(OWN_URL)

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.json()["code"] == absent.json()["code"]
    assert await mina.status() == "submitted"


async def test_sending_again_after_a_lost_answer_gives_the_same(registrant: Registering) -> None:
    mina = await registrant()
    await mina.save(DRAFT, version=0)
    key = {"Idempotency-Key": "once"}

    first = await mina.client.post(f"{OWN_URL}/submit", headers=key)
    again = await mina.client.post(f"{OWN_URL}/submit", headers=key)
    other = await mina.client.post(f"{OWN_URL}/submit")

    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "transition_unavailable")
