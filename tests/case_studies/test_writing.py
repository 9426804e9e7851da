"""A delegation writes a case study, together, and hands it in; what was typed is never half-taken."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from case_studies.conftest import OWN, Called, Members
from factories.accounts import make_account, signed_in
from factories.care import PDF, PNG
from factories.case_studies import WHOLE
from factories.registrations import make_delegation
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.participants.models import RegistrationStatus
from madang.programme.models import Edition
from support.moments import StoppedClock


async def test_draft_is_written_bit_by_bit_and_handed_in_once_it_is_whole(member: Members) -> None:
    mina = await member()
    begun = await mina.begin(language="fr")
    bit = await mina.write(title="Markets", examples=[{"text": "Owino"}, {}])
    early = await mina.move("submitted")
    await mina.write(results="3,000 stalls")
    done = await mina.move("submitted")

    assert (begun.status_code, begun.json()["completeness"]["missing"]) == (201, ["title", "examples", "results"])
    assert bit.json()["examples"] == [{"title": "", "text": "Owino"}]
    assert (early.status_code, early.json()["code"]) == (422, "case_study_incomplete")
    assert [error["pointer"] for error in early.json()["errors"]] == ["/results"]
    assert (done.status_code, done.json()["status"]) == (200, "submitted")
    assert [(each["from_status"], each["to_status"]) for each in done.json()["history"]] == [("draft", "submitted")]


async def test_stale_write_is_refused_with_what_stands(member: Members) -> None:
    mina = await member()
    await mina.begin()
    await mina.write(title="One")

    answer = await mina.write(version=1, title="Two")

    assert (answer.status_code, answer.json()["current"]["title"]) == (412, "One")


async def test_members_of_a_delegation_write_together_and_others_see_nothing(
    database: Database, edition: Edition, kampala: Delegation, member: Members
) -> None:
    async with database.write() as db:
        kisumu = await make_delegation(db, edition, "kisumu")
    mina = await member(1, kampala)
    joy = await member(2, kampala)
    sent_nothing = await member(3, kampala, status=RegistrationStatus.DRAFT)
    stranger = await member(4, kisumu)
    await mina.begin()
    url = f"{OWN}/{mina.study['id']}"

    written = await joy.client.patch(url, json={"title": "Together"}, headers={"If-Match": '"1"'})
    foreign = [(await each.client.get(url)).status_code for each in (sent_nothing, stranger)]
    changed = await stranger.client.patch(url, json={"title": "Mine"}, headers={"If-Match": '"2"'})

    assert (written.status_code, (await mina.read())["title"]) == (200, "Together")
    assert (foreign, changed.status_code) == ([404, 404], 404)
    assert (await stranger.client.get(OWN)).json()["items"] == []


async def test_focal_point_without_a_registration_writes_for_who_presents(
    app: FastAPI, database: Database, kampala: Delegation, member: Members, called: Called
) -> None:
    mina = await member(1, kampala)
    async with database.write() as db:
        account = await make_account(db, "focal@kampala.example.org")
        kampala.focal_email = account.email
        db.add(kampala)
    focal = await signed_in(app, account)
    body: dict[str, Any] = {"session_id": str(called.session.id)}

    alone = await focal.post(OWN, json=body)
    made = await focal.post(OWN, json=body | {"registration_id": str(mina.registration.id)})
    twice = await mina.begin()

    assert (alone.status_code, alone.json()["code"]) == (409, "presenter_missing")
    assert (made.status_code, made.json()["presenter"]["name"]) == (201, "Kampala trainee 1")
    assert (twice.status_code, twice.json()["code"]) == (409, "taken")


async def test_nobody_else_can_be_made_to_present(kampala: Delegation, member: Members) -> None:
    mina, stranger = await member(1, kampala), await member(2)
    await mina.begin()

    answer = await mina.write(registration_id=str(stranger.registration.id))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/registration_id")


async def test_deadline_closes_the_words_and_not_the_slides(member: Members, clock: StoppedClock) -> None:
    mina, late, draft = await member(1), await member(2), await member(3)
    await mina.hand_in()
    await draft.begin()
    clock.advance(days=15)

    words = await mina.write(title="Later")
    slides = await mina.write(slides_file_id=await mina.file())
    begun = await late.begin()
    handed_in = await draft.move("submitted")

    assert [(each.status_code, each.json()["code"]) for each in (words, begun, handed_in)] == [(409, "call_closed")] * 3
    assert (slides.status_code, slides.json()["slides"]["name"]) == (200, "slides.pdf")
    assert (mina.study["may_write"], mina.study["may_give_slides"]) == (False, True)


async def test_what_was_handed_in_stays_whole(member: Members) -> None:
    mina = await member()
    await mina.hand_in()

    emptied = await mina.write(results=None)
    changed = await mina.write(title="Better")

    assert (emptied.status_code, emptied.json()["code"]) == (422, "case_study_incomplete")
    assert (changed.status_code, changed.json()["results"]) == (200, WHOLE["results"])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"examples": [{"text": "One"}, {"text": "Two"}, {"text": "Three"}]}, "/body/examples"),
        ({"title": "x" * 201}, "/body/title"),
        ({"results": "x" * 5001}, "/body/results"),
        ({"slides_file_id": "00000000-0000-7000-8000-000000000000"}, "/body/slides_file_id"),
        ({"status": "selected"}, "/body/status"),
    ],
)
async def test_what_cannot_be_taken_is_named(member: Members, changes: dict[str, Any], pointer: str) -> None:
    mina = await member()
    await mina.begin()

    answer = await mina.write(**changes)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_slides_are_a_whole_pdf_or_powerpoint_of_ones_own(member: Members) -> None:
    mina, joy = await member(1), await member(2)
    await mina.begin()
    picture = await mina.file(PNG, "image/png")
    body = {"edition": "harbour", "name": "a.pdf", "media_type": "application/pdf", "size": len(PDF)}
    half = (await mina.client.post("/api/v1/me/files", json=body)).json()["id"]

    answers = [await mina.write(slides_file_id=each) for each in (picture, half, await joy.file())]

    assert [answer.json()["errors"][0]["pointer"] for answer in answers] == ["/body/slides_file_id"] * 3


async def test_slides_of_a_delegation_are_read_by_all_its_members(kampala: Delegation, member: Members) -> None:
    mina, joy, stranger = await member(1, kampala), await member(2, kampala), await member(3)
    await mina.begin()
    await mina.write(slides_file_id=await mina.file())
    url = f"{OWN}/{mina.study['id']}/slides"

    read, refused = await joy.client.get(url), await stranger.client.get(url)

    assert (read.content, read.headers["content-disposition"]) == (PDF, "attachment; filename*=UTF-8''slides.pdf")
    assert refused.status_code == 404


async def test_withdrawn_one_is_taken_up_again_while_the_call_is_open(member: Members, clock: StoppedClock) -> None:
    mina = await member()
    await mina.hand_in()
    await mina.move("withdrawn")
    again = await mina.move("draft")
    await mina.move("withdrawn")
    clock.advance(days=15)

    late = await mina.move("draft")
    never = await mina.move("presented")

    assert (again.status_code, late.json()["code"]) == (200, "call_closed")
    assert (never.status_code, never.json()["code"], never.json()["current"]) == (
        409,
        "case_study_step_unavailable",
        {"status": "withdrawn", "available_transitions": []},
    )


async def test_who_takes_no_part_finds_nothing(app: FastAPI, database: Database, called: Called) -> None:
    async with database.write() as db:
        account = await make_account(db, "nobody@example.org")
    client: httpx.AsyncClient = await signed_in(app, account)

    assert (await client.get(OWN)).status_code == 404
