"""Organisers call, rate, put into an order, tell and publish; nobody learns of anything before it is told."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from case_studies.conftest import OFFICE, OWN, Called, Members, match
from factories.accounts import make_account, signed_in
from factories.care import PDF
from factories.case_studies import CALL, WHOLE
from madang.accounts.models import Role
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.programme.models import Edition
from support.moments import StoppedClock

MARKS = {"relevance": 5, "clarity": 4, "transferability": 3, "comment": "Concrete"}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"opens_at": "2019-10-11T00:00:00Z"}, "/body/closes_at"),
        ({"slides_by": "2019-10-28T05:00:00Z"}, "/body/slides_by"),
        ({"guidance": {"ko": "예"}}, "/body/guidance"),
        ({"minutes_each": 0}, "/body/minutes_each"),
    ],
)
async def test_call_that_cannot_be_is_refused(called: Called, fields: dict[str, Any], pointer: str) -> None:
    answer = await called.save(1, **fields)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_call_is_changed_on_the_version_that_was_read_and_goes_while_nobody_answers(
    called: Called, member: Members
) -> None:
    stale = await called.save(0, room_for=4)
    changed = await called.save(1, room_for=4)
    gone = await called.client.delete(called.url, headers=match(2))
    await called.save(0)
    await (await member()).begin()
    kept = await called.client.delete(called.url, headers=match(1))

    assert (stale.status_code, changed.json()["room_for"], gone.status_code) == (412, 4, 204)
    assert (kept.status_code, kept.json()["code"]) == (409, "in_use")


async def test_session_with_case_studies_stays_in_the_programme(called: Called, member: Members) -> None:
    url = f"/api/v1/editions/harbour/programme/sessions/{called.session.id}"
    await (await member()).begin()

    answer = await called.client.delete(url, headers=match(1))

    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")


async def test_reviewer_rates_before_reading_what_others_think(
    app: FastAPI, database: Database, edition: Edition, called: Called, member: Members
) -> None:
    study = await (await member()).hand_in()
    async with database.write() as db:
        account = await make_account(db, "two@example.org", role=Role.ORGANISER, edition_id=edition.id)
    second = await signed_in(app, account)
    url = f"{OFFICE}/{study}"

    first = await called.client.put(f"{url}/review", json=MARKS, headers=match(0))
    blind = (await second.get(url)).json()
    own = (await second.put(f"{url}/review", json=MARKS | {"relevance": 2}, headers=match(0))).json()
    stale = await second.put(f"{url}/review", json=MARKS, headers=match(0))

    assert (first.json()["my_review"]["reviewer"], first.json()["marks"]["overall"]) == ("org@example.org", 4.0)
    assert (blind["reviews"], blind["marks"]["count"], blind["marks"]["overall"]) == ([], 1, None)
    assert (own["marks"]["relevance"], [each["comment"] for each in own["reviews"]]) == (3.5, ["Concrete"])
    assert stale.status_code == 412


async def test_mark_out_of_range_and_draft_are_not_rated(called: Called, member: Members) -> None:
    mina = await member()
    await mina.begin()
    url = f"{OFFICE}/{mina.study['id']}/review"

    draft = await called.client.put(url, json=MARKS, headers=match(0))
    wrong = await called.client.put(url, json=MARKS | {"clarity": 6}, headers=match(0))

    assert (draft.status_code, draft.json()["code"]) == (409, "case_study_step_unavailable")
    assert wrong.json()["errors"][0]["pointer"] == "/body/clarity"


async def test_order_shares_the_minutes_of_the_session_and_tells_nobody(called: Called, member: Members) -> None:
    people = [await member(number) for number in range(4)]
    one, two, three, four = [await each.hand_in() for each in people]

    body = {"selected": [{"id": two, "minutes": 45}, {"id": one}], "reserve": [three], "not_selected": []}
    answer = await called.do("selection", **body)

    found = answer.json()
    assert [item["id"] for item in found["selected"]] == [two, one]
    assert (found["session_minutes"], found["minutes_taken"], found["minutes_left"]) == (60, 65, -5)
    assert ([item["id"] for item in found["undecided"]], found["untold"], found["vacancy"]) == ([four], 3, None)
    for each in people:
        shown = await each.read()
        assert (shown["status"], shown["minutes"], len(shown["history"])) == ("submitted", None, 1)


async def test_order_of_what_cannot_be_ordered_is_refused(called: Called, member: Members) -> None:
    mina, joy = await member(1), await member(2)
    one = await mina.hand_in()
    await joy.begin()
    unknown = "00000000-0000-7000-8000-000000000000"

    twice = await called.select(one, reserve=(one,))
    draft = await called.select(joy.study["id"])
    foreign = await called.select(unknown)
    stale = await called.client.put(f"{called.url}/selection", json={}, headers=match(9))

    assert [each.json()["errors"][0]["pointer"] for each in (twice, draft, foreign)] == [
        "/body/reserve/0",
        "/body/selected/0/id",
        "/body/selected/0/id",
    ]
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)


async def test_selected_one_that_withdraws_leaves_room_that_nobody_takes_silently(
    called: Called, member: Members
) -> None:
    mina, joy, rita = [await member(number) for number in range(3)]
    one, two, three = [await each.hand_in() for each in (mina, joy, rita)]
    await called.select(one, two, reserve=(three,))
    await called.do("announce")

    shown = await mina.read()
    await mina.move("withdrawn")
    found = await called.selection()

    assert (shown["status"], shown["minutes"], shown["available_transitions"]) == ("selected", 20, ["withdrawn"])
    assert [item["id"] for item in found["selected"]] == [two]
    assert (found["vacancy"], (await rita.read())["status"]) == (three, "reserve")
    assert [each["from_status"] for each in (await mina.read())["history"]] == ["selected", "submitted", "draft"]


async def test_what_was_told_stays_told_until_another_outcome_is(called: Called, member: Members) -> None:
    mina = await member()
    one = await mina.hand_in()
    await called.select(one)
    await called.do("announce")
    await called.select(reserve=(one,))
    considered = (await mina.read())["status"]
    await called.do("announce")

    assert (considered, (await mina.read())["status"]) == ("selected", "reserve")


async def test_given_back_it_is_written_after_the_deadline_too(
    called: Called, member: Members, clock: StoppedClock
) -> None:
    mina, joy = await member(1), await member(2)
    await mina.hand_in()
    await joy.begin()
    await joy.write(**WHOLE)
    clock.advance(days=15)

    silent = await called.move(mina.study, "draft")
    await called.move(mina.study, "draft", "Name the law, please.")
    shown = await mina.read()
    await mina.write(results="By law 12")
    again = await mina.move("submitted")
    on_behalf = await called.move(joy.study, "submitted")
    never = await called.move(joy.study, "presented")

    assert silent.json()["errors"][0]["pointer"] == "/body/comment"
    assert (shown["may_write"], shown["history"][0]["comment"]) == (True, "Name the law, please.")
    assert (again.status_code, mina.study["may_write"], on_behalf.json()["status"]) == (200, False, "submitted")
    assert never.json()["code"] == "case_study_step_unavailable"


async def test_published_ones_are_read_with_their_session_without_anybodys_name(
    called: Called, client: httpx.AsyncClient, kampala: Delegation, member: Members
) -> None:
    mina, joy = await member(1, kampala), await member(2)
    one, two = await mina.hand_in(), await joy.hand_in()
    await mina.write(slides_file_id=await mina.file(), slides_public=True)
    release = {"comment": "One", "accept_warnings": True}
    (await called.client.post("/api/v1/editions/harbour/releases", json=release)).raise_for_status()
    public = "/public/v1/editions/harbour/sessions/plenary-1/case-studies"
    await called.select(one, no=(two,))
    too_early = await called.do("publication", ids=[one])
    await called.do("announce")

    wrong = await called.do("publication", ids=[two])
    published = await called.do("publication", ids=[one])
    answer = await client.get(public)
    same = await client.get(public, headers={"If-None-Match": answer.headers["etag"]})
    items = answer.json()["items"]
    slides = await client.get(items[0]["slides"])
    await mina.write(slides_public=False)
    hidden = await client.get(items[0]["slides"])
    await mina.move("withdrawn")

    assert [each.json()["errors"][0]["pointer"] for each in (too_early, wrong)] == ["/body/ids/0"] * 2
    assert (published.status_code, same.status_code) == (200, 304)
    assert [(item["title"], item["city"], item["examples"]) for item in items] == [
        (WHOLE["title"], {"en": "Kampala"}, WHOLE["examples"])
    ]
    assert "trainee" not in answer.text
    assert (slides.content, hidden.status_code) == (PDF, 404)
    assert (await client.get(public)).json() == {"items": []}


async def test_presented_one_keeps_its_place(called: Called, member: Members) -> None:
    mina = await member()
    one = await mina.hand_in()
    await called.select(one)
    await called.do("announce")
    await called.move(mina.study, "presented")

    left_out = await called.select()
    kept = await called.select(one)

    assert left_out.json()["errors"][0]["pointer"] == "/body/selected"
    assert (kept.json()["selected"][0]["status"], (await mina.read())["status"]) == ("presented", "presented")


async def test_list_says_who_owes_slides(called: Called, member: Members) -> None:
    mina, joy = await member(1), await member(2)
    one, two = await mina.hand_in(), await joy.hand_in()
    await joy.write(slides_file_id=await joy.file())
    await called.select(one, two)
    before = (await called.client.get(OFFICE, params={"slides_missing": True})).json()["items"]
    await called.do("announce")
    after = (await called.client.get(OFFICE, params={"slides_missing": True})).json()["items"]

    shown = (await called.client.get(called.url)).json()
    assert ([item["id"] for item in before], [item["id"] for item in after]) == ([], [one])
    assert (shown["slides_missing"], shown["counts"]["selected"]) == (1, 2)


async def test_reading_many_costs_no_more_than_reading_one(called: Called, member: Members, count_queries: Any) -> None:
    numbers = []
    for number in (1, 2, 3):
        mina = await member(number)
        await mina.hand_in()
        with count_queries() as counted:
            await called.client.get(f"{called.url}/selection")
            await called.client.get(OFFICE)
        numbers.append(counted.number)
        with count_queries() as counted:
            await mina.client.get(OWN)
    assert len(set(numbers)) == 1


async def test_guidance_reaches_who_writes_without_what_is_being_decided(called: Called, member: Members) -> None:
    mina = await member()
    await mina.hand_in()
    found = (await mina.client.get(OWN)).json()

    assert [call["guidance"] for call in found["calls"]] == [CALL["guidance"]]
    assert "counts" not in found["calls"][0]
    assert [each["name"] for each in found["presenters"]] == ["Kampala trainee 1"]
