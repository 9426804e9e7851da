"""A report is opened, written by whoever writes the plan, completed by its owner, and frozen from then on."""

from datetime import date
from typing import Any

import httpx
from sqlmodel import select

from factories.follow_up import move_period
from factories.plans import FUND, MARKET, SCHOOL, kampala, row_id
from follow_up.conftest import Home
from madang.action_plans.models import ActionPlan, PlanEvent, PlanStatus, PlanVersion
from madang.action_plans.queries.plans import read_fields
from madang.action_plans.rules.tree import build, flatten
from madang.core.db import Database
from madang.files.models import StoredFile
from madang.follow_up.models import ReportEvidence
from madang.follow_up.rules.entries import MOST_EVIDENCE

FUND_ID, MARKET_ID, SCHOOL_ID = (action.rpartition("/")[2] for action in (FUND, MARKET, SCHOOL))
FIRST = {"If-Match": '"0"'}
LOANS = f"indicators/{row_id(121)}/periods/{row_id(131)}/actual"
SPENT = f"budget/{row_id(141)}/actual"
BYLAW = f"milestones/{row_id(111)}"
SAID: dict[str, Any] = {
    "values": {
        "phase": "implementation",
        "health": "at_risk",
        "health_note": "The bank asks for a guarantee.",
        "actual_start": "2020-02-03",
        f"{BYLAW}/state": "met",
        f"{BYLAW}/met_on": "2020-03-27",
        LOANS: "4",
        SPENT: "81000000",
    },
    "difficulties": "No meetings since March.",
    "lessons": "Borrowers in the committee: nobody has missed a payment.",
}


async def save(
    client: httpx.AsyncClient, home: Home, action_id: str, body: dict[str, Any], version: int = 0
) -> httpx.Response:
    return await client.put(f"{home.report}/actions/{action_id}", json=body, headers={"If-Match": f'"{version}"'})


async def say_all(client: httpx.AsyncClient, home: Home) -> int:
    """Report on all three actions, and return the report's version."""
    for action_id, body in (
        (FUND_ID, SAID),
        (MARKET_ID, {"values": {"phase": "not_started"}}),
        (SCHOOL_ID, {"values": {"phase": "planning", "health": "on_track"}}),
    ):
        saved = await save(client, home, action_id, body)
        assert saved.status_code == 200, saved.text
    version: int = saved.json()["report_version"]
    return version


async def complete(client: httpx.AsyncClient, home: Home, version: int) -> httpx.Response:
    return await client.post(f"{home.report}/complete", headers={"If-Match": f'"{version}"'})


async def test_report_nobody_opened_stands_beside_what_the_plan_says(trainee: httpx.AsyncClient, home: Home):
    shown = (await trainee.get(home.report)).json()

    assert (shown["version"], shown["state"], shown["may_edit"]) == (0, "due", True)
    assert [entry["title"] for entry in shown["entries"]] == [
        kampala()[f"{action}/title"] for action in (FUND, MARKET, SCHOOL)
    ]
    first = shown["entries"][0]
    assert (first["version"], first["values"], first["phase"]) == (0, {}, "planning")
    assert first["budget"][0] == {
        "id": row_id(141),
        "year": 2020,
        "currency": "UGX",
        "planned": "350000000",
        "actual": None,
        "source": "City budget",
    }
    assert first["indicators"][0]["periods"][0]["target"] == "20"
    assert first["faults"] == [{"path": "phase", "code": "phase_missing"}]


async def test_opened_report_is_no_longer_silent_for_organisers(
    trainee: httpx.AsyncClient, organiser: httpx.AsyncClient, home: Home, database: Database
):
    async with database.write() as db:
        await move_period(db, home.period, date(2020, 4, 1), date(2020, 5, 19))
    before = (await organiser.get(f"{home.office}/action-plans/{home.plan.id}/reports")).json()["reports"]

    opened = await trainee.post(f"{home.report}/open")

    again = await trainee.post(f"{home.report}/open")
    after = (await organiser.get(f"{home.office}/action-plans/{home.plan.id}/reports")).json()["reports"]
    assert (opened.status_code, again.headers["etag"]) == (200, opened.headers["etag"])
    assert [[item["state"] for item in items] for items in (before, after)] == [["silent"], ["late"]]


async def test_what_is_saved_is_there_for_everybody_who_writes(
    trainee: httpx.AsyncClient, helper: httpx.AsyncClient, home: Home
):
    saved = await save(helper, home, FUND_ID, SAID)

    shown = (await trainee.get(home.report)).json()
    assert saved.json() == SAID | {"version": 1, "report_version": shown["version"], "faults": []}
    assert {name: shown["entries"][0][name] for name in SAID} == SAID
    assert (await trainee.get(home.own)).json()["reports"][0]["reported"] == 1


async def test_action_whose_phase_was_emptied_again_is_not_counted_as_reported(
    trainee: httpx.AsyncClient, organiser: httpx.AsyncClient, home: Home
):
    await save(trainee, home, FUND_ID, {"values": {"phase": None}})

    assert (await trainee.get(home.own)).json()["reports"][0]["reported"] == 0
    assert (await organiser.get(f"{home.office}/cohort")).json()["plans"][0]["reported"] == 0


async def test_save_of_an_older_version_is_refused_with_what_stands(
    trainee: httpx.AsyncClient, helper: httpx.AsyncClient, home: Home
):
    await save(helper, home, FUND_ID, SAID)

    late = await save(trainee, home, FUND_ID, {"values": {"phase": "paused"}})

    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert {name: late.json()["current"][name] for name in SAID} == SAID


async def test_values_that_are_none_are_refused_by_name_and_nothing_is_saved(trainee: httpx.AsyncClient, home: Home):
    wrong = {"phase": "done", f"budget/{row_id(141)}/actual": "-3", "title": "No"}

    refused = await save(trainee, home, FUND_ID, {"values": wrong})

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/body/values/phase",
        f"/body/values/budget~1{row_id(141)}~1actual",
        "/body/values/title",
    ]
    assert (await trainee.get(home.report)).json()["version"] == 0


async def test_reversed_dates_are_kept_and_told_and_keep_the_report_open(trainee: httpx.AsyncClient, home: Home):
    reversed_days = {"values": {"phase": "completed", "actual_start": "2020-03-02", "actual_end": "2020-03-01"}}

    saved = await save(trainee, home, FUND_ID, reversed_days)

    refused = await complete(trainee, home, saved.json()["report_version"])
    assert saved.json()["faults"] == [{"path": "actual_end", "code": "dates_reversed"}]
    assert (refused.status_code, refused.json()["code"]) == (422, "report_incomplete")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        f"/actions/{FUND_ID}/actual_end",
        f"/actions/{MARKET_ID}/phase",
        f"/actions/{SCHOOL_ID}/phase",
    ]


async def test_completed_report_writes_its_figures_into_the_plan_and_freezes_a_version(
    trainee: httpx.AsyncClient, home: Home, database: Database
):
    version = await say_all(trainee, home)

    done = await complete(trainee, home, version)

    assert done.status_code == 200, done.text
    async with database.read() as db:
        fields = await read_fields(db, home.plan.id)
        frozen = (await db.exec(select(PlanVersion))).one()
        event = (await db.exec(select(PlanEvent))).one()
        plan = (await db.exec(select(ActionPlan))).one()
    told = {f"{FUND}/{path}": value for path, value in SAID["values"].items()}
    told |= {f"{MARKET}/phase": "not_started", f"{SCHOOL}/phase": "planning", f"{SCHOOL}/health": "on_track"}
    assert fields == kampala() | told
    assert (frozen.fields, frozen.number, frozen.name, frozen.account_id) == (
        flatten(build(fields)),
        1,
        "First report",
        home.trainee.id,
    )
    assert (event.what, event.version_number, event.to_status) == ("report_completed", 1, PlanStatus.IMPLEMENTING)
    assert (plan.revision, done.json()["state"], done.json()["version_number"]) == (2, "complete", 1)


async def test_completed_report_stays_as_it_was_whatever_becomes_of_the_plan(
    trainee: httpx.AsyncClient, organiser: httpx.AsyncClient, home: Home, database: Database
):
    done = (await complete(trainee, home, await say_all(trainee, home))).json()
    async with database.write() as db:
        plan = (await db.exec(select(ActionPlan))).one()
        plan.status = PlanStatus.CLOSED

    answers = [
        await save(trainee, home, FUND_ID, SAID, 1),
        await trainee.post(f"{home.report}/open"),
        await trainee.post(
            f"{home.report}/actions/{FUND_ID}/evidence", json={"url": "https://example.org", "title": "A"}
        ),
        await complete(trainee, home, done["version"]),
    ]

    read = (await organiser.get(f"{home.office}/action-plans/{home.plan.id}/reports/{home.period.id}")).json()
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "report_complete")] * 4
    assert read == done | {"status": "closed"}


async def test_report_is_completed_on_the_version_that_was_read(
    trainee: httpx.AsyncClient, helper: httpx.AsyncClient, home: Home
):
    version = await say_all(trainee, home)
    await save(helper, home, MARKET_ID, {"values": {"phase": "abandoned"}}, 1)

    assert (await complete(trainee, home, version)).json()["code"] == "stale"


async def test_who_only_helps_hands_nothing_in(trainee: httpx.AsyncClient, helper: httpx.AsyncClient, home: Home):
    version = await say_all(trainee, home)

    assert (await complete(helper, home, version)).json()["code"] == "forbidden"


async def test_plan_that_is_not_carried_out_reports_nothing(trainee: httpx.AsyncClient, home: Home, database: Database):
    async with database.write() as db:
        (await db.exec(select(ActionPlan))).one().status = PlanStatus.PRESENTED

    assert (await trainee.post(f"{home.report}/open")).json()["code"] == "report_unavailable"
    assert (await trainee.get(home.own)).json()["reports"][0]["state"] == "not_begun"


async def test_nobody_reports_before_the_period_opens(trainee: httpx.AsyncClient, home: Home, database: Database):
    async with database.write() as db:
        await move_period(db, home.period, date(2020, 5, 21), date(2020, 5, 31))

    assert (await trainee.post(f"{home.report}/open")).json()["code"] == "report_unavailable"


async def test_action_that_is_not_in_the_plan_is_not_reported_on(trainee: httpx.AsyncClient, home: Home):
    assert (await save(trainee, home, "zzzzzzzzzzzz", SAID)).status_code == 404


async def make_file(database: Database, home: Home, **values: Any) -> StoredFile:
    async with database.write() as db:
        file = StoredFile(
            **{
                "edition_id": home.edition.id,
                "account_id": home.trainee.id,
                "name": "minutes.pdf",
                "media_type": "application/pdf",
                "size": 9,
                "received": 9,
                "created_at": home.period.created_at,
                "completed_at": home.period.created_at,
                **values,
            }
        )
        db.add(file)
    return file


async def test_evidence_is_a_file_or_an_address_and_is_read_with_the_report(
    trainee: httpx.AsyncClient, home: Home, database: Database
):
    evidence = f"{home.report}/actions/{FUND_ID}/evidence"
    file = await make_file(database, home)

    added = await trainee.post(evidence, json={"file_id": str(file.id)})
    linked = await trainee.post(evidence, json={"url": "https://kampala.example.org/fund", "title": "The fund"})
    await trainee.delete(f"{evidence}/{added.json()['id']}")

    assert (added.json()["title"], added.json()["size"]) == ("minutes.pdf", 9)
    assert (await trainee.get(home.report)).json()["entries"][0]["evidence"] == [linked.json()]


async def test_evidence_that_cannot_be_kept_is_refused_by_name(
    trainee: httpx.AsyncClient, home: Home, database: Database
):
    evidence = f"{home.report}/actions/{FUND_ID}/evidence"
    files = [
        await make_file(database, home, account_id=home.helper.id),
        await make_file(database, home, completed_at=None),
        await make_file(database, home, sealed=True),
    ]
    bodies = [{"file_id": str(file.id)} for file in files]
    bodies += [{"url": "javascript:alert(1)", "title": "x"}, {"url": "https://example.org"}, {}]

    answers = [await trainee.post(evidence, json=body) for body in bodies]

    assert [answer.status_code for answer in answers] == [422] * 6
    assert [answer.json()["errors"][0]["pointer"] for answer in answers[:4]] == [*["/body/file_id"] * 3, "/body/url"]


async def test_evidence_over_the_limit_is_refused(trainee: httpx.AsyncClient, home: Home, database: Database):
    link = {"url": "https://example.org", "title": "One more"}
    evidence = f"{home.report}/actions/{FUND_ID}/evidence"
    await trainee.post(evidence, json=link)
    async with database.write() as db:
        one = (await db.exec(select(ReportEvidence))).one()
        for _ in range(MOST_EVIDENCE - 2):
            values = one.model_dump(exclude={"id"})
            db.add(ReportEvidence(**values))

    answers = [await trainee.post(evidence, json=link) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["code"] == "evidence_too_much"


async def test_reviewer_rates_a_completed_report_and_the_city_reads_it(
    trainee: httpx.AsyncClient, organiser: httpx.AsyncClient, home: Home
):
    rating = f"{home.office}/action-plans/{home.plan.id}/reports/{home.period.id}/ratings/{FUND_ID}"
    word = {"rating": "limited", "comment": "The by-law is there; the loans are too few to judge."}
    version = await say_all(trainee, home)

    early = await organiser.put(rating, json=word, headers=FIRST)
    await complete(trainee, home, version)
    given = await organiser.put(rating, json=word, headers=FIRST)
    stale = await organiser.put(rating, json=word | {"rating": "complete"}, headers=FIRST)
    unknown = await organiser.put(rating[:-12] + "z" * 12, json=word, headers=FIRST)

    assert [early.json()["code"], stale.json()["code"], unknown.status_code] == ["report_open", "stale", 404]
    assert (await trainee.get(home.report)).json()["entries"][0]["rating"] == given.json() == word | {"version": 1}


async def test_organiser_writes_in_nobodys_report(organiser: httpx.AsyncClient, home: Home):
    answers = [await organiser.get(home.report), await save(organiser, home, FUND_ID, SAID)]

    assert [answer.status_code for answer in answers] == [404, 404]
