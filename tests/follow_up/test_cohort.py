"""Who is due, late or silent, how all plans get on, and whoever owes a report is written to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
from fastapi import FastAPI
from sqlmodel import col, select

from factories.follow_up import move_period
from factories.plans import add_contributor, make_plan
from factories.registrations import make_delegation, make_registration
from follow_up.conftest import Home
from follow_up.test_reporting import complete, say_all
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.follow_up.service.reminding import remind_of_reports
from madang.outbox.models import OutboxMessage
from madang.outbox.worker import Mail
from madang.participants.models import Registration, RegistrationStatus
from madang.working import make_worker
from support.moments import StoppedClock


async def add_city(database: Database, home: Home, key: str, **values: Any) -> ActionPlan:
    async with database.write() as db:
        city = await make_delegation(db, home.edition, key)
        return await make_plan(db, city, **{"status": PlanStatus.IMPLEMENTING, "submitted_at": None, **values})


async def letters(app: FastAPI, database: Database) -> list[Mail]:
    """Return the mails that wait, as they would be sent."""
    state = app.state
    worker = make_worker(state.settings, database, state.keyring, state.mailer, state.clock)
    async with database.read() as db:
        waiting = (await db.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))).all()
        mails = [await worker.renderers[each.kind](db, each.parameters, state.clock()) for each in waiting]
    return [mail for mail in mails if mail is not None]


async def test_cohort_tells_who_is_late_silent_and_done(
    organiser: httpx.AsyncClient, trainee: httpx.AsyncClient, home: Home, database: Database
):
    await add_city(database, home, "kisumu")
    await add_city(database, home, "durban", status=PlanStatus.PRESENTED)
    await add_city(database, home, "draft", status=PlanStatus.DRAFT)
    await complete(trainee, home, await say_all(trainee, home))

    before = (await organiser.get(f"{home.office}/cohort")).json()
    async with database.write() as db:
        await move_period(db, home.period, date(2020, 4, 1), date(2020, 5, 19))
    after = (await organiser.get(f"{home.office}/cohort")).json()

    assert [[(plan["key"], plan["state"]) for plan in shown["plans"]] for shown in (before, after)] == [
        [("durban", "not_begun"), ("kampala", "complete"), ("kisumu", "due")],
        [("durban", "not_begun"), ("kampala", "complete"), ("kisumu", "silent")],
    ]
    assert after["counts"] == {"not_begun": 1, "upcoming": 0, "due": 0, "late": 0, "silent": 1, "complete": 1}
    assert (after["period"]["due_on"], after["together"]["actions"]) == ("2020-05-19", 9)
    assert after["plans"][1]["reported"] == 3
    assert [(city["city"]["en"], city["phases"]["implementation"]) for city in after["by_city"]] == [
        ("Durban", 0),
        ("Kampala", 1),
        ("Kisumu", 0),
    ]
    assert [(pillar["key"], pillar["actions"]) for pillar in after["by_pillar"]] == [
        ("capacity-building", 3),
        ("finance", 3),
        ("legal-framework", 3),
        ("market-access", 3),
    ]


async def test_cohort_costs_as_many_statements_for_one_plan_as_for_twenty(
    organiser: httpx.AsyncClient,
    home: Home,
    database: Database,
    count_queries: Callable[[], Any],
):
    with count_queries() as one:
        await organiser.get(f"{home.office}/cohort")
    for number in range(20):
        await add_city(database, home, f"city-{number}")
    with count_queries() as many:
        await organiser.get(f"{home.office}/cohort")

    assert many.number == one.number


async def test_cohort_without_a_period_still_shows_how_plans_get_on(
    organiser: httpx.AsyncClient, home: Home, database: Database
):
    async with database.write() as db:
        await db.delete(home.period)

    shown = (await organiser.get(f"{home.office}/cohort")).json()

    assert (shown["period"], shown["plans"][0]["state"], shown["together"]["actions"]) == (None, None, 3)


async def test_owners_are_reminded_once_on_the_days_that_the_period_names(
    app: FastAPI, home: Home, database: Database, clock: StoppedClock
):
    async with database.write() as db:
        kampala = (await db.exec(select(Delegation))).one()
        kampala.focal_email, kampala.working_languages = "focal@kampala.example.org", ["es"]
        # Of these nobody is written to: a helper at home, and somebody who does not come with the city any more.
        await add_contributor(db, home.plan, "another@kampala.example.org")
        gone = {"delegation_id": kampala.id, "status": RegistrationStatus.CANCELLED}
        await make_registration(db, home.edition, "Kampala trainee 2", **gone)
    sent = []
    for _day in range(14):  # 20 May to 2 June; two looks a day
        for _ in range(2):
            await remind_of_reports(database, home_day := clock.now)
        sent.append((home_day.date(), len(await letters(app, database))))
        clock.advance(days=1)

    new = [day for (day, count), (_, before) in zip(sent[1:], sent, strict=False) if count > before]
    mails = await letters(app, database)
    assert (sent[0], new) == ((date(2020, 5, 20), 2), [date(2020, 5, 28), date(2020, 6, 1)])
    assert [(mail.recipient, mail.language) for mail in mails[-2:]] == [
        ("trainee1@kampala.example.org", "fr"),
        ("focal@kampala.example.org", "es"),
    ]
    assert f"/e/harbour/plans/{home.plan.id}/reports/{home.period.id}" in mails[0].text
    assert "était attendu le 31 mai 2020" in mails[-2].text


async def test_organiser_reminds_by_hand_and_nobody_twice_a_day(
    app: FastAPI, organiser: httpx.AsyncClient, home: Home, database: Database
):
    kisumu = await add_city(database, home, "kisumu")
    async with database.write() as db:
        own = {"delegation_id": kisumu.delegation_id, "status": RegistrationStatus.ACCEPTED}
        await make_registration(db, home.edition, "Kisumu trainee 1", **own)
    address = f"{home.office}/report-periods/{home.period.id}/remind"

    one = await organiser.post(address, json={"plan_ids": [str(kisumu.id)]})
    rest = await organiser.post(address, json={})

    assert (one.json(), rest.json()) == ({"reminded": 1, "already": 0}, {"reminded": 1, "already": 1})
    plans = (await organiser.get(f"{home.office}/cohort")).json()["plans"]
    assert [plan["reminded_on"] for plan in plans] == ["2020-05-20"] * 2
    assert len(await letters(app, database)) == 2


async def test_letter_is_dropped_when_the_report_came_in_meanwhile(
    app: FastAPI, organiser: httpx.AsyncClient, trainee: httpx.AsyncClient, home: Home, database: Database
):
    await organiser.post(f"{home.office}/report-periods/{home.period.id}/remind", json={})

    await complete(trainee, home, await say_all(trainee, home))

    assert await letters(app, database) == []


async def test_trainee_whose_plan_was_handed_over_is_not_reminded_any_more(
    app: FastAPI, organiser: httpx.AsyncClient, home: Home, database: Database
):
    async with database.write() as db:
        registration = (await db.exec(select(Registration))).one()
        values = {"status": PlanStatus.IMPLEMENTING, "keeper_account_id": home.helper.id}
        await make_plan(db, registration, **values)
        (await db.exec(select(ActionPlan).where(ActionPlan.id == home.plan.id))).one().status = PlanStatus.CLOSED

    await organiser.post(f"{home.office}/report-periods/{home.period.id}/remind", json={})

    assert [mail.recipient for mail in await letters(app, database)] == [home.helper.email]
