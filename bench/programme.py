"""An invented edition of many sessions, put into the database, then published over HTTP by an organiser."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx

from bench.servers import Madang
from madang.core.db import Database
from madang.people.models import Person
from madang.programme.models import (
    Edition,
    Option,
    ProgrammeSession,
    RoleState,
    Room,
    SessionKind,
    SessionPerson,
    SessionRole,
    SessionTopic,
    Stop,
    Topic,
    Venue,
    VenueKind,
    Vocabulary,
)
from madang.settings import Settings
from madang.tables import metadata

SLUG = "many-sessions"
_ORGANISER, _PASSWORD = "bench@example.org", "only for this bench"
_AT_ONCE = 50
_PEOPLE, _ROOMS, _TOPICS = 400, 50, 8
_EDITION = f"/api/v1/editions/{SLUG}"


def publish_invented(madang: Madang, sessions: int) -> Iterator[tuple[str, float]]:
    """Store an edition of that many sessions and give the seconds of its first and of its second publication."""
    asyncio.run(_store(madang.settings(), sessions))
    made = subprocess.run(
        [madang.command, "create-organiser", _ORGANISER, "--password-stdin"],
        input=_PASSWORD,
        text=True,
        env=madang.environment,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    with httpx.Client(base_url=madang.url, timeout=120) as client:
        token = client.post("/api/v1/auth/token", data={"username": _ORGANISER, "password": _PASSWORD})
        client.headers["Authorization"] = f"Bearer {token.raise_for_status().json()['access_token']}"
        yield "first release, everything is new", _publish(client)
        _change_one(client)
        yield "second release, one session changed", _publish(client)


def _publish(client: httpx.Client) -> float:
    begun = time.perf_counter()
    client.post(f"{_EDITION}/releases", json={"accept_warnings": True}).raise_for_status()
    return time.perf_counter() - begun


def _change_one(client: httpx.Client) -> None:
    url = f"{_EDITION}/programme/sessions"
    session = client.get(url, params={"limit": 1}).raise_for_status().json()["items"][0]
    changed = client.patch(
        f"{url}/{session['id']}",
        json={"title": {"en": "Another title"}},
        headers={"If-Match": f'"{session["version"]}"'},
    )
    changed.raise_for_status()


async def _store(settings: Settings, sessions: int) -> None:
    assert metadata.tables  # every table is known before the first row
    database = Database(settings.sqlalchemy_url)
    first = date(2030, 5, 6)
    days = [first + timedelta(days=number) for number in range(5)]
    edition = Edition(
        slug=SLUG,
        title={"en": "An edition of many sessions", "ko": "세션이 많은 행사"},
        days=[day.isoformat() for day in days],
        starts_on=days[0],
        ends_on=days[-1],
        timezone="Asia/Seoul",
        default_language="en",
        languages=["en", "ko"],
    )
    venue = Venue(edition_id=edition.id, key="institute", kind=VenueKind.TRAINING, name={"en": "Institute"})
    venue.rooms = [
        Room(venue_id=venue.id, key=f"room-{number}", name={"en": f"Room {number}"}, position=number)
        for number in range(_ROOMS)
    ]
    topics = [
        Topic(edition_id=edition.id, key=f"topic-{n}", vocabulary=Vocabulary.OTHER, name={"en": f"Topic {n}"})
        for n in range(_TOPICS)
    ]
    people = [_person(number) for number in range(_PEOPLE)]
    try:
        async with database.write() as db:
            db.add(edition)
            db.add_all(people)
            await db.flush()
            db.add_all([venue, *topics])
            await db.flush()
            for number in range(sessions):
                db.add(_session(number, sessions, edition, venue, topics, people))
    finally:
        await database.close()


def _person(number: int) -> Person:
    name = f"Invented Person {number}"
    return Person(
        key=f"invented-{number}",
        passport_name=name,
        badge_name=name,
        search_name=name.lower(),
        organisation=f"City {number}",
    )


def _session(
    number: int, sessions: int, edition: Edition, venue: Venue, topics: list[Topic], people: list[Person]
) -> ProgrammeSession:
    slot, place = divmod(number, _AT_ONCE)
    slots_a_day = -(-sessions // _AT_ONCE // len(edition.days)) or 1
    day, of_day = divmod(slot, slots_a_day)
    start = datetime.fromisoformat(edition.days[min(day, len(edition.days) - 1)]).replace(tzinfo=UTC)
    start += timedelta(minutes=of_day * 60)
    session = ProgrammeSession(
        edition_id=edition.id,
        key=f"session-{number}",
        venue_id=venue.id,
        kind=SessionKind.THEMATIC,
        title={
            "en": f"Session {number} on what cities learn from each other",
            "ko": f"도시가 서로 배우는 세션 {number}",
        },
        abstract={"en": "What was tried, what it cost, what came of it, and what another city could take home. " * 3},
        starts_at=start,
        ends_at=start + timedelta(minutes=50),
        room_id=venue.rooms[place % _ROOMS].id,
        languages=["en", "ko"],
    )
    session.topics = [SessionTopic(session_id=session.id, topic_id=topics[number % _TOPICS].id, position=0)]
    session.people = [
        SessionPerson(
            session_id=session.id,
            person_id=people[(number * 2 + position) % _PEOPLE].id,
            role=SessionRole.PANELLIST,
            state=RoleState.CONFIRMED,
            position=position,
        )
        for position in range(2)
    ]
    if number % 20 == 0:
        option = Option(session_id=session.id, key="walk", title={"en": "A walk"}, position=0)
        option.stops = [Stop(option_id=option.id, key="site", venue_id=venue.id, status=session.status, position=0)]
        session.options = [option]
    return session
