"""What is mailed to whom, and the way in for somebody without an account."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar

from factories.accounts import client_of, make_account
from factories.participants import DRAFT
from factories.programme import EDITION
from madang.core.db import Database
from participants.people import OWN_URL, Registrant, change_form
from participants.test_registering import Registering
from participants.test_waitlist import open_to_all
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]
ASK = "/api/v1/auth/registrations"


async def ask(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await client.post(ASK, json={"email": email, "edition": EDITION["slug"], "language": "en"})


def link_in(text: str) -> str:
    found = re.search(r"/(invitation|sign-in/link)\?lang=\w+#(\S+)", text)
    assert found, text
    return found[2]


async def test_somebody_unknown_comes_to_the_form_by_a_mailed_link(
    app: FastAPI, edition: str, deliver: Deliver, post_office: PostOffice
) -> None:
    visitor = client_of(app)
    asked = await ask(visitor, "New@Example.org")
    await deliver()
    token = link_in(post_office.text())
    look = await visitor.post("/api/v1/auth/links/look", json={"token": token})
    taken = await visitor.post("/api/v1/auth/invitations/accept", json={"token": token, "language": "en"})
    visitor.headers["Authorization"] = f"Bearer {taken.json()['access']['access_token']}"
    begun = await visitor.put(OWN_URL, json=DRAFT, headers={"If-Match": '"0"'})

    assert (asked.status_code, look.json()["next"]) == (202, f"/e/{EDITION['slug']}/register")
    assert (begun.status_code, begun.json()["registration"]["email"]) == (200, "New@Example.org")
    assert post_office.taken[0]["Subject"] == "Register: Harbour training"


async def test_known_and_unknown_address_are_answered_alike_and_the_known_one_signs_in(
    app: FastAPI, edition: str, database: Database, deliver: Deliver, post_office: PostOffice
) -> None:
    async with database.write() as db:
        await make_account(db)
    visitor = client_of(app)

    known, unknown, none = [
        await ask(visitor, email) for email in ("mina@example.org", "new@example.org", "no address")
    ]
    await deliver()

    assert [(each.status_code, each.content) for each in (known, unknown, none)] == [(202, known.content)] * 3
    mails = {mail["To"]: post_office.text(number) for number, mail in enumerate(post_office.taken)}
    assert set(mails) == {"mina@example.org", "new@example.org"}
    assert "/sign-in/link?lang=en#" in mails["mina@example.org"]
    signed_in = await visitor.post("/api/v1/auth/links/sign-in", json={"token": link_in(mails["mina@example.org"])})
    assert signed_in.status_code == 200


async def test_one_address_is_mailed_few_links_however_often_they_are_asked_for(
    app: FastAPI, edition: str, deliver: Deliver, post_office: PostOffice
) -> None:
    visitor = client_of(app)

    answers = [(await ask(visitor, "new@example.org")).status_code for _ in range(10)]
    await deliver()

    assert answers == [202] * 10
    # Each replaces the one before: the mail of a link that was taken back is not sent any more.
    assert len(post_office.taken) == 1


async def test_where_nothing_is_open_nobody_is_mailed(
    app: FastAPI, edition: str, as_organiser: httpx.AsyncClient, deliver: Deliver, clock: StoppedClock
) -> None:
    await change_form(as_organiser, closes_at=clock().isoformat())
    visitor = client_of(app)

    closed = await ask(visitor, "new@example.org")
    absent = await visitor.post(ASK, json={"email": "new@example.org", "edition": "absent"})

    assert (closed.status_code, closed.json()["code"]) == (409, "registration_closed")
    assert absent.status_code == 404
    assert await deliver() == 0


async def test_accepted_person_gets_the_days_as_a_calendar_file_in_their_language(
    registrant: Registering, as_organiser: httpx.AsyncClient, edition: str, deliver: Deliver, post_office: PostOffice
) -> None:
    version = (await as_organiser.get(edition)).headers["etag"]
    days = {"days": ["2030-05-06", "2030-05-07", "2030-05-09"], "place": {"en": "Seoul, hall 1"}}
    (await as_organiser.patch(edition, json=days, headers={"If-Match": version})).raise_for_status()
    mina = await registrant(sent=True)
    own = (await mina.stand())["registration"]["id"]
    await deliver()

    body = {"decision": "accepted", "comment": "환영합니다 <b>{edition}</b>"}
    accepted = await as_organiser.post(f"{edition}/participants/{own}/decision", json=body)
    await deliver()

    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    received, mail = post_office.taken
    assert received["Subject"] == "등록이 접수되었습니다: 항구 연수"
    assert mail["Subject"] == "참가가 확정되었습니다: 항구 연수"
    assert "환영합니다 <b>{edition}</b>" in post_office.text()
    assert "<b>{edition}" not in str(mail.get_body(("html",)))
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "harbour-2030.ics")
    calendar = Calendar.from_ical(attached.get_content())
    events: list[Any] = [
        (event["UID"], event["DTSTART"].dt, event["DTEND"].dt, event["SUMMARY"]) for event in calendar.walk("VEVENT")
    ]
    assert events == [
        ("days-2030-05-06.harbour-2030@madang", date(2030, 5, 6), date(2030, 5, 8), "항구 연수"),
        ("days-2030-05-09.harbour-2030@madang", date(2030, 5, 9), date(2030, 5, 10), "항구 연수"),
    ]


async def test_everybody_hears_where_they_stand(
    registrant: Registering, as_organiser: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    await open_to_all(as_organiser, all=1)
    people: list[Registrant] = []
    for name in "ab":
        person = await registrant(f"{name}@example.org")
        await person.save(DRAFT | {"language": "en"})
        await person.do("submit")
        people.append(person)
    await deliver()
    await people[0].do("cancel")
    await deliver()

    assert [(mail["To"], mail["Subject"].partition(":")[0]) for mail in post_office.taken] == [
        ("a@example.org", "You have a place"),
        ("b@example.org", "You are on the waitlist"),
        ("a@example.org", "Your registration is cancelled"),
        ("b@example.org", "A place is free for you"),
    ]


async def test_mail_of_what_is_over_by_now_is_not_sent(
    registrant: Registering, deliver: Deliver, post_office: PostOffice
) -> None:
    mina = await registrant(sent=True)
    await mina.do("cancel")

    await deliver()

    assert [mail["Subject"] for mail in post_office.taken] == ["등록이 취소되었습니다: 항구 연수"]


async def test_entered_person_is_invited_to_complete_their_registration(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition: str, deliver: Deliver, post_office: PostOffice
) -> None:
    body = {"email": "Mina@example.org", "badge_name": "Bandung trainee 1", "kind": "speaker", "invite": True}
    entered = await as_organiser.post(f"{edition}/participants", json=body)
    twice = await as_organiser.post(f"{edition}/participants", json=body)
    await deliver()
    visitor = client_of(app)
    taken = await visitor.post("/api/v1/auth/invitations/accept", json={"token": link_in(post_office.text())})
    visitor.headers["Authorization"] = f"Bearer {taken.json()['access']['access_token']}"
    own = (await visitor.get(OWN_URL)).json()

    assert (entered.status_code, entered.json()["source"]) == (201, "invitation")
    assert (twice.status_code, twice.json()["code"]) == (409, "taken")
    assert post_office.taken[0]["Subject"] == "You are invited: Harbour training"
    assert (own["registration"]["badge_name"], own["registration"]["kind"]) == ("Bandung trainee 1", "speaker")


@pytest.mark.parametrize("to", ["waitlisted", "declined", "cancelled"])
async def test_decision_is_told_with_its_comment(
    registrant: Registering,
    as_organiser: httpx.AsyncClient,
    edition: str,
    deliver: Deliver,
    post_office: PostOffice,
    to: str,
) -> None:
    mina = await registrant(sent=True)
    own = (await mina.stand())["registration"]["id"]

    answer = await as_organiser.post(
        f"{edition}/participants/{own}/decision", json={"decision": to, "comment": "We are sorry"}
    )
    await deliver()

    assert answer.json()["status"] == await mina.status() == to
    assert "We are sorry" in post_office.text()
    assert (await mina.stand())["registration"]["events"][0]["comment"] == "We are sorry"
