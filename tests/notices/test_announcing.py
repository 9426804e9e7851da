"""Who hears of what, when: worked out, put off, held, sent, remembered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from sqlmodel import select

from factories.notices import attend, change, give_role, make_programme, publish
from madang.core.db import Database
from madang.notices import housekeeping
from madang.notices.housekeeping import Noticing
from madang.notices.models import ToldSchedule
from madang.notices.service import review
from madang.outbox.models import OutboxMessage
from madang.participants.models import Registration, RegistrationStatus
from madang.people.models import Person
from madang.programme import releases
from madang.programme.models import SessionRole, Stop
from madang.programme.queries import get_release
from madang.visits.models import Visit
from notices.conftest import DELAY
from notices.world import URL, World
from support.mail import PostOffice

Deliver = Callable[[], Awaitable[int]]
EVERYBODY = {"mina", "omar", "ana"}


def whats(notices: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {name: [item["what"] for item in items] for name, items in notices.items()}


def addressees(post_office: PostOffice) -> list[str]:
    return sorted(str(mail["To"]) for mail in post_office.taken)


async def mails(database: Database) -> int:
    async with database.read() as db:
        return len((await db.exec(select(OutboxMessage.id))).all())


async def test_whoever_begins_hears_of_nothing_that_was_before(world: World) -> None:
    assert await world.announcements() == []
    assert await world.told() == dict.fromkeys(EVERYBODY, (1, {}))


async def test_session_that_moves_is_told_to_everybody_who_takes_part(world: World) -> None:
    await world.move_opening(2)
    await world.look()

    announcement = (await world.announcements())[0]
    told = await world.notices(announcement["id"])
    assert (announcement["stage"], announcement["release_number"]) == ("waiting", 2)
    assert announcement["counts"] == {"people": 3, "withheld": 0, "sent": 0, "acknowledged": 0, "bounced": 0}
    assert whats(told) == {name: ["moved"] for name in EVERYBODY}
    item = told["mina"][0]
    assert (item["session"]["ko"], item["old"]["start"], item["new"]["start"], item["new"]["room"]["ko"]) == (
        "개회",
        "2019-10-28T00:00:00Z",
        "2019-10-28T02:00:00Z",
        "대강당",
    )


async def test_any_further_change_puts_it_off_and_all_of_it_is_one_mail(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    await world.wait(10)
    await world.assign(mina="park", omar="arcade")
    await world.look()
    await world.wait(10)  # the first change has waited long enough, the second has not

    assert await deliver() == 0
    waiting = (await world.announcements())[0]
    assert whats(await world.notices(waiting["id"])) == {
        "mina": ["moved", "visit_placed"],
        "omar": ["moved", "visit_placed"],
        "ana": ["moved"],
    }

    await world.wait(6)
    assert await deliver() == 3
    assert len(set(addressees(post_office))) == 3
    assert [each["stage"] for each in await world.announcements()] == ["sent"]
    await world.wait(60)
    assert await deliver() == 0


async def test_trickle_of_small_news_puts_it_off_four_times_at_most(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    stages = []
    for number in range(7):
        await world.assign(mina=("park", "arcade")[number % 2])
        await world.wait(10)
        stages.append((await world.announcements())[-1]["stage"])

    assert stages == ["waiting"] * 5 + ["sent"] * 2


async def test_what_is_told_is_remembered_with_it(world: World) -> None:
    await world.move_opening(2)
    await world.assign(mina="park", omar=None)
    await world.look()
    assert (await world.told())["mina"] == (1, {})

    await world.wait()

    visit, park = str(world.programme.visit.id), str(world.programme.options["park"].id)
    assert await world.told() == {"mina": (2, {visit: park}), "omar": (2, {visit: None}), "ana": (2, {})}


async def test_place_is_told_to_whom_it_is_given_and_to_nobody_else(world: World) -> None:
    await world.assign(mina="park")
    await world.look()

    told = await world.notices((await world.announcements())[0]["id"])
    assert whats(told) == {"mina": ["visit_placed"]}
    assert (told["mina"][0]["because"], told["mina"][0]["rank"]) == ("first_choice", 1)


async def test_place_of_somebody_who_takes_no_part_in_visits_any_more_is_none(world: World) -> None:
    await world.assign(mina="park")
    await world.look()
    await world.wait()
    async with world.database.write() as db:
        await change(db, Registration, world.people["mina"], kind="speaker")
    await world.look()

    assert whats(await world.notices((await world.announcements())[0]["id"])) == {"mina": ["visit_removed"]}


async def test_stop_that_moves_is_told_to_who_goes_there(world: World) -> None:
    await world.assign(mina="park", omar="arcade")
    await world.look()
    await world.wait()
    stop = world.programme.options["park"].stops[0]
    async with world.database.write() as db:
        await change(db, Stop, stop.id, starts_at=stop.starts_at.replace(hour=6) if stop.starts_at else None)
    await world.publish()
    await world.look()

    assert whats(await world.notices((await world.announcements())[0]["id"])) == {"mina": ["stop_changed"]}


async def change_visit(world: World, key: str, **values: Any) -> None:
    async with world.database.write() as db:
        visit = (await db.exec(select(Visit).where(Visit.option_id == world.programme.options[key].id))).one()
        for name, value in values.items():
            setattr(visit, name, value)


async def test_meeting_that_changes_is_told_to_who_goes_there(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.assign(omar="park", ana="arcade")
    await change_visit(world, "park", meeting_point={"en": "Gate 2"})
    await world.look()
    await change_visit(world, "park", meets_at=world.programme.visit.starts_at.replace(hour=3))  # not told yet
    await world.look()
    await world.wait()
    assert await deliver() == 2
    await change_visit(world, "park", meeting_point={"en": "Gate 9"})
    await world.look()

    assert whats(await world.notices((await world.announcements())[0]["id"])) == {"omar": ["visit_meeting"]}
    await world.wait()
    assert await deliver() == 1
    assert (
        "Where or when you meet for your visit The park has changed.\n"
        "Before: 28 October 2019 at 12:00 (Seoul time) · Gate 2\n"
        "Now: 28 October 2019 at 12:00 (Seoul time) · Gate 9\n"
    ) in post_office.text(2).replace("\r\n", "\n")
    await world.wait(60)
    assert [each["stage"] for each in await world.announcements()] == ["sent", "sent"]


async def test_visit_that_is_not_offered_any_more_is_told_to_who_goes_there_and_back(world: World) -> None:
    await world.assign(omar="park", ana="arcade")
    await world.look()
    await world.wait()
    told = []
    for withdrawn in (True, False):
        await change_visit(world, "park", withdrawn=withdrawn)
        await world.look()
        told.append(whats(await world.notices((await world.announcements())[0]["id"])))
        await world.wait()

    assert told == [{"omar": ["visit_called_off"]}, {"omar": ["visit_restored"]}]


async def test_role_is_told_to_whom_the_programme_means(world: World) -> None:
    async with world.database.write() as db:
        person = await give_role(db, world.programme, world.programme.opening.id, SessionRole.MODERATOR)
        await change(db, Registration, world.people["omar"], person_id=person.id)
    await world.publish()
    await world.look()

    told = await world.notices((await world.announcements())[0]["id"])
    assert [(name, item["what"], item["role"]) for name, (item,) in told.items()] == [
        ("omar", "role_added", "moderator")
    ]


async def test_role_of_an_entry_that_was_merged_is_no_news(world: World, as_organiser: httpx.AsyncClient) -> None:
    async with world.database.write() as db:
        person = await give_role(db, world.programme, world.programme.opening.id, SessionRole.MODERATOR)
        kept = Person(key="kept", badge_name="Guest", search_name="guest")
        db.add(kept)
        await change(db, Registration, world.people["omar"], person_id=person.id)
    await world.publish()
    await world.look()
    await world.decide((await world.announcements())[0], "release")
    merged = await as_organiser.post(f"/api/v1/people/{kept.id}/merge", json={"duplicate_id": str(person.id)})
    assert merged.status_code == 200, merged.text
    await world.publish()
    await world.look()

    assert [each["stage"] for each in await world.announcements()] == ["sent"]


async def test_change_that_is_taken_back_is_never_told(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await world.look()
    opening = world.programme.opening
    await world.change_session("opening", starts_at=opening.starts_at, ends_at=opening.ends_at)
    await world.look()
    await world.wait()

    assert await world.announcements() == []
    assert await deliver() == 0
    assert await world.told() == dict.fromkeys(EVERYBODY, (3, {}))


async def test_release_that_is_withdrawn_after_it_was_told_is_told_back(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    await world.wait()
    async with world.database.write() as db:
        await releases.withdraw(db, await get_release(db, world.programme.edition.id, 2), world.clock())
    await world.look()

    waiting = (await world.announcements())[0]
    item = (await world.notices(waiting["id"]))["ana"][0]
    assert (waiting["stage"], waiting["release_number"], item["new"]["start"]) == ("waiting", 1, "2019-10-28T00:00:00Z")


async def test_change_of_words_tells_nobody_and_puts_nothing_off(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    due = (await world.announcements())[0]["due_at"]
    await world.later(5)
    await world.change_session("visit", title={"en": "Study visit"})
    await world.look()

    waiting = (await world.announcements())[0]
    assert (waiting["due_at"], waiting["release_number"]) == (due, 3)
    await world.wait()
    assert await world.told() == dict.fromkeys(EVERYBODY, (3, {}))


async def test_held_announcement_goes_when_an_organiser_says_so(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await world.look()
    held = (await world.decide((await world.announcements())[0], "hold")).json()
    await world.wait(120)
    assert (held["stage"], held["due_at"], await deliver()) == ("held", None, 0)
    await world.assign(mina="park")
    await world.wait(120)

    held = (await world.announcements())[0]
    assert held["stage"] == "held"
    assert whats(await world.notices(held["id"]))["mina"] == ["moved", "visit_placed"]
    sent = await world.decide(held, "release")

    assert (sent.status_code, sent.json()["stage"], sent.json()["counts"]["sent"]) == (200, "sent", 3)
    assert await deliver() == 3
    await world.wait(120)
    assert await deliver() == 0


async def test_held_announcement_stays_held_while_there_is_nothing_to_tell(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await world.look()
    held = (await world.decide((await world.announcements())[0], "hold")).json()
    opening = world.programme.opening
    await world.change_session("opening", starts_at=opening.starts_at, ends_at=opening.ends_at)
    await world.look()
    empty = (await world.announcements())[0]
    await world.move_opening(3)
    await world.look()
    await world.wait(120)

    again = (await world.announcements())[0]
    assert [each["id"] for each in (empty, again)] == [held["id"]] * 2
    assert [(each["stage"], each["counts"]["people"]) for each in (empty, again)] == [("held", 0), ("held", 3)]
    assert await deliver() == 0


async def test_what_changes_after_it_was_read_is_told_next(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await world.look()
    read = (await world.announcements())[0]
    await world.move_opening(3)

    await world.decide(read, "release")
    assert await deliver() == 3
    await world.look()

    waiting = (await world.announcements())[0]
    item = (await world.notices(waiting["id"]))["omar"][0]
    assert (waiting["stage"], item["old"]["start"], item["new"]["start"]) == (
        "waiting",
        "2019-10-28T02:00:00Z",
        "2019-10-28T03:00:00Z",
    )


async def test_what_is_discarded_counts_as_known(world: World, deliver: Deliver) -> None:
    await world.move_opening(2)
    await world.assign(mina="park")
    await world.look()

    discarded = await world.decide((await world.announcements())[0], "discard")
    await world.wait(60)

    assert discarded.json()["stage"] == "discarded"
    assert [each["stage"] for each in await world.announcements()] == ["discarded"]
    assert await deliver() == 0
    visit, park = str(world.programme.visit.id), str(world.programme.options["park"].id)
    assert (await world.told())["mina"] == (2, {visit: park})
    assert (await world.mina.get("/api/v1/me/registrations/harbour/notices")).json()["items"] == []


async def withhold(world: World, name: str, *, withheld: bool = True) -> None:
    announcement = (await world.announcements())[0]
    notices = (await world.organiser.get(f"{URL}/{announcement['id']}/notices")).json()["items"]
    notice = next(each for each in notices if each["registration_id"] == str(world.people[name]))
    answer = await world.organiser.patch(
        f"{URL}/{announcement['id']}/notices/{notice['id']}",
        json={"withheld": withheld},
        headers={"If-Match": f'"{notice["version"]}"'},
    )
    assert (answer.status_code, answer.json()["withheld"]) == (200, withheld)


async def test_withheld_notice_is_told_neither_now_nor_later(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    await withhold(world, "omar")
    await world.assign(mina="park")  # something else, for somebody else
    await world.wait(1)
    await world.wait()
    await world.wait(60)
    await deliver()

    assert "omar@example.org" not in addressees(post_office)
    assert len(post_office.taken) == 2
    assert (await world.told())["omar"] == (2, {})
    announcement = (await world.announcements())[0]
    assert set(await world.notices(announcement["id"], withheld="true")) == {"omar"}
    assert set(await world.notices(announcement["id"], withheld="false")) == {"mina", "ana"}


async def test_withheld_notice_stays_withheld_when_only_words_or_a_reason_change(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.assign(omar="park")
    await world.look()
    await withhold(world, "omar")
    await world.assign("pinned", omar="park")
    await world.change_session("opening", title={"en": "Opening day"})
    await world.look()

    (announcement,) = await world.announcements()
    assert set(await world.notices(announcement["id"], withheld="true")) == {"omar"}
    await world.wait()
    await deliver()
    assert addressees(post_office) == ["ana@example.org", "mina@example.org"]


async def test_something_more_for_somebody_is_told_though_it_was_withheld_before(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    await withhold(world, "omar")
    await world.assign(omar="park")
    await world.wait(1)
    await world.wait()
    await deliver()

    assert "omar@example.org" in addressees(post_office)


async def test_whoever_no_longer_takes_part_is_told_nothing(
    world: World, deliver: Deliver, post_office: PostOffice
) -> None:
    await world.move_opening(2)
    await world.look()
    announcement = (await world.announcements())[0]
    async with world.database.write() as db:
        await change(db, Registration, world.people["omar"], status=RegistrationStatus.CANCELLED)
    await world.decide(announcement, "release")
    await deliver()

    assert "omar@example.org" not in addressees(post_office)
    assert (await world.told())["omar"] == (1, {})


async def test_whoever_comes_later_begins_with_what_is_current_and_hears_of_their_place(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    await world.wait()
    async with world.database.write() as db:
        late = await attend(db, world.programme, "Durban trainee 1", email_as_typed="late@example.org")
    world.people["durban"] = late.id
    await world.assign(durban="park")
    await world.look()

    announcement = next(each for each in await world.announcements() if each["stage"] == "waiting")
    assert whats(await world.notices(announcement["id"])) == {"durban": ["visit_placed"]}


async def test_what_is_over_is_told_to_nobody(world: World) -> None:
    await world.wait(60 * 24 * 28)
    await world.move_opening(2)
    await world.look()

    assert await world.announcements() == []


async def test_edition_that_is_over_is_not_looked_at(world: World) -> None:
    await world.later(60 * 24 * 40)
    await world.change_session("opening", title={"en": "Welcome"})
    await world.look()

    assert await world.told() == dict.fromkeys(EVERYBODY, (1, {}))


async def test_decision_on_what_was_read_before_is_refused(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    read = (await world.announcements())[0]
    await world.assign(mina="park")
    await world.look()

    for what in ("hold", "release", "discard"):
        refused = await world.decide(read, what)
        assert (refused.status_code, refused.json()["code"]) == (412, "stale")
        assert refused.json()["current"]["counts"]["people"] == 3
    without = await world.organiser.post(f"{URL}/{read['id']}/release")
    assert (without.status_code, without.json()["code"]) == (428, "version_required")


async def test_what_was_sent_cannot_be_decided_on(world: World) -> None:
    await world.move_opening(2)
    await world.look()
    sent = (await world.decide((await world.announcements())[0], "release")).json()

    for what in ("hold", "release", "discard"):
        refused = await world.decide(sent, what)
        assert (refused.status_code, refused.json()["code"]) == (409, "announcement_over")
        assert refused.json()["current"] == {"stage": "sent"}


async def test_two_organisers_who_send_at_once_tell_everybody_once(live: Database, world: World) -> None:
    await world.move_opening(2)
    await world.look()
    read = (await world.announcements())[0]

    answers = await asyncio.gather(*(world.decide(read, what) for what in ("release", "release", "discard")))

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    assert await mails(live) in (0, 3)


async def test_worker_and_organiser_who_send_at_once_tell_everybody_once(live: Database, world: World) -> None:
    await world.move_opening(2)
    await world.look()
    read = (await world.announcements())[0]
    await world.later(20)

    answer, *_ = await asyncio.gather(world.decide(read, "release"), world.look(), world.look())

    assert answer.status_code in (200, 412)
    assert await mails(live) == 3
    assert [each["stage"] for each in await world.announcements()] == ["sent"]


@pytest_asyncio.fixture
async def decide_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Callable[[dict[str, Any]], None]]:
    """Let an organiser send an announcement right after the worker has looked what is to be told."""
    look_at, deciding = review.look_at, set[asyncio.Task[Any]]()

    def arrange(read: dict[str, Any]) -> None:
        async def look_slowly(*args: Any) -> Any:
            outlook = await look_at(*args)
            deciding.add(asyncio.create_task(world.decide(read, "release")))
            await asyncio.wait(deciding, timeout=1)
            return outlook

        monkeypatch.setattr(review, "look_at", look_slowly)

    yield arrange
    await asyncio.gather(*deciding)


async def written_to(database: Database) -> list[str]:
    async with database.read() as db:
        parameters = (await db.exec(select(OutboxMessage.parameters))).all()
    return sorted(each["registration_id"] for each in parameters)


async def test_organiser_who_sends_while_the_worker_writes_tells_nobody_twice(
    live: Database, world: World, decide_meanwhile: Callable[[dict[str, Any]], None]
) -> None:
    await world.move_opening(2)
    await world.look()
    decide_meanwhile((await world.announcements())[0])
    await world.later(16)
    await world.assign(mina="park")

    await Noticing(timedelta(0)).announce_changes(live, world.clock())

    assert await written_to(live) == sorted(str(world.people[name]) for name in EVERYBODY)


async def test_what_is_sent_while_the_worker_takes_it_back_is_not_left_untold(
    live: Database, world: World, decide_meanwhile: Callable[[dict[str, Any]], None]
) -> None:
    await world.move_opening(2)
    await world.look()
    decide_meanwhile((await world.announcements())[0])
    opening = world.programme.opening
    await world.change_session("opening", starts_at=opening.starts_at, ends_at=opening.ends_at)

    await world.look()

    assert await written_to(live) == []
    assert await world.announcements() == []


async def test_edition_that_fails_keeps_no_other_from_being_told(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as db:
        other = await make_programme(db, "upland")
        await publish(db, other, world.clock())
        known = await attend(db, other, "Quito trainee 1")
    look_at = housekeeping.look_at

    async def look_but_at_one(db: Any, edition_id: UUID, now: Any) -> Any:
        if edition_id == world.programme.edition.id:
            raise RuntimeError
        return await look_at(db, edition_id, now)

    monkeypatch.setattr(housekeeping, "look_at", look_but_at_one)
    await world.look()

    async with database.read() as db:
        assert known.id in (await db.exec(select(ToldSchedule.registration_id))).all()


async def test_two_workers_work_one_announcement_out(live: Database, live_twin: Database, world: World) -> None:
    await world.move_opening(2)
    other = Noticing(DELAY)

    await asyncio.gather(
        world.look(),
        other.announce_changes(live_twin, world.clock()),
        world.look(),
        other.announce_changes(live_twin, world.clock()),
    )

    assert len(await world.announcements()) == 1
    assert len(await world.stored_notices()) == 3


async def test_statements_do_not_grow_with_people(
    world: World, database: Database, count_queries: Callable[[], Any]
) -> None:
    async def costs() -> list[int]:
        numbers = []
        for _ in ("worked out", "looked at again", "sent"):
            with count_queries() as counted:
                await world.look()
            numbers.append(counted.number)
            if len(numbers) == 2:
                world.clock.advance(minutes=20)
        return numbers

    await world.move_opening(2)
    few = await costs()
    async with database.write() as db:
        for number in range(40):
            await attend(db, world.programme, f"Bandung trainee {number}", email_as_typed=f"b{number}@example.org")
    await world.look()
    await world.move_opening(3)

    assert await costs() == few
