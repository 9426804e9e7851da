"""What participants see of visits, want of them and ask about them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import httpx
from sqlmodel import select

from factories.visits import STARTS_AT, make_visit, place, plan_round
from madang.core.db import Database
from madang.participants.models import ParticipantKind, Registration, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Stop
from madang.visits.models import VisitRound, VisitStage
from madang.visits.rules import Because
from support.moments import StoppedClock
from visits.conftest import Outing
from visits.trainees import OWN, Trainee

VISITS = "/api/v1/editions/harbour/visits"
Trainees = Callable[..., Awaitable[Trainee]]


async def test_options_are_ranked_and_ranked_anew(database: Database, outing: Outing, trainee: Trainees) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session, {"park": 24})
    mina = await trainee()

    first = await mina.rank(outing.session.id, outing.arcade, outing.park)
    again = await mina.rank(outing.session.id, outing.park, version=1)
    none = await mina.rank(outing.session.id, version=2)

    assert [(each.status_code, each.headers["etag"], each.json()["ranks"]) for each in (first, again, none)] == [
        (200, '"1"', [str(outing.arcade), str(outing.park)]),
        (200, '"2"', [str(outing.park)]),
        (200, '"3"', []),
    ]
    assert (await mina.visits())[0] == none.json()


async def test_option_shows_where_it_leads(database: Database, outing: Outing, trainee: Trainees) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session, {"park": 24})

    option = (await (await trainee()).visits())[0]["options"][0]

    stop = option["stops"][0]
    assert (option["title"], option["capacity"], option["offered"]) == ({"en": "The park"}, 24, True)
    assert (stop["venue"], stop["starts_at"], stop["status"]) == ({"en": "Park"}, "2019-10-29T04:30:00Z", "confirmed")


async def test_times_and_places_are_those_of_the_release_while_what_is_offered_follows_the_draft(
    organiser: httpx.AsyncClient, database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    mina = await trainee()
    releases = "/api/v1/editions/harbour/releases"
    (await organiser.post(releases, json={"comment": "One", "accept_warnings": True})).raise_for_status()
    async with database.write() as db:
        stop = (await db.exec(select(Stop).where(Stop.option_id == outing.park))).one()
        stop.status, stop.starts_at = PublicStatus.CANCELLED, None

    before = (await mina.visits())[0]
    (await organiser.post(releases, json={"comment": "Two", "accept_warnings": True})).raise_for_status()
    after = (await mina.visits())[0]

    assert [
        [
            (option["offered"], stop["status"], stop["starts_at"])
            for option in shown["options"]
            for stop in option["stops"]
        ]
        for shown in (before, after)
    ] == [
        [(False, "confirmed", "2019-10-29T04:30:00Z"), (True, "confirmed", "2019-10-29T04:30:00Z")],
        [(False, "cancelled", None), (True, "confirmed", "2019-10-29T04:30:00Z")],
    ]
    assert (before["title"], before["options"][0]["stops"][0]["venue"]) == ({"en": "Field visit"}, {"en": "Park"})


async def test_option_ranked_twice_or_unknown_is_refused_with_its_place(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    mina = await trainee()

    twice = await mina.rank(outing.session.id, outing.park, outing.park)
    unknown = await mina.rank(outing.session.id, outing.park, uuid4())

    assert [(each.status_code, each.json()["errors"]) for each in (twice, unknown)] == [
        (422, [{"pointer": "/body/ranks/1", "detail": "this option is ranked twice"}]),
        (422, [{"pointer": "/body/ranks/1", "detail": "this visit has no such option"}]),
    ]
    assert (await mina.visits())[0]["version"] == 0


async def test_option_withdrawn_meanwhile_is_refused_and_what_was_ranked_before_stays(
    database: Database, edition: Edition, trainee: Trainees
) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, ("park", "arcade", "square"))
        await plan_round(db, session)
    park, arcade, square = [option.id for option in session.options]
    mina = await trainee()
    await mina.rank(session.id, arcade, park)
    async with database.write() as db:
        (await db.exec(select(Stop).where(Stop.option_id == arcade))).one().status = PublicStatus.CANCELLED

    refused = await mina.rank(session.id, square, arcade, version=1)

    assert (refused.status_code, refused.json()["code"]) == (409, "option_withdrawn")
    assert refused.json()["errors"] == [{"pointer": "/body/ranks/1", "detail": "this option is not offered any more"}]
    shown = (await mina.visits())[0]
    assert (shown["ranks"], [each["offered"] for each in shown["options"]]) == (
        [str(arcade), str(park)],
        [True, False, True],
    )


async def test_ranks_made_on_older_ones_are_refused_with_the_present_ones(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    mina = await trainee()
    await mina.rank(outing.session.id, outing.park)

    stale = await mina.rank(outing.session.id, outing.arcade)

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["ranks"] == [str(outing.park)]


async def test_ranking_is_closed_when_it_is_not_open_is_over_or_leaves_no_choice(
    database: Database, edition: Edition, trainee: Trainees, clock: StoppedClock
) -> None:
    async with database.write() as db:
        over = await make_visit(db, edition, key="over")
        begun = await make_visit(db, edition, key="begun", starts_at=clock())
        assigned = await make_visit(db, edition, key="assigned")
        single = await make_visit(db, edition, ("park",), key="single")
        await plan_round(db, over, rank_until=clock())
        await plan_round(db, begun)
        await plan_round(db, assigned, stage=VisitStage.ASSIGNED, assigned_at=clock())
        await plan_round(db, single)
    mina = await trainee()

    answers = [await mina.rank(session.id, session.options[0].id) for session in (over, begun, assigned, single)]

    assert [(each.status_code, each.json()["code"], each.json()["detail"]) for each in answers] == [
        (409, "ranking_closed", "ranking was open until 2019-09-30 08:00 UTC"),
        (409, "ranking_closed", "this visit has begun"),
        (409, "ranking_closed", "this visit is not ranked at this moment"),
        (409, "ranking_closed", "there is nothing to choose from"),
    ]
    assert {each["may_rank"] for each in await mina.visits()} == {False}


async def test_ranking_is_open_until_the_very_end(
    database: Database, outing: Outing, trainee: Trainees, clock: StoppedClock
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session, rank_until=clock() + timedelta(seconds=1))
    mina = await trainee()

    in_time = await mina.rank(outing.session.id, outing.park)
    clock.advance(seconds=1)
    late = await mina.rank(outing.session.id, outing.arcade, version=1)

    assert (in_time.status_code, late.json()["code"]) == (200, "ranking_closed")


async def test_visit_is_for_accepted_participants_of_its_kinds(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session, kinds=["trainee"])
    speaker = await trainee(1, kind=ParticipantKind.SPEAKER)
    waiting = await trainee(2, status=RegistrationStatus.WAITLISTED)

    for person in (speaker, waiting):
        refused = await person.rank(outing.session.id, outing.park)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_taking_part")
        assert await person.visits() == []


async def test_visit_in_preparation_is_not_there_for_participants(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session, stage=VisitStage.PREPARING)
    mina = await trainee()

    refused = await mina.rank(outing.session.id, outing.park)

    assert (refused.status_code, await mina.visits()) == (404, [])


async def test_place_is_told_once_places_were_given_also_while_ranking_is_open_again(
    database: Database, outing: Outing, trainee: Trainees, clock: StoppedClock
) -> None:
    mina = await trainee()
    async with database.write() as db:
        planning = await plan_round(db, outing.session)
        await place(
            db,
            planning,
            mina.registration,
            outing.park,
            because=Because.LOWER_CHOICE,
            rank=2,
            explanation={"full": [str(outing.arcade)], "not_running": [], "moved_from": None},
        )
    before = (await mina.visits())[0]
    async with database.write() as db:
        (await db.exec(select(VisitRound))).one().assigned_at = clock()

    after = (await mina.visits())[0]

    assert (before["place"], after["may_rank"]) == (None, True)
    assert after["place"] == {
        "option_id": str(outing.park),
        "rank": 2,
        "because": "lower_choice",
        "explanation": {"full": [str(outing.arcade)], "not_running": [], "moved_from": None},
        "waitlist_position": None,
    }


async def test_who_waits_reads_how_many_are_before_them(
    database: Database, outing: Outing, trainee: Trainees, clock: StoppedClock
) -> None:
    first, second, gone = await trainee(1), await trainee(2), await trainee(3)
    async with database.write() as db:
        planning = await plan_round(db, outing.session, stage=VisitStage.ASSIGNED, assigned_at=clock())
        await place(db, planning, gone.registration, None, since=clock() - timedelta(days=3))
        await place(db, planning, second.registration, None, since=clock() - timedelta(days=1))
        await place(db, planning, first.registration, None, since=clock() - timedelta(days=2))
        gone.registration.status = RegistrationStatus.CANCELLED
        db.add(gone.registration)

    shown = [(await each.visits())[0]["place"] for each in (first, second)]

    assert [(each["because"], each["waitlist_position"]) for each in shown] == [("waitlisted", 1), ("waitlisted", 2)]


async def test_question_is_kept_for_the_host_once_however_often_it_is_sent(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    mina, other = await trainee(1), await trainee(2)
    url, body = f"{OWN}/{outing.session.id}/questions", {"option_id": str(outing.park), "text": "May we take photos?"}

    answers = [await mina.client.post(url, json=body, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    unknown = await mina.client.post(url, json=body | {"option_id": str(uuid4())})

    assert [each.status_code for each in answers] == [201, 201]
    assert (await mina.visits())[0]["questions"] == [answers[0].json()]
    assert (answers[0].json()["text"], answers[0].json()["answer"]) == ("May we take photos?", "")
    assert unknown.json()["errors"] == [{"pointer": "/body/option_id", "detail": "this visit has no such option"}]
    assert (await other.visits())[0]["questions"] == []


async def test_organisers_read_what_is_asked_of_all_who_come_and_not_by_whom(
    database: Database, outing: Outing, trainee: Trainees, as_organiser: httpx.AsyncClient
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    url, people = f"{OWN}/{outing.session.id}/questions", [await trainee(1), await trainee(2), await trainee(3)]
    for number, person in enumerate(people):
        await person.client.post(url, json={"option_id": str(outing.park), "text": f"Question {number}"})
    async with database.write() as db:
        gone = select(Registration).where(Registration.id == people[1].registration.id)
        (await db.exec(gone)).one().status = RegistrationStatus.CANCELLED

    found = await as_organiser.get(f"{VISITS}/{outing.session.id}/questions")

    assert [each["text"] for each in found.json()["items"]] == ["Question 2", "Question 0"]
    assert set(found.json()["items"][0]) == {"id", "option_id", "text", "asked_at", "answer", "answered_at"}


async def test_no_more_questions_are_taken_than_a_host_can_read(
    database: Database, outing: Outing, trainee: Trainees
) -> None:
    async with database.write() as db:
        await plan_round(db, outing.session)
    mina = await trainee()
    url, body = f"{OWN}/{outing.session.id}/questions", {"option_id": str(outing.park), "text": "Why?"}

    codes = [(await mina.client.post(url, json=body)).status_code for _ in range(20)]
    refused = await mina.client.post(url, json=body)

    assert (set(codes), refused.status_code, refused.json()["code"]) == ({201}, 409, "questions_full")


async def test_visit_begins_and_stays_shown(database: Database, edition: Edition, trainee: Trainees) -> None:
    async with database.write() as db:
        session = await make_visit(db, edition, starts_at=STARTS_AT - timedelta(days=90))
        await plan_round(db, session)

    assert [each["may_rank"] for each in await (await trainee()).visits()] == [False]
